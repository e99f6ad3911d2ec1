"""A pair over time: cooperation up, conflict down, ruptures as lines, and below it how much was read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from detente.brief.charts.drawing import CONFLICT, COOPERATION, Spec, titled
from detente.measure import Dyad, Turn, state_names

__all__ = ["dyad_chart"]

DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91}
WIDTH, HEIGHT = 760, 300
LABELS = 6
GAP = 0.06  # of the width: nearer labels are set a line lower


def dyad_chart(found: Dyad) -> Spec:
    """The timeline of a pair, as Vega-Lite."""
    names = state_names()
    sides = [", ".join(names.get(c, c) for c in side) or "everybody else" for side in (found.a, found.b)]
    bars = [_bar(row, found.by) for row in found.rows]
    marked = " Dashed: what turned." if _turns(found) else ""
    subtitle = f"Sum of intensity by {found.by}; {len(found.incidents)} incidents that happened.{marked}"
    days = "%-d %b" if found.by in ("day", "week") else "%b %Y"
    axis = {"grid": False, "format": days, "labelOverlap": True}
    x = {
        "field": "from",
        "type": "temporal",
        "title": None,
        "axis": axis,
    }
    x2 = {"field": "to"}
    marks = _marks(found)
    room = max((-row["y"] for row in marks[0]["data"]["values"]), default=0) if marks else 0
    return {
        "title": titled(" – ".join(sides), subtitle, room=room),
        "data": {"values": bars},
        "spacing": 6,
        "vconcat": [
            {"width": WIDTH, "height": HEIGHT, "layer": [*_bars(x, x2), *marks]},
            {
                "width": WIDTH,
                "height": 36,
                "mark": {"type": "bar", "color": "dim", "opacity": 0.55},
                "encoding": {
                    "x": {**x, "axis": None}, "x2": x2,
                    "y": {
                        "field": "read", "type": "quantitative", "title": "read",
                        "axis": {"tickCount": 2, "grid": False},
                    },
                    "y2": {"datum": 0},
                },
            },
        ],
        "resolve": {"scale": {"x": "shared"}},
    }  # fmt: skip


def _bar(row: dict[str, Any], by: str) -> dict[str, Any]:
    first: date = row["period"]
    return {
        "from": first.isoformat(),
        "to": (first + timedelta(days=max(0.86 * DAYS[by], 1) if by != "day" else 1)).isoformat(),
        "cooperation": row["cooperation"],
        "conflict": -row["conflict"],
        "incidents": row["incidents"],
        "read": row["read"],
    }


def _bars(x: dict[str, Any], x2: dict[str, Any]) -> list[Spec]:
    tooltip = [{"field": f} for f in ("from", "incidents", "cooperation", "conflict", "read")]
    return [
        {
            "mark": {"type": "bar", "color": colour},
            "encoding": {
                "x": x, "x2": x2, "tooltip": tooltip,
                "y": {"field": name, "type": "quantitative", "title": "conflict  |  cooperation"}, "y2": {"datum": 0},
            },
        }
        for name, colour in (("cooperation", COOPERATION), ("conflict", CONFLICT))
    ] + [{"mark": {"type": "rule", "color": "dim"}, "encoding": {"y": {"datum": 0}}}]  # fmt: skip


def _turns(found: Dyad) -> list[Turn]:
    """What the chart marks: ruptures and escalations, the latest few."""
    escalations = [c for c in found.calls if c.kind == "escalation"]
    return sorted([*found.ruptures, *escalations], key=lambda t: (t.day, t.kind))[-LABELS:]


def _marks(found: Dyad) -> list[Spec]:
    """Ruptures and escalations as lines with what they were."""
    turns = _turns(found)
    if not turns:
        return []
    span = max(1, (found.rows[-1]["period"] - found.rows[0]["period"]).days)
    lines, last, level = [], None, 0
    for turn in turns:
        level = (level + 1) % 4 if last and (turn.day - last).days < 4 * GAP * span else 0
        last = turn.day
        right = (turn.day - found.rows[0]["period"]).days > 0.8 * span
        lines.append({"day": turn.day.isoformat(), "what": _label(turn), "y": -8 - 15 * level, "right": right})
    x = {"field": "day", "type": "temporal"}
    data = {"values": lines}
    rule = {"data": data, "mark": {"type": "rule", "strokeDash": [4, 3], "color": "dim"}, "encoding": {"x": x}}
    texts = [
        {
            "data": {"values": [row for row in lines if row["right"] is right]},
            "mark": {"type": "text", "align": "right" if right else "left", "dx": -4 if right else 4, "fontSize": 11},
            "encoding": {"x": x, "y": {"field": "y", "type": "quantitative", "scale": None}, "text": {"field": "what"}},
        }
        for right in (False, True)
    ]
    return [rule, *texts]


def _label(turn: Turn) -> str:
    acts = list(dict.fromkeys(str(r["type"]).lower() for r in turn.incidents))[:2]
    return f"{turn.day:%-d %b} {turn.kind}" + (f": {', '.join(acts)}" if acts else "")
