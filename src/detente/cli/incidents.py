"""detente incidents, detente incident ID"""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.options import FORM, STORE
from detente.cli.saying import say
from detente.errors import UnknownName

if TYPE_CHECKING:
    from detente.link.portrait import Attribute, Portrait, Value

__all__ = ["about_clause", "incident", "incidents"]

FORMS = ("table", "csv", "json")
LIST = """
SELECT i.id, coalesce(i.date."start", 'by ' || h.day) AS date, h.title, h.status, h.standing, h.reports, h.sources,
    i.storyline
FROM happenings AS h JOIN incidents AS i ON i.id = h.incident WHERE {about}
    AND (? IS NULL OR coalesce(final_day(coalesce(i.date."end", i.date."start")), h.day) >= first_day(?))
    AND (? IS NULL OR h.day <= final_day(?)) AND h.reports >= ?
ORDER BY h.day NULLS LAST, h.incident
"""
PARTIES = """h.incident IN (SELECT incident FROM happening_parties WHERE country IN (SELECT unnest(?))
    GROUP BY incident HAVING count(DISTINCT country) >= ?)"""


def about_clause(about: str | None) -> tuple[str, list[object]]:
    """SQL that keeps incidents in which all the countries named take part, and its values."""
    countries = sorted({c.upper() for c in (about or "").replace(",", " ").split()})
    return (PARTIES, [countries, len(countries)]) if countries else ("true", [])


def incidents(
    *,
    store: STORE,
    about: Annotated[str | None, typer.Option(help='Countries that all take part: "IND PAK".')] = None,
    begin: Annotated[str | None, typer.Option("--from", help="First day (ISO; a month or year will do).")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    reports: Annotated[int, typer.Option(min=1, help="Only those that so many reports tell.")] = 1,
    form: FORM = "table",
) -> None:
    """List the incidents: one happening a row, with the number of its reports and independent sources."""
    from detente.cli.tables import TABLES  # noqa: PLC0415
    from detente.store import open_store  # noqa: PLC0415

    UnknownName.check(form, FORMS, kind="format")
    clause, values = about_clause(about)
    found = open_store(store).query(LIST.format(about=clause), [*values, begin, begin, end, end, reports])
    if form != "table":
        TABLES[form](found, sys.stdout)
        return
    for row in found:
        say(_listed(row))
    say(_many(len(found), "incident"))


def _listed(row: dict[str, Any]) -> str:
    doubt = "".join(f", {row[k]}" for k in ("status", "standing") if row[k] not in ("occurred", "narrated"))
    told = f"{_many(row['reports'], 'report')}, {_many(row['sources'], 'source')}{doubt}"
    return f"{row['date'] or 'no date':<13}  {row['id']}  {row['title']}  ({told})"


def incident(
    ident: Annotated[str, typer.Argument(metavar="ID", help="An incident's id.")],
    *,
    store: STORE,
    form: FORM = "table",
) -> None:
    """Show an incident: what its reports agree on, where they differ, who denies it, and why they were joined."""
    import msgspec  # noqa: PLC0415

    from detente.link.portrait import portrait  # noqa: PLC0415
    from detente.store import open_store  # noqa: PLC0415

    UnknownName.check(form, FORMS, kind="format")
    found = portrait(open_store(store), ident)
    if form == "json":
        typer.echo(msgspec.json.encode(found, enc_hook=str).decode())
    elif form == "csv":
        _csv(found.attributes)
    else:
        _print(found)


def _csv(attributes: list[Attribute]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["attribute", "verdict", "value", "sources", "reports", "speakers"])
    for a in attributes:
        for v in a.values:
            writer.writerow([a.name, a.verdict, v.value, v.sources, "; ".join(v.reports), "; ".join(v.speakers)])


def _print(found: Portrait) -> None:
    row = found.incident
    say(f"incident {row['id']}  {row['title']}")
    told = f"{_many(row['reports'], 'report')}, {_many(row['sources'], 'independent source')}"
    say(f"  told by          {told}" + (f"; storyline {row['storyline']}" if row["storyline"] else ""))
    for a in found.attributes:
        say(f"  {a.name:<16} {a.verdict}: " + "; ".join(map(_value, a.values)))
    for n in found.tolls:
        span = f"{n.low:g}" if n.low == n.high else f"{n.low:g} to {n.high:g}"
        say(f"  {n.measure:<16} {n.published or 'no date'}: {span} ({_many(len(n.reports), 'report')})")
    for d in found.denials:
        say(f"  denied by        {d['speaker_text'] or '?'} (report {d['report']}): “…{d['said']}”")
    for t in found.tellings:
        copy = ", a copy" if t["copy"] else ""
        say(f"  {t['published'] or '':<10} {t['id']} {t['publisher'] or ''}{copy}: “{t['sentence'] or ''}”")
        say(f"             {t['link']}")
    for h in found.history:
        other = f" ({h['other']})" if h["other"] else ""
        say(f"  {h['moment']:%Y-%m-%d %H:%M} {h['incident']} {h['change']}{other}: {h['why']}")


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' * (n != 1)}"


def _value(v: Value) -> str:
    said = f", {', '.join(v.speakers)}" if v.speakers else ""
    return f"{v.value} ({v.sources}{said})"
