"""Files, folders and globs to reports. What cannot be read is told, and the rest goes on."""

from __future__ import annotations

import csv
import glob
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from detente.errors import DataError, EmptyReport, MalformedRow, UnreadableReport, UsageError
from detente.read.archives import read_archive
from detente.read.html import looks_like_html, report_of_page
from detente.read.text import decode, report_of
from detente.records import Report

__all__ = [
    "ARCHIVES",
    "NO_COLUMNS",
    "TABLES",
    "Columns",
    "Failure",
    "columns_of",
    "expand",
    "kind_of",
    "read_file",
    "read_reports",
]

SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".csv", ""})
TABLES = frozenset({".jsonl", ".ndjson", ".csv"})
ARCHIVES = frozenset({".warc", ".warc.gz"})
MAX_TABLE_FIELD = 10_000_000
# Names that other tools give to the same things (news-please and common exports).
NAMES = {
    "text": ("text", "maintext", "body", "content", "summary"),
    "title": ("title", "headline"),
    "published": ("published", "date_publish", "date", "publishedAt"),
    "url": ("url", "link"),
    "source": ("source", "source_domain", "publisher"),
}


Columns = Mapping[str, str]  # what we call a thing → what the table calls it
NO_COLUMNS: Columns = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why."""

    where: str
    error: DataError


def read_reports(
    paths: Iterable[str | Path], *, published: str | None = None, columns: Columns = NO_COLUMNS
) -> Iterator[Report | Failure]:
    """Reports of files, folders (all readable files below) and globs, in sorted order.

    `columns` names a table's columns where it has names of its own: `{"text": "body"}`.

    Raises UsageError where a path does not exist or a folder holds no documents.
    """
    for path in expand(paths):
        yield from read_file(path, published=published, columns=columns)


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """The files that paths, folders and globs stand for, each once."""
    out: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and kind_of(p) in SUFFIXES | ARCHIVES and not p.name.startswith(".")
            )
            if not found:
                raise UsageError(
                    "the folder holds no documents", where=str(path), hint="give text, HTML, JSONL, CSV or WARC files"
                )
        elif path.exists():
            found = [path]
        else:
            found = sorted(Path(p) for p in glob.glob(str(given), recursive=True) if Path(p).is_file())
            if not found:
                raise UsageError("there is no such file", where=str(path), hint="check the path")
        out.update(dict.fromkeys(found))
    return list(out)


def columns_of(text: str | None) -> dict[str, str]:
    """`text=body,published=date` as a mapping. Raises UsageError."""
    out = {}
    for part in (text or "").split(",") if text else ():
        name, sign, column = (p.strip() for p in part.partition("="))
        if not sign or not column or name not in NAMES:
            raise UsageError(f"{part!r} does not name a column", hint=f"write NAME=COLUMN; names: {', '.join(NAMES)}")
        out[name] = column
    return out


def names_of(columns: Columns) -> dict[str, tuple[str, ...]]:
    """The names that each thing may have: the one that was told, else all that we know."""
    return {name: (columns[name],) if name in columns else known for name, known in NAMES.items()}


def kind_of(path: Path) -> str:
    """A file's kind by its suffix; of packed archives both suffixes."""
    name = path.name.lower()
    return ".warc.gz" if name.endswith(".warc.gz") else path.suffix.lower()


def read_file(path: Path, *, published: str | None = None, columns: Columns = NO_COLUMNS) -> Iterator[Report | Failure]:
    """Reports of one file; a table gives one a row, an archive one a page."""
    try:
        if kind_of(path) in ARCHIVES:
            for found in read_archive(path, published=published):
                yield Failure(found.where, found) if isinstance(found, DataError) else found
        elif kind_of(path) in TABLES:
            yield from _rows(path, published, columns)
        else:
            yield _single(path, published, columns)
    except OSError as error:
        problem = UnreadableReport(
            f"the file cannot be read ({error.strerror})", where=str(path), hint="check its permissions"
        )
        yield Failure(str(path), problem)
    except csv.Error as error:
        torn = MalformedRow(
            f"the table cannot be read further ({error})",
            where=str(path),
            hint="quote cells that hold quotes or line ends",
        )
        yield Failure(str(path), torn)
    except DataError as error:
        yield Failure(str(path), error)


def _single(path: Path, published: str | None, columns: Columns) -> Report:
    text = decode(path.read_bytes(), str(path))
    if path.suffix.lower() == ".json":
        return _row(_json(text, str(path)), str(path), published, columns)
    if path.suffix.lower() in (".html", ".htm") or looks_like_html(text):
        return report_of_page(text, path=str(path), published=published)
    return report_of(text, path=str(path), published=published)


def _rows(path: Path, published: str | None, columns: Columns) -> Iterator[Report | Failure]:
    """One report a row; a row that holds none is told with its line and skipped."""
    number = 0
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows: Iterable[object]
        if path.suffix.lower() == ".csv":
            csv.field_size_limit(MAX_TABLE_FIELD)
            rows = csv.DictReader(lines)
        else:
            rows = (line for line in lines if line.strip())
        for number, row in enumerate(rows, 1):
            where = f"{path}:{number + (path.suffix.lower() == '.csv')}"
            try:
                yield _row(_json(row, where) if isinstance(row, str) else row, where, published, columns)
            except DataError as error:
                yield Failure(where, error)
            except UsageError as error:
                yield Failure(where, MalformedRow(error.message, where=where, hint=error.hint))
    if not number:
        yield Failure(str(path), EmptyReport("the table has no rows", where=str(path), hint="one report a line"))


def _json(line: str, where: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits and brackets without end, too
        said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)[:80]
        raise MalformedRow(
            f"this is not JSON ({said})", where=where, hint='write {"text": "…"} on each line'
        ) from error


def _row(row: object, where: str, published: str | None, columns: Columns) -> Report:
    if not isinstance(row, dict):
        raise MalformedRow("the row is not an object", where=where, hint='write {"text": "…"} on each line')
    values = {k: next((str(row[n]) for n in names if row.get(n)), None) for k, names in names_of(columns).items()}
    text = values.pop("text")
    if not text:
        raise MalformedRow(
            "the row has no text", where=where, hint="name the column `text`, or say --columns text=NAME"
        )
    values["published"] = (published or values["published"] or "")[:10] or None
    return report_of(
        text,
        path=where,
        title=values["title"],
        published=values["published"],
        url=values["url"],
        source=values["source"],
    )
