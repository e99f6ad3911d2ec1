"""The brief as a terminal page (rich)."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.brief.view import EventRow, Page, page_of
from detente.records import Record

__all__ = ["print_brief"]

QUAD_STYLE = {1: "green", 2: "bold green", 3: "yellow", 4: "bold red"}
STATUS_STYLE = {"occurred": "", "ongoing": "", "negated": "strike dim", "hypothetical": "dim italic"}
LONGEST_CLAIM = 160


def print_brief(record: Record, *, console: Console, sentences: bool = False) -> None:
    """Print the sections that have something in them; `sentences` puts the sentence and the reason under each row."""
    page = page_of(record)
    console.print(Text(page.title, style="bold"))
    console.print(Text(f"published {page.published}{' · ' + page.source if page.source else ''}", style="dim"))
    console.print(Text(page.summary, style="dim"))
    for heading, body in _sections(page, sentences=sentences):
        console.print()
        console.print(Text(heading, style="bold underline"))
        console.print(body)


def _sections(page: Page, *, sentences: bool) -> Iterable[tuple[str, Table]]:
    if page.events:
        yield "What happened, and what is to come", _events(page, sentences=sentences)
    if page.claims:
        yield "Who says so", _claims(page, sentences=sentences)
    if page.figures:
        yield "Figures", _figures(page, sentences=sentences)
    if page.checks:
        yield "What follows", _list((c,) for c in page.checks)
    if page.deadlines:
        yield "Due", _rows(("due", "what", "who", "from"), page.deadlines)
    if page.actors:
        yield (
            "Who is who",
            _rows(("name", "code", "title", "mentions"), ((n, c, t, str(k)) for n, c, t, k in page.actors)),
        )
    yield "Notes", _list((n,) for n in page.notes)


def _table(columns: Iterable[str]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim", expand=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _rows(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    table = _table(columns)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _list(rows: Iterable[tuple[str]]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for (text,) in rows:
        table.add_row(Text("•"), Text(text))
    return table


def _events(page: Page, *, sentences: bool) -> Table:
    table = _table(("", "who → to whom", "did", "when, where", "told as"))
    for row in page.events:
        table.add_row(*_event_cells(row))
        if sentences:
            _under(table, row.sentence, row.why)
    return table


def _event_cells(row: EventRow) -> list[Text]:
    style = STATUS_STYLE.get(row.status, "")
    who = row.who if row.whom == "-" else f"{row.who} → {row.whom}"
    told = Text(row.status, style="" if row.status == "occurred" else "cyan")
    if row.standing != "narrated":
        told.append(f", {row.standing}{f' ({row.voice})' if row.voice else ''}", style="magenta")
    return [
        Text(row.id, style="dim"),
        Text(who, style=style),
        Text(row.did, style=QUAD_STYLE[row.quad]),
        Text(", ".join(filter(None, (row.when, row.where)))),
        told,
    ]


def _under(table: Table, sentence: str, why: str) -> None:
    """A row of its own below: the sentence, and the reason."""
    below = Text(f"“{sentence}”", style="dim italic")
    if why:
        below.append(f"\nbecause: {why}", style="dim")
    table.add_row("", below)


def _claims(page: Page, *, sentences: bool) -> Table:
    table = _table(("", "who", "act", "what", "evidence", "medium"))
    for row in page.claims:
        what = row.what if len(row.what) <= LONGEST_CLAIM else row.what[: LONGEST_CLAIM - 1] + "…"
        cells = (row.id, row.speaker, row.act, what, row.evidence, row.medium)
        table.add_row(*(Text(c) for c in cells))
        if sentences:
            _under(table, row.sentence, "")
    return table


def _figures(page: Page, *, sentences: bool) -> Table:
    table = _table(("", "value", "of what", "whose", "when"))
    for row in page.figures:
        table.add_row(*(Text(c) for c in (row.id, row.value, row.measure, row.whose, row.period)))
        if sentences:
            _under(table, row.sentence, "")
    return table
