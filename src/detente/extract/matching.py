"""Frames matched on parsed predicates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.codebook.frames_table import Condition, Frame, Frames
from detente.codebook.words import word_list
from detente.extract.cast import Cast
from detente.extract.slots import case_of, is_passive, slot

__all__ = ["Match", "find_matches"]

POS = {"VERB": "v", "NOUN": "n", "ADJ": "a"}
# Slots that list several parties, the nearest first: one of them is meant.
NEAREST = frozenset({"deep", "if", "place", "aim"})
CARRIERS = word_list("carriers")
RECEIVERS = word_list("receivers")


@dataclass(slots=True)
class Match:
    """A predicate with its frame, and the words that fill actor and recipient."""

    token: Token
    frame: Frame
    actor: list[Token]
    recipient: list[Token]
    carrier: Token | None = None
    fillers: dict[str, list[Token]] = field(default_factory=dict)
    reciprocal: bool = False

    @property
    def verb(self) -> Token:
        """Where tense, mood and adverbs hang: the carrier verb or the predicate itself."""
        return self.carrier or self.token


def find_matches(doc: Doc, frames: Frames, cast: Cast) -> list[Match]:
    """The best frame of every predicate of the document, in order."""
    found = (match_token(token, frames, cast) for token in doc if token.pos_ in POS or token.tag_.startswith("V"))
    return [m for m in found if m]


def match_token(token: Token, frames: Frames, cast: Cast) -> Match | None:
    """The most specific satisfied frame of one word."""
    for pos in _parts_of_speech(token):
        carrier = _carrier(token) if pos == "n" else None
        for frame in frames.of(token.lemma_.lower(), pos):
            fillers = satisfied(token, frame, cast, carrier)
            if fillers is not None:
                return _filled(token, frame, cast, carrier, fillers)
    return None


def _parts_of_speech(token: Token) -> Iterator[str]:
    if token.pos_ == "AUX":
        return
    if token.pos_ in POS:
        yield POS[token.pos_]
    if token.pos_ == "ADJ" and token.tag_.startswith("V"):
        yield "v"
    if token.pos_ == "VERB" and token.tag_ == "VBG" and any(c.dep_ in ("det", "nmod:poss") for c in token.children):
        yield "n"


def _carrier(noun: Token) -> Token | None:
    """The light verb whose object (or passive subject) the event noun is, through "a series of"."""
    head = noun
    while (
        head.dep_ in ("nmod", "conj")
        and head.head.pos_ == "NOUN"
        and (
            head.dep_ == "conj"
            or head.head.lemma_ in ("series", "wave", "round", "number", "spate", "barrage", "string", "set")
        )
    ):
        head = head.head
    verb = head.head
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in CARRIERS:
        return None
    if head.dep_ in ("obj", "nsubj:pass") or (head.dep_ == "obl" and case_of(head) in ("in", "under", "into")):
        return verb
    return None


def satisfied(token: Token, frame: Frame, cast: Cast, carrier: Token | None) -> dict[str, list[Token]] | None:
    """The fillers of a frame's conditions, or None where one of them does not hold."""
    fillers: dict[str, list[Token]] = {}
    for condition in frame.needs:
        found = _slot(token, condition.slot, carrier)
        good = [t for t in found if _holds(t, condition, cast)]
        if bool(good) == condition.absent:
            return None
        fillers.setdefault(condition.slot, good or found)
    return fillers


def _slot(token: Token, name: str, carrier: Token | None) -> list[Token]:
    own = slot(token, name) if not (carrier is not None and name == "subj") else []
    if own or carrier is None:
        return own
    return [t for t in slot(carrier, name) if t.i != token.i]


def _holds(token: Token, condition: Condition, cast: Cast) -> bool:
    if condition.any_word:
        return not condition.slot.endswith("xcomp") or token.tag_.startswith("V")
    if "@actor" in condition.lemmas and cast.can_act(token):
        return True
    # some plurals are lemmas of their own in the treebanks ("troops"), singular in our lists
    return bool({token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")} & condition.lemmas)


def _filled(token: Token, frame: Frame, cast: Cast, carrier: Token | None, fillers: Mapping[str, list[Token]]) -> Match:
    reciprocal = "=" in frame.recipient
    actor = _first(token, frame.actor, cast, carrier)
    recipient = _first(token, tuple(r for r in frame.recipient if r not in "-="), cast, carrier)
    if carrier is not None:
        subject = slot(carrier, "subj")
        if carrier.lemma_ in RECEIVERS and not is_passive(carrier):
            recipient = recipient or subject
        elif subject and (not actor or not any(cast.phrase(t) for t in actor)):
            actor = subject
    recipient = [t for t in recipient if t not in actor]
    return Match(token, frame, actor, recipient, carrier, dict(fillers), reciprocal and not recipient)


def _first(token: Token, names: tuple[str, ...], cast: Cast, carrier: Token | None) -> list[Token]:
    """The first slot that holds somebody who can act; else the first that holds anything owned by one."""
    fallback: list[Token] = []
    for name in names:
        found = _slot(token, name, carrier)
        good = [t for t in found if cast.phrase(t)]
        if good:
            return good[:1] if name in NEAREST else good
        owned = [t for t in found if cast.owners(t)]
        fallback = fallback or (owned[:1] if name in NEAREST else owned) or found
    return fallback
