"""Records into the store: each report once, a changed one as a new version, the old kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.records import Record, Report
from detente.store.database import transaction
from detente.store.folding import fold, mark_unfolded
from detente.store.rows import NOUNS, Row, global_id, rows_of, table_of

__all__ = ["Added", "Coded", "add_records", "held_reports", "key_of"]

ADDRESS = re.compile(r"https?://", re.IGNORECASE)
VECTOR = np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class Coded:
    """A record with the vectors of its events: means over the trigger's and the sentence's words (events x width)."""

    record: Record
    triggers: NDArray[np.float32] | None = None
    sentences: NDArray[np.float32] | None = None


@dataclass(slots=True)
class Added:
    """How many reports were new, new versions of ones that were held, or held already."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __iadd__(self, other: Added) -> Added:
        """Add up batches."""
        self.new, self.changed, self.same = self.new + other.new, self.changed + other.changed, self.same + other.same
        return self


@dataclass(slots=True)
class _Plan:
    """What a batch will write."""

    insert: list[Coded] = field(default_factory=list)
    versions: list[tuple[str, int, str]] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)  # keys whose report is no longer the current one
    touched: set[str] = field(default_factory=set)  # reports whose `current` may change
    numbers: dict[str, int] = field(default_factory=dict)


def key_of(report: Report) -> str:
    """What a report keeps when its text changes: its address, else its whole path, else (pasted text) its id."""
    if report.url and ADDRESS.match(report.url):
        return report.url
    return str(Path(report.path).absolute()) if report.path else f"id:{report.id}"


def held_reports(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Id of the current report by key."""
    return dict(connection.execute("SELECT key, report FROM report_versions WHERE current").fetchall())


def add_records(connection: duckdb.DuckDBPyConnection, batch: Iterable[Coded | Record]) -> Added:
    """Write a batch in one transaction. What the store holds already is left as it is."""
    coded = [c if isinstance(c, Coded) else Coded(c) for c in batch]
    if not coded:
        return Added()
    with transaction(connection):
        added, plan = _planned(connection, coded)
        now = datetime.now(UTC)
        _insert(connection, plan, now)
        _supersede(connection, plan, now)
        if plan.touched:
            reports = sorted(plan.touched)
            mark_unfolded(connection, "SELECT id FROM events WHERE report IN (SELECT unnest(?))", [reports])
            fold(connection)
    return added


def _planned(connection: duckdb.DuckDBPyConnection, coded: Sequence[Coded]) -> tuple[Added, _Plan]:
    keys = [key_of(c.record.report) for c in coded]
    current, numbers = _versions(connection, keys)
    held = _held_ids(connection, [c.record.report.id for c in coded])
    added, plan = Added(), _Plan()
    for key, item in zip(keys, coded, strict=True):
        report = item.record.report.id
        if current.get(key) == report:
            added.same += 1
            continue
        if key in current:
            plan.replaced.append(key)
            plan.touched.add(current[key])
            added.changed += 1
        else:
            added.new += 1
        numbers[key] = numbers.get(key, 0) + 1
        current[key] = report
        plan.versions.append((key, numbers[key], report))
        plan.touched.add(report)
        if report not in held:
            held.add(report)
            plan.insert.append(item)
            plan.numbers[report] = numbers[key]
    return added, plan


def _versions(connection: duckdb.DuckDBPyConnection, keys: list[str]) -> tuple[dict[str, str], dict[str, int]]:
    found = connection.execute(
        "SELECT key, max(version), max(report) FILTER (current) FROM report_versions"
        " WHERE key IN (SELECT unnest(?)) GROUP BY key",
        [keys],
    ).fetchall()
    return {key: report for key, _, report in found}, {key: number for key, number, _ in found}


def _held_ids(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> set[str]:
    rows = connection.execute("SELECT id FROM reports WHERE id IN (SELECT unnest(?))", [ids]).fetchall()
    return {report for (report,) in rows}


def _insert(connection: duckdb.DuckDBPyConnection, plan: _Plan, now: datetime) -> None:
    if not plan.insert:
        return
    reports = [_report_row(c.record.report, plan.numbers, now) for c in plan.insert]
    _append(connection, "reports", pa.Table.from_pylist(reports))
    rows: dict[str, list[Row]] = {noun: [] for noun in NOUNS}
    for item in plan.insert:
        for noun, found in rows_of(item.record).items():
            rows[noun] += found
    for noun in NOUNS:
        if rows[noun]:
            _append(connection, noun, table_of(noun, rows[noun]))
    vectors = [row for item in plan.insert for row in _vector_rows(item)]
    if vectors:
        _append(connection, "vectors", pa.Table.from_pylist(vectors))


def _report_row(report: Report, numbers: dict[str, int], now: datetime) -> Row:
    row: dict[str, Any] = msgspec.to_builtins(report)
    return {**row, "version": numbers[report.id], "current": True, "added": now}


def _vector_rows(item: Coded) -> Iterable[Row]:
    if item.triggers is None or item.sentences is None:
        return
    report = item.record.report.id
    for event, trigger, sentence in zip(item.record.events, item.triggers, item.sentences, strict=True):
        yield {
            "id": global_id(report, event.id),
            "trigger": trigger.astype(VECTOR).tobytes(),
            "sentence": sentence.astype(VECTOR).tobytes(),
        }


def _append(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Append by column name; columns that the rows lack take their defaults."""
    connection.register("incoming", rows)
    columns = ", ".join(f'"{name}"' for name in rows.column_names)
    connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming")
    connection.unregister("incoming")


def _supersede(connection: duckdb.DuckDBPyConnection, plan: _Plan, now: datetime) -> None:
    """Write the new versions, and set `current` of every report that they touch."""
    if plan.replaced:
        connection.execute(
            "UPDATE report_versions SET current = false WHERE current AND key IN (SELECT unnest(?))", [plan.replaced]
        )
    last = {key: number for key, number, _ in plan.versions}
    rows = [
        {"key": key, "version": number, "report": report, "current": last[key] == number, "added": now}
        for key, number, report in plan.versions
    ]
    if rows:
        _append(connection, "report_versions", pa.Table.from_pylist(rows))
    fresh = set() if plan.replaced else {c.record.report.id for c in plan.insert}
    _flag(connection, sorted(plan.touched - fresh))


def _flag(connection: duckdb.DuckDBPyConnection, reports: list[str]) -> None:
    """A report is current while some path or address holds it; its rows follow it."""
    if not reports:
        return
    held = "(SELECT report FROM report_versions WHERE current)"
    for table, column in [("reports", "id"), *((noun, "report") for noun in NOUNS)]:
        connection.execute(
            f"UPDATE {table} SET current = {column} IN {held}"
            f" WHERE {column} IN (SELECT unnest(?)) AND current <> ({column} IN {held})",
            [reports],
        )
