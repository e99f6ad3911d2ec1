"""Rows of a query as a table for people, CSV or JSON."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO, Any

import msgspec

from detente.brief.cells import harmless, plain
from detente.store import Frame

__all__ = ["TABLES", "cell", "rows_in_pieces"]

SHOWN_ROWS = 500  # more scroll past; csv and json give all
PIECE = 10_000
SPACES = str.maketrans("\n\r\t", "   ")


def cell(value: object) -> str:
    """A value on one line; lists joined with semicolons, nested values as JSON."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "; ".join(value).translate(SPACES)
    if isinstance(value, list | dict):
        return msgspec.json.encode(value, enc_hook=str).decode()
    return str(value).translate(SPACES)


def rows_in_pieces(frame: Frame) -> Iterator[dict[str, Any]]:
    """Rows as dictionaries, without all of them in Python at once."""
    for batch in frame.arrow().to_batches(max_chunksize=PIECE):
        yield from batch.to_pylist()


def _as_table(frame: Frame, out: IO[str]) -> None:
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name in frame.columns:
        table.add_column(name, overflow="fold")
    for row in islice(rows_in_pieces(frame), SHOWN_ROWS):
        table.add_row(*(Text(plain(cell(v))) for v in row.values()))
    Console(file=out, highlight=False).print(table)
    more = f", the first {SHOWN_ROWS} shown; --format csv gives all" if len(frame) > SHOWN_ROWS else ""
    out.write(f"{len(frame)} row{'s' * (len(frame) != 1)}{more}\n")


def _as_csv(frame: Frame, out: IO[str]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in rows_in_pieces(frame):
        writer.writerow([harmless(cell(v)) if isinstance(v, str | list) else cell(v) for v in row.values()])


def _as_json(frame: Frame, out: IO[str]) -> None:
    """One object a line."""
    for row in rows_in_pieces(frame):
        out.write(msgspec.json.encode(row, enc_hook=str).decode() + "\n")


TABLES: dict[str, Callable[[Frame, IO[str]], None]] = {"table": _as_table, "csv": _as_csv, "json": _as_json}
