"""Dates that name their day, month or year: "May 6-7", "3 March 2022", "2014", "the 1990s", "Christmas"."""

from __future__ import annotations

import re
from datetime import date

from detente.resolve import calendar as cal
from detente.resolve.tense import is_future, tense_of
from detente.resolve.timewords import PUBLICATION, YEAR, Context, Found, longest, ordinal, year_after

__all__ = [
    "age_of_years", "day_and_month", "day_first", "holiday", "landmark", "month_first", "season", "written_date",
    "year_alone",
]  # fmt: skip

DECADE = re.compile(r"^(1[5-9]|20)(\d)0s?$")
SHORT_DECADE = re.compile(r"^['’]?([2-9])0s$")
CENTURY = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)$")
ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})$")
DASHES = {"-", "–", "—", "to"}
SUFFIXES = {"'s", "’s"}
# Month names that are also other words: they need the tagger's word for it.
DOUBTFUL = {"may", "march", "mar", "sun", "dec", "jan"}


def day_and_month(c: Context, i: int) -> Found | None:
    """ "May 10", "May 10, 2025", "10 May 2025", "May 6-7", "May 2025", "May"."""
    return month_first(c, i) or day_first(c, i)


def month_first(c: Context, i: int) -> Found | None:
    """The month before the day: "May 10", "May 6-7", "May 2025"."""
    number = _month(c, i)
    if number is None:
        return None
    end = i + 1 + (c.at(i + 1) == "the")
    first = ordinal(c, end)
    if first is None or (c.at(end + 1) == "-" and c.at(end + 2) in c.words.units):
        return _month_alone(c, i, number)
    last, end = _last_day(c, end + 1, first)
    the_year, end = year_after(c, end)
    return _days(c, i, end, (the_year, number, first, last))


def day_first(c: Context, i: int) -> Found | None:
    """The day before the month: "10 May 2025", "3 March", "the 15th of March"."""
    start = i
    i += c.at(i) == "the"
    first = ordinal(c, i)
    if first is None:
        return None
    last, end = _last_day(c, i + 1, first)
    end += c.at(end) == "of"
    number = _month(c, end)
    if number is None:
        return None
    the_year, end = year_after(c, end + 1)
    return _days(c, start, end, (the_year, number, first, last))


def _last_day(c: Context, end: int, first: int) -> tuple[int, int]:
    """The second day of "6-7", and where the expression then ends."""
    second = ordinal(c, end + 1) if c.at(end) in DASHES else None
    if second and second > first and not YEAR.match(c.at(end + 1)):
        return second, end + 2
    return first, end


def _month(c: Context, i: int) -> int | None:
    word = c.at(i)
    number = c.words.months.get(word)
    if number is None or not c.doc[i].text[:1].isupper():
        return None
    if word in DOUBTFUL and c.doc[i].pos_ in ("AUX", "VERB"):
        return None
    return number


def _days(c: Context, i: int, end: int, parts: tuple[int | None, int, int, int]) -> Found | None:
    the_year, number, first, last = parts
    if the_year is None:
        if c.today is None:
            return Found(i, end, "DATE", f"XXXX-{number:02d}-{first:02d}", None, "unknown")
        the_year = _year_near(c, i, number, first)
    try:
        a, b = date(the_year, number, first), date(the_year, number, last)
    except ValueError:  # 31 February: an expression that names no day
        return Found(i, end, "DATE", f"{the_year:04d}-{number:02d}-{first:02d}", None, "impossible date")
    return Found(i, end, "DATE", a.isoformat(), cal.Days(a.isoformat(), a, b))


def _year_near(c: Context, i: int, number: int, day_number: int) -> int:
    """The year that puts a month and day near publication, or on from a coming day of the same sentence."""
    assert c.today is not None
    if c.ahead is not None:
        return cal.nearest_year(c.ahead, number, day_number, future=True)
    tense = tense_of(c.doc[i])
    # "It follows a ruling on July 8": the present tells nothing about the side.
    slack = 183 if tense == "present" else 7
    return cal.nearest_year(c.today, number, day_number, future=tense == "future", slack=slack)


