"""Months on whose days something is due, as pages of a calendar."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from detente.brief.charts.drawing import COOPERATION, Spec, titled

__all__ = ["calendar_chart"]

MONTHS = 6  # pages that one look takes in
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
CELL = 30
TODAY = {
    "transform": [{"filter": "datum.today"}],
    "mark": {"type": "rect", "cornerRadius": 3, "fillOpacity": 0, "stroke": "ink", "strokeWidth": 2},
}


def calendar_chart(deadlines: Sequence[Mapping[str, Any]], today: date) -> Spec:
    """The next months that have deadlines (`due`, a day or month, and `what`); the last ones where all are past."""
    by_day: dict[str, list[str]] = defaultdict(list)
    for row in deadlines:
        if row["due"] and len(row["due"]) in (7, 10):
            by_day[row["due"]].append(row["what"])
    months = sorted({day[:7] for day in by_day})
    shown = [m for m in months if m >= today.isoformat()[:7]][:MONTHS] or months[-MONTHS:]
    days = [day for month in shown for day in _days(month, by_day, today)]
    weekday = {"field": "weekday", "type": "ordinal", "sort": WEEKDAYS, "title": None,
               "axis": {"orient": "top", "labelAngle": 0, "ticks": False, "domain": False}}  # fmt: skip
    week = {"field": "week", "type": "ordinal", "axis": None}
    return {
        "title": titled("What is due", "Blue: days on which something is due, with how many; outlined: today"),
        "data": {"values": days},
        "facet": {"field": "month", "type": "nominal", "sort": [_name(m, by_day) for m in shown], "title": None,
                  "header": {"labelFontSize": 13, "labelColor": "ink", "labelAnchor": "start"}},
        "columns": 3,
        "spacing": {"row": 24, "column": 36},
        "spec": {
            "width": {"step": CELL},
            "height": {"step": CELL},
            "encoding": {"x": weekday, "y": week},
            "layer": [_cells(), _numbers(), _counts(), TODAY],
        },
        "resolve": {"axis": {"x": "independent"}},
    }  # fmt: skip


def _name(month: str, by_day: Mapping[str, list[str]]) -> str:
    """The head of a page; what is due on a day that is not known belongs to the month."""
    some = f" ({len(by_day[month])} on a day not told)" if by_day.get(month) else ""
    return f"{date.fromisoformat(month + '-01'):%B %Y}{some}"


def _days(month: str, by_day: Mapping[str, list[str]], today: date) -> Iterator[dict[str, Any]]:
    first = date.fromisoformat(month + "-01")
    for number in range(1, monthrange(first.year, first.month)[1] + 1):
        day = first.replace(day=number)
        due = by_day.get(day.isoformat(), [])
        yield {
            "month": _name(month, by_day), "weekday": WEEKDAYS[day.weekday()],
            "week": (number - 1 + first.weekday()) // 7, "number": number, "due": len(due), "what": "; ".join(due),
            "today": day == today,
        }  # fmt: skip


def _cells() -> Spec:
    filled = {"condition": {"test": "datum.due > 0", "value": COOPERATION}, "value": "ground"}
    return {
        "mark": {"type": "rect", "cornerRadius": 3},
        "encoding": {
            "fill": filled, "stroke": {"value": "line"},
            "tooltip": [{"field": "what"}],
        },
    }  # fmt: skip


def _numbers() -> Spec:
    colour = {"condition": {"test": "datum.due > 0", "value": "#ffffff"}, "value": "dim"}
    return {
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {"text": {"field": "number"}, "color": colour},
    }


def _counts() -> Spec:
    """How many, where more than one is due on a day."""
    return {
        "transform": [{"filter": "datum.due > 1"}],
        "mark": {"type": "text", "fontSize": 9, "dx": 9, "dy": -8, "color": "#ffffff"},
        "encoding": {"text": {"field": "due"}},
    }
