"""All pairs of a store at once: the matrix, and which relations changed most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, Any

from detente.measure import acts as flat
from detente.measure.series import HAPPENED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from detente.store import Store

__all__ = ["Relation", "pair_sums", "relations"]

HALF = 2


@dataclass(frozen=True, slots=True)
class Relation:
    """A pair: incidents, sums of intensity in the first and the second part of the range, and the change between.

    `change` is the difference of the two parts' intensity a day; `z` is that in its own standard errors (compound
    Poisson), so that a pair with few incidents does not lead the list.
    """

    a: str
    b: str
    incidents: int
    conflict: int
    intensity: float
    net: float
    before: float
    after: float
    change: float
    z: float


def pair_sums(days: ir.Table, since: date, *, statuses: Sequence[str] = HAPPENED) -> ir.Table:
    """One row an unordered pair: incidents, conflictual ones, and sums before `since` and from then on."""
    t = days.filter(days.status.isin(statuses))
    late = (t.day >= since).cast("int64")
    return (
        t.group_by(["a", "b"])
        .aggregate(
            incidents=t.incidents.sum(),
            conflict=t.conflict.sum(),
            intensity=t.intensity.sum(),
            before=(t.intensity * (1 - late)).sum(),
            after=(t.intensity * late).sum(),
            before_square=(t.square * (1 - late)).sum(),
            after_square=(t.square * late).sum(),
        )
        .order_by(["a", "b"])
    )


def relations(
    store: Store,
    *,
    start: date | None = None,
    end: date | None = None,
    since: date | None = None,
    statuses: Sequence[str] = HAPPENED,
) -> list[Relation]:
    """All pairs, most changed first. The range is cut at `since`, else in its middle."""
    within = flat.pair_table()
    if start:
        within = within.filter(within.day >= start)
    if end:
        within = within.filter(within.day <= end)
    bounds = flat.rows(store, within.aggregate(first=within.day.min(), last=within.day.max())).rows()[0]
    if bounds["first"] is None:
        return []
    first, last = start or bounds["first"], end or bounds["last"]
    cut = since or first + (last - first) / HALF
    lengths = max(1, (cut - first).days), max(1, (last - cut).days + 1)
    found = [_relation(r, lengths) for r in flat.rows(store, pair_sums(within, cut, statuses=statuses))]
    return sorted(found, key=lambda r: (-abs(r.z), r.a, r.b))


def _relation(row: dict[str, Any], days: tuple[int, int]) -> Relation:
    before, after = row["before"] / days[0], row["after"] / days[1]
    error = sqrt(row["before_square"] / days[0] ** 2 + row["after_square"] / days[1] ** 2)
    count, conflict = row["incidents"], row["conflict"]
    return Relation(
        row["a"], row["b"], count, conflict, round(row["intensity"], 2), round((count - 2 * conflict) / count, 3),
        round(before, 3), round(after, 3), round(after - before, 3),
        round((after - before) / error, 2) if error else 0.0,
    )  # fmt: skip
