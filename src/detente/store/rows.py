"""Records to rows: ids made unique, nouns as Arrow tables that fit the store's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
import pyarrow as pa

from detente.records import Record

__all__ = ["NOUNS", "SCHEMAS", "global_id", "rows_of", "table_of"]

Row = dict[str, Any]
SPAN = pa.list_(pa.int32())
SPANS = pa.list_(SPAN)
TEXTS = pa.list_(pa.string())
WHEN = pa.struct(
    [("start", pa.string()), ("end", pa.string()), ("text", pa.string()), ("span", SPAN), ("basis", pa.string())]
)
PLACE = pa.struct(
    [
        ("name", pa.string()),
        ("country", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("span", SPAN),
        ("basis", pa.string()),
    ]
)
# Columns that are not text; all others are.
TYPED: Mapping[str, pa.DataType] = MappingProxyType(
    {
        **dict.fromkeys(("mentions", "source", "cue", "content"), SPANS),
        **dict.fromkeys(("trigger", "sentence", "span", "evidence_span"), SPAN),
        **dict.fromkeys(("contexts", "actors", "recipients", "figures", "parties", "from"), TEXTS),
        **dict.fromkeys(("intensity", "goldstein", "confidence", "value", "low", "high"), pa.float64()),
        **dict.fromkeys(("date", "period"), WHEN),
        "place": PLACE,
        "quad": pa.int8(),
        "approximate": pa.bool_(),
    }
)
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "actors": ("id", "name", "kind", "country", "sector", "code", "title", "mentions", "basis"),
        "events": (
            "id", "type", "mode", "contexts", "cameo", "quad", "intensity", "goldstein", "actors", "recipients",
            "status", "standing", "date", "place", "trigger", "sentence", "claim", "figures", "confidence", "why",
        ),
        "claims": (
            "id", "speaker", "speaker_text", "source", "cue", "content", "act", "medium", "evidence", "evidence_span",
            "date",
        ),
        "figures": (
            "id", "value", "low", "high", "unit", "approximate", "measure", "holder", "parties", "period", "span",
            "claim",
        ),
        "deadlines": ("id", "what", "due", "start", "parties", "condition", "span", "basis"),
        "checks": ("id", "kind", "text", "value", "unit", "from"),
        "notes": ("id", "kind", "text", "span"),
    }
)  # fmt: skip
NOUNS = tuple(COLUMNS)
SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {
        noun: pa.schema([*((name, TYPED.get(name, pa.string())) for name in names), ("report", pa.string())])
        for noun, names in COLUMNS.items()
    }
)
REFERENCES = frozenset({"id", "claim", "speaker", "holder"})
REFERENCE_LISTS = frozenset({"actors", "recipients", "figures", "parties", "from"})
UNNAMED: Mapping[str, str] = MappingProxyType({"checks": "k", "notes": "n"})  # nouns without ids of their own


def global_id(report: str, local: str) -> str:
    """An id that is unique in a store: `e1` of report `3f…` is `3f…:e1`."""
    return f"{report}:{local}"


def rows_of(record: Record) -> dict[str, list[Row]]:
    """The rows of one record, by noun."""
    whole = msgspec.to_builtins(record)
    report = record.report.id
    out: dict[str, list[Row]] = {}
    for noun in NOUNS:
        rows = whole.get(noun, ())
        if noun in UNNAMED:
            rows = [{"id": f"{UNNAMED[noun]}{n}", **row} for n, row in enumerate(rows, 1)]
        out[noun] = [_owned(row, report) for row in rows]
    return out


def _owned(row: Row, report: str) -> Row:
    """The row with ids that are unique, and whose it is."""
    out: Row = {"report": report}
    for key, value in row.items():
        if key in REFERENCES and value is not None:
            out[key] = global_id(report, value)
        elif key in REFERENCE_LISTS:
            out[key] = [global_id(report, v) for v in value]
        else:
            out[key] = value
    return out


def table_of(noun: str, rows: Iterable[Row]) -> pa.Table:
    """Rows of one noun as an Arrow table."""
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[noun])
