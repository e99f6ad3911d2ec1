"""Series as Ibis expressions: the same rows on DuckDB and on any other back end that holds the flat table.

Undirected: an incident counts once for a pair, whoever acted. Directed: only what `a` did to `b`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["HAPPENED", "PERIODS", "QUADS", "TYPES", "Period", "between", "by_incident", "read_by", "series"]

Period = Literal["day", "week", "month", "quarter"]
# Unit to truncate to, and the widest date (in days) that still falls into one period.
PERIODS: dict[str, tuple[str, int]] = {"day": ("D", 1), "week": ("W", 7), "month": ("M", 31), "quarter": ("Q", 92)}
QUADS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
HAPPENED = ("occurred", "ongoing")
DOUBTED = ("disputed", "denied")
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
ATTRIBUTES = (
    "day", "type", "mode", "quad", "intensity", "goldstein", "standing", "reports", "sources", "by_report", "by_place",
    "title", "status",
)  # fmt: skip


def between(
    acts: ir.Table, a: Sequence[str], b: Sequence[str], *, statuses: Sequence[str] = HAPPENED, directed: bool = False
) -> ir.Table:
    """Acts between two groups of states; without `b`, between `a` and everybody else."""
    there = acts.source.isin(a) & (acts.target.isin(b) if b else acts.target.notin(a))
    back = acts.target.isin(a) & (acts.source.isin(b) if b else acts.source.notin(a))
    chosen = (there & acts.directed) if directed else (there | back)
    return acts.filter(chosen & acts.status.isin(statuses) & acts.day.notnull())


def by_incident(acts: ir.Table, a: Sequence[str]) -> ir.Table:
    """One row an incident: what it was, and whether each side acted upon the other in it (`a_acts`, `b_acts`)."""
    ours = acts.source.isin(a) & acts.directed
    theirs = acts.target.isin(a) & acts.directed
    values = {name: acts[name].max() for name in ATTRIBUTES}
    return acts.group_by("incident").aggregate(
        **values, width=acts.width.max(), a_acts=ours.cast("int64").max(), b_acts=theirs.cast("int64").max()
    )


def series(incidents: ir.Table, by: Period) -> ir.Table:
    """One row a period that has incidents: counts by quad and type, sums and means.

    `square` is the sum of squared intensities, from which the interval of the sum is made. `conflict` and
    `cooperation` are sums of intensity below and above zero, both positive.
    """
    unit, widest = PERIODS[by]
    t = incidents.filter(incidents.width <= widest)
    t = t.mutate(period=t.day.truncate(unit) if by != "day" else t.day)
    counts = {name: _count(t.quad == quad) for quad, name in QUADS.items()}
    types = {name.lower(): _count(t.type == name) for name in TYPES}
    found = t.group_by("period").aggregate(
        incidents=t.incident.count(),
        **counts,
        intensity=t.intensity.sum(),
        intensity_mean=t.intensity.mean(),
        goldstein=t.goldstein.sum(),
        goldstein_mean=t.goldstein.mean(),
        conflict=(t.intensity < 0).ifelse(-t.intensity, 0.0).sum(),
        cooperation=(t.intensity > 0).ifelse(t.intensity, 0.0).sum(),
        square=(t.intensity * t.intensity).sum(),
        disputed=_count(t.standing.isin(DOUBTED)),
        sources=_count(t.sources),
        reports=_count(t.reports),
        by_report=_count(t.by_report),
        by_place=_count(t.by_place),
        a_acts=_count(t.a_acts),
        b_acts=_count(t.b_acts),
        **types,
    )
    return found.order_by("period")


def read_by(read: ir.Table, by: Period) -> ir.Table:
    """Reports read in each period, of whatever they told."""
    unit, _ = PERIODS[by]
    t = read.mutate(period=read.day.truncate(unit) if by != "day" else read.day)
    return t.group_by("period").aggregate(read=_count(t.reports)).order_by("period")


def _count(column: ir.Column) -> ir.Value:
    """Sum of a column of integers or truths."""
    return column.cast("int64").sum()
