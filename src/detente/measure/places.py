"""Where it happened: incidents by place, of all or of a pair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.measure import acts as flat
from detente.measure.series import HAPPENED, between

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from detente.store import Store

__all__ = ["place_sums", "places"]

MOST = 300  # dots that a map still shows apart
COLUMNS = {
    "incident": "string", "day": "date", "status": "string", "place": "string", "country": "string", "lat": "float64",
    "lon": "float64", "intensity": "float64",
}  # fmt: skip


def place_sums(happenings: ir.Table) -> ir.Table:
    """One row a place: how many incidents, and the sum of their intensity."""
    t = happenings.filter(happenings.lat.notnull())
    t = t.mutate(name=t.place, lat=t.lat.round(2), lon=t.lon.round(2))
    found = t.group_by(["name", "country", "lat", "lon"]).aggregate(
        incidents=t.incident.count(), intensity=t.intensity.sum().round(1)
    )
    return found.order_by([found.incidents.desc(), "name", "lat", "lon"]).limit(MOST)


def places(
    store: Store,
    a: Sequence[str] = (),
    b: Sequence[str] = (),
    *,
    start: date | None = None,
    end: date | None = None,
    statuses: Sequence[str] = HAPPENED,
) -> list[dict[str, Any]]:
    """Places of what happened; with `a`, of what happened between `a` and `b` (or everybody else)."""
    import ibis  # noqa: PLC0415

    t = ibis.table(COLUMNS, name="happenings")
    t = t.filter(t.status.isin(statuses))
    if start:
        t = t.filter(t.day >= start)
    if end:
        t = t.filter(t.day <= end)
    if a:
        acts, _ = flat.tables()
        t = t.semi_join(between(acts, a, b, statuses=statuses), "incident")
    return flat.rows(store, place_sums(t)).rows()
