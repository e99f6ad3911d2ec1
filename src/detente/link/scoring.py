"""Pairs of tellings: at which level they agree on each thing, and how likely it is that they tell of one happening."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detente.codebook.linking import LEVELS, LinkRules, link_rules
from detente.link.row_pairs import judge_rows
from detente.link.tellings import NO_DAY, Ints, Sets, Tellings

__all__ = ["distance", "explain", "levels", "probability"]

Floats = NDArray[np.float64]
EARTH = 6371.0  # km
SPOT, NEAR = 15.0, 60.0  # km: one town; one area
NEXT, APART = 1, 3  # days between ranges: time zones and nights; beyond it another happening
# Cosines of the vectors; trigger's and sentence's mean. Levels of meaning lie between them.
MEANINGS = (0.90, 0.78, 0.66, 0.54)


def levels(t: Tellings, i: Ints, j: Ints) -> dict[str, Ints]:
    """The level of agreement on each thing, an array over the pairs (i, j); numbers as in `LEVELS`."""
    rows = ~t.told[i] & ~t.told[j]
    found = {
        "type": _types(t, i, j),
        "dates": _dates(t, i, j),
        "place": _places(t, i, j),
        "actors": _parties(t.actors[i], t.actors[j], _named(t.actor_names, i, j), rows),
        "recipients": _parties(t.recipients[i], t.recipients[j], _named(t.recipient_names, i, j), rows),
        "names": _names(t, i, j),
        "figures": _figures(t, i, j),
        "meaning": _meanings(t, i, j),
        "told": _tellers(t, i, j),
        "home": np.zeros(len(i), np.int64),
        "status": (t.undone[i] != t.undone[j]).astype(np.int64),
    }
    at = np.flatnonzero(rows)
    if len(at):
        some = judge_rows(t, i[at], j[at], {name: level[at] for name, level in found.items()})
        for name, level in some.items():
            found[name][at] = level
    return found


def probability(found: Mapping[str, Ints], rules: LinkRules | None = None) -> Floats:
    """How likely it is that each pair tells of one happening."""
    rules = rules or link_rules()
    bits = np.full(len(next(iter(found.values()))), rules.prior)
    for name in LEVELS:
        bits = bits + np.array(rules.bits[name])[found[name]]
    out: Floats = 1.0 / (1.0 + np.exp2(-bits))
    return out


def _types(t: Tellings, i: Ints, j: Ints) -> Ints:
    same = t.kind[i] == t.kind[j]
    unknown = (t.mode[i] < 0) | (t.mode[j] < 0)
    return np.select([same & (t.mode[i] == t.mode[j]), same & unknown, same], [0, 1, 2], 3)


def _dates(t: Tellings, i: Ints, j: Ints) -> Ints:
    unknown = (t.first[i] == NO_DAY) | (t.first[j] == NO_DAY)
    gap = np.maximum(t.first[i], t.first[j]) - np.minimum(t.final[i], t.final[j])
    long = np.maximum(t.final[i] - t.first[i], t.final[j] - t.first[j])
    return np.select([unknown, (gap <= 0) & (long <= NEXT), gap <= 0, gap <= NEXT, gap <= APART], [5, 0, 1, 2, 3], 4)


def distance(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distance in km; nan where a place is unknown."""
    a1, a2 = np.radians(lat1), np.radians(lat2)
    half = np.sin((a2 - a1) / 2) ** 2 + np.cos(a1) * np.cos(a2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    out: Floats = 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return out


def _places(t: Tellings, i: Ints, j: Ints) -> Ints:
    km = distance(t.lat[i], t.lon[i], t.lat[j], t.lon[j])
    unknown = (t.country[i] < 0) | (t.country[j] < 0)
    one_name = (t.place[i] == t.place[j]) & (t.place[i] >= 0)
    same = t.country[i] == t.country[j]
    one_area = (t.area[i] == t.area[j]) & (t.area[i] >= 0)
    return np.select(
        [(km <= SPOT) | one_name, (km <= NEAR) | one_area, np.isfinite(km), unknown, same], [0, 1, 4, 3, 2], 5
    )


def _tellers(t: Tellings, i: Ints, j: Ints) -> Ints:
    elsewhere, apart = t.report[i] != t.report[j], t.sentence[i] != t.sentence[j]
    numbered = (t.sentence[i] > 0) & (t.sentence[j] > 0)
    other = (numbered & apart) | (t.kind[i] != t.kind[j])  # one article, and not what one sentence tells
    return np.select([elsewhere, t.told[i] & apart, t.told[i], other, numbered], [0, 1, 2, 5, 4], 3)


def _common(a: Sets, b: Sets) -> NDArray[np.bool_]:
    out: NDArray[np.bool_] = ((a & b) != 0).any(axis=1)
    return out


def _named(names: Sets, i: Ints, j: Ints) -> NDArray[np.bool_]:
    return _common(names[i], names[j])


def _parties(a: Sets, b: Sets, named: NDArray[np.bool_], rows: NDArray[np.bool_]) -> Ints:
    """Countries of one side: same, overlapping, compatible (one is not told), or others.

    Two that each name somebody else and share but one (A met B, A met C) are others; in rows, where a name stands for
    a party, even with a name in common.
    """
    open_ = ~a.any(axis=1) | ~b.any(axis=1)
    same = (a == b).all(axis=1)
    crossing = (a & ~b).any(axis=1) & (b & ~a).any(axis=1) & (np.bitwise_count(a & b).sum(axis=1) < 2)
    return np.select(
        [open_ & named, open_, same, crossing & (rows | ~named), _common(a, b) | named], [1, 2, 0, 3, 1], 3
    )


def _names(t: Tellings, i: Ints, j: Ints) -> Ints:
    a, b = t.actor_names[i] | t.recipient_names[i], t.actor_names[j] | t.recipient_names[j]
    open_ = ~a.any(axis=1) | ~b.any(axis=1)
    sided = _named(t.actor_names, i, j) | _named(t.recipient_names, i, j)
    return np.select([open_, sided], [1, 0], 2)


def _figures(t: Tellings, i: Ints, j: Ints) -> Ints:
    a, a2, b, b2 = t.figure[i], t.figure2[i], t.figure[j], t.figure2[j]
    open_ = np.isnan(a) | np.isnan(b)
    return np.select([open_, (a == b) | (a == b2) | (a2 == b) | (a2 == b2)], [1, 0], 2)


def _meanings(t: Tellings, i: Ints, j: Ints) -> Ints:
    out = np.full(len(i), len(MEANINGS) + 1, np.int64)
    both = np.flatnonzero((t.vector[i] >= 0) & (t.vector[j] >= 0))
    if len(both):
        a = t.vectors[t.vector[i[both]]].astype(np.float32)
        b = t.vectors[t.vector[j[both]]].astype(np.float32)
        near = (a * b).sum(axis=1) / 2
        out[both] = np.searchsorted(-np.array(MEANINGS), -near)
    return out


def explain(t: Tellings, i: Ints, j: Ints) -> list[tuple[float, str]]:
    """Probability of each pair, and the reasons in words: "same type, same day, 3 km apart: .97"."""
    found = levels(t, i, j)
    chance = probability(found)
    km = distance(t.lat[i], t.lon[i], t.lat[j], t.lon[j])
    either = (t.figure[i] == t.figure[j]) | (t.figure[i] == t.figure2[j])
    figure = np.where(either, t.figure[i], t.figure2[i])
    rows = np.stack([found[name] for name in LEVELS], axis=1).tolist()
    words = cache(_words)
    return [
        (float(p), words(tuple(row), "" if np.isnan(d) else f"{d:.0f}", "" if np.isnan(f) else f"{f:g}", f"{p:.2f}"))
        for row, d, f, p in zip(rows, km.tolist(), figure.tolist(), chance.tolist(), strict=True)
    ]


def _words(row: tuple[int, ...], km: str, figure: str, chance: str) -> str:
    rules = link_rules()
    said = [rules.say[name][level] for name, level in zip(LEVELS, row, strict=True)]
    where = f"{km} km apart" if km else "in one place"
    words = [s.replace("{km} km apart", where).replace("{figure}", figure) for s in said if s]
    return f"{', '.join(words)}: {chance.removeprefix('0')}"
