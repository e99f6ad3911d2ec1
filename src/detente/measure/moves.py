"""Escalation and easing by a stated rule, and unusual days against the pair's own past.

**Escalation** is called on a day when the conflict of the last `WINDOW` days (sum of intensities below zero) exceeds
the usual by `RISE` standard deviations, and comes from at least `FEWEST` incidents of which one is material. The usual
is the mean of such sums over the `PAST` days before the window; a day's call looks at nothing later than that day.
**Easing** is called when, after an escalation, the same sum is back below the usual level as it was at the call plus
`FALL` standard deviations. There is no second escalation before an easing.

An **unusual day** has more conflict (or cooperation) than all but one in a hundred of the `YEAR` days before it.
Measured on dated crises in docs/measures.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Move", "moves", "trailing", "unusual_days"]

Floats = NDArray[np.float64]
WINDOW = 7
PAST = 182
SHORTEST_PAST = 28  # days of record before anything is called usual
RISE = (
    4.0  # chosen among 3, 4 and 5 on KEDS Levant alone; it is better than 3 on the other series too (docs/measures.md)
)
FALL = 1.0
FEWEST = 3
STILL = 5.0  # least standard deviation of a week's conflict: half of one assault
YEAR = 365
RARE = 0.01
LEAST_DAYS = 60  # a past too short to call a day rare


@dataclass(frozen=True, slots=True)
class Move:
    """A call: on which day (position), of what, the conflict of the week, what was usual, and what was needed."""

    day: int
    kind: Literal["escalation", "easing"]
    level: float
    usual: float
    needed: float


def trailing(values: Floats, width: int) -> Floats:
    """Sums of each day and the `width` - 1 days before it."""
    total = np.concatenate((np.zeros(width), np.cumsum(values)))
    return total[width:] - total[:-width]


def moves(
    conflict: Floats, incidents: Floats, material: Floats, *, rise: float = RISE, fall: float = FALL
) -> list[Move]:
    """Calls over days: sums of conflict, conflictual incidents, and material ones among them."""
    week, count, force = (trailing(v, WINDOW) for v in (conflict, incidents, material))
    out: list[Move] = []
    line = None  # what the week must fall below for an easing
    usual = 0.0
    for day in range(SHORTEST_PAST + WINDOW, len(week)):
        if line is None:
            usual, spread = _usual(week, day)
            needed = usual + rise * spread
            if week[day] > needed and count[day] >= FEWEST and force[day] >= 1:
                line = usual + fall * spread
                out.append(Move(day, "escalation", float(week[day]), usual, needed))
        elif week[day] < line:
            out.append(Move(day, "easing", float(week[day]), usual, line))
            line = None
    return out


def _usual(week: Floats, day: int) -> tuple[float, float]:
    """Mean and standard deviation of the weekly sums that end before the week of `day`."""
    past = week[max(WINDOW - 1, day - WINDOW - PAST + 1) : day - WINDOW + 1]
    return float(past.mean()), max(float(past.std()), STILL)


def unusual_days(values: Floats) -> list[tuple[int, float]]:
    """Days with more than nearly all days of the year before: position, and the share of that year as high."""
    out = []
    for day in np.flatnonzero(values > 0):
        past = values[max(0, day - YEAR) : day]
        if len(past) >= LEAST_DAYS:
            as_high = int((past >= values[day]).sum())
            if as_high <= RARE * len(past):
                out.append((int(day), as_high / len(past)))
    return out
