"""The pages for people. Each reads with JavaScript switched off."""

from __future__ import annotations

import hmac
from datetime import date
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from detente.codebook.ontology import types
from detente.errors import UsageError
from detente.measure import Dyad, dyad, parse_group, relations, state_names
from detente.measure.acts import known_codes
from detente.measure.series import PERIODS
from detente.serve import queries
from detente.serve.coding import code_pasted, form_of
from detente.serve.rendering import page, reading

if TYPE_CHECKING:
    from detente.store import Store

__all__ = ["ROUTES", "day_of", "measured", "number_of"]

LARGEST_NUMBER = 100_000


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


def day_of(text: str, name: str) -> date | None:
    """A day of a query string. Raises UsageError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{text!r} is not a day", where=name, hint="write it as 2025-04-22") from error


def home(request: Request) -> HTMLResponse:
    """The form, and what is in the store."""
    store = _store(request)
    counts = store.counts() if store.path.exists() else {}
    latest, _ = queries.incidents(store, queries.Filters(), size=8) if counts.get("events") else ([], 0)
    reports = queries.reports(store, size=8) if counts.get("reports") else []
    return page(request, "home.html", counts=counts, latest=latest, reports=reports, store=store.path.name)


async def code(request: Request) -> Response:
    """A pasted report beside its record."""
    form = form_of(await request.body())
    if not hmac.compare_digest(form.get("csrf", "").encode(), request.state.csrf.encode()):
        raise UsageError("this form is from before the page was started anew", hint="go back, reload, send it again")
    day_of(form.get("published", ""), "date")
    keep = _store(request) if form.get("keep") else None
    record = await run_in_threadpool(
        code_pasted, form.get("text", ""), published=form.get("published") or None, title=form.get("title"), keep=keep
    )
    return page(request, "report.html", kept=keep is not None, **reading(record))


def report(request: Request) -> HTMLResponse:
    """A report of the store beside its record."""
    record = queries.record_of(_store(request), request.path_params["id"])
    return page(request, "report.html", kept=True, **reading(record))


def reports(request: Request) -> HTMLResponse:
    """All reports."""
    number = _number(request)
    found = queries.reports(_store(request), page=number)
    return page(request, "reports.html", rows=found, number=number, more=len(found) == queries.PAGE)


def number_of(text: str) -> int:
    """A whole number of a query string, cut at 100,000; 0 where it is none."""
    if not (text.isascii() and text.isdigit()):
        return 0
    return min(int(text), LARGEST_NUMBER) if len(text) <= len(str(LARGEST_NUMBER)) else LARGEST_NUMBER


def _number(request: Request) -> int:
    return number_of(request.query_params.get("page", "")) or 1


def incidents(request: Request) -> HTMLResponse:
    """Incidents with search and filters; `chronology` has the oldest first."""
    filters = queries.Filters.of(dict(request.query_params))
    for name in ("start", "end"):
        day_of(getattr(filters, name), name)
    oldest = request.url.path == "/chronology"
    number = _number(request)
    rows, total = queries.incidents(_store(request), filters, page=number, oldest_first=oldest)
    return page(
        request, "incidents.html", rows=rows, total=total, filters=filters, set=filters.set(), number=number,
        pages=-(-total // queries.PAGE), oldest=oldest,
    )  # fmt: skip


def incident(request: Request) -> HTMLResponse:
    """One incident: its reports, what they agree and differ on."""
    return page(request, "incident.html", found=queries.incident(_store(request), request.path_params["id"]))


def pairs(request: Request) -> HTMLResponse:
    """All relations."""
    return page(request, "relations.html", rows=relations(_store(request))[:200], names=state_names())


def measured(request: Request) -> Dyad:
    """The pair that an address names. Raises UnknownName or UsageError."""
    store = _store(request)
    values = request.query_params
    held = known_codes(store)
    a, b = (parse_group(request.path_params[side], held=held) for side in ("a", "b"))
    by = values.get("by", "")
    if by and by not in PERIODS:
        raise UsageError(f"{by!r} is no period", hint=f"choose one of {', '.join(PERIODS)}")
    return dyad(
        store, a, b, by=by or None, start=day_of(values.get("start", ""), "start"),  # type: ignore[arg-type]
        end=day_of(values.get("end", ""), "end"),
    )  # fmt: skip


def pair(request: Request) -> HTMLResponse:
    """One pair over time."""
    found = measured(request)
    names = state_names()
    said = [", ".join(names.get(c, c) for c in side) for side in (found.a, found.b)]
    return page(request, "dyad.html", found=found, names=said, set=dict(request.query_params), periods=list(PERIODS))


def chosen_pair(request: Request) -> Response:
    """The form that names two states, as the address of their page."""
    from starlette.responses import RedirectResponse  # noqa: PLC0415 - here alone

    held = known_codes(_store(request))
    a, b = (",".join(parse_group(request.query_params.get(side, ""), held=held)) for side in ("a", "b"))
    return RedirectResponse(f"/dyad/{a}/{b}", 303)


def where(request: Request) -> HTMLResponse:
    """Places of incidents, as map and as table."""
    filters = queries.Filters.of(dict(request.query_params))
    rows = queries.places(_store(request), filters)
    return page(request, "map.html", rows=rows, filters=filters, set=filters.set())


def due(request: Request) -> HTMLResponse:
    """Deadlines."""
    return page(request, "deadlines.html", rows=queries.deadlines(_store(request)), today=date.today().isoformat())


def codes(request: Request) -> HTMLResponse:
    """The codebook."""
    return page(request, "codebook.html", infos=list(types().values()))


ROUTES = [
    Route("/", home), Route("/code", code, methods=["POST"]), Route("/reports", reports), Route("/report/{id}", report),
    Route("/incidents", incidents), Route("/chronology", incidents), Route("/incident/{id}", incident),
    Route("/relations", pairs), Route("/dyad", chosen_pair), Route("/dyad/{a}/{b}", pair), Route("/map", where),
    Route("/deadlines", due), Route("/codebook", codes),
]  # fmt: skip
