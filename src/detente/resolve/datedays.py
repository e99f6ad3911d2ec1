"""Dates that name their day, month or year: "May 6-7", "3 March 2022", "2014", "the night of May 6"."""

from __future__ import annotations

import re
from datetime import date

from detente.resolve import calendar as cal
from detente.resolve.calendar import Days
from detente.resolve.timewords import YEAR, Context, Found, is_future, ordinal, year_after

__all__ = ["clock", "day_and_month", "day_first", "month_first", "night_of", "season", "written_date", "year_alone"]

DECADE = re.compile(r"^(?:(1[5-9]|20)\d0|['’]?\d0)['’]?s$")
ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})$")
CLOCK = re.compile(r"^(\d{1,2})[:.](\d\d)$")
DASHES = {"-", "–", "—", "to"}


def day_and_month(c: Context, i: int) -> Found | None:
    """ "May 10", "May 10, 2025", "10 May 2025", "May 6-7", "May 2025", "May", "early May"."""
    return month_first(c, i) or day_first(c, i)


def month_first(c: Context, i: int) -> Found | None:
    """The month before the day: "May 10", "May 6-7", "May 2025"."""
    number = _month(c, i)
    if number is None:
        return None
    end = i + 1
    first = ordinal(c, end)
    if first is None:
        return _month_alone(c, i, number)
    end += 1
    last = first
    if c.at(end) in DASHES and (second := ordinal(c, end + 1)) and second > first and not YEAR.match(c.at(end + 1)):
        last, end = second, end + 2
    the_year, end = year_after(c, end)
    return _days(c, i, end, (the_year, number, first, last))


def day_first(c: Context, i: int) -> Found | None:
    """The day before the month: "10 May 2025", "3 March"."""
    first = ordinal(c, i)
    if first is None:
        return None
    end, last = i + 1, first
    if c.at(end) in DASHES and (second := ordinal(c, end + 1)) and second > first:
        last, end = second, end + 2
    if c.at(end) == "of":
        end += 1
    number = _month(c, end)
    if number is None:
        return None
    the_year, end = year_after(c, end + 1)
    return _days(c, i, end, (the_year, number, first, last))


def _month(c: Context, i: int) -> int | None:
    word = c.at(i)
    number = c.words.months.get(word)
    if number is None or not c.doc[i].text[:1].isupper():
        return None
    if word in ("may", "march", "mar", "sun", "dec", "jan") and c.doc[i].pos_ in ("AUX", "VERB"):
        return None
    return number


def _days(c: Context, i: int, end: int, parts: tuple[int | None, int, int, int]) -> Found | None:
    the_year, number, first, last = parts
    basis = "explicit"
    if the_year is None:
        if c.today is None:
            return Found(i, end, "DATE", f"XXXX-{number:02d}-{first:02d}", None, "unknown")
        the_year, basis = _nearest_year(c, i, number, first), "explicit"
    try:
        a, b = date(the_year, number, first), date(the_year, number, last)
    except ValueError:
        return None
    return Found(i, end, "DATE", a.isoformat(), Days(a.isoformat(), a, b), basis)


def _nearest_year(c: Context, i: int, number: int, day_number: int) -> int:
    """The year that puts a month and day nearest to publication, in the direction of the tense."""
    assert c.today is not None
    future = is_future(c.doc[i])
    options = [c.today.year - 1, c.today.year, c.today.year + 1]

    def distance(candidate: int) -> tuple[int, int]:
        try:
            gap = (date(candidate, number, min(day_number, 28)) - c.today).days  # type: ignore[operator]
        except ValueError:
            return (2, 999)
        wrong = (gap < -7) if future else (gap > 7)
        return (int(wrong), abs(gap))

    return min(options, key=distance)


def _month_alone(c: Context, i: int, number: int) -> Found | None:
    the_year, end = year_after(c, i + 1)
    if the_year is None and len(c.at(i)) < 4 and c.at(i) not in ("may",):
        return None
    if the_year is None and c.at(i) == "may" and c.doc[i].pos_ != "PROPN":
        return None
    if the_year is None:
        if c.today is None:
            return Found(i, end, "DATE", f"XXXX-{number:02d}")
        the_year = _nearest_year(c, i, number, 15)
    days = cal.month(the_year, number)
    return Found(i, end, "DATE", days.value, days)


