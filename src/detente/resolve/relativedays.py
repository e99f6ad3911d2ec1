"""Dates that count from publication or from the day last told of: "Monday", "last week", "the next day"."""

from __future__ import annotations

from datetime import date

from detente.resolve import calendar as cal
from detente.resolve.calendar import Days
from detente.resolve.datedays import age_of_years, day_first, holiday, month_first, season, year_alone
from detente.resolve.tense import is_future, tense_of
from detente.resolve.timewords import PUBLICATION, Context, Found, duration, longest, number, singular

__all__ = ["deictic", "part_of", "same_unit", "unit_near_today", "vague", "weekday"]

DAY_UNITS = {"D", "W", "M", "Q", "Y"}
PAST_WORDS = {"last", "past", "previous", "recent"}
FUTURE_WORDS = {"next", "coming", "following", "upcoming"}
NOW_WORDS = {"this", "current"}
ENDS = {"end", "beginning", "start", "middle", "close", "turn"}
# Phrases that are times only after a preposition: "at this time", not "this time they won".
AFTER_AT = {"this time", "that time", "the moment", "the present"}
MODS = {"early", "late", "mid", "earlier", "later"}


def weekday(c: Context, i: int) -> Found | None:
    """ "Monday", "last Friday", "next Tuesday", "Monday evening", "Saturdays", with the date that follows it."""
    start = i
    lead = c.at(i) if c.at(i) in PAST_WORDS | FUTURE_WORDS | {"this"} else ""
    i += bool(lead)
    word = c.at(i)
    many = word not in c.words.weekdays and singular(word) in c.words.weekdays
    the_day = c.words.weekdays.get(singular(word) if many else word)
    if the_day is None or not c.doc[i].text[:1].isupper() or (len(word) < 4 and not _abbreviated(c, i)):
        return None
    if many:
        return None if lead else Found(start, i + 1, "SET", f"XXXX-WXX-{the_day}")
    end = i + 1
    after = end + (c.at(end) == ",")
    if dated := (month_first(c, after) or day_first(c, after)):
        return Found(start, dated.end, "DATE", dated.value, dated.days, dated.basis) if len(dated.value) == 10 else None
    if c.today is None:
        return _part_after(c, Found(start, end, "DATE", f"XXXX-WXX-{the_day}"))
    days = cal.day(_weekday_day(c, i, the_day, lead))
    return _part_after(c, Found(start, end, "DATE", days.value, days, PUBLICATION))


def _abbreviated(c: Context, i: int) -> bool:
    """ "Sun", "Wed": a weekday only with its dot or before a date."""
    return c.doc[i].text.endswith(".") or (c.at(i + 1) in (",", ".") and month_first(c, i + 2) is not None)


def _weekday_day(c: Context, i: int, the_day: int, lead: str) -> date:
    assert c.today is not None
    future = lead in FUTURE_WORDS or (not lead and is_future(c.doc[i]))
    when = cal.weekday_near(c.today, the_day, future=future)
    if lead in PAST_WORDS and when == c.today:
        return cal.moved(when, -7)
    if lead == "next" and when == c.today:
        return cal.moved(when, 7)
    return when


def _part_after(c: Context, found: Found) -> Found:
    """A day with the part of the day that follows it."""
    part = c.words.dayparts.get(c.at(found.end))
    if not part:
        return found
    return Found(found.start, found.end + 1, "TIME", f"{found.value}T{part}", found.days, found.basis)


def deictic(c: Context, i: int) -> Found | None:
    """ "today", "yesterday evening", "tonight"."""
    word = c.at(i)
    if word not in c.words.relative:
        return None
    if c.today is None:
        return Found(i, i + 1, "DATE", "PRESENT_REF" if word == "today" else "XXXX-XX-XX")
    days = cal.shift(c.today, c.words.relative[word], "D")
    if word == "tonight":
        return Found(i, i + 1, "TIME", f"{days.value}TNI", days, PUBLICATION)
    return _part_after(c, Found(i, i + 1, "DATE", days.value, days, PUBLICATION))


def vague(c: Context, i: int) -> Found | None:
    """ "now", "recently", "the future", "since then": times without a date."""
    key = longest(c, i, "phrases")
    if key is not None:
        whole = c.doc[key[1] - 1].dep_ not in ("amod", "compound") and (
            key[0] not in AFTER_AT or c.at(i - 1) in ("at", "for", "of", "by")
        )
        return _reference(c, i, key[1], c.words.phrases[key[0]]) if whole else None
    word = c.at(i)
    if word == "then" and c.at(i - 1) in ("since", "by", "until", "till"):
        return Found(i, i + 1, "DATE", "PAST_REF")
    if word in c.words.vague and c.doc[i].pos_ == "ADV":
        return _reference(c, i, i + 1, c.words.vague[word])
    return None


