"""What every record must keep to, whatever the text: its schema, spans that lie in the text, ids that resolve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from math import isfinite

import msgspec

from detente.records import Claim, Deadline, Event, Figure, Record, Span, When

__all__ = ["Unsound", "assert_sound", "faults_of"]

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
CODE = re.compile(r"[A-Z]{3}")
ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(Record)


class Unsound(AssertionError):
    """A record that breaks what it promises."""


def assert_sound(record: Record) -> None:
    """Raises Unsound with all that is wrong."""
    found = list(faults_of(record))
    if found:
        raise Unsound(f"report {record.report.id}: " + "; ".join(found[:20]))


def faults_of(record: Record) -> Iterator[str]:
    """What is wrong with a record, in words."""
    yield from _schema(record)
    yield from _ids(record)
    length = len(record.report.text)
    for where, span in _spans(record):
        if not 0 <= span[0] < span[1] <= length:
            yield f"{where}: span {span} is not in the text of {length}"
    for event in record.events:
        yield from _event(event)
    for figure in record.figures:
        yield from _figure(figure, record.report.text)
    for actor in record.actors:
        if actor.country is not None and not CODE.fullmatch(actor.country):
            yield f"{actor.id}: country {actor.country!r}"
    for where, when in _dates(record):
        yield from _date(where, when)
    for deadline in record.deadlines:
        yield from _due(deadline)


def _schema(record: Record) -> Iterator[str]:
    """Encoded and read again it is the same; the decoder checks types and literals as the JSON schema does."""
    try:
        if DECODER.decode(ENCODER.encode(record)) != record:
            yield "encoded and decoded it is another"
    except (msgspec.ValidationError, UnicodeError, ValueError) as error:
        yield f"schema: {error}"


def _ids(record: Record) -> Iterator[str]:
    rows = (record.actors, record.events, record.claims, record.figures, record.deadlines)
    ids = [row.id for noun in rows for row in noun]
    if len(set(ids)) != len(ids):
        yield f"ids are not unique: {sorted(i for i in set(ids) if ids.count(i) > 1)}"
    actors, claims, figures = ({row.id for row in noun} for noun in (record.actors, record.claims, record.figures))
    for where, found, known in _references(record, actors, claims, figures):
        if found not in known:
            yield f"{where}: {found!r} does not resolve"
    for check in record.checks:
        yield from (f"check: {i!r} does not resolve" for i in check.from_ if i not in set(ids))


def _references(
    record: Record, actors: set[str], claims: set[str], figures: set[str]
) -> Iterator[tuple[str, str, set[str]]]:
    for e in record.events:
        yield from ((e.id, a, actors) for a in (*e.actors, *e.recipients))
        yield from ((e.id, f, figures) for f in e.figures)
        yield from ((e.id, c, claims) for c in (e.claim,) if c is not None)
    for c in record.claims:
        yield from ((c.id, a, actors) for a in (c.speaker,) if a is not None)
    for f in record.figures:
        yield from ((f.id, a, actors) for a in (*f.parties, f.holder) if a is not None)
        yield from ((f.id, c, claims) for c in (f.claim,) if c is not None)
    for d in record.deadlines:
        yield from ((d.id, a, actors) for a in d.parties)


def _spans(record: Record) -> Iterator[tuple[str, Span]]:
    for a in record.actors:
        yield from ((a.id, s) for s in a.mentions)
    for e in record.events:
        yield from ((e.id, s) for s in (e.trigger, e.sentence))
        yield from ((e.id, s) for s in (e.place.span if e.place else None,) if s)
    for c in record.claims:
        yield from _claim_spans(c)
    yield from ((f.id, f.span) for f in record.figures)
    yield from ((d.id, d.span) for d in record.deadlines)
    yield from ((where, when.span) for where, when in _dates(record) if when.span)
    yield from ((f"note {n.kind}", n.span) for n in record.notes if n.span)


def _claim_spans(claim: Claim) -> Iterator[tuple[str, Span]]:
    yield from ((claim.id, s) for s in (*claim.source, *claim.cue, *claim.content))
    if claim.evidence_span:
        yield claim.id, claim.evidence_span


def _event(e: Event) -> Iterator[str]:
    if not (e.sentence[0] <= e.trigger[0] and e.trigger[1] <= e.sentence[1]):
        yield f"{e.id}: trigger {e.trigger} is not in its sentence {e.sentence}"
    if not 0 <= e.confidence <= 1:
        yield f"{e.id}: confidence {e.confidence}"
    if e.quad not in (1, 2, 3, 4):
        yield f"{e.id}: quad {e.quad}"
    if not e.why:
        yield f"{e.id}: no reason"
    if e.place and e.place.lat is not None and not (-90 <= e.place.lat <= 90 and -180 <= (e.place.lon or 0) <= 180):
        yield f"{e.id}: place {e.place.lat}, {e.place.lon}"


def _figure(f: Figure, text: str) -> Iterator[str]:
    if not all(isfinite(v) for v in (f.value, f.low, f.high) if v is not None):
        yield f"{f.id}: {f.value} is not finite"
    if f.low is not None and f.high is not None and f.low > f.high:
        yield f"{f.id}: low {f.low} above high {f.high}"
    words = text[slice(*f.span)]
    if not any(c.isalnum() for c in words):
        yield f"{f.id}: no number stands at {f.span} ({words!r})"


def _dates(record: Record) -> Iterator[tuple[str, When]]:
    yield from ((e.id, e.date) for e in record.events)
    yield from ((c.id, c.date) for c in record.claims)
    yield from ((f.id, f.period) for f in record.figures)


def _date(where: str, when: When) -> Iterator[str]:
    for day in (when.start, when.end):
        if day is not None and not _is_day(day):
            yield f"{where}: {day!r} is no date"
    if when.start and when.end and when.start[: len(when.end)] > when.end[: len(when.start)]:
        yield f"{where}: {when.start} is after {when.end}"


def _due(d: Deadline) -> Iterator[str]:
    for day in (d.due, d.start):
        if day is not None and not _is_day(day):
            yield f"{d.id}: {day!r} is no date"


def _is_day(text: str) -> bool:
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
