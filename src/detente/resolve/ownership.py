"""Whose a role is: the role that a noun ends, and the state, body or town that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.codebook.actors import Lexicon, RoleEntry
from detente.codebook.words import word_list
from detente.records import Span
from detente.resolve.phrases import place_country

__all__ = ["MODIFIER_DEPS", "Mention", "case_word", "owner_of", "role_at"]

MODIFIER_DEPS = frozenset({"amod", "compound", "nmod", "flat"})
COUNTRY_CASES = frozenset({"of", "from", "in", "'s", "’s"})
SEAT_CASES = frozenset({"of", "in", "from", "near", "at"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. `head` is the token that the tree hangs it on; `start`, `end` are token positions."""

    head: int
    start: int
    end: int
    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    code: str | None = None
    title: str | None = None
    basis: str = ""
    place: bool = False  # stands where something happens, not for a government
    plural: bool = False
    definite: bool = False
    role: str | None = None  # the role noun's lemma, where there is one
    named: bool = False
    theirs: bool = False  # from a user's dictionary

    def span(self, doc: Doc) -> Span:
        """Code points of the mention."""
        last = doc[self.end - 1]
        return doc[self.start].idx, last.idx + len(last)


def role_at(token: Token, lexicon: Lexicon) -> tuple[RoleEntry | None, int]:
    """The longest role that ends with this noun; its first token."""
    first = max(token.sent.start, token.i - 4)
    here = token.doc[first : token.i + 1]
    words, lemmas = [t.text for t in here], [t.lemma_ for t in here]
    for offset in range(len(lemmas)):
        for forms in (words, lemmas):
            hit = lexicon.role(forms, offset)
            if hit and offset + hit[0] == len(lemmas):
                quiet = not hit[1].theirs and hit[1].phrase in word_list("quiet_roles")
                return (None, token.i) if quiet else (hit[1], first + offset)
    return None, token.i


def owner_of(token: Token, start: int, names: dict[int, Mention]) -> tuple[int, Mention | None]:
    """The state or international body that a role noun belongs to, from its modifiers; the phrase grows to hold it."""
    for child in token.children:
        owner = names.get(child.i)
        if owner and _owns(owner) and child.i < token.i and child.dep_.split(":")[0] in MODIFIER_DEPS:
            return min(start, owner.start), owner
    for i in range(start, token.i):
        if i in names and _owns(names[i]):
            return min(start, names[i].start), names[i]
    if start > 0 and start - 1 in names and _owns(names[start - 1]) and names[start - 1].end == start:
        near = names[start - 1]
        if near.head == start - 1 and token.doc[near.head].head.i in range(start, token.i + 1):
            return near.start, near
    for child in token.children:
        owner = names.get(child.i)
        if owner and _owns(owner) and child.i > token.i and case_word(child) in COUNTRY_CASES:
            return start, owner
    return start, _next_owner(token, names) or _place_owner(token, start) or _seat(token)


def _next_owner(token: Token, names: dict[int, Mention]) -> Mention | None:
    """ "Lawmakers in Chad", wherever the parser hangs the place."""
    after = token.doc[token.i + 1 : min(token.i + 4, token.sent.end)]
    if len(after) < 2 or after[0].lower_ not in COUNTRY_CASES or after[0].lower_ in ("'s", "’s"):
        return None
    at = after[1 if after[1].lower_ != "the" else -1].i
    owner = names.get(at)
    return owner if owner is not None and _owns(owner) and owner.start == at else None


def _place_owner(token: Token, start: int) -> Mention | None:
    """ "Shanghai police": a city before the role stands for its country."""
    words = [
        t for t in token.doc[max(start - 3, token.sent.start) : token.i] if t.pos_ == "PROPN" and t.head.i == token.i
    ]
    if not words:
        return None
    country = place_country([t.text for t in words])
    if country is None:
        return None
    head = words[0].i
    return Mention(head=head, start=head, end=head + 1, name=country, kind="state", country=country, code=country)


def _seat(token: Token) -> Mention | None:
    """ "The mayor of Nablus", "a court in Lyon": a town after the role stands for its country."""
    for child in token.children:
        if (
            child.i > token.i
            and child.dep_ == "nmod"
            and case_word(child) in SEAT_CASES
            and child.pos_ in ("PROPN", "NOUN")
        ):
            words = [t.text for t in child.subtree if t.pos_ == "PROPN" and t.i >= child.i - 3][:3]
            country = place_country(words) if words else None
            if country:
                return Mention(
                    head=child.i,
                    start=child.i,
                    end=child.i + 1,
                    name=country,
                    kind="state",
                    country=country,
                    code=country,
                )
    return None


def _owns(m: Mention) -> bool:
    """Whether something can be somebody's: states, their bodies, peoples, and bodies with a code of their own."""
    return bool(m.country) or (bool(m.code) and m.kind == "organisation")


def case_word(token: Token) -> str:
    """The preposition or possessive mark of a phrase; empty where it has none."""
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")
