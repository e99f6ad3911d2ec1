"""What is on screen, to take along: CSV, JSON, calendar, charts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.brief.cells import harmless
from detente.brief.charts import calendar_chart, dyad_chart, map_chart, matrix_chart, network_chart, svg_of
from detente.brief.ics import calendar_of
from detente.errors import UnknownName
from detente.measure import relations
from detente.serve import queries
from detente.serve.pages import measured

__all__ = ["ROUTES"]

Rows = Sequence[dict[str, Any]]
MOST = 500


def _listed(request: Request) -> Rows:
    filters = queries.Filters.of(dict(request.query_params))
    return queries.incidents(request.app.state.store, filters, size=MOST)[0]


SOURCES: dict[str, Callable[[Request], Rows]] = {
    "incidents": _listed,
    "deadlines": lambda r: queries.deadlines(r.app.state.store),
    "places": lambda r: queries.places(r.app.state.store, queries.Filters.of(dict(r.query_params))),
    "relations": lambda r: [msgspec.to_builtins(x) for x in relations(r.app.state.store)],
}


def export(request: Request) -> Response:
    """A list as CSV or JSON."""
    name, form = request.path_params["name"], request.path_params["form"]
    if name not in SOURCES or form not in ("csv", "json"):
        raise UnknownName.among(f"{name}.{form}", [f"{s}.{f}" for s in SOURCES for f in ("csv", "json")], kind="export")
    return _file(SOURCES[name](request), name, form)


def pair_rows(request: Request) -> Response:
    """A pair's series."""
    found = measured(request)
    return _file(found.rows, f"{'-'.join((*found.a, *found.b))}", request.path_params["form"])


def _file(rows: Rows, name: str, form: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form == "json":
        return Response(msgspec.json.encode(rows, enc_hook=str), media_type="application/json", headers=headers)
    out = io.StringIO()
    if rows:
        writer = csv.writer(out)
        writer.writerow(rows[0])
        writer.writerows([[_cell(v) for v in row.values()] for row in rows])
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> object:
    """A value that a spreadsheet takes for text, whatever a report said."""
    text = "; ".join(map(str, value)) if isinstance(value, list) else value
    return harmless(text)


def ics(request: Request) -> Response:
    """Deadlines for a calendar."""
    body = calendar_of(queries.dues(request.app.state.store))
    return Response(body, media_type="text/calendar; charset=utf-8",
                    headers={"Content-Disposition": 'attachment; filename="deadlines.ics"'})  # fmt: skip


def _svg(request: Request, chart: dict[str, Any]) -> Response:
    svg = svg_of(chart, theme="dark" if request.query_params.get("theme") == "dark" else "light")
    return Response(svg, media_type="image/svg+xml")


def pair_chart(request: Request) -> Response:
    """A pair's timeline."""
    return _svg(request, dyad_chart(measured(request)))


def matrix(request: Request) -> Response:
    """All pairs as a matrix."""
    return _svg(request, matrix_chart(relations(request.app.state.store)))


def network(request: Request) -> Response:
    """Who deals with whom."""
    return _svg(request, network_chart(relations(request.app.state.store)))


def due_days(request: Request) -> Response:
    """Months with what is due."""
    return _svg(request, calendar_chart(SOURCES["deadlines"](request), date.today()))


def places(request: Request) -> Response:
    """Places on a map."""
    return _svg(request, map_chart(SOURCES["places"](request)))


ROUTES = [
    Route("/export/{name}.{form}", export), Route("/dyad/{a}/{b}/series.{form}", pair_rows),
    Route("/dyad/{a}/{b}/chart.svg", pair_chart), Route("/relations/matrix.svg", matrix),
    Route("/relations/network.svg", network), Route("/map/places.svg", places), Route("/deadlines.ics", ics),
    Route("/deadlines/calendar.svg", due_days),
]  # fmt: skip
