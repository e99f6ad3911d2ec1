"""Lengths of time and what is counted with them: "two days ago", "a 90-day pause", "hours later", "58 years old"."""

from __future__ import annotations

import re
from datetime import date

from detente.resolve import calendar as cal
from detente.resolve.calendar import Days
from detente.resolve.tense import is_future
from detente.resolve.timewords import PUBLICATION, YEAR, Context, Found, duration, longest, number, singular, year_after

__all__ = ["anchor_at", "length_of_time", "long_time", "quarter_or_half", "repeated"]

DAY_UNITS = {"D", "W", "M", "Q", "Y"}
VAGUE_COUNTS = {"several", "few", "many", "some", "couple", "dozens", "hundreds", "thousands", "countless"}
# A bare plural is a time after these, or before "ago" and "later".
BARE_CASES = {"for", "in", "over", "within", "after", "during", "of", "through", "by"}
QUARTER = re.compile(r"^\d{4}-Q[1-4]$")
MONTH = re.compile(r"^\d{4}-\d\d$")
DETERMINERS = {"the", "a", "an", "its", "their", "his", "her"}
BACK = {"ago", "earlier", "before", "back", "previously"}
FORTH = {"later", "after", "afterwards", "afterward", "hence"}


def length_of_time(c: Context, i: int) -> Found | None:
    """ "two days ago", "a day before the ceasefire", "a 90-day pause", "nearly three weeks", "72 hours"."""
    start = i
    if found := longest(c, i, "approximators"):
        i = found[1]
    count = _count(c, i)
    if count is None:
        return None
    at = i + count[1]
    hyphen = c.at(at) == "-"
    at += hyphen
    unit = c.words.units.get(singular(c.at(at)))
    if unit is None or unit == "WE":
        return None
    if c.at(at + 1) == "and" and c.at(at + 2) == "a" and c.at(at + 3) == "half":
        count, at = (count[0] + 0.5, count[1]), at + 3
    if c.at(at + 1) == "-" and c.at(at + 2) == "long":  # "a month-long siege": the article is the siege's
        return Found(start + (c.at(start) in ("a", "an")), at + 3, "DURATION", duration(count[0], unit))
    alone = not hyphen and c.at(i) in ("a", "an")
    if (c.at(i) in ("a", "an", "one") and unit == "S") or (alone and _one_of_many(c, i, at)):
        return None
    return _age(c, start, at + 1, (count[0], unit)) or _directed(c, start, at + 1, (count[0], unit))


def _count(c: Context, i: int) -> tuple[float, int] | None:
    """How many units, and how many words tell it; 0 for a number that is not told."""
    article = c.at(i) in ("a", "an", "the") and c.at(i + 1) in ("few", "couple", "dozen", "several")
    at = i + article
    word = c.at(at)
    if word == "couple":
        return 2, article + 1 + (c.at(at + 1) == "of")
    if word == "dozen":
        return 12, article + 1
    if word in VAGUE_COUNTS:
        return 0, article + 1 + (c.at(at + 1) == "of")
    if c.at(i) in ("a", "an") and c.at(i + 1) == "half":
        return 0.5, 3 if c.at(i + 2) == "-" else 2
    found = number(c, i)
    many = i + 1 < len(c.doc) and c.doc[i + 1].tag_ == "NNS"
    if found and YEAR.match(c.at(i)) and c.at(i + 1) != "-" and not many:
        return None  # "the 2018 day five": a year
    if found and c.at(i + found[1]) == "dozen":
        return found[0] * 12, found[1] + 1
    return found


def _one_of_many(c: Context, i: int, at: int) -> bool:
    """ "a day", "a year" as a subject, a rate or before "of": not a length of time that is told."""
    if c.at(at + 1) in BACK | FORTH | {"from", "in", "when"}:
        return False
    told = c.at(i - 1) in ("for", "in", "within", "after", "than", "of", "about", "nearly", "almost", "over", "half")
    return not told and c.doc[at].dep_ not in ("obl:tmod", "obl:unmarked", "nmod:tmod", "nmod:unmarked", "obl")


def _age(c: Context, start: int, end: int, parts: tuple[float, str]) -> Found | None:
    """ "58 years old", "a 12-year-old"."""
    if c.at(end) == "-" and c.at(end + 1) == "old":
        return Found(start, end + 2, "DURATION", duration(*parts))
    return Found(start, end + 1, "DURATION", duration(*parts)) if c.at(end) == "old" else None


