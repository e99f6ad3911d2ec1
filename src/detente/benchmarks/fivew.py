"""Who, what, when and where of a report's main event, read from its title and the sentences that follow it.

A news report tells its event in the title, as a clause: the subject is who, the predicate what. Time and place stand in
the first sentences that speak of the same thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from spacy.tokens import Doc, Token

from detente.codebook.places import candidates
from detente.records import Place, Timex

__all__ = ["answers", "what_of", "when_of", "where_of", "who_of"]

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
CORE = frozenset({"obj", "iobj", "xcomp", "compound:prt", "ccomp", "cop", "aux", "aux:pass", "advmod"})
LOOSE = frozenset({"acl:relcl", "acl", "parataxis", "advcl", "appos"})
# What is said stands before who says it: "tram driver blacked out, claim passengers".
SPOKEN = frozenset({"say", "claim", "report", "reveal", "warn", "tell", "show"})
QUOTES = frozenset("'\"‘“")
INNER = frozenset({"acl:relcl", "acl", "advcl"})
PLACE_CASES = frozenset("in at near outside inside around across off".split())
LEAD = 1500  # characters of a report in which its event is told
FIRST_LINES = 700  # characters of the title and the first sentences
SENTENCES = 4
WEEK = 7  # days before publication in which the event of a report lies
SHORT = 6  # words of a subject that is told with its passive verb
ANSWERS = 3  # of each question


def clauses(doc: Doc) -> list[Token]:
    """Predicates with a subject, best first: after the topic's colon, main before inner, said before saying."""
    found = [t for t in doc if _tells(t) and any(_is_subject(c) for c in t.children)]
    colon = _topic_end(doc, found)
    return sorted(found, key=lambda t: (t.i < colon, t.dep_ in INNER, t.lemma_ in SPOKEN, t.i))


def _tells(token: Token) -> bool:
    """A verb, an adjective or a noun with its copula: "tram crash" is read as subject and predicate at times."""
    helped = any(c.dep_.startswith(("cop", "aux")) for c in token.children)
    return helped or (token.pos_ in ("VERB", "AUX", "ADJ") and token.dep_ not in SUBJECTS)


def _topic_end(doc: Doc, predicates: Sequence[Token]) -> int:
    """Where a title's topic ends ("Tram crash: ..."), if a clause follows it."""
    colon = next((t.i for t in doc[:8] if t.text == ":"), 0)
    quoted = any(t.text in QUOTES for t in doc[colon + 1 : colon + 2])
    return colon if not quoted and any(p.i > colon for p in predicates) else 0


def _is_subject(token: Token) -> bool:
    return token.dep_ in SUBJECTS and token.pos_ not in ("PRON", "PUNCT")


def who_of(title: Doc, body: Doc) -> list[str]:
    """Subjects of the title's clauses, then of the first sentences'; the best first."""
    first, told = list(_subjects(title)), [s for doc in _leads(body) for s in _subjects(doc)]
    if first and _bare(first[0]):  # "Five dead", "At least seven killed": told in full further on
        told.sort(key=lambda s: not _counted(s))
        first, told = told[:1], [*first[1:], *told[1:]]
    named = [e.text for e in (*title.ents, *body[:150].ents)]
    return _distinct([*(_phrase(*s) for s in (*first, *told) if not _bare(s)), *named])


def _counted(subject: tuple[Token, Token]) -> bool:
    return any(t.pos_ == "NUM" or t.lemma_ in ("several", "dozen") for t in subject[1].subtree)


def _bare(subject: tuple[Token, Token]) -> bool:
    """A number or adjective without its noun."""
    return subject[0].i == subject[1].i and subject[1].pos_ in ("NUM", "ADJ", "DET")


def _subjects(doc: Doc) -> Iterator[tuple[Token, Token]]:
    """First and last head of each clause's subject: a title and a name beside each other are one."""
    for predicate in clauses(doc):
        heads = [c for c in predicate.children if _is_subject(c)]
        start = 0
        for n, head in enumerate(heads, 1):
            if n == len(heads) or heads[n].left_edge.i > head.right_edge.i + 1:
                yield heads[start], head
                start = n


def _leads(body: Doc) -> list[Doc]:
    """The first sentences as documents of their own (so that they read like titles)."""
    sentences = [s for s in body.sents if s.start_char < LEAD and len(s) > SENTENCES]
    return [s.as_doc() for s in sentences[:SENTENCES]]


def _phrase(first: Token, last: Token) -> str:
    """A noun phrase without what is told of it in passing."""
    kept = [t.i for h in (first, last) for t in h.subtree if not _passing(t, h)]
    return _clean(last.doc[min(kept) : max(kept) + 1].text)


def _clean(text: str) -> str:
    return " ".join(text.split()).strip("'\"‘’“” :,")


def _passing(token: Token, head: Token) -> bool:
    if token is head:
        return False
    path = [token, *(a for a in token.ancestors if head.is_ancestor(a))]
    return any(a.dep_ in LOOSE or (a.dep_ == "punct" and a.i > head.i) for a in path)


