"""Claims without a reporting verb: "according to X", "X's claim that …", "made the case that …", "is sure that …"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from detente.codebook.cues import Cue, cues
from detente.codebook.words import word_list
from detente.extract.claims_sources import Source, source_of_noun, source_of_verb
from detente.extract.claims_spans import Draft, clause, cue_words, phrase, preposition, trim
from detente.extract.slots import case_of

__all__ = ["according_drafts", "adjective_drafts", "nominal_drafts"]

CARRIERS = word_list("claim_carriers")
CLAUSES = ("acl", "ccomp", "xcomp", "advcl", "acl:relcl")


def according_drafts(doc: Doc) -> Iterator[Draft]:
    """ "According to X": X says the clause that the phrase stands in."""
    for token in doc:
        if token.lower_ != "according" or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
            continue
        head = token.head
        if token.dep_ != "case" or head.i < token.i:
            options = [c for c in [*token.children, *doc[token.i + 1].children] if c.i > token.i + 1]
            head = options[0] if options else head
        if head.i <= token.i + 1:
            continue
        source = [i for i in phrase(head) if i > token.i + 1]
        skipped = {t.i for t in head.subtree} | {token.i, token.i + 1}
        content = set(trim(doc, _clause_around(head, token) - skipped))
        if content and source:
            yield Draft(token, [token.i, token.i + 1], "states", head, source, content)


def _clause_around(head: Token, cue: Token) -> set[int]:
    """The clause that the phrase modifies, up to the sentence or to the clause that reports it."""
    top = head.head if head.head.i != head.i else cue
    while top.head.i != top.i and top.dep_ not in ("ccomp", "parataxis", "advcl", "acl:relcl", "acl"):
        if top.dep_ == "conj" and top.pos_ in ("VERB", "AUX") and cue.i > top.i:
            break
        top = top.head
    words = {t.i for t in top.subtree if not t.is_space}
    return words if len(words) > len(set(phrase(head))) + 3 else {t.i for t in cue.sent if not t.is_space}


def nominal_drafts(doc: Doc) -> Iterator[Draft]:
    """ "X's claim that …", "an accusation by X that …", "X raised doubts about …"."""
    for token in doc:
        if token.pos_ != "NOUN":
            continue
        cue = cues().get((token.lemma_.lower(), "n"))
        if cue is not None and (draft := _of_noun(token, cue)):
            yield draft


def _of_noun(noun: Token, cue: Cue) -> Draft | None:
    carrier = _carrier(noun)
    source = source_of_noun(noun) or (source_of_verb(carrier) if carrier is not None else None)
    own = {noun.i, *(source.words if source else ())}
    case, content = complement(noun, cue, own)
    if not content or source is None:
        return None
    words = cue_words(carrier) if carrier is not None and carrier.i < noun.i else []
    words = sorted({*words, *_noun_words(noun, source), *(c.i for c in case)})
    if carrier is not None and words[-1] - words[0] < 9:
        words = [i for i in range(words[0], words[-1] + 1) if i not in source.words]
    return _made(noun, words, cue, source, content)


def _carrier(noun: Token) -> Token | None:
    """The light verb that the noun is object of ("made the case", "has doubts")."""
    verb = noun.head
    if noun.dep_ == "obj" and verb.pos_ == "VERB" and verb.lemma_.lower() in CARRIERS:
        return verb
    return None


def _noun_words(noun: Token, source: Source) -> list[int]:
    taken = set(source.words)
    return [noun.i, *(c.i for c in noun.children if c.dep_ == "amod" and c.i == noun.i - 1 and c.i not in taken)]


def complement(word: Token, cue: Cue, without: set[int]) -> tuple[list[Token], set[int]]:
    """The clause or phrase after a noun or adjective, and the case word that belongs to the cue."""
    for child in word.children:
        if child.i < word.i:
            continue
        marks = {m.lower_ for m in child.children if m.dep_ in ("mark", "case")}
        if child.dep_ in CLAUSES and child.dep_ != "acl:relcl":
            if ("to" in marks and "to" in cue.frames) or ("that" in cue.frames and (marks & {"that", "whether", "if"})):
                return [], clause(child, without=without)
            if "that" in cue.frames and child.dep_ == "ccomp":
                return [], clause(child, without=without)
        case = preposition(child)
        if case is not None and case.lower_ in cue.cases and (child.dep_ in ("nmod", "obl") or child.dep_ in CLAUSES):
            return [case], clause(child, without=without) - {case.i}
    return [], set()


def adjective_drafts(doc: Doc) -> Iterator[Draft]:
    """ "X is sure that …", "X was reluctant to …"."""
    for token in doc:
        if token.pos_ not in ("ADJ", "VERB"):
            continue
        cue = cues().get((token.lower_, "a"))
        if cue is None or not (_is_predicate(token)):
            continue
        source = source_of_verb(token)
        if source is None or source.head.i > token.i or source.head.lower_ in ("it", "there"):
            continue
        case, content = complement(token, cue, {token.i, *source.words})
        if content:
            words = sorted({*cue_words(token), *(c.i for c in case)})
            yield _made(token, words, cue, source, content)


def _is_predicate(token: Token) -> bool:
    return any(c.dep_ in ("cop", "aux:pass") for c in token.children) or (
        token.dep_ == "xcomp" and case_of(token) == "" and token.head.pos_ == "VERB"
    )


def _made(word: Token, words: list[int], cue: Cue, source: Source, content: set[int]) -> Draft:
    own = [i for i in source.words if i not in words]
    return Draft(word, words, cue.act, source.speaker, own, content - set(words) - set(own))
