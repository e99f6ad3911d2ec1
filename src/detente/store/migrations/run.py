"""Brings a store to the newest schema, each step in a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import duckdb

from detente.store.migrations import v1, v2, v3, v4

__all__ = ["NEWEST", "STEPS", "migrate", "version_of"]

STEPS: Mapping[int, Sequence[str]] = MappingProxyType(
    {1: v1.STATEMENTS, 2: v2.STATEMENTS, 3: v3.STATEMENTS, 4: v4.STATEMENTS}
)
NEWEST = max(STEPS)


def version_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The schema's version; 0 of an empty file, None of a database that is not ours."""
    try:
        row = connection.execute("SELECT max(version) FROM schema_version").fetchone()
    except duckdb.CatalogException:  # listing all tables first would take longer than many a query
        return 0 if connection.execute("SELECT 1 FROM duckdb_tables() LIMIT 1").fetchone() is None else None
    return int(row[0]) if row and row[0] is not None else None


def migrate(
    connection: duckdb.DuckDBPyConnection, found: int, *, steps: Mapping[int, Sequence[str]] = STEPS
) -> list[int]:
    """Run the steps above `found`. A step that fails or is interrupted leaves the store as it was before it."""
    run = [version for version in sorted(steps) if version > found]
    for version in run:
        connection.execute("BEGIN")
        try:
            for statement in steps[version]:
                connection.execute(statement)
            connection.execute("INSERT INTO schema_version VALUES (?, now())", [version])
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return run
