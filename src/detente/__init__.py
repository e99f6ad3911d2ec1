"""Détente reads news reports about states and keeps the record.

The door is lazy: importing `detente` loads neither spaCy nor onnxruntime.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as _installed
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.coder import Coder, code
    from detente.errors import DataError, DetenteError, UsageError
    from detente.read import read_reports, report_of
    from detente.records import Event, Record, Report, json_schema

__all__ = [
    "Coder",
    "DataError",
    "DetenteError",
    "Event",
    "Record",
    "Report",
    "UsageError",
    "code",
    "json_schema",
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
    "UsageError": "errors",
    "code": "coder",
    "json_schema": "records",
    "read_reports": "read",
    "report_of": "read",
}


def version() -> str:
    """Version of the installed package."""
    try:
        return _installed("detente")
    except PackageNotFoundError:  # run from a source tree without installation
        return "0.0.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _HOMES:
        return getattr(import_module(f"detente.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
