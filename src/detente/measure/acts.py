"""Who acted towards whom, one row an incident and pair: the flat tables that every measure is an expression over.

The store keeps them (`detente.store.folding` says what a row is). Dates wider than `width` days say too little for a
series: callers leave them out and count them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from detente.store import Frame

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from detente.store import Store

__all__ = ["COLUMNS", "PAIR_COLUMNS", "READ_COLUMNS", "known_codes", "pair_table", "rows", "tables"]

# Columns of the flat tables and their Ibis types: what another back end must hold.
COLUMNS = {
    "incident": "string", "source": "string", "target": "string", "directed": "boolean", "day": "date",
    "width": "int64", "by_report": "boolean", "by_place": "boolean", "type": "string", "mode": "string",
    "quad": "int64", "intensity": "float64", "goldstein": "float64", "status": "string", "standing": "string",
    "reports": "int64", "sources": "int64", "title": "string",
}  # fmt: skip
READ_COLUMNS = {"dataset": "string", "day": "date", "reports": "int64"}
PAIR_COLUMNS = {
    "a": "string", "b": "string", "day": "date", "status": "string", "incidents": "int64", "conflict": "int64",
    "intensity": "float64", "square": "float64",
}  # fmt: skip


def tables() -> tuple[ir.Table, ir.Table]:
    """Acts and the days that were read, as Ibis tables that belong to no back end yet."""
    import ibis  # noqa: PLC0415 - half a second of processor time, which most commands do not need

    return ibis.table(COLUMNS, name="acts"), ibis.table(READ_COLUMNS, name="read_days")


def pair_table() -> ir.Table:
    """Sums of each unordered pair by day and status, likewise."""
    import ibis  # noqa: PLC0415

    return ibis.table(PAIR_COLUMNS, name="pair_days")


def rows(store: Store, expression: ir.Table) -> Frame:
    """An expression over these tables, run on the store.

    Ibis writes the SQL and the store's own connection runs it: Ibis' DuckDB back end would bring pandas, and knows
    DuckDB only up to version 1.
    """
    import ibis  # noqa: PLC0415

    sql = ibis.to_sql(expression, dialect="duckdb")
    return Frame(lambda: _narrowed(store.query(sql).arrow()))


def _narrowed(table: pa.Table) -> pa.Table:
    """DuckDB's sums of integers have 128 bits, which Arrow calls decimals: as integers of 64 again."""
    fields = [pa.field(f.name, pa.int64()) if pa.types.is_decimal(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))


def known_codes(store: Store) -> frozenset[str]:
    """Codes of the states and organisations that the store tells of."""
    sql = "SELECT DISTINCT side FROM happening_parties WHERE side IS NOT NULL"
    return frozenset(row["side"] for row in store.query(sql))
