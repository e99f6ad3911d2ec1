"""How far a batch is: a bar with the number done, the rate, and the time left."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["expected", "shown"]

Result = TypeVar("Result")

SAMPLE = 1_000_000  # bytes of a table that are looked at to tell how many rows it has


def expected(files: Iterable[Path]) -> int | None:
    """About how many reports there are: one a file, and a table's rows by its size. None where it cannot be told."""
    found = [_rows(file) for file in files]
    return None if None in found else sum(n or 0 for n in found)


def _rows(file: Path) -> int | None:
    from detente.read.files import ARCHIVES, TABLES, kind_of  # noqa: PLC0415

    kind = kind_of(file)
    if kind in ARCHIVES:
        return None
    if kind not in TABLES:
        return 1
    try:
        with file.open("rb") as opened:
            sample = opened.read(SAMPLE)
            size = file.stat().st_size
    except OSError:
        return 1  # told when it is read
    rows = _table_rows(sample) if kind == ".csv" else sample.count(b"\n") + (not sample.endswith(b"\n"))
    return round(rows * size / max(1, len(sample)))


def _table_rows(sample: bytes) -> int:
    return max(0, sum(1 for _ in csv.reader(io.StringIO(sample.decode(errors="replace"), newline=""))) - 1)


def shown(results: Iterable[Result], *, total: int | None = None, quiet: bool = False) -> Iterator[Result]:
    """Pass results through a bar on the terminal; `total` may be an estimate."""
    if quiet or not sys.stderr.isatty():
        yield from results
        return
    with _bar() as bar:
        task = bar.add_task("coding", total=total)
        done = 0
        for result in results:
            yield result
            done += 1
            bar.update(task, completed=done, total=max(total, done) if total is not None else None)
        bar.update(task, total=done)


def _bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        """Reports a second, over the last half minute."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(), console=Console(stderr=True),
    )  # fmt: skip
