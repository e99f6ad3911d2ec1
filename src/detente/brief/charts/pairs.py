"""All pairs: a matrix, and a network of who deals with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any

from detente.brief.charts.drawing import DIVERGING, Spec, titled
from detente.measure import Relation

__all__ = ["matrix_chart", "network_chart"]

STATES = 18  # rows that still can be read
LINKS = 60
SCALE = {"domain": [-10, 10], "range": DIVERGING, "clamp": True, "interpolate": "rgb"}


# Numbers in the cells: white on the darkest, black on the lighter colours, the theme's own ink in the middle.
NUMBER = {
    "condition": [
        {"test": "abs(datum.intensity) > 5.5", "value": "#ffffff"},
        {"test": "abs(datum.intensity) > 1.5", "value": "#1a212b"},
    ],
    "value": "ink",
}


def _busiest(found: Sequence[Relation]) -> list[str]:
    """States with most incidents, alphabetically."""
    counts: Counter[str] = Counter()
    for r in found:
        counts[r.a] += r.incidents
        counts[r.b] += r.incidents
    return sorted(state for state, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:STATES])


def _mean(r: Relation) -> float:
    return round(r.intensity / r.incidents, 2)


def matrix_chart(found: Sequence[Relation]) -> Spec:
    """Mean intensity of each pair among the busiest states, with the number of incidents."""
    states = _busiest(found)
    cells = [
        {"row": a, "column": b, "intensity": _mean(r), "incidents": r.incidents}
        for r in found
        if r.a in states and r.b in states
        for a, b in ((r.a, r.b), (r.b, r.a))
    ]
    axis: dict[str, Any] = {"type": "nominal", "sort": states, "title": None, "scale": {"domain": states}}
    return {
        "title": titled("Relations", "Mean intensity of what happened between two states; numbers: incidents"),
        "data": {"values": cells},
        "width": {"step": 26},
        "height": {"step": 26},
        "encoding": {
            "x": {"field": "column", **axis, "axis": {"orient": "top", "labelAngle": -60}},
            "y": {"field": "row", **axis},
        },
        "layer": [
            {
                "mark": {"type": "rect", "cornerRadius": 3},
                "encoding": {
                    "color": {"field": "intensity", "type": "quantitative", "scale": SCALE, "title": "intensity"}
                },
            },
            {"mark": {"type": "text", "fontSize": 10}, "encoding": {"text": {"field": "incidents"}, "color": NUMBER}},
        ],
    }


def network_chart(found: Sequence[Relation]) -> Spec:
    """The busiest states on a ring; a line's width is the number of incidents, its colour their mean intensity."""
    states = _busiest(found)
    at = {s: (sin(2 * pi * n / len(states)), cos(2 * pi * n / len(states))) for n, s in enumerate(states)}
    chosen = sorted((r for r in found if r.a in at and r.b in at), key=lambda r: (-r.incidents, r.a, r.b))[:LINKS]
    links = [
        {"x": at[r.a][0], "y": at[r.a][1], "x2": at[r.b][0], "y2": at[r.b][1], "intensity": _mean(r), "n": r.incidents}
        for r in reversed(chosen)
    ]
    nodes = [{"x": 1.12 * x, "y": 1.12 * y, "state": s} for s, (x, y) in at.items()]
    place = {"type": "quantitative", "axis": None, "scale": {"domain": [-1.2, 1.2]}}
    color = {"field": "intensity", "type": "quantitative", "scale": SCALE, "title": "intensity"}
    return {
        "title": titled("Who deals with whom", "Width: incidents; colour: their mean intensity"),
        "width": 430,
        "height": 430,
        "layer": [
            {
                "data": {"values": links},
                "mark": {"type": "rule", "strokeCap": "round", "opacity": 0.85},
                "encoding": {
                    "x": {"field": "x", **place}, "y": {"field": "y", **place}, "x2": {"field": "x2"},
                    "y2": {"field": "y2"}, "color": color,
                    "size": {"field": "n", "type": "quantitative", "scale": {"range": [1, 9]}, "legend": None},
                },
            },
            {
                "data": {"values": nodes},
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {"x": {"field": "x", **place}, "y": {"field": "y", **place}, "text": {"field": "state"}},
            },
        ],
    }  # fmt: skip
