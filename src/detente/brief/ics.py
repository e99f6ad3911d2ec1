"""Deadlines as a calendar (iCalendar, RFC 5545): one all-day event for each day that something is due."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente import version
from detente.records import Record

__all__ = ["Due", "calendar", "calendar_of"]

LINE = 75  # octets of a content line before it is folded (RFC 5545, 3.1)
NO_DATE = "19700101"  # the stamp of a report whose day is not known: the same at every run
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with what a calendar needs of its report: `parties` by name, `words` as the report has them."""

    report: str
    span: tuple[int, int]
    due: str | None
    what: str
    parties: tuple[str, ...] = ()
    condition: str | None = None
    basis: str | None = None
    words: str = ""
    title: str | None = None
    url: str | None = None
    published: str | None = None


def calendar(records: Iterable[Record]) -> bytes:
    """The deadlines of some records, in order of their days. Ids and stamps depend on the reports alone."""
    return calendar_of(due for record in records for due in _dues(record))


def _dues(record: Record) -> Iterator[Due]:
    names = {a.id: a.name for a in record.actors}
    report = record.report
    for d in record.deadlines:
        yield Due(
            report.id, d.span, d.due, d.what, tuple(names.get(p, p) for p in d.parties), d.condition, d.basis,
            report.text[slice(*d.span)], report.title or report.source, report.url, report.published,
        )  # fmt: skip


def calendar_of(dues: Iterable[Due]) -> bytes:
    """Deadlines as a calendar; those whose month is not known are left out."""
    found = [(*days, d) for d in dues if (days := _days(d.due))]
    found.sort(key=lambda f: (f[0], f[2].report, f[2].span))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//detente//detente {version()}//EN", "CALSCALE:GREGORIAN"]
    for first, last, due in found:
        lines += _event(due, first, last)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _days(due: str | None) -> tuple[date, date] | None:
    """First and last day of a due date: an ISO day or month."""
    try:
        if due and len(due) == 7:
            first = date.fromisoformat(due + "-01")
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        day = date.fromisoformat((due or "")[:10])
    except ValueError:
        return None
    return day, day


def _event(due: Due, first: date, last: date) -> Iterator[str]:
    """The lines of one event; its end is the day after its last (RFC 5545, 3.6.1)."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(due)}"
    yield f"DTSTAMP:{_stamp(due)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(due.what)}"
    yield f"DESCRIPTION:{_text(_told(due))}"
    if due.url:
        yield f"URL:{due.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(due: Due) -> str:
    """The same for the same words of the same report, whatever else is found in it."""
    key = f"{due.report}|{due.span[0]}|{due.span[1]}|{due.due}"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@detente"


def _stamp(due: Due) -> str:
    days = _days((due.published or "").split("/")[-1])
    return f"{days[1]:%Y%m%d}" if days else NO_DATE


def _told(due: Due) -> str:
    lines = [
        due.title or "",
        f"Parties: {', '.join(due.parties)}" if due.parties else "",
        f"Condition: {due.condition}" if due.condition else "",
        f"Basis: {due.basis}" if due.basis else "",
        f"Words: {' '.join(due.words.split())}",
    ]
    return "\n".join(line for line in lines if line)


def _text(value: str) -> str:
    return value.translate(ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """Parts of at most 75 octets, never within a character; those after the first begin with a blank."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
