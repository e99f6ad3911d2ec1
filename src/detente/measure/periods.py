"""Calendar: which period a day falls in, the periods between two days, and rows for those without incidents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from detente.measure.intervals import count_interval, sum_interval
from detente.measure.series import QUADS, TYPES, Period

__all__ = ["filled", "period_of", "periods", "spread_by"]

Row = dict[str, Any]
MOST_ROWS = 62  # periods that a reader still takes in
DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91}
COUNTS = ("incidents", *QUADS.values(), "disputed", "sources", "reports", "by_report", "by_place", "a_acts", "b_acts",
          *(t.lower() for t in TYPES))  # fmt: skip
SUMS = ("intensity", "goldstein", "conflict", "cooperation", "square")


def period_of(day: date, by: Period) -> date:
    """First day of the period (weeks begin on Monday)."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "month":
        return day.replace(day=1)
    if by == "quarter":
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return day


def periods(first: date, last: date, by: Period) -> Iterator[date]:
    """First days of all periods from that of `first` to that of `last`."""
    at = period_of(first, by)
    while at <= last:
        yield at
        at = period_of(at + timedelta(days={"day": 1, "week": 7, "month": 32, "quarter": 93}[by]), by)


def spread_by(first: date | None, last: date | None) -> Period:
    """The shortest period of which a range holds few enough to read."""
    days = (last - first).days if first and last else 0
    for by in ("day", "week", "month"):
        if days <= MOST_ROWS * DAYS[by]:
            return by
    return "quarter"


def filled(told: Sequence[Row], read: Mapping[date, int], by: Period, days: tuple[date, date]) -> list[Row]:
    """One row a period: what was told, with intervals; else calm where reports were read, unread where none were."""
    by_period = {_day(r["period"]): r for r in told}
    counts = sum(r["incidents"] for r in told)
    typical = sum(r["square"] or 0 for r in told) / counts if counts else 0.0
    reports = {_day(period): n for period, n in read.items()}
    return [_row(p, by_period.get(p), reports.get(p, 0), typical) for p in periods(*days, by)]


def _day(value: Any) -> date:  # noqa: ANN401 - a date, or the moment that begins it
    return value.date() if hasattr(value, "date") else value  # type: ignore[no-any-return]


def _row(period: date, told: Row | None, read: int, typical: float) -> Row:
    row: Row = {"period": period, **{k: int((told or {}).get(k) or 0) for k in COUNTS}}
    row |= {k: round(float((told or {}).get(k) or 0.0), 3) for k in SUMS}
    count = row["incidents"]
    good = row["verbal_cooperation"] + row["material_cooperation"]
    bad = row["verbal_conflict"] + row["material_conflict"]
    row["incidents_low"], row["incidents_high"] = count_interval(count)
    row["intensity_low"], row["intensity_high"] = sum_interval(row["intensity"], row.pop("square"), typical=typical)
    row["intensity_mean"] = round(row["intensity"] / count, 3) if count else None
    row["goldstein_mean"] = round(float((told or {})["goldstein_mean"]), 3) if _known(told) else None
    row["net"] = round((good - bad) / count, 3) if count else None
    row["disputed_share"] = round(row["disputed"] / count, 3) if count else None
    row["read"] = read
    row["record"] = "told" if count else "calm" if read else "unread"
    return row


def _known(told: Row | None) -> bool:
    return bool(told) and (told or {}).get("goldstein_mean") is not None
