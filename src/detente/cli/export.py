"""detente export --store S --format F -o OUT"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import STORE, one_of
from detente.cli.saying import say

__all__ = ["export"]


def export(
    *,
    store: STORE,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="parquet, csv, jsonl, polecat, icews or plover-json.",
            autocompletion=one_of("parquet", "csv", "jsonl", "polecat", "icews", "plover-json"),
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Output file.")],
    table: Annotated[
        str,
        typer.Option(help="With parquet, csv and jsonl: a table or view; without it, current events as `timeline`."),
    ] = "timeline",
) -> None:
    """Write events or another table, or the field's own layouts. The file appears when all is written."""
    from detente.store import open_store  # noqa: PLC0415 - commands open only the rooms they need
    from detente.store.exporting import export as write  # noqa: PLC0415

    done = write(open_store(store), form, out, table=table)
    say(f"{out}: {done.rows:,} row{'s' * (done.rows != 1)}", err=True)
    if done.left_out:
        why = f"planned, threatened, denied or without a PLOVER type; {form} has no place for them"
        say(f"  left out {done.left_out:,}: {why}", err=True)
