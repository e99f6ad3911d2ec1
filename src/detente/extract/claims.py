"""Claims: who says what, through which medium, on what evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
from spacy.tokens import Doc, Token

from detente.codebook.cues import Cue, cues, evidence_phrases, media_phrases, praise_words
from detente.codebook.words import word_list
from detente.extract.cast import Cast
from detente.extract.slots import case_of, is_passive, slot
from detente.records import Act, Claim, Evidence, Span

__all__ = ["extract_claims"]

OPENING, CLOSING = frozenset({"“", '"', "``", "‘"}), frozenset({"”", '"', "''", "’"})
DOCUMENTS = word_list("documents")
CLAUSE_ONLY = word_list("clause_only")
TELLING = word_list("telling")


# Descriptions that are praise when their words are (codebook: claims.toml).
PRAISING = frozenset({"describe", "emphasize", "emphasise", "highlight", "stress", "underline", "underscore"})


@dataclass(slots=True)
class Draft:
    """A claim before it gets its id."""

    cue: list[Token]
    source: list[Token]
    content: list[list[Token]]
    act: Act
    head: Token | None
    order: int = 0


def extract_claims(doc: Doc, *, cast: Cast) -> list[Claim]:
    """Claims of a document in the order of their cues, with ids `c1`, `c2`, …"""
    drafts = [*_verbal(doc), *_according(doc), *_nominal(doc)]
    drafts += _runs_on(doc, drafts)
    drafts.sort(key=lambda d: (d.order, len(d.content)))
    claims: list[Claim] = []
    for n, d in enumerate(drafts, 1):
        claims.append(_spoken_by_document(_claim(doc, d, f"c{n}", cast), d, claims, cast))
    return claims


def _spoken_by_document(claim: Claim, d: Draft, before: Sequence[Claim], cast: Cast) -> Claim:
    """ "The statement said": the body whose statement was told of before; "it" after that, the same."""
    if claim.speaker or d.head is None:
        return claim
    document = d.head.lemma_.lower() in DOCUMENTS
    if not document and not (d.head.lower_ == "it" and before and before[-1].medium == "statement"):
        return claim
    bodies = [c.speaker for c in before if c.speaker and cast.by_id[c.speaker].kind in ("organisation", "state")]
    medium = claim.medium or "statement"
    return msgspec.structs.replace(claim, speaker=bodies[-1] if bodies else None, medium=medium)


def _verbal(doc: Doc) -> Iterator[Draft]:
    """Reporting verbs with a clause, an infinitive, a quotation or what they tell of."""
    table = cues()
    for token in doc:
        cue = table.get((token.lemma_.lower(), "v"))
        if cue is None or token.pos_ not in ("VERB", "AUX") or token.dep_ == "amod":
            continue
        content = _content(token, cue)
        if not content:
            continue
        source = _source(token)
        if not source and not _quoted(content):
            continue
        if cue.act in ("thinks", "wishes") and not source:
            continue
        yield Draft(_cue_words(token), source, content, cue.act, _head(source), token.i)


def _head(source: Sequence[Token]) -> Token | None:
    inside = {t.i for t in source}
    return next((t for t in source if t.head.i not in inside or t.head.i == t.i), None)


def _cue_words(verb: Token) -> list[Token]:
    """The verb with its auxiliaries, particle and negation, as annotators mark it."""
    kept = [
        c
        for c in verb.children
        if (c.dep_ in ("aux", "aux:pass", "compound:prt") or c.lower_ in ("not", "n't")) and abs(c.i - verb.i) < 4
    ]
    out = sorted([verb, *kept], key=lambda t: t.i)
    following = verb.i + 1
    if following < len(verb.doc) and verb.doc[following].text == ":":
        out.append(verb.doc[following])
    return out


def _source(verb: Token) -> list[Token]:
    heads = slot(verb, "subj")
    if is_passive(verb) and not heads:
        heads = [c for c in verb.children if c.dep_ in ("obl:agent",)]
    if not heads and verb.dep_ in ("parataxis", "root", "ccomp"):
        heads = [c for c in verb.children if c.dep_.startswith("nsubj")]
    return _phrase(heads[0]) if heads else []


def _phrase(head: Token) -> list[Token]:
    """A noun phrase without its clauses and its case word."""
    out = []
    for token in head.subtree:
        path = [token, *token.ancestors]
        if any(
            a.dep_.startswith(("acl", "parataxis", "advcl", "ccomp", "punct"))
            and head.is_ancestor(a)
            and a.i != head.i
            and (a.dep_ != "punct" or (a.i == token.i and token.text in ",;:—–"))
            for a in path[: _depth(token, head)]
        ):
            continue
        if token.dep_ in ("case", "cc") and token.head.i == head.i and token.i < head.i:
            continue
        out.append(token)
    return _contiguous(out, head)


def _depth(token: Token, head: Token) -> int:
    return next((n for n, a in enumerate([token, *token.ancestors]) if a.i == head.i), 0)


def _contiguous(tokens: list[Token], head: Token) -> list[Token]:
    """The run of tokens around the head, allowing for one comma or quote mark."""
    chosen = [head]
    for token in reversed([t for t in tokens if t.i < head.i]):
        if chosen[0].i - token.i <= 2:
            chosen.insert(0, token)
        else:
            break
    for token in [t for t in tokens if t.i > head.i]:
        if token.i - chosen[-1].i <= 2:
            chosen.append(token)
        else:
            break
    return chosen


def _content(verb: Token, cue: Cue) -> list[list[Token]]:
    out: list[list[Token]] = []
    for child in verb.children:
        if _is_content(child, verb, cue):
            out += [_clause(child, verb)]
    if not out and verb.dep_ in ("parataxis", "ccomp", "root", "advcl") and (outer := _outer_clause(verb)):
        out.append(outer)
    if not out:
        out += _objects(verb, cue)
    return out


def _is_content(child: Token, verb: Token, cue: Cue) -> bool:
    if child.dep_ == "ccomp":
        return True
    if child.dep_ == "xcomp":
        return (
            "to" in cue.frames and child.tag_ in ("VB", "VBG", "NN", "JJ") and cue.lemma not in ("call",)
        ) or "as" in cue.frames
    if child.dep_ in ("advcl", "obl") and "of" in cue.frames and case_of(child) in ("of",):
        return True
    if child.dep_ == "advcl" and cue.act in ("accuses",) and child.tag_ == "VBG":
        return case_of(child) in ("of", "for", "")
    if child.dep_ == "parataxis" and cue.lemma in ("say", "add", "tell", "write"):
        return child.i > verb.i and child.pos_ in ("VERB", "NOUN", "ADJ")
    return (
        child.dep_ == "obl"
        and case_of(child) in cue.frames & {"for", "against", "on", "with"}
        and cue.act not in ("states",)
    )


def _clause(head: Token, verb: Token) -> list[Token]:
    """All words of a clause, with the quotation marks at its edges."""
    inside = [t for t in head.subtree if not t.is_space]
    if not inside:
        return []
    start, end = inside[0].i, inside[-1].i
    doc = head.doc
    if start and doc[start - 1].text in OPENING:
        start -= 1
    while (
        end + 1 < len(doc) and doc[end + 1].text in CLOSING | {",", "."} and doc[end + 1].sent.start == verb.sent.start
    ):
        end += 1
        if doc[end].text in CLOSING:
            break
    tokens = list(doc[start : end + 1])
    verbal = set(range(verb.i, verb.i + 1)) | {
        t.i for c in verb.children if c.dep_.startswith("nsubj") for t in c.subtree
    }
    return [t for t in tokens if t.i not in verbal]


def _outer_clause(verb: Token) -> list[Token]:
    """ "Talks will go on, the minister said": the clause that the reporting verb hangs on."""
    if verb.dep_ != "parataxis":
        return []
    outer = verb.head
    own = {t.i for t in verb.subtree}
    return [t for t in outer.sent if t.i not in own and not t.is_space and (t.is_alpha or t.text not in ",;")]


def _objects(verb: Token, cue: Cue) -> list[list[Token]]:
    if cue.lemma in CLAUSE_ONLY or cue.lemma not in TELLING:
        quoted = _quotation_near(verb)
        return [quoted] if quoted else []
    found = [
        verb.head if c.lower_ in ("that", "which") and verb.dep_ == "acl:relcl" else c
        for c in verb.children
        if c.dep_ == "obj"
    ]
    extra = [
        c
        for c in verb.children
        if (c.dep_ == "obl" and case_of(c) in ("as", "for") and "as" in cue.frames)
        or (c.dep_ == "obl" and case_of(c) == "as")
        or (c.dep_ == "advcl" and case_of(c) == "as")
    ]
    if not found:
        quoted = _quotation_near(verb)
        return [quoted] if quoted else []
    own = {t.i for t in verb.subtree} if verb.dep_ == "acl:relcl" else set()
    tokens = [
        t
        for c in [*found, *extra]
        for t in c.subtree
        if not t.is_space and (c.is_ancestor(verb) is False or t.i not in own)
    ]
    return [sorted(tokens, key=lambda t: t.i)]


def _quotation_near(verb: Token) -> list[Token]:
    """A quotation in the verb's sentence that holds a good part of it."""
    sentence = [t for t in verb.sent if not t.is_space]
    opened: int | None = None
    best: list[Token] = []
    for k, t in enumerate(sentence):
        if opened is None and t.text in OPENING:
            opened = k
        elif opened is not None and t.text in CLOSING:
            run = sentence[opened : k + 1]
            if len(run) > max(4, len(best)) and verb not in run:
                best = run
            opened = None
    return best