def year_alone(c: Context, i: int) -> Found | None:
    """ "2024", "in 2024", "the 1990s", "2014-15", "mid-2023"."""
    word = c.at(i)
    if YEAR.match(word) and _is_year(c, i):
        days = cal.year(int(word))
        return Found(i, i + 1, "DATE", days.value, days)
    if DECADE.match(word):
        digits = "".join(ch for ch in word if ch.isdigit())
        full = digits if len(digits) == 4 else "19" + digits
        start = 1 if c.at(i - 1) == "the" else 0
        return Found(
            i - start, i + 1, "DATE", full[:3], Days(full[:3], date(int(full), 1, 1), date(int(full) + 9, 12, 31))
        )
    return None


def _is_year(c: Context, i: int) -> bool:
    """Whether a four-digit number is a year: by what stands around it."""
    after, before = c.at(i + 1), c.at(i - 1)
    if before in ("$", "€", "£", "no", "resolution", "#") or after in ("%", "percent", "people", "troops", "soldiers"):
        return False
    head = c.doc[i].head
    if c.doc[i].dep_ == "nummod" and head.pos_ == "NOUN" and head.i > i and head.tag_ == "NNS":
        return before in ("in", "the", "of", "since") and head.lemma_ not in ("people", "troop", "soldier")
    return True


def written_date(c: Context, i: int) -> Found | None:
    """ISO and slashed dates: "2025-04-09", "13/05/2025"."""
    text = c.doc[i].text
    if i + 4 < len(c.doc) and c.at(i + 1) == "-" and c.at(i + 3) == "-" and YEAR.match(text):
        text, end = f"{text}-{c.at(i + 2)}-{c.at(i + 4)}", i + 5
    else:
        end = i + 1
    found = ISO.match(text)
    slashed = SLASHED.match(text)
    try:
        if found:
            when = date(int(found[1]), int(found[2]), int(found[3]))
        elif slashed:
            when = _from_slashes(slashed)
        else:
            return None
    except ValueError:
        return None
    return Found(i, end, "DATE", when.isoformat(), cal.day(when))


def _from_slashes(found: re.Match[str]) -> date:
    a, b, tail = int(found[1]), int(found[2]), found[3]
    the_year = int(tail) if len(tail) == 4 else 2000 + int(tail)
    return date(the_year, b, a) if a > 12 else date(the_year, a, b)


def night_of(c: Context, i: int) -> Found | None:
    """ "the night of May 6-7", "the morning of 3 March"."""
    start = i
    if c.at(i) == "the":
        i += 1
    part = c.words.dayparts.get(c.at(i))
    if not part or c.at(i + 1) != "of":
        return None
    dated = month_first(c, i + 2) or day_first(c, i + 2)
    if dated is None:
        return None
    return Found(start, dated.end, "TIME", f"{dated.value}T{part}", dated.days, dated.basis)


def season(c: Context, i: int) -> Found | None:
    """ "the summer of 2014", "summer 2014"."""
    start = i
    if c.at(i) == "the":
        i += 1
    season = c.words.seasons.get(c.at(i))
    if not season:
        return None
    the_year, end = year_after(c, i + 1)
    if the_year is None:
        return None
    value = f"{the_year}-{season}"
    return Found(start, end, "DATE", value, Days(value, date(the_year, 1, 1), date(the_year, 12, 31)))


def clock(c: Context, i: int) -> Found | None:
    """ "14:30", "3 p.m.", "10:15 am"."""
    found = CLOCK.match(c.at(i))
    half = c.at(i + 1).replace(".", "")
    if not found and not (c.at(i).isdigit() and half in ("am", "pm")):
        return None
    hour, minute = (int(found[1]), int(found[2])) if found else (int(c.at(i)), 0)
    if hour > 24 or minute > 59 or (found and "." in c.at(i) and half not in ("am", "pm")):
        return None
    end = i + 1
    if half in ("am", "pm"):
        end += 1
        hour = hour % 12 + (12 if half == "pm" else 0)
    base = c.today.isoformat() if c.today else "XXXX-XX-XX"
    return Found(
        i,
        end,
        "TIME",
        f"{base}T{hour:02d}:{minute:02d}",
        cal.day(c.today) if c.today else None,
        "relative to publication",
    )
