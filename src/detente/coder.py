"""The way through: read → annotate → resolve → extract, one report at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from detente import version
from detente.annotate import Reader, load_reader, model_version, span_vectors
from detente.codebook import VERSION as CODEBOOK_VERSION
from detente.codebook.actors import Lexicon
from detente.codebook.custom import CustomType, read_types
from detente.codebook.frames_table import default_frames
from detente.codebook.petrarch import read_agents
from detente.codebook.users import read_actors
from detente.extract.cast import Cast
from detente.extract.checks import extract_checks
from detente.extract.claims import extract_claims
from detente.extract.custom import CustomTypes
from detente.extract.deadlines import extract_deadlines
from detente.extract.disputes import dispute_checks, disputed_events, find_disputes
from detente.extract.events import extract_events
from detente.extract.figures import extract_figures
from detente.records import Note, Record, Report
from detente.resolve.actors import find_actors
from detente.resolve.dateorder import date_notes, day_first
from detente.resolve.places import find_places
from detente.resolve.published import find_published
from detente.resolve.times import find_times

__all__ = ["Coder", "code", "read_words", "versions"]


class Coder:
    """Codes reports. Loads the model once; a record depends on its report alone."""

    def __init__(
        self,
        reader: Reader | None = None,
        *,
        lexicon: Lexicon | None = None,
        types: Sequence[CustomType] = (),
        threads: int | None = None,
    ) -> None:
        self.reader = reader or load_reader(threads=threads)
        self.lexicon = lexicon or Lexicon.default()
        self.types = CustomTypes(types, self.reader.read) if types else None

    @classmethod
    def with_words(
        cls,
        *,
        actors: Path | None = None,
        agents: Path | None = None,
        types: Path | None = None,
        reader: Reader | None = None,
        threads: int | None = None,
    ) -> Coder:
        """A coder with a user's files of words: actors (a table or a PETRARCH dictionary), agents, event types (TOML).

        Raises MalformedCodebook with the line that is wrong.
        """
        lexicon, own = read_words(actors=actors, agents=agents, types=types)
        return cls(reader, lexicon=lexicon, types=own, threads=threads)

    def code(self, report: Report) -> Record:
        """One report to its record."""
        return self.code_doc(report, self.reader.read([report.text])[0])

    def code_with_vectors(self, report: Report) -> tuple[Record, NDArray[np.float32], NDArray[np.float32]]:
        """One report to its record, and the vectors of its events' triggers and sentences (each events x width)."""
        doc = self.reader.read([report.text])[0]
        record = self.code_doc(report, doc)
        triggers = span_vectors(doc, [e.trigger for e in record.events])
        return record, triggers, span_vectors(doc, [e.sentence for e in record.events])

    def code_doc(self, report: Report, doc: Doc) -> Record:
        """A report that is parsed already (by our reader or another pipeline with UD labels)."""
        report, notes = _dated(report, doc)
        times = find_times(doc, published=report.published, day_first=day_first(report.text, report.url))
        notes += date_notes(times)
        on = report.published.split("/")[-1] if report.published else None
        places = find_places(doc)
        actors = find_actors(doc, lexicon=self.lexicon, on=on)
        cast = Cast(doc, actors)
        claims = extract_claims(doc, cast=cast)
        figures = extract_figures(doc, cast=cast, times=times, claims=claims)
        events = extract_events(
            doc,
            cast=cast,
            frames=default_frames(),
            claims=claims,
            times=times,
            places=places,
            figures=figures,
            judge=self.reader.model.heads.judge,
        )
        if self.types:
            events = self.types.apply(doc, events)
        deadlines = extract_deadlines(doc, cast=cast, times=times, published=report.published)
        disputes = find_disputes(doc, cast=cast, claims=claims, events=events, figures=figures)
        events = disputed_events(events, disputes)
        checks = [
            *extract_checks(figures, actors=actors, deadlines=deadlines, text=report.text),
            *dispute_checks(disputes),
        ]
        notes += _empty_notes(events=events, claims=claims)
        notes.append(Note(kind="versions", text=versions(self.reader)))
        return Record(
            report=report,
            actors=tuple(actors),
            events=tuple(events),
            claims=tuple(claims),
            figures=tuple(figures),
            deadlines=tuple(deadlines),
            checks=tuple(checks),
            notes=tuple(notes),
        )


def read_words(
    *, actors: Path | None = None, agents: Path | None = None, types: Path | None = None
) -> tuple[Lexicon, tuple[CustomType, ...]]:
    """A user's files of words, beside ours. Raises MalformedCodebook with the line that is wrong."""
    lexicon = Lexicon.default()
    if actors or agents:
        lexicon = lexicon.with_users(read_actors(actors) if actors else [], read_agents(agents) if agents else [])
    return lexicon, read_types(types) if types else ()


def _dated(report: Report, doc: Doc) -> tuple[Report, list[Note]]:
    """The report with a publication date from its text where it has none, and a note that says how."""
    if report.published:
        return report, []
    found = find_published(doc, find_times(doc, published=None))
    if found is None:
        return report, [Note(kind="published", text="no publication date is given, and the text does not tell one")]
    dated = msgspec.structs.replace(report, published=found.text, published_basis=found.basis)
    return dated, [Note(kind="published", text=f"publication date {found.text}: {found.reason}")]


def _empty_notes(**rows: Sequence[object]) -> list[Note]:
    return [Note(kind=name, text=f"no {name} were found in this text") for name, found in rows.items() if not found]


def versions(reader: Reader | None = None) -> str:
    """Versions of code, codebook and model (the shipped one without a reader), as every record carries them."""
    return f"detente {version()}, codebook {CODEBOOK_VERSION}, model {reader.version if reader else model_version()}"


def code(text: str, *, published: str | None = None, title: str | None = None, source: str | None = None) -> Record:
    """Code one text. For many, make a `Coder` once."""
    from detente.read import report_of  # noqa: PLC0415 - the door opens this room only when asked

    return Coder().code(report_of(text, published=published, title=title, source=source))
