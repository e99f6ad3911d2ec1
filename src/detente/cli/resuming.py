"""An output that is written line by line as OUT.part, outlives a `kill -9`, and is renamed when all is done."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from detente.errors import UnwritableOutput, UsageError
from detente.read import Failure
from detente.records import Report

__all__ = ["opened_part", "part_of", "same_versions", "unwritten"]


class _Named(msgspec.Struct):
    id: str


class _Note(msgspec.Struct):
    kind: str
    text: str


class _Line(msgspec.Struct):
    report: _Named
    notes: tuple[_Note, ...] = ()

    def versions(self) -> str | None:
        """What coded it, where it says so."""
        return next((n.text for n in self.notes if n.kind == "versions"), None)


def part_of(out: Path) -> Path:
    """Where an output is written while it is not complete."""
    return out.with_name(f"{out.name}.part")


@contextmanager
def opened_part(out: Path, *, resume: bool) -> Iterator[tuple[IO[bytes], Counter[str]]]:
    """A file to add lines to, and how often each report is in it already. Raises UnwritableOutput.

    To resume is to go on with OUT.part, or where there is none with OUT itself. A last line that was torn is dropped.
    What stops the block leaves OUT.part, if it holds anything.
    """
    part = part_of(out)
    try:
        done = _gone_on_with(out, part) if resume else Counter[str]()
        try:
            with part.open("ab" if resume else "wb") as file:
                yield file, done
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            if part.exists() and not part.stat().st_size:
                part.unlink()
            raise
        part.replace(out)
    except OSError as error:
        raise UnwritableOutput(
            f"cannot write there ({error.strerror})", where=str(out), hint="check the folder, its rights and the space"
        ) from error


def _gone_on_with(out: Path, part: Path) -> Counter[str]:
    """What the part, or else the complete output, holds. Raises UsageError, and then both are as they were."""
    if part.exists():
        return _kept(part, out)
    if not out.exists():
        return Counter()
    _copied(out, part)
    try:
        return _kept(part, out)
    except UsageError:
        part.unlink()
        raise


def _copied(out: Path, part: Path) -> None:
    """A copy that is whole or not there: a stop in between must not look like an output of its own."""
    copy = part.with_name(f".{part.name}")
    shutil.copyfile(out, copy)
    copy.replace(part)


def same_versions(found: Iterable[str | None], where: str, *, hint: str) -> None:
    """Raises UsageError where something was coded by other versions: one output must not mix two codings."""
    from detente.coder import versions  # noqa: PLC0415 - where something is gone on with

    now = versions()
    others = sorted({other for other in found if other is not None and other != now})
    if others:
        raise UsageError(f"it was coded by {others[0]}, and this is {now}", where=where, hint=hint)


def _kept(part: Path, out: Path) -> Counter[str]:
    """How often each report stands in the part, which is cut after its last whole line. Raises UsageError."""
    done: Counter[str] = Counter()
    coded: set[str | None] = set()
    decoder = msgspec.json.Decoder(_Line)
    end = 0
    with part.open("r+b") as file:
        for line in file:
            try:
                if not line.endswith(b"\n"):
                    break
                written = decoder.decode(line)
                done[written.report.id] += 1
                coded.add(written.versions())
            except msgspec.MsgspecError:
                break
            end += len(line)
        same_versions(coded, str(out), hint="leave out --resume to code all anew, or give another -o")
        file.truncate(end)
    return done


def unwritten(reports: Iterable[Report | Failure], done: Counter[str]) -> Iterator[Report | Failure]:
    """Reports that are not in the output yet. One that was given twice is there twice."""
    left = Counter(done)
    for found in reports:
        if not isinstance(found, Failure) and left[found.id] > 0:
            left[found.id] -= 1
        else:
            yield found
