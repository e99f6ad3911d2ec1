"""detente relations --store S"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import FORM, STORE
from detente.errors import UnknownName

__all__ = ["relations"]


def relations(
    *,
    store: STORE,
    start: Annotated[str | None, typer.Option("--from", help="First day.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    since: Annotated[str | None, typer.Option(help="The day that parts before from after; else the middle.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Pairs to show, most changed first.")] = 20,
    plot: Annotated[Path | None, typer.Option(help="Write a matrix: .png, .svg or .html.")] = None,
    form: FORM = "table",
) -> None:
    """Show all pairs of states: how they deal with each other, and whose relations changed most."""
    import pyarrow as pa  # noqa: PLC0415

    from detente.cli.dyad import parse_day  # noqa: PLC0415
    from detente.cli.tables import TABLES  # noqa: PLC0415
    from detente.measure import relations as measured  # noqa: PLC0415
    from detente.store import Frame, open_store  # noqa: PLC0415

    if form not in TABLES:
        raise UnknownName.among(form, list(TABLES), kind="format")
    days = parse_day(start, "--from"), parse_day(end, "--to"), parse_day(since, "--since")
    found = measured(open_store(store), start=days[0], end=days[1], since=days[2])
    if plot:
        from detente.brief.charts import matrix_chart, write_chart  # noqa: PLC0415

        write_chart(matrix_chart(found), plot)
    rows = [asdict(r) for r in (found[:top] if form == "table" else found)]
    if not rows:
        hint = "add reports with `detente add PATH… --store FILE`"
        typer.echo(f"no two states meet in this store and range; {hint}", err=True)
        return
    TABLES[form](Frame(lambda: pa.Table.from_pylist(rows)), sys.stdout)
