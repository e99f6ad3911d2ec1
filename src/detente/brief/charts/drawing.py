"""Specs to files. Colours keep apart for the colour-blind (blue and orange) and on light and dark grounds."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from detente.errors import UnwritableOutput, UsageError

__all__ = ["CONFLICT", "COOPERATION", "DIVERGING", "Spec", "svg_of", "titled", "write_chart"]

Spec = dict[str, Any]
Theme = Literal["light", "dark"]
COOPERATION, CONFLICT = "#2f7fc1", "#d9752b"  # Okabe and Ito's blue and vermilion, of like lightness
KEPT = 32  # drawn charts of some 100 kB each
MIDDLE = {"light": "#e9e9e4", "dark": "#3a424c"}
DIVERGING = ["#b1400a", "#d9752b", "#f0b98a", "middle", "#9cc3e6", "#2f7fc1", "#14508c"]  # -10 … 10
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.20.json"  # a name, not a request
INKS = {"light": ("#1a212b", "#56606d", "#dfdfd8", "#ffffff"), "dark": ("#e6e4de", "#a2aab4", "#323a44", "#1a2027")}


def titled(title: str, subtitle: str = "", *, room: int = 0) -> Spec:
    """A title with a line below it, and room (pixels) for labels that stand above the chart."""
    return {"text": title, "subtitle": subtitle, "anchor": "start", "offset": 14 + room}


def _themed(spec: Spec, theme: Theme) -> Spec:
    ink, dim, line, ground = INKS[theme]
    axis = {"labelColor": dim, "titleColor": dim, "gridColor": line, "domainColor": line, "tickColor": line,
            "titleFontWeight": "normal"}  # fmt: skip
    config = {
        "background": ground,
        "font": "Liberation Sans, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": axis,
        "legend": {
            "labelColor": dim,
            "titleColor": dim,
            "symbolFillColor": dim,
            "symbolStrokeColor": dim,
            "titleFontWeight": "normal",
        },
        "title": {"color": ink, "subtitleColor": dim, "fontSize": 15, "subtitleFontSize": 12},
        "text": {"color": ink},
        "rule": {"color": dim},
    }
    themed: Spec = _coloured({"$schema": SCHEMA, "padding": 12, **spec, "config": config}, theme)
    return themed


def _coloured(value: Any, theme: Theme) -> Any:  # noqa: ANN401 - any part of a spec
    """The words `middle`, `ink`, `dim` and `line` as the theme's colours, where they stand for a colour."""
    names = dict(zip(("ink", "dim", "line", "ground"), INKS[theme], strict=True)) | {"middle": MIDDLE[theme]}
    if isinstance(value, dict):
        return {k: v if k == "values" else _coloured(v, theme) for k, v in value.items()}
    if isinstance(value, list):
        return [_coloured(v, theme) for v in value]
    return names.get(value, value) if isinstance(value, str) else value


def _converter() -> Any:  # noqa: ANN401 - a module without types
    try:
        import vl_convert  # noqa: PLC0415 - 30 MB that only charts need
    except ImportError as error:
        raise UsageError("charts need one more package", hint="pip install 'detente[charts]'") from error
    return vl_convert


def svg_of(spec: Spec, *, theme: Theme = "light") -> str:
    """A chart as SVG; the last few are kept, as a page asks for them again. Raises UsageError without the converter."""
    return _drawn(json.dumps(_themed(spec, theme), default=str))


@lru_cache(maxsize=KEPT)
def _drawn(spec: str) -> str:
    return str(_converter().vegalite_to_svg(spec, vl_version="5.20", allowed_base_urls=[]))


def write_chart(spec: Spec, path: Path, *, theme: Theme = "light") -> None:
    """Write a chart by the ending of its name: .png, .svg or .html. Raises UsageError or UnwritableOutput."""
    suffix = path.suffix.lower()
    if suffix not in (".png", ".svg", ".html"):
        raise UsageError(
            f"no chart is written as {suffix or 'that'}", where=str(path), hint="name it .png, .svg or .html"
        )
    if suffix == ".svg":
        data = svg_of(spec, theme=theme).encode()
    elif suffix == ".png":
        data = _converter().vegalite_to_png(_themed(spec, theme), vl_version="5.20", scale=2, allowed_base_urls=[])
    else:
        data = _converter().vegalite_to_html(_themed(spec, theme), vl_version="5.20", bundle=True).encode()
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UnwritableOutput(
            f"cannot write it ({error.strerror})", where=str(path), hint="choose another folder"
        ) from error