def _directed(c: Context, start: int, end: int, parts: tuple[float, str]) -> Found:
    """A length of time, or the day so far before or after publication, another day or an event."""
    count, unit = parts
    after = c.at(end)
    value = duration(count, unit)
    if after in ("ago", "back") or (after == "from" and c.at(end + 1) in ("now", "today")):
        return _counted(c, start, end + (1 if after != "from" else 2), (-count if after != "from" else count, unit))
    sign = "-" if after in ("before", "earlier") else ""
    if after in ("before", "after", "following") and (anchor := anchor_at(c, end + 1)):
        return Found(start, end, "DATE", f"{sign}{value}", None, "relative to event", anchor)
    if after in BACK | FORTH:
        return _from_told(c, start, end + 1, (count if after in FORTH else -count, unit))
    return Found(start, end, "DURATION", value)


def _counted(c: Context, start: int, end: int, parts: tuple[float, str]) -> Found:
    """So many units before or after publication, at the unit's own grain."""
    count, unit = parts
    if not count or c.today is None:
        return Found(start, end, "DATE", "PAST_REF" if count <= 0 and c.at(end - 1) in BACK else "FUTURE_REF")
    if unit in ("H", "TM", "S"):
        return Found(start, end, "TIME", duration(abs(count), unit), cal.day(c.today), PUBLICATION)
    days = _away(c, count, unit)
    return Found(start, end, "DATE", days.value, days, PUBLICATION)


def _away(c: Context, count: float, unit: str) -> Days:
    assert c.today is not None
    if unit in ("E", "C"):
        return cal.shift(c.today, round(count * (10 if unit == "E" else 100)), "Y")
    if unit == "F":
        return cal.shift(c.today, round(count * 2), "W")
    if unit == "Y" and count != int(count):
        return cal.shift(c.today, round(count * 12), "M")
    return cal.shift(c.today, round(count), unit if unit in DAY_UNITS else "D")


def _from_told(c: Context, start: int, end: int, parts: tuple[float, str]) -> Found:
    """ "two days later", "a year earlier": from the day last told of; without one, of the past."""
    count, unit = parts
    vague = "FUTURE_REF" if count > 0 else "PAST_REF"
    if unit in ("H", "TM", "S"):
        return Found(start, end, "DURATION", duration(abs(count), unit))
    when, basis = c.reference_for(unit)
    if when is None or not count:
        return Found(start, end, "DATE", vague)
    days = _at_grain(c, when, count, unit)
    return Found(start, end, "DATE", days.value, days, basis)


def _at_grain(c: Context, when: date, count: float, unit: str) -> Days:
    """So many units away; a year from a quarter or month is a quarter or month again."""
    factor = 10 if unit == "E" else 100 if unit == "C" else 1
    if unit == "Y" and c.span is not None and c.span.start == when and -1 <= count < 0:
        value = c.span.value
        if QUARTER.match(value):
            return cal.quarter(when.year + int(count), int(value[-1]))
        if MONTH.match(value):
            return cal.month(when.year + int(count), when.month)
    return cal.shift(when, round(count * factor), "Y" if factor > 1 else unit if unit in DAY_UNITS else "D")


def anchor_at(c: Context, i: int) -> tuple[int, int] | None:
    """The noun phrase or clause that a duration counts from; its head word is what matters."""
    position = i
    while c.at(position) in DETERMINERS and position < len(c.doc):
        position += 1
    if position >= len(c.doc) or c.doc[position].pos_ in ("PUNCT", "NUM", "SPACE", "ADP", "CCONJ", "AUX"):
        return None
    head = c.doc[position]
    inner = ("compound", "amod", "nmod:poss", "case", "mark", "nsubj", "det", "nsubj:pass", "aux")
    while head.dep_ in inner and head.head.i > head.i:
        head = head.head
    return head.i, head.i + 1


def long_time(c: Context, i: int) -> Found | None:
    """A bare plural: "for years", "decades ago", "hours later", "months of talks"."""
    word = c.at(i)
    unit = c.words.units.get(singular(word)) if word.endswith("s") else None
    if unit is None or unit == "WE":
        return None
    after = c.at(i + 1)
    if after == "ago":
        return Found(i, i + 2, "DATE", "PAST_REF")
    if after in ("later", "earlier"):
        when, basis = c.reference
        days = cal.day(when) if when and unit in ("H", "TM", "S") else None
        return Found(i, i + 2, "DATE", duration(0, unit), days, basis)
    if after in ("before", "after") and (anchor := anchor_at(c, i + 2)):
        sign = "-" if after == "before" else ""
        return Found(i, i + 1, "DATE", sign + duration(0, unit), None, "relative to event", anchor)
    if c.at(i - 1) not in BARE_CASES and after != "of":
        return None
    return Found(i, i + 1, "DURATION", duration(0, unit))


