"""The file: opening it, waiting for whoever writes it, and telling its errors in our words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from detente.errors import (
    DetenteError,
    ForeignStore,
    FullDisk,
    LockedStore,
    MissingStore,
    NewerStore,
    UnusableStore,
)
from detente.store.folding import fold, is_folded
from detente.store.migrations import NEWEST, migrate, version_of

__all__ = ["WAIT", "connected", "transaction"]

WAIT = 10.0  # seconds that reader and writer wait for each other; a batch of reports is written in far less
PAUSE = 0.05
# How DuckDB words what we tell apart (it has one class for all errors of input and output).
LOCKED = ("set lock", "conflicting lock", "different configuration", "being used by another process")
FULL = ("no space left", "could not write", "out of disk", "failed to write", "disk quota")
DAMAGED = ("checksum", "corrupt", "checkpoint", "could not read enough bytes")
FOREIGN = ("not a valid duckdb", "magic bytes", "file is not a database")
# DuckDB has its extensions in the package and must fetch none: nothing leaves the machine. Where it may, it tries to
# before it replays a log that holds JSON (what a killed migration leaves), and without a network the store stays shut.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": "false"}
NEWER = ("newer version", "storage version", "version number")


@contextmanager
def connected(
    path: Path, *, write: bool = False, wait: float = WAIT, memory: str | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the store at `path`, with the newest schema.

    Readers share the file; a writer has it alone, for as long as this block lasts. Whoever comes meanwhile waits up to
    `wait` seconds. A store that is missing is made where `write` is set. Raises MissingStore, LockedStore, NewerStore,
    ForeignStore or FullDisk.
    """
    if not write and not path.exists():
        raise MissingStore("there is no store", where=str(path), hint="make one with `detente add PATH… --store FILE`")
    connection = _current(path, wait, write=write)
    try:
        _settle(connection, memory)
        yield connection
    except duckdb.Error as error:
        raise told(error, path) from error
    finally:
        _closed(connection, path)


def _current(path: Path, wait: float, *, write: bool) -> duckdb.DuckDBPyConnection:
    """A connection to a store of the newest schema, for reading folded as well."""
    if path.exists() and not write:
        connection = _opened(path, write=False, wait=wait)
        try:
            if _checked(version_of(connection), path) == NEWEST and is_folded(connection):
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
    _bring_up_to_date(path, wait, folded=not write)
    return _opened(path, write=write, wait=wait)


def _settle(connection: duckdb.DuckDBPyConnection, memory: str | None) -> None:
    """Settings that every connection has: times in UTC, no variables of the caller as tables, no progress bar."""
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET enable_progress_bar = false")  # it would be printed among the results
    if memory:
        connection.execute("SET memory_limit = ?", [memory])


def _closed(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        connection.close()
    except duckdb.Error as error:  # a full disk shows when the log is folded into the file
        raise told(error, path) from error


def _bring_up_to_date(path: Path, wait: float, *, folded: bool) -> None:
    """Make the schema, or migrate an older one; with `folded`, fold what an import has left to whoever reads first."""
    fresh = not path.exists()
    if not fresh and not folded and _version(path, wait) == NEWEST:
        return
    if not path.parent.is_dir():
        raise MissingStore("the folder does not exist", where=str(path), hint="make it, or choose another")
    connection = _opened(path, write=True, wait=wait)
    try:
        _settle(connection, None)
        migrate(connection, _checked(version_of(connection), path))
        if folded and not is_folded(connection):
            with transaction(connection):
                fold(connection)
    except duckdb.Error as error:
        raise told(error, path) from error
    finally:
        _closed(connection, path)


def _version(path: Path, wait: float) -> int:
    connection = _opened(path, write=False, wait=wait)
    try:
        return _checked(version_of(connection), path)
    finally:
        connection.close()


def _checked(version: int | None, path: Path) -> int:
    if version is None:
        raise ForeignStore("this database is not a store of Détente", where=str(path), hint="give another file")
    if version > NEWEST:
        raise NewerStore(
            f"its schema is version {version}, and this Détente knows up to {NEWEST}",
            where=str(path),
            hint="update Détente; the store is as it was",
        )
    return version


def _opened(path: Path, *, write: bool, wait: float) -> duckdb.DuckDBPyConnection:
    end = time.monotonic() + wait
    while True:
        try:
            return duckdb.connect(str(path), read_only=not write, config=OFFLINE)
        except duckdb.Error as error:
            problem = told(error, path)
            if not isinstance(problem, LockedStore) or time.monotonic() >= end:
                raise problem from error
            time.sleep(PAUSE)


def told(error: duckdb.Error, path: Path) -> DetenteError:
    """An error of DuckDB in our words."""
    said = " ".join(str(error).split())
    low = said.lower()
    if any(mark in low for mark in LOCKED):
        return LockedStore(
            "another process is using the store", where=str(path), hint="wait until it has done, or stop it"
        )
    if any(mark in low for mark in FULL):
        return FullDisk("there is no room left to write", where=str(path), hint="make room; what was there is intact")
    if any(mark in low for mark in NEWER):
        return NewerStore("a newer DuckDB wrote this file", where=str(path), hint="update duckdb; the store is intact")
    if any(mark in low for mark in FOREIGN):
        return ForeignStore("this file is not a store", where=str(path), hint="give a file that `detente add` made")
    if any(mark in low for mark in DAMAGED):
        return UnusableStore(
            f"a page of the file is damaged ({said[:120]})",
            where=str(path),
            hint="put back a copy of the store; or export the tables that can still be read, and add the reports anew",
        )
    return UnusableStore(f"the store cannot be used ({said[:200]})", where=str(path), hint="see the message above")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is done in this block, or nothing."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        with_rollback(connection)
        raise
    connection.execute("COMMIT")


def with_rollback(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo; a connection that a full disk has made invalid has nothing to undo."""
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        return
