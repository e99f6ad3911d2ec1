"""A map of incidents over the outlines of states (Natural Earth 1:110m, public domain, shipped here)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from detente.brief.charts.drawing import DIVERGING, Spec, titled

__all__ = ["map_chart"]


WIDTH, HEIGHT = 860, 430
WHOLE = 159.0  # scale at which the world is as wide as the map
MARGIN = 1.5  # of the span of the places
LEAST = 14.0  # degrees that are shown at the least
NAMED = 12
NEAR = 1.6  # a map that would be enlarged less shows the whole world


def _closer(dots: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The part of a projection that shows one region, where all places lie in one (the antimeridian apart)."""
    if not dots:
        return {}
    west, east = min(d["lon"] for d in dots), max(d["lon"] for d in dots)
    south, north = min(d["lat"] for d in dots), max(d["lat"] for d in dots)
    zoom = min(360 / max(LEAST, MARGIN * (east - west)), 180 / max(LEAST, MARGIN * (north - south)))
    if zoom < NEAR:
        return {}
    middle = [-(west + east) / 2, 0], [0, (south + north) / 2]
    return {"scale": WHOLE * zoom, "rotate": middle[0], "center": middle[1], "translate": [WIDTH / 2, HEIGHT / 2]}


def _names(dots: Sequence[Mapping[str, Any]]) -> Spec:
    """Names of the places with most incidents, for a map of one region."""
    east, north = (max(d[k] for d in dots) - min(d[k] for d in dots) for k in ("lon", "lat"))
    first: list[Mapping[str, Any]] = []
    for dot in sorted(dots, key=lambda d: (-d["incidents"], d["name"] or "")):
        # a name is about as wide as a sixth of the map and as high as a fifteenth
        free = all(abs(dot["lon"] - f["lon"]) > east / 4 or abs(dot["lat"] - f["lat"]) > north / 10 for f in first)
        first += [dot] * (free and len(first) < NAMED)
    return {
        "data": {"values": first},
        "mark": {"type": "text", "align": "left", "dx": 14, "fontSize": 11, "color": "ink"},
        "encoding": {
            "longitude": {"field": "lon", "type": "quantitative"},
            "latitude": {"field": "lat", "type": "quantitative"},
            "text": {"field": "name"},
        },
    }


def _counts(most: int) -> list[int]:
    """Whole numbers for the legend, each about three times the one before."""
    return sorted({1, *(n for n in (3, 10, 30, 100, 300, 1000, 3000, 10000) if n < most), most})[-4:]


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
    size = {
        "field": "incidents", "type": "quantitative", "scale": {"range": [30, 700]}, "title": "incidents",
        "legend": {"format": "d", "values": _counts(max((d["incidents"] for d in dots), default=1))},
    }  # fmt: skip
    closer = _closer(dots)
    scale = {"domain": [-10, 10], "range": DIVERGING, "clamp": True, "interpolate": "rgb"}
    return {
        "title": titled("Where it happened", "Size: incidents; colour: their mean intensity"),
        "width": WIDTH,
        "height": HEIGHT,
        "projection": {"type": "equalEarth", **closer},
        "layer": [
            {
                "data": {"values": _world(), "format": {"type": "topojson", "feature": "countries"}},
                "mark": {"type": "geoshape", "clip": True, "fill": "line", "stroke": "ground", "strokeWidth": 0.6},
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
            *([_names(dots)] if closer else []),
        ],
    }
