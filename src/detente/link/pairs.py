"""Which tellings are compared: sorted neighbours within blocks.

So the number of pairs grows with the number of tellings and not with its square.
A block holds tellings of one family of types that share a country, a place or a name. Within a block they stand in the
order of their days, and each is compared with those that follow within a few days, up to `WINDOW`. Tellings that say
the very same are one before this begins, so that a thousand copies cost what one costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.codebook.linking import LinkRules, link_rules
from detente.link.scoring import APART, levels, probability
from detente.link.tellings import BITS, NO_DAY, WORDS, Ints, Sets, Tellings

__all__ = ["WINDOW", "Pairs", "find_pairs", "firsts"]

WINDOW = 24  # neighbours that a telling is compared with in each block that it stands in
SIDE_KEYS = 4  # countries of a telling that give it a block; a list of all members of a league gives no more
CHUNK = 200_000  # pairs scored at once
PIECE = 50_000  # sets unpacked at once


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs that are likelier than not of one happening, and how many were compared to find them."""

    left: Ints
    right: Ints
    chance: NDArray[np.float64]
    compared: int


def firsts(signature: Ints) -> tuple[Ints, Ints]:
    """Of tellings that say the very same the first stands for all.

    Gives the rows of the firsts, and for each telling its first's
    place among them.
    """
    _, first, inverse = np.unique(signature, return_index=True, return_inverse=True)
    return first, inverse


def find_pairs(t: Tellings, rows: Ints, *, window: int = WINDOW, rules: LinkRules | None = None) -> Pairs:
    """Compare the neighbours among `rows` and keep the pairs that `rules` join."""
    rules = rules or link_rules()
    rows = rows[t.family[rows] >= 0]  # what has no type (statements, in CAMEO) is of one happening with its like alone
    compared = 0
    kept: list[tuple[Ints, Ints, NDArray[np.float64]]] = []
    for blocks, found in _blocks(t, rows):
        order = np.lexsort((found, _nearness(t, found), t.first[found], blocks))
        block, row = blocks[order], found[order]
        for step in range(1, window + 1):
            i, j = _neighbours(t, block, row, step)
            if not len(i):
                break
            compared += len(i)
            kept += _joined(t, i, j, rules)
    return _merged(kept, compared)


def _neighbours(t: Tellings, block: Ints, row: Ints, step: int) -> tuple[Ints, Ints]:
    """Pairs `step` apart that share the block and are not too far apart in time."""
    left, right = row[:-step], row[step:]
    unknown = (t.first[left] == NO_DAY) != (t.first[right] == NO_DAY)
    near = t.first[right] - t.final[left] <= APART
    fit = (block[:-step] == block[step:]) & near & ~unknown & (left != right)
    return left[fit], right[fit]


def _joined(t: Tellings, i: Ints, j: Ints, rules: LinkRules) -> list[tuple[Ints, Ints, NDArray[np.float64]]]:
    out = []
    for start in range(0, len(i), CHUNK):
        a, b = i[start : start + CHUNK], j[start : start + CHUNK]
        chance = probability(levels(t, a, b), rules)
        good = chance >= rules.merge
        out.append((np.minimum(a[good], b[good]), np.maximum(a[good], b[good]), chance[good]))
    return out


def _merged(kept: list[tuple[Ints, Ints, NDArray[np.float64]]], compared: int) -> Pairs:
    if not kept:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), compared)
    left, right, chance = (np.concatenate([part[n] for part in kept]) for n in range(3))
    _, once = np.unique(np.stack([left, right]), axis=1, return_index=True)
    return Pairs(left[once], right[once], chance[once], compared)


def _nearness(t: Tellings, row: Ints) -> Ints:
    """Orders tellings of one day: those of one place stand together, then those of one kind."""
    cell = np.where(
        np.isfinite(t.lat[row]),
        np.round(np.nan_to_num(t.lat[row]) * 4) * 1440 + np.round(np.nan_to_num(t.lon[row]) * 4),
        -1e6,
    )
    return (cell.astype(np.int64) * 64 + t.kind[row]) * 64 + t.mode[row]


def _blocks(t: Tellings, rows: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Passes of (block, row): the parties' countries together; each country alone with the place; the place; a name."""
    family = t.family[rows]
    either = t.actors[rows] | t.recipients[rows]
    yield _mixed(family, *(either[:, w].view(np.int64) for w in range(WORDS))), rows
    where = np.where(t.place[rows] >= 0, t.place[rows], t.country[rows] + 10_000_000)
    yield _mixed(family, where, np.int64(-7)), rows
    for sets, salt in ((either, 1), (t.actor_names[rows] | t.recipient_names[rows], 2)):
        at, bit = _members(sets)
        yield _mixed(family[at], bit, np.int64(salt)), rows[at]


def _members(sets: Sets) -> tuple[Ints, Ints]:
    """The first members of each set: position in `sets`, and bit; by pieces, as a bit takes a byte here."""
    parts = []
    for start in range(0, max(1, len(sets)), PIECE):
        some = np.ascontiguousarray(sets[start : start + PIECE]).view(np.uint8)
        bits = np.unpackbits(some, axis=1, bitorder="little").astype(np.bool_)
        assert bits.shape[1] == BITS * WORDS
        at, bit = np.nonzero(bits & (np.cumsum(bits, axis=1, dtype=np.int16) <= SIDE_KEYS))
        parts.append((at + start, bit))
    return np.concatenate([at for at, _ in parts]), np.concatenate([bit for _, bit in parts])


def _mixed(*columns: Ints | np.int64) -> Ints:
    """One number for a row of numbers."""
    out = np.full(np.broadcast(*columns).shape, 1469598103934665603, np.uint64)
    for column in columns:
        whole = np.broadcast_to(np.asarray(column, np.int64), out.shape).astype(np.int64).view(np.uint64)
        out = (out ^ (whole + (whole >> np.uint64(31)))) * np.uint64(1099511628211)
        out ^= out >> np.uint64(29)
    return out.view(np.int64)
