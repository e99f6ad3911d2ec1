"""Deadlines as a calendar (iCalendar, RFC 5545): one all-day event for each day that something is due."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from detente import version
from detente.records import Deadline, Record

__all__ = ["calendar"]

LINE = 75  # octets of a content line before it is folded (RFC 5545, 3.1)
NO_DATE = "19700101"  # the stamp of a report whose day is not known: the same at every run
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar(records: Iterable[Record]) -> bytes:
    """The deadlines of some records, in order of their days. Ids and stamps depend on the reports alone."""
    found = [(*days, d, r) for r in records for d in r.deadlines if (days := _days(d.due))]
    found.sort(key=lambda f: (f[0], f[3].report.id, f[2].span))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//detente//detente {version()}//EN", "CALSCALE:GREGORIAN"]
    for first, last, deadline, record in found:
        lines += _event(deadline, record, first, last)
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


def _event(deadline: Deadline, record: Record, first: date, last: date) -> Iterator[str]:
    """The lines of one event; its end is the day after its last (RFC 5545, 3.6.1)."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(deadline, record)}"
    yield f"DTSTAMP:{_stamp(record)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(deadline.what)}"
    yield f"DESCRIPTION:{_text(_told(deadline, record))}"
    if record.report.url:
        yield f"URL:{record.report.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(deadline: Deadline, record: Record) -> str:
    """The same for the same words of the same report, whatever else is found in it."""
    key = f"{record.report.id}|{deadline.span[0]}|{deadline.span[1]}|{deadline.due}"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@detente"


def _stamp(record: Record) -> str:
    days = _days((record.report.published or "").split("/")[-1])
    return f"{days[1]:%Y%m%d}" if days else NO_DATE


def _told(deadline: Deadline, record: Record) -> str:
    names = {a.id: a.name for a in record.actors}
    lines = [
        record.report.title or record.report.source or "",
        f"Parties: {', '.join(names.get(p, p) for p in deadline.parties)}" if deadline.parties else "",
        f"Condition: {deadline.condition}" if deadline.condition else "",
        f"Basis: {deadline.basis}" if deadline.basis else "",
        f"Words: {' '.join(record.report.text[slice(*deadline.span)].split())}",
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
