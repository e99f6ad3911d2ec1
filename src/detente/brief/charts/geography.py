"""A map of incidents over the outlines of states (Natural Earth 1:110m, public domain, shipped here)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from detente.brief.charts.drawing import DIVERGING, Spec, titled

__all__ = ["map_chart"]


@cache
def _world() -> Any:  # noqa: ANN401 - TopoJSON
    return json.loads(files("detente.brief.charts").joinpath("world.json").read_text(encoding="utf-8"))


def map_chart(places: Sequence[Mapping[str, Any]]) -> Spec:
    """Places with `lat`, `lon`, `incidents` and the sum of their `intensity`."""
    dots = [
        {
            "name": p["name"], "lat": p["lat"], "lon": p["lon"], "incidents": p["incidents"],
            "intensity": round((p["intensity"] or 0) / p["incidents"], 2),
        }
        for p in places
    ]  # fmt: skip
    size = {"field": "incidents", "type": "quantitative", "scale": {"range": [30, 700]}, "title": "incidents"}
    scale = {"domain": [-10, 10], "range": DIVERGING, "clamp": True, "interpolate": "rgb"}
    return {
        "title": titled("Where it happened", "Size: incidents; colour: their mean intensity"),
        "width": 860,
        "height": 430,
        "projection": {"type": "equalEarth"},
        "layer": [
            {
                "data": {"values": _world(), "format": {"type": "topojson", "feature": "countries"}},
                "mark": {"type": "geoshape", "fill": "line", "stroke": "ground", "strokeWidth": 0.6},
            },
            {
                "data": {"values": dots},
                "mark": {"type": "circle", "opacity": 0.85, "stroke": "ground", "strokeWidth": 0.6},
                "encoding": {
                    "longitude": {"field": "lon", "type": "quantitative"},
                    "latitude": {"field": "lat", "type": "quantitative"},
                    "size": size,
                    "color": {"field": "intensity", "type": "quantitative", "scale": scale, "title": "intensity"},
                    "tooltip": [{"field": "name"}, {"field": "incidents"}],
                },
            },
        ],
    }
