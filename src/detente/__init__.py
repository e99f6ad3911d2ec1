"""Détente reads news reports about states and keeps the record.

The door is lazy: importing `detente` loads neither spaCy nor onnxruntime nor DuckDB.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as _installed
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.batches import code_batches
    from detente.coder import Coder, code
    from detente.errors import DataError, DetenteError, UsageError
    from detente.pipe import load
    from detente.read import read_reports, report_of
    from detente.records import Event, Record, Report, json_schema
    from detente.store import Store
    from detente.store import open_store as open  # noqa: A004 - `detente.open(FILE)`

__all__ = [
    "Coder",
    "DataError",
    "DetenteError",
    "Event",
    "Record",
    "Report",
    "Store",
    "UsageError",
    "code",
    "code_batches",
    "json_schema",
    "load",
    "open",
    "read_reports",
    "report_of",
    "version",
]

_HOMES = {
    "Coder": "coder",
    "DataError": "errors",
    "DetenteError": "errors",
    "Event": "records",
    "Record": "records",
    "Report": "records",
    "Store": "store",
    "UsageError": "errors",
    "code": "coder",
    "code_batches": "batches",
    "json_schema": "records",
    "load": "pipe",
    "open": "store",
    "read_reports": "read",
    "report_of": "read",
}
_THERE = {"open": "open_store"}  # what a name is called at home


def version() -> str:
    """Version of the installed package."""
    try:
        return _installed("detente")
    except PackageNotFoundError:  # run from a source tree without installation
        return "0.0.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _HOMES:
        return getattr(import_module(f"detente.{_HOMES[name]}"), _THERE.get(name, name))
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
