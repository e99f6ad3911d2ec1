"""Dates that count from publication or from another event: "last week", "two days before the vote"."""

from __future__ import annotations

from datetime import date, timedelta

from detente.resolve import calendar as cal
from detente.resolve.calendar import Days
from detente.resolve.datedays import day_first, month_first, year_alone
from detente.resolve.timewords import Context, Found, duration, is_future, singular, small_number

__all__ = ["deictic", "length_of_time", "part_of", "repeated", "unit_near_today", "weekday"]

DAY_UNITS = {"D", "W", "M", "Q", "Y"}
PAST_WORDS = {"last", "past", "previous"}
FUTURE_WORDS = {"next", "coming", "following", "upcoming"}
APPROXIMATORS = {"early", "late", "mid", "earlier", "later"}


def weekday(c: Context, i: int) -> Found | None:
    """ "Monday", "last Friday", "next Tuesday", "Monday evening", with the date that follows it."""
    start = i
    lead = c.at(i) if c.at(i) in PAST_WORDS | FUTURE_WORDS | {"this", "every", "each"} else ""
    if lead:
        i += 1
    number = c.words.weekdays.get(c.at(i))
    if number is None or not c.doc[i].text[:1].isupper() or (len(c.at(i)) < 4 and not c.doc[i].text.endswith(".")):
        return None
    if lead in ("every", "each"):
        return Found(start, i + 1, "SET", f"XXXX-WXX-{number}")
    end = i + 1
    if c.at(end) == "," and (dated := month_first(c, end + 1) or day_first(c, end + 1)):
        return Found(start, dated.end, "DATE", dated.value, dated.days, dated.basis)
    part = c.words.dayparts.get(c.at(end))
    if c.today is None:
        value = f"XXXX-WXX-{number}"
        return Found(start, end + bool(part), "TIME" if part else "DATE", value + (f"T{part}" if part else ""))
    future = lead in FUTURE_WORDS or (not lead and is_future(c.doc[i]))
    when = cal.weekday_near(c.today, number, future=future)
    if lead in PAST_WORDS and when == c.today:
        when -= timedelta(days=7)
    return _with_part(c, start, end, when)


def _with_part(c: Context, start: int, end: int, when: date) -> Found:
    part = c.words.dayparts.get(c.at(end))
    days = cal.day(when)
    if part:
        return Found(start, end + 1, "TIME", f"{days.value}T{part}", days, "relative to publication")
    return Found(start, end, "DATE", days.value, days, "relative to publication")


def deictic(c: Context, i: int) -> Found | None:
    """ "today", "yesterday evening", "tonight", "now", "recently"."""
    word = c.at(i)
    if word in c.words.relative and c.doc[i].dep_ != "compound":
        part = "NI" if word == "tonight" else None
        if c.today is None:
            return Found(i, i + 1, "DATE", "PRESENT_REF" if word == "today" else "XXXX-XX-XX")
        when = c.today + timedelta(days=c.words.relative[word])
        if part:
            return Found(i, i + 1, "TIME", f"{when.isoformat()}T{part}", cal.day(when), "relative to publication")
        return _with_part(c, i, i + 1, when)
    if word in c.words.vague and c.doc[i].pos_ == "ADV":
        days = cal.day(c.today) if c.today and c.words.vague[word] == "PRESENT_REF" else None
        return Found(i, i + 1, "DATE", c.words.vague[word], days, "relative to publication")
    return None


