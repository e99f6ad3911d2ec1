"""Words as the encoder sees them: word pieces and letter shapes.

Training and reading share this module, so that the network meets the same numbers in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

__all__ = ["Encoded", "Shape", "WordPieces", "shape_of"]

MAX_PIECES = 510  # the encoder has 512 positions, two of them for [CLS] and [SEP]
MAX_WORD_PIECES = 12  # longer words (URLs, hashes) say nothing more; the rest is cut
CACHED_WORDS = 200_000


class Shape(IntEnum):
    """The letter shape of a word: the vocabulary is lower-case, so case travels beside it."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    MIXED = 3
    DIGIT = 4
    OTHER = 5


class PieceTokenizer(Protocol):
    """What is needed of `tokenizers.Tokenizer`."""

    def encode(self, sequence: str, *, add_special_tokens: bool) -> Any: ...  # noqa: ANN401 - tokenizers has no types

    def token_to_id(self, token: str) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence: piece ids and shapes with [CLS] and [SEP]; first and last piece of each word."""

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]


def shape_of(word: str) -> Shape:
    """Name the letter shape of a word."""
    if any(c.isdigit() for c in word):
        return Shape.DIGIT
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return Shape.OTHER
    if all(c.islower() for c in letters):
        return Shape.LOWER
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return Shape.UPPER
    if word[0].isupper() and all(c.islower() for c in letters[1:]):
        return Shape.TITLE
    return Shape.MIXED


def _fitting(lengths: Sequence[int]) -> int:
    """The most pieces that a word may have for all to fit the encoder's positions."""
    return next((n for n in range(MAX_WORD_PIECES, 1, -1) if sum(min(k, n) for k in lengths) <= MAX_PIECES), 1)


class WordPieces:
    """Cuts words into the encoder's pieces, remembering the words that it has met."""

    def __init__(self, tokenizer: PieceTokenizer) -> None:
        self._tokenizer = tokenizer
        self._cls = self._special("[CLS]")
        self._sep = self._special("[SEP]")
        self._unknown = self._special("[UNK]")
        self._cache: dict[str, tuple[list[int], int]] = {}

    def _special(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the vocabulary has no {token}")
        return found

    def of(self, word: str) -> tuple[list[int], int]:
        """Give the piece ids of one word (at least one) and its shape."""
        known = self._cache.get(word)
        if known is None:
            encoding = self._tokenizer.encode(word, add_special_tokens=False)
            ids: list[int] = list(encoding.ids)[:MAX_WORD_PIECES]
            known = (ids or [self._unknown], int(shape_of(word)))
            if len(self._cache) < CACHED_WORDS:
                self._cache[word] = known
        return known

    def encode(self, words: Sequence[str]) -> Encoded:
        """Encode a sentence of at most `MAX_PIECES` words; too many pieces are cut from the ends of long words."""
        known = [self.of(word) for word in words]
        most = _fitting([len(pieces) for pieces, _ in known])
        ids, shapes = [self._cls], [int(Shape.OTHER)]
        first, last = [], []
        for pieces, shape in known:
            kept = pieces[:most]
            first.append(len(ids))
            ids += kept
            shapes += [shape] * len(kept)
            last.append(len(ids) - 1)
        ids.append(self._sep)
        shapes.append(int(Shape.OTHER))
        return Encoded(ids, shapes, first, last)
