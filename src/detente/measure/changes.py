"""Ruptures: days after which a pair deals with each other in another way.

The best cut of a series into stretches of constant conflict and constant cooperation, found exactly by PELT (Killick,
Fearnhead and Eckley 2012). Written here in numpy: the library `ruptures` brings SciPy for this one function, and has no
cost for sums of weighted counts.

Each stretch is taken as a compound Poisson process: incidents come at a steady rate, each with its weight. The cost is
the quasi-likelihood of the sums, minus twice: -2 s log(s / n) / phi, where phi = sum(w^2) / sum(w) is how much wider a
sum of weights spreads than a count. A cut costs `PENALTY` x log(length): two rates and a place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["PENALTY", "SHORTEST", "change_points"]

Floats = NDArray[np.float64]
PENALTY = 3.0
SHORTEST = 3  # days of a stretch: one loud day is an unusual day, not another state of relations


def change_points(
    channels: Sequence[Floats], spreads: Sequence[float], *, penalty: float = PENALTY, shortest: int = SHORTEST
) -> list[int]:
    """First positions of the stretches after the first. `channels` are sums a day, `spreads` their phi."""
    length = len(channels[0])
    if length < 2 * shortest:
        return []
    sums = [np.concatenate(([0.0], np.cumsum(c))) for c in channels]
    price = penalty * np.log(length)
    best = np.full(length + 1, np.inf)
    best[0] = -price
    before = np.zeros(length + 1, np.int64)
    starts = np.zeros(1, np.int64)
    for end in range(shortest, length + 1):
        costs = best[starts] + _cost(sums, spreads, starts, end) + price
        winner = int(np.argmin(costs))
        best[end], before[end] = costs[winner], starts[winner]
        kept = starts[costs - price <= best[end]]  # the pruning of PELT: these can still win
        starts = np.append(kept, end - shortest + 1)
    return _path(before, length)


def _cost(sums: Sequence[Floats], spreads: Sequence[float], starts: NDArray[np.int64], end: int) -> Floats:
    """Cost of the stretches from each start to `end`, over all channels."""
    days = (end - starts).astype(np.float64)
    out = np.zeros(len(starts))
    for total, spread in zip(sums, spreads, strict=True):
        within = total[end] - total[starts]
        rate = np.where(within > 1e-9, within / days, 1.0)
        out -= 2 * np.where(within > 1e-9, within, 0.0) * np.log(rate) / spread
    return out


def _path(before: NDArray[np.int64], length: int) -> list[int]:
    cuts, at = [], int(before[length])
    while at > 0:
        cuts.append(at)
        at = int(before[at])
    return cuts[::-1]