def unit_near_today(c: Context, i: int) -> Found | None:
    """ "last week", "this month", "earlier this year", "next year", "the past 12 months", "late last year"."""
    start = i
    mod = c.at(i) if c.at(i) in APPROXIMATORS else ""
    if mod:
        i += 1
        if c.at(i) == "-":
            i += 1
    if c.at(i) == "the" and c.at(i + 1) in PAST_WORDS | FUTURE_WORDS | {"same"}:
        i += 1
    lead = c.at(i)
    if lead not in PAST_WORDS | FUTURE_WORDS | {"this", "current"}:
        return None
    count = small_number(c, i + 1)
    if count and (unit := c.words.units.get(singular(c.at(i + 1 + count[1])))):
        return _span_of(c, start, i + 2 + count[1], (count[0], unit, lead))
    word = c.at(i + 1)
    number = c.words.months.get(word)
    if number and lead in PAST_WORDS | FUTURE_WORDS | {"this"}:
        return _named_month(c, start, i + 2, (number, lead))
    unit = (
        c.words.units.get(word)
        or ("SEASON" if word in c.words.seasons else None)
        or ("PART" if word in c.words.dayparts else None)
    )
    if unit is None:
        return None
    return _unit_near(c, start, i + 2, (lead, unit, word))


def _span_of(c: Context, start: int, end: int, parts: tuple[int, str, str]) -> Found:
    count, unit, lead = parts
    value = duration(count, unit)
    if c.today is None or unit not in DAY_UNITS or lead not in PAST_WORDS:
        return Found(start, end, "DURATION", value)
    first = cal.shift(c.today, -count, unit).start
    return Found(start, end, "DURATION", value, Days(value, first, c.today), "relative to publication")


def _named_month(c: Context, start: int, end: int, parts: tuple[int, str]) -> Found:
    number, lead = parts
    if c.today is None:
        return Found(start, end, "DATE", f"XXXX-{number:02d}")
    the_year = c.today.year
    if lead in PAST_WORDS and number >= c.today.month:
        the_year -= 1
    if lead in FUTURE_WORDS and number <= c.today.month:
        the_year += 1
    days = cal.month(the_year, number)
    return Found(start, end, "DATE", days.value, days, "relative to publication")


