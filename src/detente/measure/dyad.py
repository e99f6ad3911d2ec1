"""A pair of states over time: the series, its ruptures, its unusual days, its escalations, and who acts first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.measure import acts as flat
from detente.measure.answers import Answers, Deed, answers
from detente.measure.changes import change_points
from detente.measure.moves import Move, moves, unusual_days
from detente.measure.periods import filled, spread_by
from detente.measure.series import HAPPENED, PERIODS, Period, between, by_incident, read_by, series

if TYPE_CHECKING:
    from detente.store import Store

__all__ = ["Dyad", "Turn", "dyad"]

Row = dict[str, Any]
Floats = NDArray[np.float64]
NARROW = 3  # days: a date that is wider does not say on which day something turned
SHOWN = 5  # incidents named with a turn


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which something turned, and the incidents that made it."""

    day: date
    kind: str  # rupture, escalation, easing, unusual conflict, unusual cooperation
    why: str
    incidents: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Dyad:
    """What a pair did to each other. `rows` are one a period, calm and unread ones included."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    by: str
    directed: bool
    rows: list[Row] = field(repr=False)
    incidents: list[Row] = field(repr=False)
    ruptures: list[Turn] = field(repr=False)
    calls: list[Turn] = field(repr=False)
    unusual: list[Turn] = field(repr=False)
    answers: list[Answers] = field(repr=False)
    vague: int = 0  # incidents whose date is too wide for a period
    undated: int = 0  # dated by their report alone
    placed: int = 0  # counted against a state because they happened there


def dyad(  # noqa: PLR0913 - the options of one question
    store: Store,
    a: Sequence[str],
    b: Sequence[str] = (),
    *,
    by: Period | None = None,
    start: date | None = None,
    end: date | None = None,
    statuses: Sequence[str] = HAPPENED,
    directed: bool = False,
) -> Dyad:
    """Measure what `a` and `b` did to each other; without `b`, `a` and everybody else.

    Only what occurred or is ongoing counts unless other `statuses` are given. `by` is chosen by the range if left out.
    """
    acts, read = flat.tables()
    incidents = by_incident(between(acts, a, b, statuses=statuses, directed=directed), a)
    if start:
        incidents = incidents.filter(incidents.day >= start)
    if end:
        incidents = incidents.filter(incidents.day <= end)
    found = sorted(flat.rows(store, incidents), key=lambda r: (r["day"], r["incident"]))
    first, last = start or (found[0]["day"] if found else None), end or (found[-1]["day"] if found else None)
    by = by or spread_by(first, last)
    rows = _rows(store, incidents, read, by, (first, last))
    dated = [r for r in found if r["width"] <= NARROW]
    turns = _turns(dated, first, last)
    return Dyad(
        tuple(a), tuple(b), by, directed, rows, found, turns[0], turns[1], turns[2],
        answers(_deeds(dated)),
        vague=sum(r["width"] > PERIODS[by][1] for r in found),
        undated=sum(r["by_report"] for r in found),
        placed=sum(r["by_place"] for r in found),
    )  # fmt: skip


def _rows(store: Store, incidents: Any, read: Any, by: Period, days: tuple[date | None, date | None]) -> list[Row]:  # noqa: ANN401 - Ibis tables
    if days[0] is None or days[1] is None:
        return []
    told = flat.rows(store, series(incidents, by)).rows()
    reports = {r["period"]: r["read"] for r in flat.rows(store, read_by(read, by))}
    return filled(told, reports, by, (days[0], days[1]))


def _deeds(found: Sequence[Row]) -> list[Deed]:
    out = []
    for row in found:
        conflict = (row["intensity"] or 0) < 0
        out += [Deed(row["day"], ours, conflict) for ours, key in ((True, "a_acts"), (False, "b_acts")) if row[key]]
    return out


def _turns(found: Sequence[Row], first: date | None, last: date | None) -> tuple[list[Turn], list[Turn], list[Turn]]:
    """Ruptures, calls and unusual days of the days from `first` to `last`."""
    if first is None or last is None or not found:
        return [], [], []
    days = _Days(found, first, last)
    return _ruptures(days), _calls(days), _unusual(days)


class _Days:
    """Sums a day, for positions that count from `first`."""

    def __init__(self, found: Sequence[Row], first: date, last: date) -> None:
        self.found, self.first = found, first  # found is in the order of days
        self.order = [row["day"] for row in found]
        length = (last - first).days + 1
        self.conflict, self.cooperation = np.zeros(length), np.zeros(length)
        self.hostile, self.material = np.zeros(length), np.zeros(length)
        for row in found:
            at = (row["day"] - first).days
            weight = row["intensity"] or 0.0
            if weight < 0:
                self.conflict[at] -= weight
                self.hostile[at] += 1
                self.material[at] += row["quad"] == 4
            else:
                self.cooperation[at] += weight

    def day(self, at: int) -> date:
        return self.first + timedelta(days=at)

    def weightiest(self, start: int, end: int, sign: int) -> tuple[Row, ...]:
        """Incidents of days [start, end) that weigh most in one direction (-1 conflict, 1 cooperation)."""
        low, high = (bisect_left(self.order, self.day(at)) for at in (start, end))
        within = [r for r in self.found[low:high] if (r["intensity"] or 0) * sign > 0]
        return tuple(sorted(within, key=lambda r: (-abs(r["intensity"]), r["day"], r["incident"]))[:SHOWN])

    def spread(self, sign: int) -> float:
        """How much wider a sum of weights spreads than a count: sum of squares over sum."""
        weights = [abs(r["intensity"]) for r in self.found if (r["intensity"] or 0) * sign > 0]
        return sum(w * w for w in weights) / sum(weights) if weights else 1.0


def _ruptures(days: _Days) -> list[Turn]:
    cuts = change_points((days.conflict, days.cooperation), (days.spread(-1), days.spread(1)))
    edges = [0, *cuts, len(days.conflict)]
    out = []
    for before, at, after in zip(edges, edges[1:], edges[2:], strict=False):
        rates = [(c[before:at].mean(), c[at:after].mean()) for c in (days.conflict, days.cooperation)]
        (conflict_before, conflict_after), (help_before, help_after) = rates
        sign = -1 if abs(conflict_after - conflict_before) >= abs(help_after - help_before) else 1
        why = (
            f"conflict a day {conflict_before:.1f} → {conflict_after:.1f}, "
            f"cooperation {help_before:.1f} → {help_after:.1f}"
        )
        risen = conflict_after > conflict_before if sign < 0 else help_after > help_before
        # what ends is told by what was last, what begins by what comes first
        window = (at, min(after, at + 7)) if risen else (max(before, at - 7), at)
        out.append(Turn(days.day(at), "rupture", why, days.weightiest(*window, sign)))
    return out


def _calls(days: _Days) -> list[Turn]:
    return [_call(days, m) for m in moves(days.conflict, days.hostile, days.material)]


def _call(days: _Days, move: Move) -> Turn:
    sign = "above" if move.kind == "escalation" else "below"
    why = f"conflict of the week {move.level:.1f}, usual {move.usual:.1f}, {sign} {move.needed:.1f}"
    window = (max(0, move.day - 6), move.day + 1)
    return Turn(days.day(move.day), move.kind, why, days.weightiest(*window, -1 if move.kind == "escalation" else 1))


def _unusual(days: _Days) -> list[Turn]:
    out = []
    for values, sign, what in ((days.conflict, -1, "conflict"), (days.cooperation, 1, "cooperation")):
        for at, share in unusual_days(values):
            why = f"{what} {values[at]:.1f}; {share:.1%} of the days of the year before had as much"
            out.append(Turn(days.day(at), f"unusual {what}", why, days.weightiest(at, at + 1, sign)))
    return sorted(out, key=lambda t: (t.day, t.kind))
