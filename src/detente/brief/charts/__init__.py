"""Charts that people read at once, as Vega-Lite: PNG and SVG without a browser, HTML with all it needs inside."""

from detente.brief.charts.calendar import calendar_chart
from detente.brief.charts.drawing import svg_of, write_chart
from detente.brief.charts.geography import map_chart
from detente.brief.charts.pairs import matrix_chart, network_chart
from detente.brief.charts.timeline import dyad_chart

__all__ = ["calendar_chart", "dyad_chart", "map_chart", "matrix_chart", "network_chart", "svg_of", "write_chart"]
