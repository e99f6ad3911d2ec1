"""Bytes to choices: the fuzzer changes bytes, and what is made of them changes a little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

__all__ = ["Taken", "random_doc"]

Item = TypeVar("Item")

# Words that rules wait for, with the punctuation that leads them astray.
WORDS = (
    "India Pakistan Iran the United States U.S. EU NATO Hamas president minister army Modi Moscow Paris Georgia "
    "Jordan said says told accused denied threatened agreed attacked killed wounded met signed visit talks war "
    "ceasefire sanctions tariffs deal truce would will may not never no if after before since until by within on "
    "in at of to from with against between and or but that which who whom its their his her it they he she this "
    "these Monday tomorrow yesterday today April May 7 2025 2024-05-07 07/05/2025 31 February 30 noon 10:30 p.m. "
    "week month year decade quarter last next two twelve dozen hundred thousand million billion 1,234.5 3.5 0 -1 "
    "10% percent $ € £ bn km tons people soldiers 12 1e9 999999999999999999999 ½ 1/2 II half third per of "
    "deadline expires ultimatum days hours “ ” \" ' ’ ( ) [ ] , . ; : - – — … ? ! / & % # @ \n \n\n \u202e \u200b"
    " \u00a0 É Zürich 北京 😀 x X . a"
).split(" ")


class Taken:
    """Takes numbers and things off a string of bytes; when none are left, zeros."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def number(self, below: int) -> int:
        """A number from 0 to `below` - 1."""
        size = 1 if below <= 256 else 4
        piece = self.data[self.at : self.at + size]
        self.at += size
        return int.from_bytes(piece, "little") % below

    def one(self, items: Sequence[Item]) -> Item:
        """One of several."""
        return items[self.number(len(items))]

    def rest(self) -> bytes:
        """All that is left."""
        piece, self.at = self.data[self.at :], len(self.data)
        return piece

    def left(self) -> bool:
        """Whether anything is left."""
        return self.at < len(self.data)


def random_doc(taken: Taken, vocab: Vocab, labels: dict[str, Sequence[str]], width: int) -> Doc:
    """A parsed document of any words with any tags and any trees: what a bad parser could give."""
    words: list[str] = []
    heads: list[int] = []
    while taken.left() and len(words) < 120:
        count = 1 + taken.number(14)
        heads += [len(words) + h for h in _tree(taken, count)]
        words += [taken.one(WORDS) for _ in range(count)]
    n = len(words)
    seed = taken.number(1 << 30)
    names = _names([taken.one(labels["names"]) for _ in range(n)])
    deps = ["root" if heads[i] == i else taken.one(labels["deprels"]) for i in range(n)]
    doc = Doc(vocab, words=words, spaces=[taken.number(5) > 0 for _ in range(n)], lemmas=[w.lower() for w in words],
              pos=[taken.one(labels["upos"]) for _ in range(n)], tags=[taken.one(labels["xpos"]) for _ in range(n)],
              heads=heads, deps=deps, ents=names)  # fmt: skip
    doc.tensor = np.random.default_rng(seed).normal(size=(n, width)).astype(np.float32)
    return doc


def _tree(taken: Taken, count: int) -> list[int]:
    """Heads of a tree over `count` words; the root is its own head."""
    order = sorted(range(count), key=lambda i: (i * 7 + taken.number(256)) % 251)
    heads = [0] * count
    heads[order[0]] = order[0]
    for k in range(1, count):
        heads[order[k]] = order[taken.number(k)]
    return heads


def _names(tags: Sequence[str]) -> list[str]:
    """Name tags that spaCy takes: an inside has its own kind before it."""
    out: list[str] = []
    for tag in tags:
        before = out[-1] if out else "O"
        out.append("B-" + tag[2:] if tag.startswith("I-") and before[2:] != tag[2:] else tag)
    return out
