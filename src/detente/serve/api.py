"""The JSON API: the same lists, paged, with field names that stay."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente import version
from detente.measure import relations
from detente.serve import queries
from detente.serve.pages import measured, number_of

__all__ = ["ROUTES", "openapi"]

TEXTS = ("q", "actor", "other", "type", "status", "standing", "place", "start", "end")
# Path, summary, names of the path's parameters, names of the query's.
PATHS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("/api/incidents", "Incidents, latest first", (), (*TEXTS, "page", "size")),
    ("/api/incidents/{id}", "One incident with its tellings", ("id",), ()),
    ("/api/reports", "Reports, latest first", (), ("page", "size")),
    ("/api/reports/{id}", "One report's record", ("id",), ()),
    ("/api/relations", "All pairs, most changed first", (), ()),
    ("/api/dyads/{a}/{b}", "A pair over time", ("a", "b"), ("by", "start", "end")),
    ("/api/deadlines", "What is due", (), ()),
)


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value, enc_hook=str), media_type="application/json")


def _paging(request: Request) -> tuple[int, int]:
    page, size = (number_of(request.query_params.get(name, "")) for name in ("page", "size"))
    return page or 1, min(size or queries.PAGE, queries.MOST_PAGE)


def incidents(request: Request) -> Response:
    """Incidents."""
    page, size = _paging(request)
    filters = queries.Filters.of(dict(request.query_params))
    rows, total = queries.incidents(request.app.state.store, filters, page=page, size=size)
    return _json({"items": rows, "page": page, "size": size, "total": total})


def incident(request: Request) -> Response:
    """One incident."""
    return _json(queries.incident(request.app.state.store, request.path_params["id"]))


def reports(request: Request) -> Response:
    """Reports."""
    page, size = _paging(request)
    return _json({"items": queries.reports(request.app.state.store, page=page, size=size), "page": page, "size": size})


def report(request: Request) -> Response:
    """One record."""
    return _json(queries.record_of(request.app.state.store, request.path_params["id"]))


def pairs(request: Request) -> Response:
    """Relations."""
    return _json({"items": relations(request.app.state.store)})


def pair(request: Request) -> Response:
    """A pair."""
    return _json(measured(request))


def due(request: Request) -> Response:
    """Deadlines."""
    return _json({"items": queries.deadlines(request.app.state.store)})


def description(_request: Request) -> Response:
    """The API described."""
    return _json(openapi())


def openapi() -> dict[str, Any]:
    """OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Détente", "version": version(), "description": "The record of a store, for reading."},
        "paths": {path: {"get": _operation(summary, in_path, in_query)} for path, summary, in_path, in_query in PATHS},
    }


def _operation(summary: str, in_path: tuple[str, ...], in_query: tuple[str, ...]) -> dict[str, Any]:
    where = [(n, "path") for n in in_path] + [(n, "query") for n in in_query]
    return {
        "summary": summary,
        "parameters": [
            {
                "name": name,
                "in": place,
                "required": place == "path",
                "schema": {"type": "integer" if name in ("page", "size") else "string"},
            }
            for name, place in where
        ],
        "responses": {
            "200": {"description": "found", "content": {"application/json": {"schema": {"type": "object"}}}},
            "404": {"description": "no such thing"},
        },
    }


ROUTES = [
    Route(path, view)
    for (path, *_), view in zip(PATHS, (incidents, incident, reports, report, pairs, pair, due), strict=True)
] + [Route("/api/openapi.json", description)]
