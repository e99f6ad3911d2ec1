"""Pairs of mentions in a sentence, as the relation head judges them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from detente.extract.cast import Cast
from detente.records import Judgement

__all__ = ["Judge", "Pair", "Pairs", "phrase_tokens"]

# Judges pairs of (source, target) token positions; either may be empty. None where no judgement is possible.
Judge = Callable[[Doc, Sequence[tuple[Sequence[int], Sequence[int]]]], list[Judgement | None]]
MAX_MENTIONS = 9  # a sentence; with more it is a list, and pairs grow with the square
MODIFIERS = ("compound", "amod", "flat", "nmod", "det", "nummod")


@dataclass(frozen=True, slots=True)
class Party:
    """A mention as a candidate: its head word, its words and the actors it stands for."""

    head: Token
    tokens: tuple[int, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates (None: nobody) and what the head makes of them."""

    source: Party | None
    target: Party | None
    judgement: Judgement


class Pairs:
    """All judged pairs of a document."""

    def __init__(self, doc: Doc, cast: Cast, judge: Judge, *, alone: bool = True) -> None:
        """Judge all; with `alone` also each party by itself."""
        self._doc, self._judge = doc, judge
        candidates = [pair for parties in _by_sentence(doc, cast) for pair in _ordered(parties, alone=alone)]
        judged = judge(doc, [(s.tokens if s else (), t.tokens if t else ()) for s, t in candidates])
        self.all = [Pair(s, t, j) for (s, t), j in zip(candidates, judged, strict=True) if j is not None]

    def of(self, phrases: Sequence[tuple[Sequence[Token], Sequence[Token]]]) -> list[Judgement | None]:
        """What the head makes of pairs of phrases given by their head words."""
        return self._judge(self._doc, [(_tokens_of(source), _tokens_of(target)) for source, target in phrases])


def _tokens_of(heads: Sequence[Token]) -> tuple[int, ...]:
    return tuple(i for head in heads for i in phrase_tokens(head))


def phrase_tokens(head: Token) -> tuple[int, ...]:
    """A head word and the words before and around it that make its phrase."""
    near = [c.i for c in head.children if c.dep_.split(":")[0] in MODIFIERS and not _has_case(c)]
    return tuple(sorted([head.i, *near]))


def _has_case(token: Token) -> bool:
    return any(c.dep_ == "case" and c.pos_ == "ADP" for c in token.children)


def _by_sentence(doc: Doc, cast: Cast) -> Iterator[list[Party]]:
    found: dict[int, dict[int, Party]] = {}
    for start, end, ids in cast.mentions():
        head = doc[start:end].root
        tokens = tuple(sorted({*range(start, end), *phrase_tokens(head)}))
        sentence = found.setdefault(head.sent.start, {})
        known = sentence.get(head.i)
        if known is None or len(tokens) > len(known.tokens):
            sentence[head.i] = Party(head, tokens, ids)
    for parties in found.values():
        yield [_with_partners(p, cast) for p in _outermost(list(parties.values()))[:MAX_MENTIONS]]


def _with_partners(party: Party, cast: Cast) -> Party:
    """With the actors of those it is coordinated with: "Chad and Mali" act together."""
    first = party.head
    while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN", "ADJ", "PRON"):
        first = first.head
    partners = cast.phrase(first) if first.i != party.head.i or any(c.dep_ == "conj" for c in first.children) else ()
    return replace(party, ids=tuple(dict.fromkeys([*party.ids, *partners])))


def _outermost(parties: list[Party]) -> list[Party]:
    """Without mentions that lie inside another's words ("Turkish" in "Turkish police")."""
    return [p for p in parties if not any(_inside(p, other) for other in parties if other is not p)]


def _inside(p: Party, other: Party) -> bool:
    """Whether one is a word of the other's phrase ("the US" of "the US ambassador")."""
    return p.head.i in other.tokens and len(p.tokens) < len(other.tokens)


def _ordered(parties: list[Party], *, alone: bool) -> Iterator[tuple[Party | None, Party | None]]:
    nobody = (None,) if alone else ()
    for a in (*parties, *nobody):
        for b in (*parties, *nobody):
            if a is not b:
                yield a, b
