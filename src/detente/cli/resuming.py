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

from detente.errors import UnwritableOutput
from detente.read import Failure
from detente.records import Report

__all__ = ["opened_part", "part_of", "unwritten"]


class _Named(msgspec.Struct):
    id: str


class _Line(msgspec.Struct):
    report: _Named


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
        if resume and not part.exists() and out.exists():
            _copied(out, part)
        done = _kept(part) if resume and part.exists() else Counter[str]()
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


def _copied(out: Path, part: Path) -> None:
    """A copy that is whole or not there: a stop in between must not look like an output of its own."""
    copy = part.with_name(f".{part.name}")
    shutil.copyfile(out, copy)
    copy.replace(part)


def _kept(part: Path) -> Counter[str]:
    """How often each report stands in the part, which is cut after its last whole line."""
    done: Counter[str] = Counter()
    decoder = msgspec.json.Decoder(_Line)
    end = 0
    with part.open("r+b") as file:
        for line in file:
            try:
                if not line.endswith(b"\n"):
                    break
                done[decoder.decode(line).report.id] += 1
            except msgspec.MsgspecError:
                break
            end += len(line)
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
