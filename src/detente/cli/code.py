"""detente code PATH…"""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from detente.cli.options import ACTORS, AGENTS, COLUMNS, FAILED, TYPES, WORKERS, one_of
from detente.errors import DataError, DetenteError, IgnoredLine, UnknownName, UsageError

if TYPE_CHECKING:
    from detente.cli.failures import Failures
    from detente.coder import Coder
    from detente.read import Failure
    from detente.records import Record, Report

__all__ = ["Words", "check_date", "code", "coded_by", "coder_with", "guarded", "worker_count"]

Result = TypeVar("Result")


class Words(NamedTuple):
    """The files of words that a user brings."""

    actors: Path | None = None
    agents: Path | None = None
    types: Path | None = None


Job = tuple[Any, Words]  # a report and the user's words


def code(
    paths: Annotated[list[str], typer.Argument(help="Files, folders or globs: text, HTML, JSON, JSONL, CSV, WARC.")],
    *,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="jsonl (records), csv or parquet (one row an event).",
            autocompletion=one_of("jsonl", "csv", "parquet"),
        ),
    ] = "jsonl",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Output file; standard output without it.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with OUT.part of a run that was stopped (jsonl with -o).")
    ] = False,
    failed: FAILED = None,
    columns: COLUMNS = None,
    date: Annotated[str | None, typer.Option(help="Publication date of all reports.")] = None,
    workers: WORKERS = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out events below this.")] = 0.0,
    actors: ACTORS = None,
    agents: AGENTS = None,
    ics: Annotated[Path | None, typer.Option(help="Also write what is due as a calendar (iCalendar).")] = None,
    types: TYPES = None,
) -> None:
    """Code reports to records. What cannot be read is told at the end; the rest is done."""
    from detente.cli.failures import Failures, tell  # noqa: PLC0415
    from detente.cli.output import FORMATS  # noqa: PLC0415
    from detente.cli.progress import expected, shown  # noqa: PLC0415
    from detente.cli.resuming import unwritten  # noqa: PLC0415
    from detente.read.files import columns_of, expand, read_file  # noqa: PLC0415

    _check_output(form, out, resume=resume)
    check_date(date)
    names = columns_of(columns)
    files = expand(paths)
    failures = Failures(failed)
    due: list[Record] = []
    count = worker_count(workers, files)
    total = expected(files) if out else None
    with _output(out, form, resume=resume) as (file, done):
        reports = unwritten((found for path in files for found in read_file(path, published=date, columns=names)), done)
        records = coded_by(_code_one, reports, workers=count, words=Words(actors, agents, types), failures=failures)
        left = total - done.total() if total is not None else None
        kept = _confident(shown(records, total=left, quiet=out is None), min_confidence)
        FORMATS[form](_with_deadlines(kept, due, wanted=ics is not None), file)
    if ics is not None:
        _write_calendar(ics, _written(out) if resume and out else due)
    tell(failures)


def _write_calendar(path: Path, due: Iterable[Record]) -> None:
    from detente.brief.ics import calendar  # noqa: PLC0415
    from detente.cli.output import write_whole  # noqa: PLC0415

    write_whole(path, calendar(due))


def _written(out: Path) -> Iterator[Record]:
    """Records of a file that was written in several runs."""
    import msgspec  # noqa: PLC0415

    from detente.records import Record  # noqa: PLC0415

    decoder = msgspec.json.Decoder(Record)
    with out.open("rb") as lines:
        yield from map(decoder.decode, lines)


def _check_output(form: str, out: Path | None, *, resume: bool) -> None:
    from detente.cli.output import FORMATS  # noqa: PLC0415

    UnknownName.check(form, FORMATS, kind="format")
    if form == "parquet" and out is None:
        raise UsageError("parquet needs a file", hint="add -o FILE.parquet")
    if resume and (form != "jsonl" or out is None):
        raise UsageError("only jsonl in a file can be gone on with", hint="add -o FILE.jsonl, or leave out --resume")


@contextmanager
def _output(out: Path | None, form: str, *, resume: bool) -> Iterator[tuple[IO[bytes], Counter[str]]]:
    """Where records are written, and how often each report is there already."""
    from detente.cli.output import opened_whole  # noqa: PLC0415
    from detente.cli.resuming import opened_part  # noqa: PLC0415

    if out is None:
        yield sys.stdout.buffer, Counter()
    elif form == "jsonl":
        with opened_part(out, resume=resume) as opened:
            yield opened
    else:
        with opened_whole(out) as file:
            yield file, Counter()


def check_date(date: str | None) -> None:
    """Raises UsageError where it is not a day."""
    if date:
        from detente.read.text import checked_date  # noqa: PLC0415

        checked_date(date)


def worker_count(asked: int | None, files: list[Path]) -> int:
    """Processes to use: no more than there are files, but all cores where a file holds many reports."""
    from detente.read.files import ARCHIVES, TABLES, kind_of  # noqa: PLC0415

    many = any(kind_of(f) in TABLES | ARCHIVES for f in files)
    return asked or (min(os.cpu_count() or 1, len(files)) if not many else os.cpu_count() or 1)


def coder_with(words: Words, *, threads: int | None = None) -> Coder:
    """A coder with a user's words."""
    from detente.coder import Coder  # noqa: PLC0415

    return Coder.with_words(**words._asdict(), threads=threads)


@cache
def _worker_coder(words: Words) -> Coder:
    with warnings.catch_warnings():
        if multiprocessing.parent_process() is not None:
            warnings.simplefilter("ignore", IgnoredLine)  # the parent has told it
        return coder_with(words, threads=1)


def _check_words(words: Words, workers: int) -> None:
    """Read the user's files once before any report. Raises MalformedCodebook; warns of lines that are ignored."""
    from detente.coder import read_words  # noqa: PLC0415

    if workers == 1 and any(words):
        _worker_coder(words)  # it is kept, and codes the reports
    elif any(words):
        read_words(**words._asdict())


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
    failures: Failures,
) -> Iterator[Result]:
    """What `work` makes of each report, in their order, whatever the number of workers."""
    from detente.cli.workers import mapped  # noqa: PLC0415
    from detente.read import Failure  # noqa: PLC0415

    _check_words(words, workers)

    def readable() -> Iterator[Job]:
        for found in reports:
            if isinstance(found, Failure):
                failures.append(found.error)
            else:
                yield (found, words)

    for result in mapped(work, readable(), workers=workers, died=_died):
        if isinstance(result, DetenteError):
            failures.append(result)
        else:
            yield result


def _died(job: Job) -> DetenteError:
    report = job[0]
    hint = "is memory short? try fewer --workers, or split the report"
    return DataError("the process that coded it died", where=report.path or report.id, hint=hint)


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
