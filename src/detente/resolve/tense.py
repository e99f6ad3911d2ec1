"""Whether a time lies before or after publication, by the tense of the clause that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from spacy.tokens import Token

from detente.codebook.times import time_words

__all__ = ["Tense", "is_future", "tense_of"]

Tense = Literal["past", "present", "future"]

MODALS = frozenset({"will", "shall", "wo", "'ll", "’ll", "would", "must", "should", "may", "can", "could", "might"})
UNREAL = frozenset({"would", "could", "might", "should", "must", "may"})
GRANTS = frozenset({"give", "have", "extend", "delay", "postpone", "prolong", "suspend", "renew"})
CONDITIONS = frozenset({"unless", "if", "until", "once", "provided"})
LIMITS = frozenset({"by", "until", "till"})


def is_future(token: Token) -> bool:
    """Whether the clause of a word is about what is to come at publication; the present often is."""
    return tense_of(token) != "past"


def tense_of(token: Token) -> Tense:
    """The tense of the clause that a word stands in; without a verb the past, or the future under "by"."""
    verbs = [v for v in (token, *token.ancestors) if v.pos_ in ("VERB", "AUX") or _copula(v)]
    if _after_participle(token):
        return "past"
    if verbs and verbs[0].lemma_ in GRANTS and _limited(token):
        return "future"  # "gave them until Friday"
    told = next((answer for v in verbs if (answer := _tense(v)) is not None), None)
    if told is None:
        return "future" if _limited(token) and not verbs else "past"
    return told


def _limited(token: Token) -> bool:
    """Under "by" or "until": a limit that is still to come, unless its verb is past."""
    return any(c.lower_ in LIMITS for t in (token, token.head) for c in t.children if c.dep_ == "case")


def _after_participle(token: Token) -> bool:
    """ "the pause announced on April 9 will end": the day of a participle that stands before it."""
    if token.i < 2 or token.nbor(-1).tag_ != "IN":
        return False
    before = token.nbor(-2)
    if before.tag_ != "VBN" or time_words().verbs.get(before.lemma_) == "future":
        return False
    return not any(c.dep_.startswith("aux") for c in before.children)


def _copula(node: Token) -> bool:
    return any(c.dep_ == "cop" for c in node.children)


def _helpers(verb: Token) -> Iterator[Token]:
    yield from (a for a in verb.children if a.dep_.startswith(("aux", "cop")))


def _tense(verb: Token) -> Tense | None:
    """What a verb says of its own clause; None where the verb above must say."""
    words = time_words().verbs
    helpers = list(_helpers(verb))
    lower = {a.lower_ for a in helpers}
    turn = words.get(verb.lemma_)
    if any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in verb.children):
        return _of_condition(verb)
    if lower & MODALS:
        return "past" if "have" in lower and lower & UNREAL else "future"
    if turn == "future" and verb.tag_ in ("VBN", "VBZ", "VBP", "JJ"):
        return "future"
    if any(c.lower_ == "to" and c.dep_ in ("mark", "aux") for c in verb.children):
        return None if verb.dep_ == "advcl" else _under(verb)  # a purpose has its clause's tense
    return _finite(verb, [a for a in helpers if a.tag_.startswith("VB")], past_verb=turn in ("past", "told"))


def _of_condition(verb: Token) -> Tense | None:
    """ "Threatened to strike unless they were released by June 30": the tense of what hangs on the condition."""
    opened = next((c for c in verb.head.children if c.dep_ == "xcomp" and c.tag_ == "VB"), None)
    return _under(opened) if opened is not None else None


def _under(verb: Token) -> Tense:
    """An infinitive is to come, except under a verb that tells of what was done ("failed to meet")."""
    above = verb.head
    told = time_words().verbs.get(above.lemma_) if above is not verb else None
    return "past" if told == "past" and above.tag_ in ("VBD", "VBN") else "future"


def _finite(verb: Token, helpers: list[Token], *, past_verb: bool) -> Tense | None:
    tags = {a.tag_ for a in helpers} | ({verb.tag_} if not helpers else set())
    if "VBD" in tags or any(a.lemma_ == "have" for a in helpers):
        return "past"
    if tags & {"VBZ", "VBP"}:
        return "past" if past_verb else "present"
    if verb.tag_ == "VBN" and verb.dep_.startswith("acl") and not helpers:
        return "past"  # "the pause announced on April 9 will end"
    if (verb.tag_ == "VBN" and not helpers) or verb.tag_ in ("VBG", "VB") or not tags:
        return None
    return "past"