def _quoted(content: Sequence[Sequence[Token]]) -> bool:
    return any(c and c[0].text in OPENING for c in content)


def _according(doc: Doc) -> Iterator[Draft]:
    """ "according to X": X says the clause that the phrase stands in."""
    for token in doc:
        if token.lower_ != "according" or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
            continue
        head = token.head
        if token.dep_ != "case" or head.i < token.i:
            options = [c for c in [*token.children, *doc[token.i + 1].children] if c.i > token.i + 1]
            head = options[0] if options else head
        if head.i <= token.i + 1:
            continue
        source = [t for t in _phrase(head) if t.i > token.i + 1]
        skipped = {t.i for t in head.subtree} | {token.i, token.i + 1}
        content = [t for t in token.sent if t.i not in skipped and not t.is_space]
        while content and content[-1].text in ".,":
            content.pop()
        while content and content[0].text in ",":
            content.pop(0)
        if content:
            yield Draft([token, doc[token.i + 1]], source, [content], "states", head, token.i)


def _nominal(doc: Doc) -> Iterator[Draft]:
    """ "X's claim that …", "an accusation by X that …", "the threat to …"."""
    table = cues()
    for token in doc:
        cue = table.get((token.lemma_.lower(), "n"))
        if cue is None or token.pos_ != "NOUN":
            continue
        clauses = [
            c
            for c in token.children
            if c.dep_ in ("acl", "ccomp") and any(m.dep_ == "mark" and m.lower_ in ("that", "to") for m in c.children)
        ]
        holders = [t for name in ("poss", "by", "from", "of") for t in slot(token, name)]
        if clauses and holders and (token.head.lemma_.lower(), "v") not in table:
            yield Draft([token], _phrase(holders[0]), [_clause(clauses[0], token)], cue.act, holders[0], token.i)


