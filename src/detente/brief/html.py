"""The brief as one self-contained page: the text marked up beside its record. No script from outside, no request."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup, escape

from detente.brief.view import Page, page_of
from detente.records import Record

__all__ = ["brief_html"]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("detente.brief"), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("brief.html")


def brief_html(record: Record) -> str:
    """The whole page as text. Everything from the report is escaped."""
    page = page_of(record)
    return _template().render(page=page, paragraphs=_marked(page))


def _marked(page: Page) -> list[Markup]:
    """The report's paragraphs with events' triggers, claims' cues and figures marked and linked to their rows."""
    marks: list[tuple[int, int, str, str]] = []
    for kind, rows in (("event", page.events), ("figure", page.figures), ("claim", page.claims)):
        marks += [(*row.span, kind, row.id) for row in rows]
    chosen: list[tuple[int, int, str, str]] = []
    for mark in sorted(marks, key=lambda m: (m[0], -m[1])):
        if not chosen or mark[0] >= chosen[-1][1]:
            chosen.append(mark)
    out, position = Markup(), 0
    for start, end, kind, ident in chosen:
        out += escape(page.text[position:start])
        out += Markup('<a class="{}" id="t-{}" href="#{}">{}</a>').format(kind, ident, ident, page.text[start:end])
        position = end
    out += escape(page.text[position:])
    return [Markup(p) for p in str(out).split("\n") if p.strip()]  # noqa: S704 - escaped piece by piece above
