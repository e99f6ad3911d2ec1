"""Pairs to happenings: the surest pairs first, and never a group whose members cannot all be one happening.

Joining pairs one by one (single link) lets a chain of near tellings run from one day to the next and from town to town.
So a group keeps what all its members share - the days that all of them allow, the span of their places, the names in
their sentences - and a pair joins two groups only where they still fit together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.link.pairs import Pairs
from detente.link.scoring import NEAR, NEXT
from detente.link.tellings import NO_DAY, Ints, Tellings

__all__ = ["cluster"]

DEGREE = 111.0  # km of latitude


@dataclass(slots=True)
class _Group:
    """Members, and what they have in common."""

    members: list[int]
    first: int  # the latest first day and the earliest last day: the days that all members allow
    final: int
    south: float = np.inf
    north: float = -np.inf
    west: float = np.inf
    east: float = -np.inf
    reports: frozenset[int] = frozenset()
    names: int = 0  # names in any of its reports' sentences, or of the parties that all its rows have, as bits


def cluster(t: Tellings, pairs: Pairs) -> Ints:
    """The group of each telling, named by its lowest member. Tellings that no pair holds are groups of their own."""
    out = np.arange(len(t))
    paired = np.unique(np.concatenate([pairs.left, pairs.right])).tolist()
    parent = {r: r for r in paired}
    groups = {r: _alone(t, r) for r in paired}
    within = (t.report[pairs.left] == t.report[pairs.right]) & t.told[pairs.left]
    sure = set(zip(pairs.left[within].tolist(), pairs.right[within].tolist(), strict=True))
    order = np.lexsort((pairs.right, pairs.left, -pairs.chance))
    for left, right in zip(pairs.left[order].tolist(), pairs.right[order].tolist(), strict=True):
        i, j = _root(parent, left), _root(parent, right)
        if i != j and _fit(
            t, groups[i], groups[j], sure, one_article=bool(not t.told[left] and t.report[left] == t.report[right])
        ):
            low, high = min(i, j), max(i, j)
            parent[high] = low
            _join(groups[low], groups.pop(high))
    out[paired] = [_root(parent, r) for r in paired]
    return out


def _root(parent: dict[int, int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _alone(t: Tellings, r: int) -> _Group:
    known = t.first[r] != NO_DAY
    out = _Group([r], int(t.first[r]) if known else NO_DAY, int(t.final[r]) if known else -NO_DAY)
    if np.isfinite(t.lat[r]):
        out.south = out.north = float(t.lat[r])
        out.west = out.east = float(t.lon[r])
    out.names = int.from_bytes((t.actor_names[r] | t.recipient_names[r]).tobytes(), "little")
    if t.told[r]:
        out.reports = frozenset({int(t.report[r])})
    return out


def _fit(t: Tellings, a: _Group, b: _Group, sure: set[tuple[int, int]], *, one_article: bool) -> bool:
    if max(a.first, b.first) - min(a.final, b.final) > NEXT:
        return False
    if np.isfinite(a.south) and np.isfinite(b.south) and _spread(a, b) > 2 * NEAR:
        return False
    if a.names and b.names and not a.names & b.names and not one_article:
        return False
    shared = a.reports & b.reports
    return not shared or _told_twice(t, a, b, shared, sure)


def _spread(a: _Group, b: _Group) -> float:
    """Longest side, in km, of the box that holds the places of both."""
    south, north = min(a.south, b.south), max(a.north, b.north)
    narrow = float(np.cos(np.radians((south + north) / 2)))
    return DEGREE * max(north - south, (max(a.east, b.east) - min(a.west, b.west)) * narrow)


def _told_twice(t: Tellings, a: _Group, b: _Group, shared: frozenset[int], sure: set[tuple[int, int]]) -> bool:
    """Where one report tells of both groups, its own tellings must have been found to be one happening."""
    for report in shared:
        left = [m for m in a.members if t.report[m] == report]
        right = [m for m in b.members if t.report[m] == report]
        if not any((min(i, j), max(i, j)) in sure for i in left for j in right):
            return False
    return True


def _join(into: _Group, other: _Group) -> None:
    into.members += other.members
    into.first, into.final = max(into.first, other.first), min(into.final, other.final)
    into.south, into.north = min(into.south, other.south), max(into.north, other.north)
    into.west, into.east = min(into.west, other.west), max(into.east, other.east)
    wordless = not into.reports and not other.reports
    into.names = into.names & other.names if wordless and into.names and other.names else into.names | other.names
    into.reports |= other.reports
