"""detente dyad A B --store S"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.options import FORM, STORE
from detente.cli.saying import say
from detente.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from detente.measure import Dyad, Turn
    from detente.store import Frame, Store

__all__ = ["dyad", "parse_day"]

# Counts by quad: verbal and material cooperation (+), verbal and material conflict (−).
COLUMNS = ("period", "incidents", "95%", "v+", "m+", "v−", "m−", "intensity", "95% ", "Goldstein", "net", "disputed",
           "sources", "read")  # fmt: skip
CHARTS = ("timeline", "network", "map")
DISPENSABLE = ("95% ", "Goldstein", "disputed", "95%", "sources", "net")
STATUSES = ("occurred", "ongoing", "planned", "offered", "threatened", "hypothetical", "negated")


def parse_day(text: str | None, name: str) -> date | None:
    """A day of an option. Raises UsageError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{text!r} is not a day", where=name, hint="write it as 2025-04-22") from error


def dyad(
    first: Annotated[str, typer.Argument(metavar="A", help="A state by code or name; several as IND,BGD.")],
    second: Annotated[str | None, typer.Argument(metavar="[B]", help="The other; without it, everybody else.")] = None,
    *,
    store: STORE,
    by: Annotated[str | None, typer.Option(help="day, week, month or quarter; by the range without it.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    directed: Annotated[bool, typer.Option("--directed", help="Only what A did to B.")] = False,
    status: Annotated[str, typer.Option(help="What counts, with commas between.")] = "occurred,ongoing",
    plot: Annotated[Path | None, typer.Option(help="Write a chart: .png, .svg or .html.")] = None,
    chart: Annotated[str, typer.Option(help="Draw a timeline, network or map.")] = "timeline",
    form: FORM = "table",
) -> None:
    """Measure what two states, or two groups of states, did to each other over time."""
    from detente.cli.tables import TABLES  # noqa: PLC0415
    from detente.measure import dyad as measured  # noqa: PLC0415
    from detente.measure import parse_group  # noqa: PLC0415
    from detente.measure.acts import known_codes  # noqa: PLC0415
    from detente.measure.series import PERIODS  # noqa: PLC0415
    from detente.store import open_store  # noqa: PLC0415

    UnknownName.check(form, TABLES, kind="format")
    UnknownName.check(chart, CHARTS, kind="chart")
    if by:
        UnknownName.check(by, PERIODS, kind="period")
    statuses = tuple(s.strip() for s in status.split(","))
    for s in statuses:
        UnknownName.check(s, STATUSES, kind="status")
    opened = open_store(store)
    held = known_codes(opened)
    a, b = parse_group(first, held=held), parse_group(second, held=held) if second else ()
    days = parse_day(start, "--from"), parse_day(end, "--to")
    found = measured(opened, a, b, by=by, start=days[0], end=days[1], statuses=statuses, directed=directed)  # type: ignore[arg-type]
    if plot:
        from detente.brief.charts import write_chart  # noqa: PLC0415

        write_chart(_drawn(opened, found, chart, days, statuses), plot)
    if form == "table":
        _told(found)
    else:
        TABLES[form](_frame(found.rows), sys.stdout)


def _drawn(
    store: Store, found: Dyad, chart: str, days: tuple[date | None, date | None], statuses: tuple[str, ...]
) -> dict[str, Any]:
    from detente.brief import charts  # noqa: PLC0415
    from detente.measure import places, relations  # noqa: PLC0415

    start, end = days
    if chart == "map":
        return charts.map_chart(places(store, found.a, found.b, start=start, end=end, statuses=statuses))
    if chart == "network":
        sides = {*found.a, *found.b}
        met = relations(store, start=start, end=end, statuses=statuses)
        return charts.network_chart([r for r in met if r.a in sides or r.b in sides])
    return charts.dyad_chart(found)


def _frame(rows: list[dict[str, Any]]) -> Frame:
    import pyarrow as pa  # noqa: PLC0415

    from detente.store import Frame  # noqa: PLC0415

    return Frame(lambda: pa.Table.from_pylist(rows))


def _told(found: Dyad) -> None:
    """The series as a table, then what turned, and who acts first."""
    from detente.cli.tables import TABLES  # noqa: PLC0415

    names = "+".join(found.a), "+".join(found.b) or "everybody else"
    arrow = " → " if found.directed else " – "
    count = len(found.incidents)
    say(f"{arrow.join(names)}, by {found.by}: {count} incident{'s' * (count != 1)}")
    if not found.rows:
        say("nothing between them is in the store that occurred in this range")
        return
    TABLES["table"](_frame(_narrowed(list(_lines(found.rows)))), sys.stdout)
    if found.undated:
        say(f"{found.undated} without a day of their own stand on the day of their report")
    if found.placed:
        say(f"{found.placed} name no state acted upon and count against the state where they happened")
    if found.vague:
        say(f"{found.vague} with a date wider than a {found.by} are left out of the rows")
    for head, turns in (("Ruptures", found.ruptures), ("Escalation and easing", found.calls)):
        _turns(head, turns)
    _turns("Unusual days", found.unusual[-10:])
    _answers(found, names)


def _narrowed(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    """As many columns as the terminal has room for; what is left out first is in `--format csv`."""
    kept = list(COLUMNS)
    for name in ("", *DISPENSABLE):
        kept = [c for c in kept if c != name]
        width = sum(max(len(c), *(len(line[c]) for line in lines)) + 3 for c in kept)
        if width <= get_terminal_size().columns:
            break
    return [{c: line[c] for c in kept} for line in lines]


def _lines(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """A line a period; runs of periods in which nothing is told are one line."""
    for told, run in groupby(rows, key=lambda r: r["record"] == "told"):
        if told:
            yield from (_line(row) for row in run)
        else:
            yield _nothing(list(run))


def _nothing(run: list[dict[str, Any]]) -> dict[str, str]:
    read = sum(row["read"] for row in run)
    unread = sum(row["record"] == "unread" for row in run)
    days = str(run[0]["period"]) + (f" … {run[-1]['period']}" if len(run) > 1 else "")
    missing = f" ({unread} unread)" if unread else ""
    return dict.fromkeys(COLUMNS, "") | {"period": days, "incidents": "0", "read": f"{read}{missing}"}


def _line(row: dict[str, Any]) -> dict[str, str]:
    quads = [row[k] for k in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")]
    cells = (
        str(row["period"]), str(row["incidents"]), f"{row['incidents_low']:.1f}–{row['incidents_high']:.1f}",
        *(str(n or "") for n in quads), f"{row['intensity']:+.1f}",
        f"{row['intensity_low']:+.0f} … {row['intensity_high']:+.0f}", f"{row['goldstein']:+.1f}", f"{row['net']:+.2f}",
        str(row["disputed"] or ""), str(row["sources"]), str(row["read"]),
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def _turns(head: str, turns: list[Turn]) -> None:
    if turns:
        say(f"\n{head}")
    for turn in turns:
        say(f"{turn.day}  {turn.kind}: {turn.why}")
        for row in turn.incidents[:3]:
            title = " ".join((row["title"] or "").split())
            told = title if len(title) <= 90 else title[:89] + "…"
            say(f"            {row['day']} {row['type']} {row['intensity']:+.1f}  {row['incident']}  {told}")


def _answers(found: Dyad, names: tuple[str, str]) -> None:
    say("\nWho acts first, and who answers in kind within a week")
    for sign in found.answers:
        sides = ((names[0], sign.a_acts, sign.a_answered, sign.a_began, True),
                 (names[1], sign.b_acts, sign.b_answered, sign.b_began, False))  # fmt: skip
        for name, acts, answered, began, ours in sides:
            if acts:
                low, high = sign.answered(ours=ours)
                share = f"{answered / acts:.0%} ({low:.0%}–{high:.0%})"
                say(f"{sign.sign:<12} {name:<16} {acts} acts, {share} answered; began {began} after a quiet week")