def _month_alone(c: Context, i: int, number: int) -> Found | None:
    the_year, end = year_after(c, i + 1)
    if the_year is None and len(c.at(i)) < 4 and c.at(i) != "may":
        return None
    if the_year is None and c.at(i) in DOUBTFUL and c.doc[i].pos_ != "PROPN":
        return None
    basis = "explicit"
    if the_year is None:
        if c.today is None:
            return Found(i, end, "DATE", f"XXXX-{number:02d}")
        the_year, basis = _year_near(c, i, number, 15), PUBLICATION
    days = cal.month(the_year, number)
    return Found(i, end, "DATE", days.value, days, basis)


def year_alone(c: Context, i: int) -> Found | None:
    """ "2024", "the year 2024", "fiscal 2024"."""
    start = i
    if c.at(i) in ("fiscal", "calendar"):
        i += 1
    i += c.at(i) == "year" and i > start
    if c.at(i) == "the" and c.at(i + 1) == "year" and YEAR.match(c.at(i + 2)):
        i += 2
    word = c.at(i)
    if not YEAR.match(word) or (i == start and not _is_year(c, i)):
        return None
    days = cal.year(int(word))
    return Found(start, i + 1, "DATE", days.value, days)


def _is_year(c: Context, i: int) -> bool:
    """Whether a four-digit number is a year: by what stands around it."""
    after, before = c.at(i + 1), c.at(i - 1)
    if before in ("$", "€", "£", "no", "resolution", "#") or after in ("%", "percent", "people", "troops", "soldiers"):
        return False
    if after in c.words.zones:
        return False
    head = c.doc[i].head
    if c.doc[i].dep_ == "nummod" and head.pos_ == "NOUN" and head.i > i and head.tag_ == "NNS":
        return before in ("in", "the", "of", "since") and head.lemma_ not in ("people", "troop", "soldier")
    return True


def age_of_years(c: Context, i: int) -> Found | None:
    """Decades and centuries: "the 1990s", "the sixties", "the '80s", "the 20th century", "the mid-19th century"."""
    start = i
    i += c.at(i) == "the"
    if c.at(i) in ("early", "late", "mid"):
        i += 2 if c.at(i + 1) == "-" else 1
    return _century(c, start, i) or _decade(c, start, i)


def _century(c: Context, start: int, i: int) -> Found | None:
    found = CENTURY.match(c.at(i))
    which = int(found[1]) if found else c.words.ordinals.get(c.at(i))
    if which is None and c.at(i) == "twenty" and c.at(i + 1) == "-" and c.at(i + 2) == "first":
        which, i = 21, i + 2
    at = i + 1 + (c.at(i + 1) == "-")
    if which is None or c.at(at) not in ("century", "centuries") or (which < 5 and at == i + 1 and not found):
        return None
    days = cal.century(which)
    return Found(start, at + 1, "DATE", days.value, days)


def _decade(c: Context, start: int, i: int) -> Found | None:
    opened = c.at(i) in ("'", "’", "‘")
    word = c.at(i + opened)
    full, short = DECADE.match(word), SHORT_DECADE.match(word)
    end = i + opened + 1
    if full and not word.endswith("s"):
        if c.at(end) not in SUFFIXES or c.at(i - 1) != "the":
            return None
        end += 1
    if full:
        first = int(full[1] + full[2] + "0")
    elif (short and (opened or c.at(i - 1) == "the" or word[0] in "'’")) or (
        word in c.words.decades and c.at(i - 1) in ("the", "early", "late", "-", "mid")
    ):
        first = int(f"19{short[1]}0" if short else f"{c.words.decades[word]}0")
    else:
        return None
    days = cal.decade(first)
    return Found(start, end, "DATE", days.value, days)


