"""detente add PATH… --store S"""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import ACTORS, AGENTS, COLUMNS, FAILED, STORE, TYPES, WORKERS
from detente.cli.saying import say
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.cli.code import Job
    from detente.coder import Coder
    from detente.read import Failure
    from detente.records import Report
    from detente.store import Added, Coded, Store

__all__ = ["add", "code_with_vectors", "held_by", "unheld", "write"]

BATCH = 64  # reports a transaction; what a stop can cost
SECONDS = 5.0  # or as many as were coded in this time


def add(
    paths: Annotated[list[str], typer.Argument(help="Files, folders or globs: text, HTML, JSON, JSONL, CSV, WARC.")],
    *,
    store: STORE,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Leave out files that the store holds, unopened, and rows it ever held."),
    ] = False,
    failed: FAILED = None,
    columns: COLUMNS = None,
    date: Annotated[str | None, typer.Option(help="Publication date of all reports.")] = None,
    workers: WORKERS = None,
    actors: ACTORS = None,
    agents: AGENTS = None,
    types: TYPES = None,
) -> None:
    """Code reports into a store. A report that it holds is left; a changed one becomes a new version."""
    from detente.cli.code import Words, check_date, coded_by, worker_count  # noqa: PLC0415
    from detente.cli.failures import Failures, tell  # noqa: PLC0415
    from detente.cli.progress import expected, shown  # noqa: PLC0415
    from detente.read.files import columns_of, expand, read_file  # noqa: PLC0415
    from detente.store import Added, open_store  # noqa: PLC0415

    check_date(date)
    names = columns_of(columns)
    opened = open_store(store)
    held = held_by(opened, every=resume)
    files = expand(paths)
    if resume:
        _check_versions(opened, files)
        files = [f for f in files if str(f.absolute()) not in held]
    failures, total = Failures(failed), Added()
    read = (found for path in files for found in read_file(path, published=date, columns=names))
    reports = unheld(read, held, total)
    count = worker_count(workers, files)
    coded = coded_by(code_with_vectors, reports, workers=count, words=Words(actors, agents, types), failures=failures)
    write(opened, shown(coded, total=expected(files)), total)
    if total.new or total.changed or resume:  # a run that was stopped has not linked
        from detente.link import link  # noqa: PLC0415

        link(opened)
    say(f"{store}: {total.new} new, {total.changed} changed, {total.same} held already", err=True)
    tell(failures)


def held_by(store: Store, *, every: bool) -> Mapping[str, Container[str]]:
    """Ids that the store holds by key: of the current report, or to go on after a stop, of every version.

    A table may tell of one address twice, in two wordings; what a stopped run made of the first must not be made again.
    """
    if not every or not store.path.exists():
        return {key: (report,) for key, report in store.held().items()}
    held: dict[str, set[str]] = {}
    for row in store.query("SELECT key, report FROM report_versions").rows():
        held.setdefault(row["key"], set()).add(row["report"])
    return held


def _check_versions(store: Store, files: Iterable[Path]) -> None:
    """Raises UsageError where the store holds reports of these files as another version coded them."""
    from detente.cli.resuming import same_versions  # noqa: PLC0415

    if not store.path.exists():
        return
    names = [str(f.absolute()) for f in files]
    rows = store.query(
        'SELECT DISTINCT n."text" FROM notes AS n JOIN reports AS r ON r.id = n.report'
        " JOIN report_versions AS v ON v.report = n.report WHERE n.kind = 'versions' AND v.current AND"
        " (v.key IN (SELECT unnest(?)) OR regexp_replace(coalesce(r.path, ''), ':[0-9]+$', '') IN (SELECT unnest(?)))",
        [names, [str(f) for f in files]],
    ).rows()
    hint = "leave out --resume: what the store holds stays as it was coded; or code all anew into another store"
    same_versions((row["text"] for row in rows), str(store.path), hint=hint)


def code_with_vectors(job: Job) -> Coded | DetenteError:
    """One report in a worker, with its events' vectors."""
    from detente.cli.code import guarded  # noqa: PLC0415

    return guarded(job, _with_vectors)


def _with_vectors(coder: Coder, report: Report) -> Coded:
    from detente.store import Coded  # noqa: PLC0415

    return Coded(*coder.code_with_vectors(report))


def unheld(
    reports: Iterable[Report | Failure], held: Mapping[str, Container[str]], total: Added
) -> Iterator[Report | Failure]:
    """Reports that are not in the store as they are; the others are counted and not coded again."""
    from detente.read import Failure  # noqa: PLC0415
    from detente.store.adding import key_of  # noqa: PLC0415

    for found in reports:
        if not isinstance(found, Failure) and found.id in held.get(key_of(found), ()):
            total.same += 1
        else:
            yield found


def write(store: Store, coded: Iterable[Coded], total: Added) -> None:
    """Write in batches, each a transaction: a stop loses at most the last."""
    batch: list[Coded] = []
    begun = time.monotonic()
    for item in coded:
        batch.append(item)
        if len(batch) >= BATCH or time.monotonic() - begun > SECONDS:
            total += store.add(batch)
            batch, begun = [], time.monotonic()
    total += store.add(batch)
