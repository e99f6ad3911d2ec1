"""The application: pages, exports and API behind the guard; errors that we can explain as friendly pages."""

from __future__ import annotations

from collections.abc import Collection
from inspect import iscoroutinefunction

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from detente.errors import DetenteError, LockedStore, MissingStore, UnknownId, UnknownName, UsageError
from detente.serve import api, exports, pages
from detente.serve.guard import LOOPBACK, Guard
from detente.serve.rendering import page
from detente.store import Store

__all__ = ["build_app"]

CODES = ((UnknownId, 404), (UnknownName, 404), (MissingStore, 404), (LockedStore, 503), (UsageError, 400))


def build_app(store: Store, *, hosts: Collection[str] = LOOPBACK, token: str | None = None) -> Starlette:
    """The page over a store, for requests under these host names."""
    app = Starlette(
        routes=[
            *map(_reading, (*exports.ROUTES, *pages.ROUTES, *api.ROUTES)),
            Mount("/static", StaticFiles(packages=[("detente.serve", "static")])),
        ],
        middleware=[Middleware(Guard, hosts=hosts, token=token)],
        exception_handlers={DetenteError: _explained, HTTPException: _missing},
    )
    app.state.store = store
    return app


def _reading(route: Route) -> Route:
    """A route whose view asks the store all its questions over one connection."""
    view = route.endpoint
    if iscoroutinefunction(view):
        return route

    def answer(request: Request) -> Response:
        with request.app.state.store.reading():
            found: Response = view(request)
        return found

    return Route(route.path, answer, methods=list(route.methods or ()))


def _explained(request: Request, error: Exception) -> Response:
    assert isinstance(error, DetenteError)
    code = next((code for kind, code in CODES if isinstance(error, kind)), 422)
    return _told(request, error.message, error.hint, code)


def _missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _told(request, "there is no such page" if error.status_code == 404 else error.detail, "", error.status_code)


def _told(request: Request, message: str, hint: str, code: int) -> Response:
    if request.url.path.startswith("/api/"):
        body = msgspec.json.encode({"error": message, "hint": hint})
        return Response(body, code, media_type="application/json")
    return page(request, "error.html", status=code, message=message, hint=hint)