def repeated(c: Context, i: int) -> Found | None:
    """ "daily", "every two weeks", "each year", "twice a week", "a year" as a rate, "every Tuesday"."""
    if c.at(i) in c.words.repeated:
        return Found(i, i + 1, "SET", c.words.repeated[c.at(i)])
    if c.at(i) in ("every", "each"):
        return _every(c, i)
    if c.at(i) in ("once", "twice") and c.at(i + 1) in ("a", "an", "every", "each", "per"):
        unit = c.words.units.get(c.at(i + 2))
        return Found(i, i + 3, "SET", duration(1, unit)) if unit else None
    return _rate(c, i)


def _every(c: Context, i: int) -> Found | None:
    end = i + 1
    if (the_day := c.words.weekdays.get(c.at(end))) and c.doc[end].text[:1].isupper():
        part = c.words.dayparts.get(c.at(end + 1))
        return Found(i, end + 1 + bool(part), "SET", f"XXXX-WXX-{the_day}" + (f"T{part}" if part else ""))
    if (month := c.words.months.get(c.at(end))) and c.doc[end].text[:1].isupper():
        return Found(i, end + 1, "SET", f"XXXX-{month:02d}")
    if part := c.words.dayparts.get(c.at(end)):
        return Found(i, end + 1, "SET", f"XXXX-XX-XXT{part}")
    if name := c.words.seasons.get(c.at(end)):
        return Found(i, end + 1, "SET", f"XXXX-{name}")
    count = (2.0, 1) if c.at(end) == "other" else number(c, end) or (1.0, 0)
    unit = c.words.units.get(singular(c.at(end + count[1])) if count[1] else c.at(end))
    return Found(i, end + count[1] + 1, "SET", duration(count[0], unit)) if unit else None


def _rate(c: Context, i: int) -> Found | None:
    """ "$5 million a year", "three times a week", "40 hours per week"."""
    unit = c.words.units.get(c.at(i + 1)) if c.at(i) in ("a", "an", "per") else None
    if unit is None or unit not in DAY_UNITS | {"H", "TM"} or c.at(i + 2) in BACK | FORTH | {"and", "-"}:
        return None
    near = [number(c, n) for n in range(max(0, i - 4), i)]
    counted = (
        any(near) and c.doc[i - 1].pos_ in ("NOUN", "NUM", "SYM") and c.at(i - 1) not in ("a", "an", "one", "half")
    )
    counted = counted or c.at(i - 1) == "times"
    return Found(i, i + 2, "SET", duration(1, unit)) if counted else None


def quarter_or_half(c: Context, i: int) -> Found | None:
    """ "the third quarter", "third-quarter", "the first half of 2013", "the first nine months", "Q3"."""
    start = i
    i += c.at(i) == "the"
    which = c.words.ordinals.get(c.at(i))
    if which is None:
        return None
    at = i + 1 + (c.at(i + 1) in ("-", "fiscal"))
    if c.at(at) == "quarter" and which <= 4:
        return _quarter(c, start, at + 1, ("Q", which))
    if c.at(at) == "half" and which <= 2 and (c.at(at + 1) == "of" or c.at(i + 1) == "-" or c.at(at + 1) in (".", ",")):
        return _quarter(c, start, at + 1, ("H", which))
    count = number(c, i + 1)
    unit = c.words.units.get(singular(c.at(i + 1 + count[1]))) if count and c.at(i) == "first" else None
    if count and unit and c.at(start) == "the":
        return Found(start, i + 2 + count[1], "DURATION", duration(count[0], unit))
    return None


def _quarter(c: Context, start: int, end: int, parts: tuple[str, int]) -> Found | None:
    letter, which = parts
    the_year, stop = _year_of(c, end)
    if the_year is None:
        if letter == "H" and c.at(end) == "of":
            return None
        if c.today is None:
            return Found(start, end, "DATE", f"XXXX-{letter}{which}")
        first = cal.quarter(c.today.year, which if letter == "Q" else 2 * which - 1).start
        future = is_future(c.doc[end - 1])
        the_year = c.today.year + (1 if future and first < c.today and (c.today - first).days > 120 else 0)
        the_year -= not future and first > c.today
    quarters = (which, which) if letter == "Q" else (2 * which - 1, 2 * which)
    value = f"{the_year:04d}-{letter}{which}"
    days = Days(value, cal.quarter(the_year, quarters[0]).start, cal.quarter(the_year, quarters[1]).end)
    return Found(start, stop, "DATE", value, days, PUBLICATION)


def _year_of(c: Context, end: int) -> tuple[int | None, int]:
    """The year after a quarter: "of 2013", "2013", "of last year", "of this year"."""
    the_year, stop = year_after(c, end)
    if the_year is not None:
        return the_year, stop
    at = end + (c.at(end) == "of")
    step = {"this": 0, "last": -1, "next": 1, "the": 0}.get(c.at(at))
    if c.today is None or step is None or c.at(at + 1) != "year" or at == end:
        return None, end
    return c.today.year + step, at + 2
