"""detente chronology --about "IND PAK" --from D --to D --store S"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.brief.cells import harmless
from detente.cli.options import STORE, one_of
from detente.cli.saying import say
from detente.errors import UnknownName

__all__ = ["chronology"]


def chronology(
    *,
    store: STORE,
    about: Annotated[str | None, typer.Option(help='Countries that all take part: "IND PAK".')] = None,
    begin: Annotated[str | None, typer.Option("--from", help="First day (ISO; a month or year will do).")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", help="text, html, md, csv or json.", autocompletion=one_of("text", "html", "md", "csv", "json")
        ),
    ] = "text",
) -> None:
    """Tell what happened, story by story and day by day."""
    import msgspec  # noqa: PLC0415

    from detente.link.chronology import FORMS  # noqa: PLC0415
    from detente.link.chronology import chronology as told  # noqa: PLC0415
    from detente.store import open_store  # noqa: PLC0415

    known = [*FORMS, "csv", "json"]
    UnknownName.check(form, known, kind="format")
    rows = told(open_store(store), about=(about or "").replace(",", " ").split(), begin=begin, end=end)
    if form == "csv":
        _csv(rows)
    elif form == "json":
        for row in rows:
            typer.echo(msgspec.json.encode(row, enc_hook=str).decode())
    else:
        say(FORMS[form](rows))


def _csv(rows: list[dict[str, object]]) -> None:
    import csv  # noqa: PLC0415

    columns = ("day", "id", "title", "status", "standing", "reports", "sources", "storyline", "story", "sentence")
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
