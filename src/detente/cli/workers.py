"""Work spread over processes: bounded in memory, in the order of the jobs, and not hung by a worker that dies."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Generic, TypeVar

from detente.errors import BrokenWorkers

__all__ = ["mapped"]

Job = TypeVar("Job")
Result = TypeVar("Result")

AHEAD = 8  # jobs read ahead for each worker: enough to keep it busy past a long report, and all that is held
DEATHS = 3  # workers that die one after another, each with one job alone: then it is not the jobs


def mapped(
    work: Callable[[Job], Result], jobs: Iterable[Job], *, workers: int, died: Callable[[Job], Result]
) -> Iterator[Result]:
    """What `work` makes of each job, in their order; `died` tells of a job whose worker died with it.

    No more than AHEAD jobs a worker are read before their results are taken. Raises BrokenWorkers.
    """
    if workers == 1:
        yield from map(work, jobs)
        return
    crew = _Crew(work, workers, died)
    try:
        yield from crew.results(iter(jobs))
    finally:
        crew.stop()


class _Crew(Generic[Job, Result]):
    """Processes that share nothing but a queue; when one dies, a new crew does the open jobs one at a time."""

    def __init__(self, work: Callable[[Job], Result], workers: int, died: Callable[[Job], Result]) -> None:
        self.work, self.workers, self.died = work, workers, died
        self.deaths = 0
        self.pool: ProcessPoolExecutor | None = None

    def results(self, jobs: Iterator[Job]) -> Iterator[Result]:
        waiting: deque[tuple[Job, Future[Result]]] = deque()
        while True:
            for job in jobs:
                waiting.append((job, self._begun(job)))
                if len(waiting) >= AHEAD * self.workers:
                    break
            if not waiting:
                return
            if _died(waiting[0][1]):
                self.stop()
                yield from (self._settled(job, future) for job, future in waiting)
                waiting.clear()
            else:
                yield waiting.popleft()[1].result()

    def _begun(self, job: Job) -> Future[Result]:
        if self.pool is None:
            self.pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"), initializer=_settle)
        try:
            return self.pool.submit(self.work, job)
        except BrokenProcessPool as error:  # it broke since the last result: told with the job that broke it
            broken: Future[Result] = Future()
            broken.set_exception(error)
            return broken

    def _settled(self, job: Job, future: Future[Result]) -> Result:
        """The result that is there, or that of the job done alone, so that a death has one cause."""
        if not _died(future):
            return future.result()
        again = self._begun(job)
        if not _died(again):
            self.deaths = 0
            return again.result()
        self.stop()
        self.deaths += 1
        if self.deaths >= DEATHS:
            raise BrokenWorkers(
                f"{DEATHS} worker processes died one after another",
                hint="is memory short? try fewer --workers; what is done is kept, --resume goes on",
            )
        return self.died(job)

    def stop(self) -> None:
        """End the processes; what they have begun is finished, the rest is not."""
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)
            self.pool = None


def _died(future: Future[Result]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _settle() -> None:
    """In a worker: leave Ctrl-C to the parent, and do not outlive it (its `kill -9` closes no queue)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