def _runs_on(doc: Doc, drafts: Sequence[Draft]) -> list[Draft]:
    """A sentence wholly in quotation marks after a claim belongs to the same speaker."""
    by_sentence = {d.cue[0].sent.start: d for d in sorted(drafts, key=lambda d: d.order)}
    out: list[Draft] = []
    speaker: Draft | None = None
    inside = False
    for sentence in doc.sents:
        words = [t for t in sentence if not t.is_space]
        here = by_sentence.get(sentence.start)
        if here is not None:
            speaker = here
        elif (
            speaker is not None
            and words
            and (inside or words[0].text in OPENING)
            and _mostly_quoted(words, inside=inside)
        ):
            speaker.content.append(words)
        else:
            speaker = None if words else speaker
        inside = _left_open(words, inside=inside)
    return out


def _mostly_quoted(words: Sequence[Token], *, inside: bool) -> bool:
    closed = [k for k, t in enumerate(words) if t.text in CLOSING and k > 0]
    return (not closed and inside) or bool(closed and closed[-1] >= len(words) - 2)


def _left_open(words: Sequence[Token], *, inside: bool) -> bool:
    for t in words:
        if t.text in ("“",):
            inside = True
        elif t.text in ("”",):
            inside = False
    return inside


def _claim(doc: Doc, d: Draft, ident: str, cast: Cast) -> Claim:
    sentence = d.cue[0].sent.text
    evidence, span = _evidence(doc, d.cue[0])
    source = _spans(d.source)
    speakers = cast.phrase(d.head) if d.head is not None else ()
    if d.head is not None and not speakers and d.head.lemma_.lower() in DOCUMENTS:
        speakers = cast.owners(d.head)
    act = d.act
    if (
        act == "states"
        and any(t.lower_ in praise_words() for c in d.content for t in c)
        and d.cue[0].lemma_ in PRAISING
    ):
        act = "praises"
    return Claim(
        id=ident,
        speaker=speakers[0] if speakers else None,
        speaker_text=doc.text[source[0][0] : source[-1][1]] if source else None,
        source=source,
        cue=_spans(d.cue),
        content=tuple(sorted(s for c in d.content for s in _spans(c))),
        act=act,
        medium=_medium(sentence, d),
        evidence=evidence,
        evidence_span=span,
    )


def _spans(tokens: Sequence[Token]) -> tuple[Span, ...]:
    """Runs of neighbouring tokens as code points."""
    out: list[Span] = []
    last: Token | None = None
    for token in sorted(tokens, key=lambda t: t.i):
        if last is not None and token.i == last.i + 1 and out:
            out[-1] = (out[-1][0], token.idx + len(token))
        else:
            out.append((token.idx, token.idx + len(token)))
        last = token
    return tuple(out)


def _medium(sentence: str, d: Draft) -> str | None:
    lower = " ".join(sentence.lower().split())
    for phrase, medium in media_phrases():
        if phrase in lower:
            return medium
    return "statement" if d.head is not None and d.head.lemma_ == "statement" else None


def _evidence(doc: Doc, cue: Token) -> tuple[Evidence, Span | None]:
    """Evidence phrases in the claim's sentence, or opening the next."""
    start = cue.sent.start_char
    after = next((s for s in doc.sents if s.start_char > start), None)
    windows = [(start, cue.sent.text)] + ([(after.start_char, after.text[:120])] if after is not None else [])
    for offset, text in windows:
        lower = text.lower()
        for phrase, value in evidence_phrases():
            at = lower.find(phrase)
            if at >= 0:
                return value, (offset + at, offset + at + len(phrase))
    return "unstated", None
