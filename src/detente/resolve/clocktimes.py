"""Times of the day: "3 p.m. on Friday", "14:30", "noon", "the night of May 6", "Friday morning"."""

from __future__ import annotations

import re
from datetime import date

from detente.resolve import calendar as cal
from detente.resolve.datedays import day_first, month_first
from detente.resolve.timewords import PUBLICATION, Context, Found

__all__ = ["clock", "night_of", "part_of_day"]

CLOCK = re.compile(r"^(\d{1,2})[:.](\d\d)(am|pm)?$")
HOUR = re.compile(r"^(\d{1,2})(am|pm)?$")
MILITARY = re.compile(r"^([01]\d|2[0-3])([0-5]\d)$")
NAMED = {"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0)}
HALVES = {"am", "pm", "o'clock", "o’clock"}


def clock(c: Context, i: int) -> Found | None:
    """ "14:30", "3 p.m.", "10:15 am EDT", "1530 GMT", "noon"; its day is the last told of or publication."""
    found = _hour(c, i)
    if found is None:
        return None
    hour, minute, end = found
    if c.at(end) in c.words.zones and c.doc[end].text.isupper():
        end += 1
    elif c.at(end) == "local" and c.at(end + 1) == "time":
        end += 2
    back = c.told is not None and (c.today is None or c.told <= c.today)
    when, basis = c.reference if back else (c.today, PUBLICATION)
    base = when.isoformat() if when else "XXXX-XX-XX"
    return Found(i, end, "TIME", f"{base}T{hour:02d}:{minute:02d}", cal.day(when) if when else None, basis)


def _hour(c: Context, i: int) -> tuple[int, int, int] | None:
    """Hour, minute and the end of the expression."""
    word = c.at(i)
    if not (word[:1].isdigit() or word in NAMED or word in c.words.numbers):
        return None
    half = c.at(i + 1).replace(".", "")
    if word in NAMED and c.at(i + 1) not in ("-",):
        return *NAMED[word], i + 1
    if word == "12" and c.at(i + 1) in NAMED:
        return *NAMED[c.at(i + 1)], i + 2
    military = MILITARY.match(word)
    if military and c.at(i + 1) in ("gmt", "utc"):
        return int(military[1]), int(military[2]), i + 1
    return _written(c, i, word, half)


def _written(c: Context, i: int, word: str, half: str) -> tuple[int, int, int] | None:
    full, short = CLOCK.match(word), HOUR.match(word)
    named = c.words.numbers.get(word) if half.endswith("clock") else None
    if full is None and named is None and not (short and (short[2] or half in HALVES)):
        return None
    hour, minute, suffix = _numbers(full, short, named)
    end, dotted = i + 1, "." in word
    if not suffix and half in HALVES:
        suffix, end = half, i + 2
    if hour > 24 or minute > 59 or (dotted and not suffix and c.at(end) not in c.words.zones):
        return None
    if suffix in ("am", "pm"):
        hour = hour % 12 + (12 if suffix == "pm" else 0)
    return hour, minute, end


def _numbers(full: re.Match[str] | None, short: re.Match[str] | None, named: int | None) -> tuple[int, int, str]:
    if full:
        return int(full[1]), int(full[2]), full[3] or ""
    if short:
        return int(short[1]), 0, short[2] or ""
    return named or 0, 0, ""


def night_of(c: Context, i: int) -> Found | None:
    """ "the night of May 6-7", "the morning of 3 March"."""
    start = i
    i += c.at(i) == "the"
    part = c.words.dayparts.get(c.at(i))
    if not part or c.at(i + 1) != "of":
        return None
    dated = month_first(c, i + 2) or day_first(c, i + 2)
    if dated is None:
        return None
    return Found(start, dated.end, "TIME", f"{dated.value}T{part}", dated.days, dated.basis)


def part_of_day(c: Context, i: int) -> Found | None:
    """A part of a day near another: "last night", "this morning", "the next morning", "the evening"."""
    start = i
    lead = c.at(i)
    if lead == "the":
        i += 1
        lead = c.at(i) if c.at(i) in ("next", "following", "previous", "same") else "the"
        i += lead != "the"
    elif lead in ("this", "last", "that", "later", "early"):
        i += 1
    else:
        return None
    part = c.words.dayparts.get(c.at(i))
    if not part or (lead == "the" and c.at(start - 1) not in ("in", "during", "by")):
        return None
    return _part(c, start, i + 1, (lead, part))


def _part(c: Context, start: int, end: int, parts: tuple[str, str]) -> Found:
    lead, part = parts
    near = lead in ("this", "last", "early")
    when, basis = (c.today, PUBLICATION) if near else c.reference
    step = {"last": -1, "next": 1, "following": 1, "previous": -1}.get(lead, 0)
    if when is None:
        return Found(start, end, "TIME", f"XXXX-XX-XXT{part}")
    moved: date = cal.shift(when, step, "D").start
    return Found(start, end, "TIME", f"{moved.isoformat()}T{part}", cal.day(moved), basis)
