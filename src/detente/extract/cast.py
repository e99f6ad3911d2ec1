"""The cast of a report: which actors a word stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from detente.records import Actor

__all__ = ["Cast"]

# Relations that lead from a thing to the state it belongs to or lies in ("airbases in Pakistan", "Kyiv's port").
OWNERS = ("nmod:poss", "compound", "amod", "nmod", "appos", "flat", "nmod:desc")
OWNER_CASES = frozenset({"of", "in", "from", "inside", "at", "near", "'s", "’s", "within", "across"})


class Cast:
    """Looks up actors by the words of a parsed document."""

    def __init__(self, doc: Doc, actors: Sequence[Actor]) -> None:
        self.doc = doc
        self.by_id = {a.id: a for a in actors}
        spans: dict[int, list[tuple[int, str]]] = {}
        self._mentions: dict[tuple[int, int], list[str]] = {}
        for actor in actors:
            for start, end in actor.mentions:
                span = doc.char_span(start, end, alignment_mode="expand")
                if span is None or not len(span):
                    continue
                self._mentions.setdefault((span.start, span.end), []).append(actor.id)
                for token in span:
                    spans.setdefault(token.i, []).append((end - start, actor.id))
        self._at = {i: self._smallest(found) for i, found in spans.items()}

    @staticmethod
    def _smallest(found: list[tuple[int, str]]) -> tuple[str, ...]:
        size = min(s for s, _ in found)
        return tuple(dict.fromkeys(a for s, a in found if s == size))

    def mentions(self) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Token spans of all mentions in order, with the actors that each stands for."""
        for (start, end), ids in sorted(self._mentions.items()):
            yield start, end, tuple(dict.fromkeys(ids))

    def at(self, token: Token) -> tuple[str, ...]:
        """Actors that the smallest mention around a word stands for."""
        return self._at.get(token.i, ())

    def phrase(self, head: Token) -> tuple[str, ...]:
        """Actors of a noun phrase and of those coordinated with it."""
        out: list[str] = []
        for token in coordinated(head):
            out += self.at(token)
        return tuple(dict.fromkeys(out))

    def owners(self, head: Token) -> tuple[str, ...]:
        """Actors that a thing belongs to, where the phrase itself is no actor."""
        out: list[str] = []
        for token in coordinated(head):
            for child in token.children:
                if child.dep_.startswith(OWNERS) and _is_owner(child):
                    out += self.phrase(child) or self.owners(child)
        return tuple(dict.fromkeys(out))

    def can_act(self, head: Token) -> bool:
        """Whether the phrase names somebody who can act."""
        return bool(self.phrase(head))


def _is_owner(child: Token) -> bool:
    if child.dep_ != "nmod":
        return True
    return any(c.dep_ == "case" and c.lower_ in OWNER_CASES for c in child.children)


def coordinated(head: Token) -> Iterator[Token]:
    """A word and the words coordinated with it."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ != "VERB":
            yield from coordinated(child)
