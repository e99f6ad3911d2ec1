"""Acts inside acts: "threatened to attack" is one event, "accused of attacking" is two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from detente.extract.matching import Match

__all__ = ["FEARED", "WISHED", "Embedding", "embed"]

# Acts about another act, which is then not an event of its own.
SWALLOWING = frozenset({"THREATEN", "REQUEST", "REJECT", "AGREE", "CONCEDE", "SUPPORT", "CONSULT", "RETREAT"})
# Slots through which a predicate takes another act.
CONTENT = ("xcomp", "ccomp", "obj", "to", "for", "of", "with", "from", "on", "against", "into", "in")
# REQUEST and REJECT modes by the type of the act that is asked for or refused.
WISHED = {
    "AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist", "CONCEDE": "yield", "RETREAT": "yield",
    "CONSULT": "meet", "AGREE": "meet",
}  # fmt: skip
FEARED = {
    "ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "restrict", "REJECT": "relations",
    "PROTEST": "violence",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Embedding:
    """Which match stands inside which."""

    outer: dict[int, Match]
    inner: dict[int, Match]
    content: frozenset[int] = frozenset()  # words inside what somebody asks, refuses, offers or threatens

    def silent(self, m: Match) -> bool:
        """Whether the match is the content of an act about it, and so no event of its own."""
        outer = self.outer.get(m.token.i)
        return outer is not None and outer.frame.type in SWALLOWING

    def accused(self, m: Match) -> bool:
        """Whether somebody is accused of it."""
        outer = self.outer.get(m.token.i)
        return outer is not None and outer.frame.type == "ACCUSE"

    @staticmethod
    def said(m: Match) -> bool:
        """Whether the act stands in what somebody says."""
        return any(a.dep_ == "ccomp" for a in (m.verb, *m.verb.ancestors))

    def mode(self, m: Match) -> str | None:
        """The frame's mode; `@` is taken from the act inside."""
        if m.frame.mode != "@":
            return m.frame.mode
        inner = self.inner.get(m.token.i)
        kind = inner.frame.type if inner else ""
        if m.frame.type == "THREATEN":
            return FEARED.get(kind)
        return WISHED.get(kind, "change" if m.frame.type in ("REQUEST", "REJECT") else None)


def embed(matches: Sequence[Match]) -> Embedding:
    """Find the act that each act is about."""
    by_token = {m.token.i: m for m in matches}
    outer: dict[int, Match] = {}
    inner: dict[int, Match] = {}
    content: set[int] = set()
    for m in matches:
        for token in _contents(m):
            if m.frame.type in SWALLOWING:
                content.add(token.i)
            other = by_token.get(token.i)
            if other is None or other is m or token.i in outer:
                continue
            outer[token.i] = m
            inner.setdefault(m.token.i, other)
    return Embedding(outer, inner, frozenset(content))


def _contents(m: Match) -> Iterator[Token]:
    needed = {c.slot for c in m.frame.needs if not c.absent}
    for name, tokens in m.fillers.items():
        if name.split(".")[-1] in CONTENT and name in needed:
            for token in tokens:
                yield from _chain(token)
    if m.frame.type in SWALLOWING:
        for child in m.token.children:
            if child.dep_ in ("xcomp", "ccomp") or (
                child.dep_ in ("obj", "advcl", "acl") and child.tag_ in ("VB", "NN", "NNS")
            ):
                yield from _chain(child)


def _chain(token: Token) -> Iterator[Token]:
    """A content word, those coordinated with it, and what they open: "to stop fighting"."""
    yield token
    for child in token.children:
        if child.dep_ in ("conj", "xcomp", "advcl") or (
            child.dep_ in ("obj", "nmod", "acl", "obl") and token.pos_ in ("NOUN", "VERB")
        ):
            if child.dep_ == "advcl" and child.tag_ != "VB":
                continue
            yield from _chain(child)
