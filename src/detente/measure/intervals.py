"""How far a few incidents can be trusted: intervals of counts, sums and shares at 95%."""

from __future__ import annotations

import math

__all__ = ["count_interval", "share_interval", "sum_interval"]

Z = 1.959964


def count_interval(count: int) -> tuple[float, float]:
    """Of a Poisson count (Byar's approximation, within 0.1 of the exact limits from a count of 1 on)."""
    low = count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    return round(max(low, 0.0), 2), round(more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3, 2)


def sum_interval(total: float, squares: float, *, typical: float) -> tuple[float, float]:
    """Of a sum of weights over a Poisson count (compound Poisson: its variance is the sum of squares).

    One more incident of the `typical` squared weight is added to the variance, so that no or one incident is not
    taken for certainty.
    """
    reach = Z * math.sqrt(squares + typical)
    return round(total - reach, 2), round(total + reach, 2)


def share_interval(part: int, whole: int) -> tuple[float, float]:
    """Of a share (Wilson); (0, 1) where there is nothing to count."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, Z * Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = Z / (1 + square / whole) * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    return round(max(0.0, middle - reach), 3), round(min(1.0, middle + reach), 3)