def written_date(c: Context, i: int) -> Found | None:
    """ISO and slashed dates: "2025-04-09", "13/05/2025"; 03/04/2025 stays open where nothing says which is the day."""
    text, end = c.doc[i].text, i + 1
    if i + 4 < len(c.doc) and c.at(i + 1) == "-" and c.at(i + 3) == "-" and YEAR.match(text):
        text, end = f"{text}-{c.at(i + 2)}-{c.at(i + 4)}", i + 5
    found, slashed = ISO.match(text), SLASHED.match(text)
    if found:
        return _numbered(i, end, (int(found[1]), int(found[2]), int(found[3])))
    return _slashed(c, i, slashed) if slashed else None


def _numbered(i: int, end: int, parts: tuple[int, int, int]) -> Found:
    value = f"{parts[0]:04d}-{parts[1]:02d}-{parts[2]:02d}"
    try:
        return Found(i, end, "DATE", value, cal.day(date(*parts)))
    except ValueError:
        return Found(i, end, "DATE", value, None, "impossible date")


def _slashed(c: Context, i: int, found: re.Match[str]) -> Found:
    a, b, tail = int(found[1]), int(found[2]), found[3]
    the_year = int(tail) if len(tail) == 4 else 2000 + int(tail)
    ambiguous = a <= 12 and b <= 12 and a != b and c.day_first is None
    if ambiguous:
        return Found(i, i + 1, "DATE", f"{the_year:04d}", None, "ambiguous date")
    turned = a > 12 or (b <= 12 and bool(c.day_first))
    return _numbered(i, i + 1, (the_year, b, a) if turned else (the_year, a, b))


def season(c: Context, i: int) -> Found | None:
    """ "the summer of 2014", "summer 2014", "the winter"."""
    start = i
    i += c.at(i) == "the"
    name = c.words.seasons.get(c.at(i))
    if not name:
        return None
    the_year, end = year_after(c, i + 1)
    if the_year is None:
        return _bare_season(c, start, i, name)
    days = cal.season(the_year, name)
    return Found(start, end, "DATE", days.value, days)


def _bare_season(c: Context, start: int, i: int, name: str) -> Found | None:
    """A season without its year, where a preposition shows that a time is meant (not "the fall of the city")."""
    told = c.at(start - 1) in ("in", "during", "by", "until", "since", "of", "through", "over", "before", "after")
    if not told or c.doc[i].pos_ != "NOUN" or c.at(i + 1) in ("of", "offensive", "games", "olympics"):
        return None
    if c.today is None:
        return Found(start, i + 1, "DATE", f"XXXX-{name}")
    the_year = cal.nearest_year(c.today, cal.SEASONS[name], 15, future=is_future(c.doc[i]))
    days = cal.season(the_year, name)
    return Found(start, i + 1, "DATE", days.value, days, PUBLICATION)


def holiday(c: Context, i: int) -> Found | None:
    """ "Christmas", "New Year's Eve 2012", "Thanksgiving"."""
    key = longest(c, i, "holidays")
    if key is None or not c.doc[i].text[:1].isupper():
        return None
    rule = c.words.holidays[key[0]]
    the_year, end = year_after(c, key[1])
    if the_year is None and c.today is None:
        return Found(i, end, "DATE", f"XXXX-{rule[:5]}" if len(rule) == 5 else "XXXX")
    if the_year is None:
        assert c.today is not None
        near = cal.holiday(c.today.year, rule)
        the_year = cal.nearest_year(c.today, near.month, near.day, future=is_future(c.doc[i]))
    days = cal.day(cal.holiday(the_year, rule))
    return Found(i, end, "DATE", days.value, days)


def landmark(c: Context, i: int) -> Found | None:
    """A day that the world knows by its number: "9/11"."""
    return Found(i, i + 1, "DATE", "2001-09-11", cal.day(date(2001, 9, 11))) if c.at(i) == "9/11" else None
