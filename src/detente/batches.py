"""Batches of reports as Arrow tables: the unit of work, here and on a cluster.

    spark: frame.mapInArrow(lambda batches: map(detente.code_batches, batches), schema)
    ray:   data.map_batches(detente.code_batches, batch_format="pyarrow")   # a table of one or more batches

One row comes out for each that went in, in their order, so that nothing is lost unseen: `record` is the whole record as
JSON, as `detente code` writes it, and null where `error` says why there is none.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
import pyarrow as pa

from detente.coder import Coder
from detente.errors import DetenteError, UsageError
from detente.read import report_of
from detente.records import Report

__all__ = ["RECORDS", "code_batches"]

NAMES = ("title", "published", "url", "source")  # columns that may be there, beside `id` and `text`
TEXTS = ("id", "report", "record", "error")
RECORDS = pa.schema([*((name, pa.string()) for name in TEXTS), ("events", pa.int32())])


def code_batches(batch: pa.RecordBatch | pa.Table, *, coder: Coder | None = None) -> pa.RecordBatch:
    """Code a batch: columns `text`, and if you have them `id`, `title`, `published`, `url`, `source` (all text).

    Gives a batch with the schema RECORDS: your id (else the report's), the report's id, the record as JSON, the error,
    the number of events. Without a coder, each process makes one, once. Raises UsageError where there is no `text`.
    """
    if "text" not in batch.schema.names:
        raise UsageError(
            "the batch has no column `text`", where=", ".join(batch.schema.names), hint="rename the column of the text"
        )
    used = coder or _own_coder()
    rows = [_coded(row, used) for row in batch.to_pylist()]
    return pa.RecordBatch.from_pylist(rows, schema=RECORDS)


@cache
def _own_coder() -> Coder:
    return Coder(threads=1)


def _coded(row: dict[str, Any], coder: Coder) -> dict[str, Any]:
    given = None if row.get("id") is None else str(row["id"])
    try:
        report = _report(row)
        record = coder.code(report)
    except DetenteError as error:
        return {"id": given, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - a fault in one report must not cost the others
        return {"id": given, "error": f"it could not be coded ({type(error).__name__}: {error})"}
    return {
        "id": given or report.id,
        "report": report.id,
        "events": len(record.events),
        "record": msgspec.json.encode(record).decode(),
    }


def _report(row: dict[str, Any]) -> Report:
    title, published, url, source = (str(row[name]) if row.get(name) else None for name in NAMES)
    return report_of(str(row["text"] or ""), title=title, published=published, url=url, source=source)
