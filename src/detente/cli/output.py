"""Writing results: whole files or none, in the formats that `detente code` offers."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO

import msgspec

from detente.brief.cells import harmless
from detente.errors import UnwritableOutput
from detente.records import Record

__all__ = ["FORMATS", "event_rows", "opened_whole", "write_whole"]

COLUMNS = (
    "report", "published", "id", "type", "mode", "cameo", "quad", "intensity", "goldstein", "actors", "actor_codes",
    "recipients", "recipient_codes", "status", "standing", "date_start", "date_end", "date_basis", "place", "country",
    "lat", "lon", "claim", "confidence", "sentence", "trigger", "why", "title", "path", "url",
)  # fmt: skip


@contextmanager
def opened_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when all is written. Raises UnwritableOutput."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
    except OSError as error:
        raise UnwritableOutput(
            f"cannot write there ({error.strerror})", where=str(path), hint="choose another folder"
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise UnwritableOutput(
            f"cannot write it ({error.strerror})", where=str(path), hint="check space and rights"
        ) from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with opened_whole(path) as file:
        file.write(data)


def write_jsonl(records: Iterable[Record], file: IO[bytes]) -> None:
    """One object a report."""
    encoder = msgspec.json.Encoder()
    for record in records:
        file.write(encoder.encode(record) + b"\n")
        file.flush()  # what is coded outlives a stop


def write_csv(records: Iterable[Record], file: IO[bytes]) -> None:
    """One row an event."""
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for record in records:
        writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in event_rows(record))
    text.detach()


def write_parquet(records: Iterable[Record], file: IO[bytes]) -> None:
    """One row an event, typed."""
    import pyarrow as pa  # noqa: PLC0415 - only this format needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    numbers = {"quad": pa.int8(), **dict.fromkeys(("intensity", "goldstein", "lat", "lon", "confidence"), pa.float64())}
    schema = pa.schema([(name, numbers.get(name, pa.string())) for name in COLUMNS])
    buffer = BytesIO()
    with pq.ParquetWriter(buffer, schema) as writer:
        for record in records:
            writer.write_table(pa.Table.from_pylist(list(event_rows(record)), schema=schema))
    file.write(buffer.getvalue())


FORMATS: dict[str, Callable[[Iterable[Record], IO[bytes]], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
}


def event_rows(record: Record) -> Iterator[dict[str, object]]:
    """An event a row, with names beside codes and the sentence beside its span."""
    actors = {a.id: a for a in record.actors}
    text = record.report.text
    for e in record.events:
        row: dict[str, object] = {
            "report": record.report.id,
            "published": record.report.published,
            "actors": "; ".join(actors[a].name for a in e.actors),
            "actor_codes": "; ".join(actors[a].code or "" for a in e.actors),
            "recipients": "; ".join(actors[a].name for a in e.recipients),
            "recipient_codes": "; ".join(actors[a].code or "" for a in e.recipients),
            "date_start": e.date.start,
            "date_end": e.date.end,
            "date_basis": e.date.basis,
            "place": e.place.name if e.place else None,
            "country": e.place.country if e.place else None,
            "lat": e.place.lat if e.place else None,
            "lon": e.place.lon if e.place else None,
            "sentence": " ".join(text[e.sentence[0] : e.sentence[1]].split()),
            "trigger": text[e.trigger[0] : e.trigger[1]],
            "title": record.report.title,
            "path": record.report.path,
            "url": record.report.url,
        }
        same = (
            "id",
            "type",
            "mode",
            "cameo",
            "quad",
            "intensity",
            "goldstein",
            "status",
            "standing",
            "claim",
            "confidence",
            "why",
        )
        yield {name: row[name] if name in row else getattr(e, name) if name in same else None for name in COLUMNS}
