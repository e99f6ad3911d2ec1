"""Options that several commands have, and what the shell offers after TAB where a word of ours is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "ACTORS",
    "AGENTS",
    "COLUMNS",
    "FAILED",
    "FORM",
    "STORE",
    "TYPES",
    "WORKERS",
    "complete_data_sets",
    "complete_tasks",
    "complete_types",
    "one_of",
]


def one_of(*known: str) -> Callable[[str], list[str]]:
    """Completes one of these words. (Files are completed by the shell itself.)"""
    return lambda incomplete: _begun(known, incomplete)


def complete_types(incomplete: str) -> list[str]:
    """PLOVER's types."""
    from detente.codebook.ontology import types  # noqa: PLC0415 - opened when TAB is pressed here

    return _begun(types(), incomplete)


def complete_tasks(incomplete: str) -> list[str]:
    """Tasks of `detente benchmark`."""
    from detente.benchmarks import TASKS  # noqa: PLC0415

    return _begun(TASKS, incomplete)


def complete_data_sets(incomplete: str) -> list[str]:
    """Formats of `detente import`."""
    from detente.store.importing import FORMATS  # noqa: PLC0415

    return _begun(FORMATS, incomplete)


def _begun(known: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in known if name.startswith(incomplete)]


STORE = Annotated[Path, typer.Option("--store", "-s", help="The store, a DuckDB file.")]
FORM = Annotated[
    str, typer.Option("--format", help="table, csv or json.", autocompletion=one_of("table", "csv", "json"))
]
ACTORS = Annotated[Path | None, typer.Option(help="Your actors (a table, or a PETRARCH dictionary).")]
AGENTS = Annotated[Path | None, typer.Option(help="Your agents (PETRARCH dictionary).")]
TYPES = Annotated[Path | None, typer.Option(help="Your event types (TOML: definition, examples, triggers).")]
FAILED = Annotated[Path | None, typer.Option(help="List here (JSONL) what could not be coded, and why.")]
COLUMNS = Annotated[
    str | None, typer.Option(help="A table's own names: text=body,published=date,title=…,url=…,source=…")
]
WORKERS = Annotated[int | None, typer.Option(min=1, help="Processes; all cores without it.")]
