"""A file as plain pieces on disk that DuckDB reads in parallel: unpacked, cut at line ends, without NUL bytes."""

from __future__ import annotations

import errno
import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from detente.errors import DataError, FullDisk, UnreadableReport

__all__ = ["Piece", "head_of", "is_utf8", "pieces_of"]

PIECE = 256_000_000  # bytes; about 700,000 rows of GDELT, which stay below 1 GB once parsed
CHUNK = 1 << 20
HEAD = 1 << 16
# What the readers of archives raise where an archive is not what it says.
DAMAGED = (
    EOFError, zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, lzma.LZMAError, NotImplementedError, RuntimeError,
    ValueError, OverflowError, struct.error,
)  # fmt: skip
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Piece:
    """A plain file, the number of lines before it, and how many NUL bytes were blanked."""

    path: Path
    lines_before: int
    nuls: int = 0


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a plain, gzipped or zipped file. Raises DataError where it is missing, cut short or not what it seems."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(path) as unpacked:
                yield unpacked  # type: ignore[misc]
        elif magic == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as member:
                yield member
        else:
            with path.open("rb") as file:
                yield file
    except DAMAGED as error:
        raise DataError(
            "the archive is cut short or damaged", where=str(path), hint="fetch it again; nothing was imported"
        ) from error
    except FileNotFoundError as error:
        raise DataError("there is no such file", where=str(path), hint="check the path") from error
    except (IsADirectoryError, PermissionError) as error:
        raise DataError(f"it cannot be read ({error.strerror})", where=str(path), hint="give a file") from error
    except OSError as error:  # an archive whose directory points outside of it shows so
        raise DataError(f"it cannot be read ({error})", where=str(path), hint="is it whole? fetch it again") from error


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The one table in an archive: its only file, or the largest."""
    files = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX")]
    if not files:
        raise UnreadableReport("the archive is empty", where=str(path), hint="give an archive with a table in it")
    return max(files, key=lambda m: m.file_size)


def head_of(path: Path) -> bytes:
    """The first bytes of a file, unpacked."""
    with opened(path) as file:
        return file.read(HEAD)


def is_utf8(path: Path) -> bool:
    """Whether a plain file is UTF-8 as a whole."""
    import codecs  # noqa: PLC0415 - small formats only

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def pieces_of(path: Path, *, cut: bool = True, size: int = PIECE) -> Iterator[Piece]:
    """The file in pieces; one piece where `cut` is false (tables whose cells hold line ends).

    A piece is removed when the next is asked for. Small plain files are given as they are.
    """
    with opened(path) as file, TemporaryDirectory(prefix="detente-") as folder:
        if _is_plain(path) and (not cut or path.stat().st_size <= size) and not _nuls(path):
            yield Piece(path, 0)
            return
        before = 0
        target = Path(folder) / "piece"
        while (written := _copy(file, target, size if cut else 0)) is not None:
            lines, nuls = written
            yield Piece(target, before, nuls)
            before += lines


def _is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) not in (b"\x1f\x8b", b"PK")


def _nuls(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\0" in chunk for chunk in iter(lambda: file.read(CHUNK), b""))


def _copy(source: IO[bytes], target: Path, size: int) -> tuple[int, int] | None:
    """Copy up to `size` bytes (all where 0) and to the end of the line; lines and NUL bytes in it, None at the end."""
    lines = nuls = written = 0
    try:
        with target.open("wb") as out:
            while chunk := source.read(CHUNK):
                written += len(chunk)
                if size and written >= size:
                    chunk += source.readline()
                if found := chunk.count(b"\0"):
                    nuls, chunk = nuls + found, chunk.replace(b"\0", b" ")
                lines += chunk.count(b"\n")
                out.write(chunk)
                if size and written >= size:
                    break
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise FullDisk(
            f"the file cannot be unpacked ({error.strerror})", where=str(target), hint="make room, or set TMPDIR"
        ) from error
    return (lines, nuls) if written else None
