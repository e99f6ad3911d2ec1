"""A store as one object: its nouns, its queries, and what may be written to it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.errors import MalformedQuery
from detente.records import Record
from detente.store.adding import Added, Coded, add_records, held_reports
from detente.store.database import WAIT, connected
from detente.store.frame import Frame
from detente.store.showing import Shown, show

__all__ = ["Store", "open_store"]

TABLES = (
    "reports", "actors", "events", "claims", "figures", "deadlines", "checks", "notes", "incidents", "timeline",
    "dyads", "event_parties", "report_versions", "happenings", "happening_parties", "acts", "pair_days", "read_days",
)  # fmt: skip
# What a reader's SQL may get wrong; all else is the store's own trouble.
MISTAKES = (
    duckdb.BinderException, duckdb.CatalogException, duckdb.ConversionException, duckdb.InvalidInputException,
    duckdb.ParserException, duckdb.PermissionException, duckdb.OutOfRangeException, duckdb.SyntaxException,
    duckdb.TypeMismatchException, duckdb.NotImplementedException, duckdb.InvalidTypeException,
)  # fmt: skip


class Store:
    """The record on disk. Nothing stays open between calls, so that others can read and write.

    `store.events`, `store.reports` and so on are the tables; `store.query(sql)` is any SELECT over them.
    """

    def __init__(self, path: str | Path, *, wait: float = WAIT) -> None:
        self.path = Path(path)
        self.wait = wait
        self._within = threading.local()  # the block and connection of `reading`, by thread

    def connected(
        self, *, write: bool = False, memory: str | None = None
    ) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A DuckDB connection, for as long as a `with` block lasts. Raises as `detente.store.database.connected`."""
        block: ExitStack | None = getattr(self._within, "block", None)
        if block is None or write:
            return connected(self.path, write=write, wait=self.wait, memory=memory)
        if self._within.connection is None:
            self._within.connection = block.enter_context(connected(self.path, wait=self.wait, memory=memory))
        return nullcontext(self._within.connection)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One connection for all that this thread reads in the block, opened when it is first needed.

        Opening takes longer than most queries do. Nothing may be written in the block.
        """
        with ExitStack() as block:
            self._within.block, self._within.connection = block, None
            try:
                yield
            finally:
                self._within.block = None

    def query(self, sql: str, parameters: Sequence[object] = ()) -> Frame:
        """Rows of a SELECT. Raises MalformedQuery where the SQL is wrong or would write."""
        return Frame(partial(self._table, sql, parameters))

    def _table(self, sql: str, parameters: Sequence[object]) -> pa.Table:
        with self.connected() as connection:
            connection.execute("SET enable_external_access = false")
            try:
                relation = connection.sql(sql, params=list(parameters))
                return relation.to_arrow_table() if relation is not None else pa.table({})
            except MISTAKES as error:
                said = " ".join(str(error).split("\n\n")[0].split())
                hint = "tables: " + ", ".join(TABLES)
                raise MalformedQuery(f"the query cannot be run: {said[:400]}", hint=hint) from error

    def __getattr__(self, name: str) -> Frame:
        """A table by its name."""
        if name in TABLES:
            return self.query(f"SELECT * FROM {name}")
        raise AttributeError(f"a store has no {name!r}; tables: {', '.join(TABLES)}")

    def add(self, records: Iterable[Record | Coded]) -> Added:
        """Write records in one transaction."""
        with self.connected(write=True) as connection:
            return add_records(connection, records)

    def held(self) -> dict[str, str]:
        """Id of the current report by its key (address, else whole path); empty where there is no store yet."""
        if not self.path.exists():
            return {}
        with self.connected() as connection:
            return held_reports(connection)

    def show(self, ident: str) -> Iterator[Shown]:
        """Whatever an id, a name or a code stands for. Raises UnknownId."""
        with self.connected() as connection:
            yield from show(connection, ident)

    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], NDArray[np.float32], NDArray[np.float32]]:
        """Events that have vectors: their ids, and the vectors of trigger and sentence (each events x 384)."""
        where = "" if ids is None else " WHERE id IN (SELECT unnest(?))"
        with self.connected() as connection:
            found = connection.execute(
                f"SELECT id, trigger, sentence FROM vectors{where} ORDER BY id",
                [] if ids is None else [list(ids)],
            ).fetchall()
        return [row[0] for row in found], _stacked([row[1] for row in found]), _stacked([row[2] for row in found])

    def counts(self) -> dict[str, int]:
        """Rows by table, superseded ones included."""
        with self.connected() as connection:
            return {table: _count(connection, table) for table in TABLES[:9]}

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{name}</td><td>{n}</td></tr>" for name, n in self.counts().items())
        return f"<table><thead><tr><th>table</th><th>rows</th></tr></thead><tbody>{rows}</tbody></table>"

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row: Any = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0])


def _stacked(blobs: list[bytes]) -> NDArray[np.float32]:
    if not blobs:
        return np.zeros((0, 0), np.float32)
    return np.frombuffer(b"".join(blobs), "<f2").reshape(len(blobs), -1).astype(np.float32)


def open_store(path: str | Path, *, wait: float = WAIT) -> Store:
    """The store at `path`; it is made when something is first written to it."""
    return Store(path, wait=wait)
