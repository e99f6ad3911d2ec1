"""Writing a table or layout to a file: whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from detente.codebook.ontology import cameo_codes
from detente.errors import UnknownName, UnwritableOutput, UsageError
from detente.store.exporting.layouts import HAPPENED, ICEWS, PLOVER, POLECAT
from detente.store.importing.formats import text
from detente.store.importing.lookups import lay_out

if TYPE_CHECKING:
    from detente.store.store import Store

__all__ = ["FORMATS", "Exported", "export"]

# A quote that no cell holds: the field's tab-separated files are not quoted.
TABS = "FORMAT csv, HEADER true, DELIMITER '\t', QUOTE '\x01', ESCAPE '\x01'"
OPEN: Mapping[str, str] = MappingProxyType(
    {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER true", "jsonl": "FORMAT json"}
)
LAYOUTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"polecat": (POLECAT, TABS), "icews": (ICEWS, TABS), "plover-json": (PLOVER, "FORMAT json")}
)
FORMATS = (*OPEN, *LAYOUTS)
TABLES = (
    "timeline", "reports", "actors", "events", "claims", "figures", "deadlines", "checks", "notes", "incidents", "dyads",
    "event_parties", "mentions",
)  # fmt: skip
ORDERED = frozenset(TABLES) - {"dyads", "event_parties", "mentions"}


@dataclass(frozen=True, slots=True)
class Exported:
    """Rows written, and current events left out because the layout has no place for what did not happen."""

    rows: int
    left_out: int = 0


def export(store: Store, form: str, out: Path, *, table: str = "timeline") -> Exported:
    """Write a table (`parquet`, `csv`, `jsonl`) or a layout of the field to `out`.

    Raises UnknownName, UsageError (a table with a layout) or UnwritableOutput; `out` is then as it was.
    """
    UnknownName.check(form, FORMATS, kind="format")
    UnknownName.check(table, TABLES, kind="table")
    if form in LAYOUTS and table != "timeline":
        raise UsageError(f"{form} has a layout of its own", hint="leave out --table")
    with store.connected() as connection, _whole(out) as temporary:
        select, options = LAYOUTS.get(form) or (_select(connection, table, flat=form == "csv"), OPEN[form])
        if form in LAYOUTS:
            lay_out(connection)
            _labels(connection)
        rows = _copy(connection, select, temporary, options, out)
        return Exported(rows, _left_out(connection) if form in ("polecat", "icews") else 0)


def _select(connection: duckdb.DuckDBPyConnection, table: str, *, flat: bool) -> str:
    """All rows of a table; in CSV lists of text are joined with semicolons and what is nested is JSON."""
    columns = []
    for name, kind in connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall():
        if flat and kind == "VARCHAR[]":
            joined = f"array_to_string(\"{name}\", '; ')"
            columns.append(f'{_harmless(joined)} AS "{name}"')
        elif flat and kind == "VARCHAR":
            columns.append(f'{_harmless(chr(34) + name + chr(34))} AS "{name}"')
        elif flat and (kind.endswith("]") or kind.startswith("STRUCT")):
            columns.append(f'to_json("{name}")::VARCHAR AS "{name}"')
        else:
            columns.append(f'"{name}"')
    return f"SELECT {', '.join(columns)} FROM {table}{' ORDER BY id' if table in ORDERED else ''}"


def _harmless(value: str) -> str:
    """Text that a spreadsheet does not run as a formula: an apostrophe before what it would."""
    return f"CASE WHEN regexp_matches({value}, '^[=+@\\t\\r\\n-]') THEN chr(39) || {value} ELSE {value} END"


def _labels(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [{"code": code, "label": info.label} for code, info in cameo_codes().items()]
    connection.register("label_rows", pa.Table.from_pylist(rows))
    connection.execute("CREATE OR REPLACE TEMP TABLE cameo_labels AS SELECT * FROM label_rows")


def _copy(connection: duckdb.DuckDBPyConnection, select: str, temporary: Path, options: str, out: Path) -> int:
    try:
        row = connection.execute(f"COPY ({select}) TO {text(str(temporary))} ({options})").fetchone()
    except duckdb.IOException as error:
        said = " ".join(str(error).split())[:120]
        raise UnwritableOutput(f"cannot write it ({said})", where=str(out), hint="check space and rights") from error
    return int(row[0]) if row else 0


def _left_out(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(f"SELECT count(*) FROM events AS e WHERE e.current AND NOT ({HAPPENED})").fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A name beside `path` that takes its place when the block ends well. Raises UnwritableOutput."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as made:
            temporary = Path(made.name)
    except OSError as error:
        said = f"cannot write there ({error.strerror})"
        raise UnwritableOutput(said, where=str(path), hint="choose another folder") from error
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        said = f"cannot write it ({error.strerror})"
        raise UnwritableOutput(said, where=str(path), hint="check space and rights") from error
    finally:
        temporary.unlink(missing_ok=True)