def _reference(c: Context, i: int, end: int, value: str) -> Found:
    days = cal.day(c.today) if c.today and value == "PRESENT_REF" else None
    return Found(i, end, "DATE", value, days, PUBLICATION)


def unit_near_today(c: Context, i: int) -> Found | None:
    """ "last week", "earlier this year", "the past 12 months", "late last year", "recent weeks"."""
    start = i
    if c.at(i) in MODS:
        i += 2 if c.at(i + 1) == "-" else 1
    if c.at(i) in ("the", "this") and c.at(i + 1) in PAST_WORDS | FUTURE_WORDS | {"current"}:
        i += 1
    lead = c.at(i)
    if lead not in PAST_WORDS | FUTURE_WORDS | NOW_WORDS or (lead == "last" and c.doc[i].pos_ == "VERB"):
        return None
    return _counted_units(c, start, i) or _one_unit(c, start, i)


def _counted_units(c: Context, start: int, i: int) -> Found | None:
    """ "the last 24 hours", "the past few days", "recent weeks"."""
    lead, vague_many = c.at(i), c.at(i + 1) in ("few", "several", "couple", "many")
    count = (0.0, 1 + (c.at(i + 2) == "of")) if vague_many else number(c, i + 1)
    if count is None and c.at(i + 1) not in c.words.units and c.at(i + 1).endswith("s"):
        unit = c.words.units.get(singular(c.at(i + 1)))
        value = {"recent": "PAST_REF", "coming": "FUTURE_REF", "upcoming": "FUTURE_REF"}.get(lead)
        return Found(start, i + 2, "DATE", value) if unit and value else None
    if count is None:
        return None
    at = i + 1 + count[1]
    at += c.at(at) == "-"
    unit = c.words.units.get(singular(c.at(at)))
    return _span_of(c, start, at + 1, (count[0], unit, lead)) if unit else None


def _span_of(c: Context, start: int, end: int, parts: tuple[float, str, str]) -> Found:
    count, unit, lead = parts
    value = duration(count, unit)
    if c.today is None or unit not in DAY_UNITS or not count or count != int(count):
        return Found(start, end, "DURATION", value)
    other = cal.shift(c.today, -int(count) if lead in PAST_WORDS else int(count), unit)
    first, last = (other.start, c.today) if lead in PAST_WORDS else (c.today, other.end)
    return Found(start, end, "DURATION", value, Days(value, first, last), PUBLICATION)


def _one_unit(c: Context, start: int, i: int) -> Found | None:
    lead, word = c.at(i), c.at(i + 1)
    step = -1 if lead in PAST_WORDS else 1 if lead in FUTURE_WORDS else 0
    if (month := c.words.months.get(word)) and c.doc[i + 1].text[:1].isupper():
        return _named_month(c, start, i + 2, (month, step))
    if word in c.words.seasons:
        return _named_season(c, start, i + 2, (c.words.seasons[word], step))
    plural = word.endswith("s") and c.at(i) == "this"
    unit = c.words.units.get(singular(word) if plural else word)
    if unit is None:
        return None
    if lead == "past" and unit in DAY_UNITS | {"E", "C"} and c.at(start) in ("the", "this"):
        return _span_of(c, start, i + 2, (1, unit, lead))
    told = c.at(start) == "the" and lead in ("next", "following", "previous")
    from_told = told and (unit == "D" or lead != "next" or c.told is not None) and unit in ("D", "W", "M", "Y")
    when, basis = c.reference_for(unit) if from_told else (c.today, PUBLICATION)
    if when is None:
        return Found(start, i + 2, "DATE", ("PRESENT_REF", "FUTURE_REF", "PAST_REF")[step])
    days = _unit_of(when, unit, step)
    return Found(start, i + 2, "DATE", days.value, days, basis) if days else None