def _unit_near(c: Context, start: int, end: int, parts: tuple[str, str, str]) -> Found | None:
    lead, unit, word = parts
    count = -1 if lead in PAST_WORDS else 1 if lead in FUTURE_WORDS else 0
    if unit == "PART":
        part = c.words.dayparts[word]
        if c.today is None:
            return Found(start, end, "TIME", f"XXXX-XX-XXT{part}")
        when = c.today + timedelta(days=count)
        return Found(start, end, "TIME", f"{when.isoformat()}T{part}", cal.day(when), "relative to publication")
    if c.today is None:
        return Found(start, end, "DATE", "PRESENT_REF" if not count else "PAST_REF" if count < 0 else "FUTURE_REF")
    if unit == "SEASON":
        value = f"{c.today.year + count}-{c.words.seasons[word]}"
        return Found(start, end, "DATE", value, cal.year(c.today.year + count), "relative to publication")
    if unit == "WE":
        days = cal.week(c.today + timedelta(weeks=count))
        value = f"{days.value}-WE"
        return Found(
            start, end, "DATE", value, Days(value, days.end - timedelta(days=1), days.end), "relative to publication"
        )
    if unit == "E":
        decade = (c.today.year // 10 + count) * 10
        return Found(
            start,
            end,
            "DATE",
            str(decade)[:3],
            Days("", date(decade, 1, 1), date(decade + 9, 12, 31)),
            "relative to publication",
        )
    if unit not in DAY_UNITS:
        return None
    days = cal.shift(c.today, count, unit)
    if c.at(start) == "earlier" and days.end > c.today:
        days = Days(days.value, days.start, c.today)
    return Found(start, end, "DATE", days.value, days, "relative to publication")


def length_of_time(c: Context, i: int) -> Found | None:
    """ "two days ago", "a day before the ceasefire", "a 90-day pause", "for three weeks", "72 hours"."""
    start = i
    if c.at(i) in ("about", "nearly", "almost", "some", "around", "over") and small_number(c, i + 1):
        i += 1
    count = small_number(c, i) or ((0, 1) if c.at(i) in ("several", "few", "many", "some") else None)
    if count is None:
        return None
    if c.at(i) in ("a", "an") and c.at(i + 1) in ("few", "couple"):
        count = (0 if c.at(i + 1) == "few" else 2, 2 if c.at(i + 2) != "of" else 3)
    position = i + count[1]
    hyphen = c.at(position) == "-"
    position += hyphen
    unit = c.words.units.get(singular(c.at(position)))
    if unit is None or unit == "WE" or (c.at(i) in ("a", "an") and c.at(position + 1) == "of"):
        return None
    if (c.at(position + 1) == "-" and c.at(position + 2) == "old") or c.at(position + 1) == "old":
        return None
    return _directed(c, start, position + 1, (count[0], unit))


def _directed(c: Context, start: int, end: int, parts: tuple[int, str]) -> Found | None:
    count, unit = parts
    after = c.at(end)
    value = duration(count, unit)
    if after == "ago" or (after == "earlier" and c.today):
        return _counted(c, start, end + 1, (-count, unit))
    if after == "from" and c.at(end + 1) == "now":
        return _counted(c, start, end + 2, (count, unit))
    if after in ("before", "after", "later", "earlier", "following") and unit in DAY_UNITS:
        sign = "-" if after in ("before", "earlier") else ""
        anchor = _anchor(c, end + 1) if after in ("before", "after", "following") else None
        if anchor:
            return Found(start, end, "DATE", f"{sign}{value}", None, "relative to event", anchor)
    if (
        (
            c.at(start) in ("a", "an", "one")
            and unit in ("D", "W", "M", "Y", "S", "TM")
            and c.at(start - 1) not in ("for", "in", "within", "of", "after")
        )
        and c.doc[start].lower_ in ("a", "an")
        and end - start == 2
        and after != "-"
    ):
        return None if c.doc[end - 1].dep_ in ("nsubj", "obj") or unit == "S" else Found(start, end, "DURATION", value)
    return Found(start, end, "DURATION", value)


def _counted(c: Context, start: int, end: int, parts: tuple[int, str]) -> Found:
    count, unit = parts
    if c.today is None or unit not in DAY_UNITS or not count:
        return Found(start, end, "DATE", "PAST_REF" if count <= 0 else "FUTURE_REF")
    days = cal.shift(c.today, count, unit)
    return Found(start, end, "DATE", days.value, days, "relative to publication")


def _anchor(c: Context, i: int) -> tuple[int, int] | None:
    """The noun phrase or clause that a duration counts from; its head word is what matters."""
    position = i
    while c.at(position) in ("the", "a", "an", "its", "their", "his", "her") and position < len(c.doc):
        position += 1
    if position >= len(c.doc) or c.doc[position].pos_ in ("PUNCT", "NUM"):
        return None
    head = c.doc[position]
    while (
        head.dep_ in ("compound", "amod", "nmod:poss", "case", "mark", "nsubj", "det", "nsubj:pass", "aux")
        and head.head.i > head.i
    ):
        head = head.head
    return head.i, head.i + 1


def repeated(c: Context, i: int) -> Found | None:
    """ "daily", "weekly", "every day", "annual"."""
    sets = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y"}
    if c.at(i) in sets:
        return Found(i, i + 1, "SET", sets[c.at(i)])
    if c.at(i) in ("every", "each") and (unit := c.words.units.get(c.at(i + 1))) and unit in DAY_UNITS:
        return Found(i, i + 2, "SET", duration(1, unit))
    return None


def part_of(c: Context, i: int) -> Found | None:
    """ "early May", "mid-2023", "the end of June", "late 2024"."""
    start = i
    if c.at(i) == "the" and c.at(i + 1) in ("end", "beginning", "start", "middle") and c.at(i + 2) == "of":
        i += 3
        for rule in (month_first, year_alone, unit_near_today):
            found = rule(c, i)
            if found:
                return Found(start, found.end, found.type, found.value, found.days, found.basis)
        return None
    if c.at(i) not in ("early", "late", "mid"):
        return None
    i += 2 if c.at(i + 1) == "-" else 1
    found = month_first(c, i) or year_alone(c, i)
    return Found(start, found.end, found.type, found.value, found.days, found.basis) if found else None
