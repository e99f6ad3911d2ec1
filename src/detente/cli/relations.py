"""detente relations --store S"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.options import FORM, STORE
from detente.cli.saying import say
from detente.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from detente.measure import Relation
    from detente.store import Store

__all__ = ["relations"]

CHARTS = ("matrix", "network", "map")


def relations(
    *,
    store: STORE,
    start: Annotated[str | None, typer.Option("--from", help="First day.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    since: Annotated[str | None, typer.Option(help="The day that parts before from after; else the middle.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Pairs to show, most changed first.")] = 20,
    plot: Annotated[Path | None, typer.Option(help="Write a chart: .png, .svg or .html.")] = None,
    chart: Annotated[str, typer.Option(help="Draw a matrix, network or map.")] = "matrix",
    form: FORM = "table",
) -> None:
    """Show all pairs of states: how they deal with each other, and whose relations changed most."""
    import pyarrow as pa  # noqa: PLC0415

    from detente.cli.dyad import parse_day  # noqa: PLC0415
    from detente.cli.tables import TABLES  # noqa: PLC0415
    from detente.measure import relations as measured  # noqa: PLC0415
    from detente.store import Frame, open_store  # noqa: PLC0415

    UnknownName.check(form, TABLES, kind="format")
    days = parse_day(start, "--from"), parse_day(end, "--to"), parse_day(since, "--since")
    if chart not in CHARTS:
        raise UnknownName.among(chart, list(CHARTS), kind="chart")
    opened = open_store(store)
    found = measured(opened, start=days[0], end=days[1], since=days[2])
    if plot:
        from detente.brief.charts import write_chart  # noqa: PLC0415

        write_chart(_drawn(opened, found, chart, (days[0], days[1])), plot)
    rows = [asdict(r) for r in (found[:top] if form == "table" else found)]
    if not rows:
        hint = "add reports with `detente add PATH… --store FILE`"
        say(f"no two states meet in this store and range; {hint}", err=True)
        return
    TABLES[form](Frame(lambda: pa.Table.from_pylist(rows)), sys.stdout)


def _drawn(
    store: Store, found: Sequence[Relation], chart: str, days: tuple[date | None, date | None]
) -> dict[str, Any]:
    from detente.brief import charts  # noqa: PLC0415
    from detente.measure import places  # noqa: PLC0415

    if chart == "map":
        return charts.map_chart(places(store, start=days[0], end=days[1]))
    return charts.network_chart(found) if chart == "network" else charts.matrix_chart(found)