def _unit_of(when: date, unit: str, step: int) -> Days | None:
    """The unit around a day, the one before or the one after."""
    if unit == "WE":
        return cal.weekend(cal.moved(when, 7 * step))
    if unit == "E":
        return cal.decade((when.year // 10 + step) * 10)
    if unit == "C":
        return cal.century(when.year // 100 + 1 + step)
    return cal.shift(when, step, unit) if unit in DAY_UNITS else None


def _named_month(c: Context, start: int, end: int, parts: tuple[int, int]) -> Found:
    month, step = parts
    if c.today is None:
        return Found(start, end, "DATE", f"XXXX-{month:02d}")
    the_year = c.today.year - (step < 0 and month >= c.today.month) + (step > 0 and month <= c.today.month)
    days = cal.month(the_year, month)
    return Found(start, end, "DATE", days.value, days, PUBLICATION)


def _named_season(c: Context, start: int, end: int, parts: tuple[str, int]) -> Found:
    name, step = parts
    if c.today is None:
        return Found(start, end, "DATE", f"XXXX-{name}")
    days = cal.season(c.today.year - (name == "WI" and c.today.month < 3), name)
    if step < 0 and days.end >= c.today:
        days = cal.season(days.start.year - 1, name)
    if step > 0 and days.start <= c.today:
        days = cal.season(days.start.year + 1, name)
    return Found(start, end, "DATE", days.value, days, PUBLICATION)


def same_unit(c: Context, i: int) -> Found | None:
    """ "that day", "the same month", "later that week", "the day after", "earlier in the week", "the year before"."""
    start = i
    if c.at(i) in MODS and c.at(i + 1) in ("that", "the"):
        i += 1
    if c.at(i) == "the" and c.at(i + 1) == "same":
        i += 1
    unit = c.words.units.get(c.at(i + 1))
    if unit not in ("D", "W", "M", "Q", "Y", "WE") or c.at(i) not in ("that", "same", "the"):
        return None
    after = c.at(i + 2)
    if c.at(i) == "the" and after in ("before", "after", "earlier"):
        return _beside(c, start, i + 2, (unit, -1 if after != "after" else 1))
    if c.at(i) == "the" and not _of_today(c, start, i):
        return None
    when, basis = (c.today, PUBLICATION) if c.at(i) == "the" else c.reference
    days = _unit_of(when, unit, 0) if when else None
    if days and when and unit == "WE" and c.at(i) == "the" and days.start > when and tense_of(c.doc[i + 1]) == "past":
        days = cal.weekend(cal.moved(days.start, -7))
    return Found(start, i + 2, "DATE", days.value, days, basis) if days else None


def _of_today(c: Context, start: int, i: int) -> bool:
    """A bare "the week": only where a word before it shows that the report's own is meant."""
    early = c.at(start - 2) in MODS and c.at(start - 1) in ("in", "on")
    ended = c.at(start - 2) in ENDS and c.at(start - 1) == "of" and c.words.units[c.at(i + 1)] != "D"
    weekend = c.at(i + 1) == "weekend"
    return early or ended or weekend


def _beside(c: Context, start: int, end: int, parts: tuple[str, int]) -> Found | None:
    """ "the day before": of an event that is named next, else of the day last told of."""
    from detente.resolve.lengths import anchor_at  # noqa: PLC0415 - each counts with the other

    unit, step = parts
    anchor = anchor_at(c, end + 1) if unit in DAY_UNITS else None
    if anchor and c.at(end) != "earlier":
        return Found(
            start, end, "DATE", f"{'-' if step < 0 else ''}{duration(1, unit)}", None, "relative to event", anchor
        )
    when, basis = c.reference
    days = _unit_of(when, unit, step) if when else None
    return Found(start, end + 1, "DATE", days.value, days, basis) if days else None


def part_of(c: Context, i: int) -> Found | None:
    """ "early May", "mid-2023", "the end of June", "late 2024", "early Friday", "year-end"."""
    start = i
    ended = 2 if c.at(i + 1) == "-" else 1
    if c.at(i) == "year" and c.at(i + ended) == "end":
        days = cal.year(c.today.year) if c.today else None
        return Found(i, i + ended + 1, "DATE", days.value if days else "XXXX", days, PUBLICATION)
    if c.at(i) == "the":
        i += 1
    if c.at(i) in ENDS and c.at(i + 1) == "of":
        i += 2
    elif c.at(i) in ("early", "late", "mid", "middle"):
        i += 2 if c.at(i + 1) == "-" else 1
    else:
        return None
    for rule in (month_first, year_alone, age_of_years, weekday, unit_near_today, season, holiday, same_unit):
        if found := rule(c, i):
            return Found(start, found.end, found.type, found.value, found.days, found.basis)
    return None