def what_of(title: Doc, body: Doc) -> list[str]:
    """Predicates of the same clauses, without time and place."""
    out = [_predicate(p) for doc in (title, *_leads(body)) for p in clauses(doc)]
    return _distinct([*out, title.text])


def _predicate(verb: Token) -> str:
    subject = max((t.i for c in verb.children if c.dep_ in SUBJECTS for t in c.subtree), default=-1)
    core = [c for c in verb.children if c.dep_ in CORE and c.i > subject]
    if not any(c.dep_ in ("obj", "xcomp", "ccomp", "cop", "aux:pass") for c in core):
        core += [c for c in verb.children if c.dep_ == "obl" and c.i > verb.i][:1]
    inside = [verb.i] + [t.i for c in core for t in c.subtree if not _passing(t, c)]
    first = max(min(inside), subject + 1) if subject < verb.i else min(inside)
    passive = verb.tag_ in ("VBN", "VBD") and not any(c.dep_ in ("obj", "xcomp", "ccomp") for c in core)
    if passive and subject - verb.left_edge.i < SHORT and not any(c.dep_.startswith("aux") for c in core):
        first = verb.left_edge.i  # a passive of headlines: "consulate bombed"
    return _clean(verb.doc[first : max(inside) + 1].text)


def when_of(times: Sequence[Timex], published: str | None) -> list[Timex]:
    """Days and hours of the event, the likeliest first: of the last week, then early in the text."""
    day = _day(published)
    fitting = [t for t in times if _a_day(t)]
    return sorted(fitting, key=lambda t: (_far(t, day), t.text.lower().startswith("the "), t.span[0]))[:ANSWERS]


def _a_day(t: Timex) -> bool:
    """A day or an hour that the text tells, and no name of a newspaper ("USA TODAY")."""
    return (
        t.start is not None
        and len(t.value) >= 10
        and t.value[:4].isdigit()
        and not (t.text.isupper() and t.text.isalpha())
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _far(t: Timex, day: date | None) -> bool:
    """Whether a day is not of the week that ends with publication."""
    gap = (day - date.fromisoformat(t.start)).days if day and t.start else 0
    return not -1 <= gap <= WEEK


def where_of(places: Sequence[Place], body: Doc) -> list[str]:
    """Names of places, the likeliest first: where something is "in" or "at", early and often, towns before lands."""
    lands = {body.text[p.span[0] : p.span[1]] for p in places if p.span and _land(p)}
    found = [*_located(body), *((body.text[p.span[0] : p.span[1]], p.span[0], 0.0) for p in places if p.span)]
    counts = Counter(name for name, _, _ in found)
    best: dict[str, float] = {}
    for name, at, bonus in found:
        early = 3.0 if at < FIRST_LINES / 3 else 1.5 if at < FIRST_LINES else 0.0
        best[name] = max(best.get(name, 0.0), bonus + early + min(counts[name], 6) / 2 - 2 * (name in lands))
    first = {name: at for name, at, _ in reversed(found)}
    return sorted(best, key=lambda n: (-best[n], first[n]))[:ANSWERS]


def _land(place: Place) -> bool:
    """Whether a place is a state, by our own table."""
    return any(c.kind == "state" for c in candidates(place.name)[:1])


def _located(body: Doc) -> Iterator[tuple[str, int, float]]:
    """Proper names under a preposition of place: text, where it starts, and a weight."""
    for token in body:
        if token.pos_ != "PROPN" or token.ent_type_ not in ("LOC", ""):
            continue
        if any(c.dep_ == "case" and c.lower_ in PLACE_CASES for c in token.children):
            start, end = _name_around(token)
            yield body[start:end].text, body[start].idx, 2.0


def _name_around(token: Token) -> tuple[int, int]:
    """The run of proper nouns (and hyphens between them) around a token."""
    start, end = token.i, token.i + 1
    doc = token.doc
    while start > 0 and (doc[start - 1].pos_ == "PROPN" or _hyphen(doc, start - 1)):
        start -= 1
    while end < len(doc) and (doc[end].pos_ == "PROPN" or _hyphen(doc, end) or _hyphen(doc, end - 1)):
        end += 1
    return start, end


def _hyphen(doc: Doc, i: int) -> bool:
    """A hyphen within a name ("Mazar-i-Sharif")."""
    return doc[i].text == "-" and not doc[i].whitespace_ and i > 0 and not doc[i - 1].whitespace_


def _distinct(texts: Iterable[str]) -> list[str]:
    """The first few different texts."""
    return list(dict.fromkeys(t for t in texts if t))[:ANSWERS]


def answers(
    title: Doc, body: Doc, *, times: Sequence[Timex], places: Sequence[Place], published: str | None
) -> dict[str, object]:
    """All answers, best first, and the day of the event; why and how are left open."""
    when = when_of(times, published)
    found = {
        "who": who_of(title, body),
        "what": what_of(title, body),
        "when": [t.text for t in when],
        "where": where_of(places, body),
        "why": [],
        "how": [],
    }
    return {"answers": found, "when_date": when[0].start if when else published}
