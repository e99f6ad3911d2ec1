"""Runs a task over a JSONL file and writes the predictions whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from detente.benchmarks import clusters, coding, mentions, telling
from detente.coder import Coder
from detente.errors import DataError, MalformedRow, UnknownName, UnreadableReport

__all__ = ["TASKS", "run_benchmark"]

Row = dict[str, Any]
SINGLE: dict[str, Callable[[Row, Coder], Row]] = {
    "parse": coding.parse,
    "types": coding.types,
    "events": coding.events,
    "actors": mentions.actors,
    "attributions": telling.attributions,
    "times": telling.times,
    "places": telling.places,
    "factuality": telling.factuality,
    "quantities": telling.quantities,
    "fivew": telling.fivew,
}
WHOLE: dict[str, Callable[[Sequence[Row], Coder], list[Row]]] = {
    "clusters-docs": clusters.cluster_documents,
    "clusters-events": clusters.cluster_events,
}
TASKS = (*SINGLE, *WHOLE)


def run_benchmark(task: str, source: Path, *, coder: Coder) -> Iterator[Row]:
    """Predictions for each row of a JSONL file. Raises UnknownName, MalformedRow."""
    UnknownName.check(task, TASKS, kind="task")
    rows = list(_rows(source))
    if task in WHOLE:
        yield from _together(task, rows, coder, str(source))
        return
    for number, row in enumerate(rows, 1):
        yield _predicted(task, row, coder, f"{source}:{number}")


def _rows(source: Path) -> Iterator[Row]:
    try:
        lines = source.read_text(encoding="utf-8").split("\n")  # not splitlines: texts hold U+2028
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableReport("the input cannot be read", where=str(source), hint="give a UTF-8 JSONL file") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except json.JSONDecodeError as error:
            where = f"{source}:{number}"
            raise MalformedRow(f"this is not JSON ({error.msg})", where=where, hint="one object a line") from error


def _together(task: str, rows: Sequence[Row], coder: Coder, where: str) -> list[Row]:
    try:
        return WHOLE[task](rows, coder)
    except KeyError as error:
        raise _lacking(error, where) from error


def _lacking(error: KeyError, where: str) -> MalformedRow:
    return MalformedRow(f"the row has no {error}", where=where, hint="see docs/benchmarks.md for each task's input")


def _predicted(task: str, row: Row, coder: Coder, where: str) -> Row:
    try:
        return SINGLE[task](row, coder)
    except KeyError as error:
        raise _lacking(error, where) from error
    except DataError:
        return {"id": row.get("id"), **_nothing(task)}


def _nothing(task: str) -> Row:
    """What a task answers for a text that cannot be read as a report (not English, nothing in it)."""
    return {"answers": {q: [] for q in ("who", "what", "when", "where", "why", "how")}} if task == "fivew" else {}
