"""detente code PATH…"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from detente.errors import DataError, DetenteError, UnknownName, UsageError

if TYPE_CHECKING:
    from detente.coder import Coder
    from detente.read import Failure
    from detente.records import Record, Report

__all__ = ["Words", "check_date", "code", "coded_by", "coder_with", "guarded", "shown", "tell", "worker_count"]

Result = TypeVar("Result")


class Words(NamedTuple):
    """The files of words that a user brings."""

    actors: Path | None = None
    agents: Path | None = None
    types: Path | None = None


Job = tuple[Any, Words]  # a report and the user's words


def code(
    paths: Annotated[list[str], typer.Argument(help="Files, folders or globs: text, HTML, JSON, JSONL, CSV.")],
    *,
    form: Annotated[
        str, typer.Option("--format", help="jsonl (records), csv or parquet (one row an event).")
    ] = "jsonl",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Output file; standard output without it.")] = None,
    date: Annotated[str | None, typer.Option(help="Publication date of all reports.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; all cores without it.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out events below this.")] = 0.0,
    actors: Annotated[Path | None, typer.Option(help="Your actors (PETRARCH dictionary).")] = None,
    agents: Annotated[Path | None, typer.Option(help="Your agents (PETRARCH dictionary).")] = None,
    ics: Annotated[Path | None, typer.Option(help="Also write what is due as a calendar (iCalendar).")] = None,
    types: Annotated[Path | None, typer.Option(help="Your event types (TOML: definition, examples, triggers).")] = None,
) -> None:
    """Code reports to records. What cannot be read is told at the end; the rest is done."""
    from detente.cli.output import FORMATS, opened_whole  # noqa: PLC0415
    from detente.read.files import expand, read_file  # noqa: PLC0415

    if form not in FORMATS:
        raise UnknownName.among(form, list(FORMATS), kind="format")
    if form == "parquet" and out is None:
        raise UsageError("parquet needs a file", hint="add -o FILE.parquet")
    check_date(date)
    files = expand(paths)
    failures: list[DetenteError] = []
    reports = (found for path in files for found in read_file(path, published=date))
    count = worker_count(workers, files)
    records = coded_by(_code_one, reports, workers=count, words=Words(actors, agents, types), failures=failures)
    due: list[Record] = []
    kept = _with_deadlines(_confident(shown(records, quiet=out is None), min_confidence), due, wanted=ics is not None)
    if out is None:
        FORMATS[form](kept, sys.stdout.buffer)
    else:
        with opened_whole(out) as file:
            FORMATS[form](kept, file)
    if ics is not None:
        from detente.brief.ics import calendar  # noqa: PLC0415
        from detente.cli.output import write_whole  # noqa: PLC0415

        write_whole(ics, calendar(due))
    tell(failures)


def check_date(date: str | None) -> None:
    """Raises UsageError where it is not a day."""
    if date:
        from detente.read.text import checked_date  # noqa: PLC0415

        checked_date(date)


def worker_count(asked: int | None, files: list[Path]) -> int:
    """Processes to use: no more than there are files, but all cores where a file holds many reports."""
    tables = any(f.suffix in (".jsonl", ".ndjson", ".csv") for f in files)
    return asked or (min(os.cpu_count() or 1, len(files)) if not tables else os.cpu_count() or 1)


def coder_with(words: Words, *, threads: int | None = None) -> Coder:
    """A coder with a user's words."""
    from detente.codebook.actors import Lexicon  # noqa: PLC0415
    from detente.codebook.custom import read_types  # noqa: PLC0415
    from detente.codebook.petrarch import read_agents  # noqa: PLC0415
    from detente.codebook.users import read_actors  # noqa: PLC0415
    from detente.coder import Coder  # noqa: PLC0415

    lexicon = Lexicon.default()
    if words.actors or words.agents:
        actors = read_actors(words.actors) if words.actors else []
        lexicon = lexicon.with_users(actors, read_agents(words.agents) if words.agents else [])
    return Coder(lexicon=lexicon, types=read_types(words.types) if words.types else (), threads=threads)


@cache
def _worker_coder(words: Words) -> Coder:
    return coder_with(words, threads=1)


def _code_one(job: Job) -> Record | DetenteError:
    """One report in a worker: its record, or the error that it raised."""
    return guarded(job, lambda coder, report: coder.code(report))


def guarded(job: Job, work: Callable[[Coder, Report], Result]) -> Result | DetenteError:
    """What `work` makes of one report with this worker's coder, or the error that it raised."""
    report, words = job
    try:
        return work(_worker_coder(words), report)
    except DetenteError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a fault in one report must not cost the others
        fault = f"it could not be coded ({type(error).__name__}: {' '.join(str(error).split())[:120]})"
        return DataError(fault, where=report.path or report.id, hint="please report this text as a bug")


def coded_by(
    work: Callable[[Job], Result | DetenteError],
    reports: Iterable[Report | Failure],
    *,
    workers: int,
    words: Words,
    failures: list[DetenteError],
) -> Iterator[Result]:
    """What `work` makes of each report, in their order, whatever the number of workers."""
    from detente.read import Failure  # noqa: PLC0415

    def readable() -> Iterator[Job]:
        for found in reports:
            if isinstance(found, Failure):
                failures.append(found.error)
            else:
                yield (found, words)

    for result in _mapped(work, readable(), workers):
        if isinstance(result, DetenteError):
            failures.append(result)
        else:
            yield result


def _mapped(
    work: Callable[[Job], Result | DetenteError], jobs: Iterable[Job], workers: int
) -> Iterator[Result | DetenteError]:
    if workers == 1:
        yield from map(work, jobs)
        return
    from multiprocessing import get_context  # noqa: PLC0415

    with get_context("spawn").Pool(workers) as pool:
        yield from pool.imap(work, jobs, chunksize=4)


def shown(records: Iterator[Result], *, quiet: bool) -> Iterator[Result]:
    """Pass records through a progress line on the terminal."""
    if quiet or not sys.stderr.isatty():
        yield from records
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    yield from track(records, description="coding", console=Console(stderr=True))


def _confident(records: Iterator[Record], least: float) -> Iterator[Record]:
    import msgspec  # noqa: PLC0415

    for record in records:
        sure = tuple(e for e in record.events if e.confidence >= least)
        yield msgspec.structs.replace(record, events=sure)


def _with_deadlines(records: Iterator[Record], due: list[Record], *, wanted: bool) -> Iterator[Record]:
    """Pass records through and keep those with deadlines, for the calendar, without their other rows."""
    import msgspec  # noqa: PLC0415

    for record in records:
        if wanted and record.deadlines:
            due.append(msgspec.structs.replace(record, events=(), claims=(), figures=(), checks=(), notes=()))
        yield record


def tell(failures: list[DetenteError]) -> None:
    """Tell what could not be coded, and leave with 1."""
    if not failures:
        return
    typer.echo(f"detente: {len(failures)} could not be coded; the rest is done:", err=True)
    for error in failures:
        typer.echo(f"  {error}", err=True)
    raise typer.Exit(1)
