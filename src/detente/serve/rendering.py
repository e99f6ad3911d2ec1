"""Templates: everything from data is escaped."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from detente.brief.view import page_of
from detente.codebook.ontology import types
from detente.records import Record

__all__ = ["marked", "page", "reading"]

STATUSES = ("occurred", "ongoing", "planned", "offered", "threatened", "hypothetical", "negated")
STANDINGS = ("narrated", "attributed", "alleged", "disputed", "denied")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("detente.serve"), autoescape=select_autoescape(default=True), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["segment"] = lambda text: quote(str(text), safe="")
    made.globals.update(types=types(), statuses=STATUSES, standings=STANDINGS, query=_query)
    return made


def _query(values: dict[str, Any], **changes: object) -> str:
    """A query string of what is set, with changes."""
    return urlencode({k: v for k, v in {**values, **changes}.items() if v not in ("", None)})


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - whatever a template shows
    """A page of a template."""
    values |= {"csrf": request.state.csrf, "path": request.url.path}
    return HTMLResponse(_environment().get_template(template).render(**values), status)


def reading(record: Record) -> dict[str, Any]:
    """A record beside its text, for the template of a report."""
    view = page_of(record)
    return {"view": view, "paragraphs": marked(view)}


def marked(view: Any) -> list[Markup]:  # noqa: ANN401 - a brief's page
    """Paragraphs of the text; events' triggers, claims' cues and figures are links to their rows."""
    marks = [
        (*row.span, kind, row.id)
        for kind, rows in (("event", view.events), ("figure", view.figures), ("claim", view.claims))
        for row in rows
    ]
    out, position = Markup(), 0
    for start, end, kind, ident in sorted(marks, key=lambda m: (m[0], -m[1])):
        if start < position:
            continue
        out += escape(view.text[position:start])
        out += Markup('<a class="{}" id="t-{}" href="#{}">{}</a>').format(kind, ident, ident, view.text[start:end])
        position = end
    out += escape(view.text[position:])
    return [Markup(p) for p in str(out).split("\n") if p.strip()]  # noqa: S704 - escaped piece by piece above
