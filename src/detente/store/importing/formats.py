"""What every format says of itself, and its rows as the relation `raw`."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import duckdb

from detente.errors import WrongFormat
from detente.store.importing.looks import header_names, looks_like
from detente.store.importing.pieces import Piece, is_utf8

__all__ = ["STAGED", "Format", "lay_raw", "text"]

# The columns of `staged`: one row a row of the file. `refused` names why it is not taken, `mends` which parts were left
# out (numbers of `Format.mends`). The first party is `a_…`, the second `b_…`; `mutual` where both act on each other.
STAGED = (
    "key", "digest", "refused", "mends", "line_start", "type", "mode", "contexts", "cameo", "quad", "intensity",
    "goldstein", "first_day", "final_day", "date_precision", "place_name", "place_country", "lat", "lon",
    "place_precision", "a_key", "a_name", "a_kind", "a_country", "a_sector", "a_code", "a_title", "a_basis", "b_key",
    "b_name", "b_kind", "b_country", "b_sector", "b_code", "b_title", "b_basis", "mutual", "counts", "publisher", "url",
    "original", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A data set's layout and its crosswalk.

    `columns` are in the order of a file without header. `stage` is a SELECT over `raw` that gives the columns `STAGED`.
    """

    name: str
    dataset: str
    columns: tuple[str, ...]
    stage: str
    mends: tuple[str, ...] = ()
    delimiter: str = "\t"
    quoted: bool = False
    header: str = "never"  # never | always | maybe (as the first row tells)
    required: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    revised: bool = False  # the data set publishes a row again when it learns more
    deletions: tuple[str, str] | None = None  # columns of its deletions feed: id, when
    fewest: int | None = None  # columns that a row must have, where the last ones may be missing


def text(value: str) -> str:
    """A literal of SQL."""
    return "'" + value.replace("'", "''") + "'"


def lay_raw(
    connection: duckdb.DuckDBPyConnection, form: Format, piece: Piece, *, named: Path, head: bytes
) -> str | None:
    """Make the view `raw` over a piece, and tell what is special about it, if anything.

    `deletions`: it is the format's feed of them; `header`: it has one that does not belong there.
    Raises WrongFormat where the piece has another layout than `form`.
    """
    names, skip = _layout(form, head, named)
    stray = bool(skip) and form.header == "never" and not piece.lines_before
    feed = form.deletions is not None and set(form.deletions) <= set(names) and not form.required <= set(names)
    columns: tuple[str, ...]
    if feed and form.deletions:
        columns = form.deletions
    else:
        columns = form.columns
        _check(form, names, named, head, headed=bool(skip))
    _view(connection, form, columns, (names, piece.path, 0 if piece.lines_before else skip))
    if feed:
        return "deletions"
    return "header" if stray else None


def _view(
    connection: duckdb.DuckDBPyConnection, form: Format, columns: tuple[str, ...], layout: tuple[list[str], Path, int]
) -> None:
    """The view `raw`: the format's columns whatever the file's order, `torn` and `line_start`."""
    names, path, skip = layout
    if form.quoted or form.header != "never":
        given = [_cleaned(name) if name in names else f'NULL::VARCHAR AS "{name}"' for name in columns]
    else:
        given = [f'"{name}"' for name in columns]
    given.append(f"{'NULL::VARCHAR' if form.quoted else _torn(form, names)} AS torn")
    start = f" || {text(form.delimiter)} || ".join(f"coalesce(\"{name}\", '')" for name in names[:3])
    given.append(f"{start} AS line_start")
    read = _read_csv(form, path, names if form.quoted else [*names, "more_columns"], skip)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS SELECT {', '.join(given)} FROM {read}")


def _torn(form: Format, names: list[str]) -> str:
    last = names[(form.fewest or len(names)) - 1]
    few = f"WHEN \"{last}\" IS NULL THEN 'too few columns'"
    return f"CASE {few} WHEN more_columns IS NOT NULL THEN 'too many columns' END"


def _cleaned(name: str) -> str:
    """A cell without the words that stand for nothing."""
    return f"CASE WHEN trim(\"{name}\") NOT IN ('', 'NA', 'NULL', 'None') THEN trim(\"{name}\") END AS \"{name}\""


def _layout(form: Format, head: bytes, named: Path) -> tuple[list[str], int]:
    """Names of the columns in the file's order, and how many lines its header has."""
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace").strip("\r").replace("\r", " ")
    cells = next(csv.reader(io.StringIO(first), delimiter=form.delimiter), []) if form.quoted else []
    names = header_names(form.delimiter.join(cells) if form.quoted else first, form.delimiter)
    headed = len({form.aliases.get(n, n) for n in names} & set(form.columns)) >= min(5, len(form.columns))
    feed = bool(form.deletions and set(form.deletions) <= set(names))
    if headed or feed:
        return _unique([form.aliases.get(n, n) for n in names]), 1
    if form.header == "always":
        raise _wrong(form, named, head)
    return list(form.columns), 0


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for n, name in enumerate(names):
        out.append(name if name and name not in seen else f"{name or 'column'}_{n}")
        seen[name] = n
    return out


def _check(form: Format, names: list[str], named: Path, head: bytes, *, headed: bool) -> None:
    if not form.required <= set(names):
        raise _wrong(form, named, head)
    if not headed and looks_like(head) != form.name:
        raise _wrong(form, named, head)


def _wrong(form: Format, named: Path, head: bytes) -> WrongFormat:
    found = looks_like(head)
    known = found in ("gdelt", "gdelt1", "gdelt-mentions", "icews", "polecat", "acled", "ucdp")
    hint = f"try `detente import {found} …`" if known and found != form.name else "see docs/store.md for the layouts"
    return WrongFormat(f"this is not {form.name}; it looks like {found}", where=str(named), hint=hint)


def _read_csv(form: Format, path: Path, names: list[str], skip: int) -> str:
    columns = "{" + ", ".join(f"{text(n)}: 'VARCHAR'" for n in names) + "}"
    quote = '"' if form.quoted else ""
    # a mark that no cell holds stands for NULL, so that an empty cell (taken) differs from a missing one (a torn row)
    options = (
        f"delim = {text(form.delimiter)}, quote = {text(quote)}, escape = {text(quote)}, header = false, skip = {skip},"
        f" columns = {columns}, auto_detect = false, strict_mode = false, null_padding = true, nullstr = '\x02',"
        f" ignore_errors = true, store_rejects = true, max_line_size = 10000000"
    )
    if form.quoted:
        options += ", parallel = false"
    if form.header != "never" and not is_utf8(path):
        options += ", encoding = 'latin-1'"
    return f"read_csv({text(str(path))}, {options})"
