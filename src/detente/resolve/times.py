"""Time expressions (TIMEX3) of a document, anchored to its publication date by tense and grain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from detente.codebook.times import TimeWords, time_words
from detente.records import Timex
from detente.resolve import calendar as cal
from detente.resolve.calendar import Days

__all__ = ["find_times"]

YEAR = re.compile(r"^(1[5-9]|20)\d\d$")
DECADE = re.compile(r"^(?:(1[5-9]|20)\d0|['’]?\d0)['’]?s$")
ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})$")
CLOCK = re.compile(r"^(\d{1,2})[:.](\d\d)$")
ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?$")
DAY_UNITS = {"D", "W", "M", "Q", "Y"}
DASHES = {"-", "–", "—", "to"}
PAST_WORDS = {"last", "past", "previous"}
FUTURE_WORDS = {"next", "coming", "following", "upcoming"}
APPROXIMATORS = {"early", "late", "mid", "earlier", "later"}


@dataclass(frozen=True, slots=True)
class Found:
    """An expression between two token positions, before it is written as a Timex."""

    start: int
    end: int
    type: str
    value: str
    days: Days | None = None
    basis: str = "explicit"
    anchor: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What rules look at: the words, the day of publication, and the words of time."""

    doc: Doc
    lower: Sequence[str]
    today: date | None
    words: TimeWords

    def at(self, i: int) -> str:
        """Lower-case word at a position; empty beyond the ends."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""


Rule = Callable[[Context, int], "Found | None"]


def find_times(doc: Doc, *, published: str | None = None) -> list[Timex]:
    """All time expressions in order; none overlap. Without a publication date relative ones keep no bounds."""
    context = Context(doc, [t.lower_.rstrip(".") if len(t) > 2 else t.lower_ for t in doc], cal.parse_day(published), time_words())
    out, position = [], 0
    while position < len(doc):
        found = _longest(context, position)
        if found is None:
            position += 1
            continue
        out.append(_timex(doc, found))
        position = max(found.end, position + 1)
    return out


def _longest(context: Context, position: int) -> Found | None:
    best: Found | None = None
    for rule in RULES:
        found = rule(context, position)
        if found and (best is None or found.end > best.end):
            best = found
    return best


def _timex(doc: Doc, found: Found) -> Timex:
    first, last = doc[found.start], doc[found.end - 1]
    span = (first.idx, last.idx + len(last))
    anchor = None
    if found.anchor:
        a, b = doc[found.anchor[0]], doc[found.anchor[1] - 1]
        anchor = (a.idx, b.idx + len(b))
    start, end = found.days.bounds if found.days else (None, None)
    return Timex(
        span=span,
        text=doc.text[span[0] : span[1]],
        type=found.type,  # type: ignore[arg-type]
        value=found.value,
        start=start,
        end=end,
        basis=found.basis if found.days or anchor else "unknown",
        anchor=anchor,
    )


def _number(c: Context, i: int) -> tuple[int, int] | None:
    """A small number in digits or words at a position, and how many tokens it takes."""
    word = c.at(i)
    if word.isdigit() and len(word) <= 4:
        return int(word), 1
    if word not in c.words.numbers:
        return None
    value = c.words.numbers[word]
    if value >= 20 and c.at(i + 1) == "-" and c.words.numbers.get(c.at(i + 2), 99) < 10:
        return value + c.words.numbers[c.at(i + 2)], 3
    return value, 1


def _future(token: Token) -> bool:
    """Whether the clause of a word is about what is to come."""
    for node in [token, *token.ancestors]:
        if node.pos_ not in ("VERB", "AUX"):
            continue
        auxiliaries = {a.lower_ for a in node.children if a.dep_.startswith("aux")}
        if auxiliaries & {"will", "shall", "wo", "'ll", "would"}:
            return True
        if node.tag_ == "VB" and "to" in {a.lower_ for a in node.children if a.dep_ == "mark"}:
            return True
        if node.tag_ in ("VBD", "VBN", "VBP", "VBZ") or auxiliaries:
            return node.lemma_ in ("expect", "schedule", "plan", "due", "set") and node.tag_ == "VBN"
    return False


def _day_month(c: Context, i: int) -> Found | None:
    """ "May 10", "May 10, 2025", "10 May 2025", "May 6-7", "May 2025", "May", "early May"."""
    found = _month_first(c, i) or _day_first(c, i)
    return found


def _month_first(c: Context, i: int) -> Found | None:
    number = _month(c, i)
    if number is None:
        return None
    end = i + 1
    first = _ordinal(c, end)
    if first is None:
        return _month_alone(c, i, number)
    end += 1
    last = first
    if c.at(end) in DASHES and (second := _ordinal(c, end + 1)) and second > first and not YEAR.match(c.at(end + 1)):
        last, end = second, end + 2
    the_year, end = _year_after(c, end)
    return _days(c, i, end, (the_year, number, first, last))


def _day_first(c: Context, i: int) -> Found | None:
    first = _ordinal(c, i)
    if first is None:
        return None
    end, last = i + 1, first
    if c.at(end) in DASHES and (second := _ordinal(c, end + 1)) and second > first:
        last, end = second, end + 2
    if c.at(end) == "of":
        end += 1
    number = _month(c, end)
    if number is None:
        return None
    the_year, end = _year_after(c, end + 1)
    return _days(c, i, end, (the_year, number, first, last))


def _month(c: Context, i: int) -> int | None:
    word = c.at(i)
    number = c.words.months.get(word)
    if number is None or not c.doc[i].text[:1].isupper():
        return None
    if word in ("may", "march", "mar", "sun", "dec", "jan") and c.doc[i].pos_ in ("AUX", "VERB"):
        return None
    return number


def _ordinal(c: Context, i: int) -> int | None:
    found = ORDINAL.match(c.at(i))
    value = int(found[1]) if found else 0
    return value if 1 <= value <= 31 else None


def _year_after(c: Context, i: int) -> tuple[int | None, int]:
    for end in (i, i + 1):
        if YEAR.match(c.at(end)) and (end == i or c.at(i) in (",", "of")):
            return int(c.at(end)), end + 1
    return None, i


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
    future = _future(c.doc[i])
    options = [y for y in (c.today.year - 1, c.today.year, c.today.year + 1)]

    def distance(candidate: int) -> tuple[int, int]:
        try:
            gap = (date(candidate, number, min(day_number, 28)) - c.today).days  # type: ignore[operator]
        except ValueError:
            return (2, 999)
        wrong = (gap < -7) if future else (gap > 7)
        return (int(wrong), abs(gap))

    return min(options, key=distance)


def _month_alone(c: Context, i: int, number: int) -> Found | None:
    the_year, end = _year_after(c, i + 1)
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


def _year_rule(c: Context, i: int) -> Found | None:
    """ "2024", "in 2024", "the 1990s", "2014-15", "mid-2023"."""
    word = c.at(i)
    if YEAR.match(word) and _is_year(c, i):
        days = cal.year(int(word))
        return Found(i, i + 1, "DATE", days.value, days)
    if DECADE.match(word):
        digits = "".join(ch for ch in word if ch.isdigit())
        full = digits if len(digits) == 4 else "19" + digits
        start = 1 if c.at(i - 1) == "the" else 0
        return Found(i - start, i + 1, "DATE", full[:3], Days(full[:3], date(int(full), 1, 1), date(int(full) + 9, 12, 31)))
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


def _iso(c: Context, i: int) -> Found | None:
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


def _weekday(c: Context, i: int) -> Found | None:
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
    if c.at(end) == "," and (dated := _month_first(c, end + 1) or _day_first(c, end + 1)):
        return Found(start, dated.end, "DATE", dated.value, dated.days, dated.basis)
    part = c.words.dayparts.get(c.at(end))
    if c.today is None:
        value = f"XXXX-WXX-{number}"
        return Found(start, end + bool(part), "TIME" if part else "DATE", value + (f"T{part}" if part else ""))
    future = lead in FUTURE_WORDS or (not lead and _future(c.doc[i]))
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


def _deictic(c: Context, i: int) -> Found | None:
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


def _this_unit(c: Context, i: int) -> Found | None:
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
    count = _number(c, i + 1)
    if count and (unit := c.words.units.get(_singular(c.at(i + 1 + count[1])))):
        return _span_of(c, start, i + 2 + count[1], (count[0], unit, lead))
    word = c.at(i + 1)
    number = c.words.months.get(word)
    if number and lead in PAST_WORDS | FUTURE_WORDS | {"this"}:
        return _named_month(c, start, i + 2, (number, lead))
    unit = c.words.units.get(word) or ("SEASON" if word in c.words.seasons else None) or (
        "PART" if word in c.words.dayparts else None)
    if unit is None:
        return None
    return _unit_near(c, start, i + 2, (lead, unit, word))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _span_of(c: Context, start: int, end: int, parts: tuple[int, str, str]) -> Found:
    count, unit, lead = parts
    value = _duration(count, unit)
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
        return Found(start, end, "DATE", value, Days(value, days.end - timedelta(days=1), days.end), "relative to publication")
    if unit == "E":
        decade = (c.today.year // 10 + count) * 10
        return Found(start, end, "DATE", str(decade)[:3], Days("", date(decade, 1, 1), date(decade + 9, 12, 31)), "relative to publication")
    if unit not in DAY_UNITS:
        return None
    days = cal.shift(c.today, count, unit)
    if c.at(start) == "earlier" and days.end > c.today:
        days = Days(days.value, days.start, c.today)
    return Found(start, end, "DATE", days.value, days, "relative to publication")


def _ago(c: Context, i: int) -> Found | None:
    """ "two days ago", "three weeks later", "a day before the ceasefire", "a 90-day pause", "for three weeks", "72 hours"."""
    start = i
    if c.at(i) in ("about", "nearly", "almost", "some", "around", "over") and _number(c, i + 1):
        i += 1
    count = _number(c, i) or ((0, 1) if c.at(i) in ("several", "few", "many", "some") else None)
    if count is None:
        return None
    if c.at(i) in ("a", "an") and c.at(i + 1) in ("few", "couple"):
        count = (0 if c.at(i + 1) == "few" else 2, 2 if c.at(i + 2) != "of" else 3)
    position = i + count[1]
    hyphen = c.at(position) == "-"
    position += hyphen
    unit = c.words.units.get(_singular(c.at(position)))
    if unit is None or unit == "WE" or (c.at(i) in ("a", "an") and c.at(position + 1) == "of" ):
        return None
    if c.at(position + 1) == "-" and c.at(position + 2) == "old" or c.at(position + 1) == "old":
        return None
    return _directed(c, start, position + 1, (count[0], unit))


def _directed(c: Context, start: int, end: int, parts: tuple[int, str]) -> Found | None:
    count, unit = parts
    after = c.at(end)
    value = _duration(count, unit)
    if after == "ago" or (after == "earlier" and c.today):
        return _counted(c, start, end + 1, (-count, unit))
    if after == "from" and c.at(end + 1) == "now":
        return _counted(c, start, end + 2, (count, unit))
    if after in ("before", "after", "later", "earlier", "following") and unit in DAY_UNITS:
        sign = "-" if after in ("before", "earlier") else ""
        anchor = _anchor(c, end + 1) if after in ("before", "after", "following") else None
        if anchor:
            return Found(start, end, "DATE", f"{sign}{value}", None, "relative to event", anchor)
    if c.at(start) in ("a", "an", "one") and unit in ("D", "W", "M", "Y", "S", "TM") and c.at(start - 1) not in ("for", "in", "within", "of", "after"):
        if c.doc[start].lower_ in ("a", "an") and end - start == 2 and after != "-":
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
    while head.dep_ in ("compound", "amod", "nmod:poss", "case", "mark", "nsubj", "det", "nsubj:pass", "aux") and head.head.i > head.i:
        head = head.head
    return head.i, head.i + 1


def _duration(count: int, unit: str) -> str:
    number = str(count) if count else "X"
    if unit in ("H", "S"):
        return f"PT{number}{unit}"
    if unit == "TM":
        return f"PT{number}M"
    if unit == "F":
        return f"P{count * 2 if count else 'X'}W"
    if unit == "E":
        return f"P{number}DE" if not count else f"P{count * 10}Y"
    if unit == "C":
        return f"P{count * 100}Y" if count else "PXC"
    if unit == "Q":
        return f"P{count * 3}M" if count else "PXM"
    return f"P{number}{unit}"


def _clock(c: Context, i: int) -> Found | None:
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
    return Found(i, end, "TIME", f"{base}T{hour:02d}:{minute:02d}", cal.day(c.today) if c.today else None, "relative to publication")


def _night_of(c: Context, i: int) -> Found | None:
    """ "the night of May 6-7", "the morning of 3 March"."""
    start = i
    if c.at(i) == "the":
        i += 1
    part = c.words.dayparts.get(c.at(i))
    if not part or c.at(i + 1) != "of":
        return None
    dated = _month_first(c, i + 2) or _day_first(c, i + 2)
    if dated is None:
        return None
    return Found(start, dated.end, "TIME", f"{dated.value}T{part}", dated.days, dated.basis)


def _repeated(c: Context, i: int) -> Found | None:
    """ "daily", "weekly", "every day", "annual"."""
    sets = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y"}
    if c.at(i) in sets:
        return Found(i, i + 1, "SET", sets[c.at(i)])
    if c.at(i) in ("every", "each") and (unit := c.words.units.get(c.at(i + 1))) and unit in DAY_UNITS:
        return Found(i, i + 2, "SET", _duration(1, unit))
    return None


def _part_of(c: Context, i: int) -> Found | None:
    """ "early May", "mid-2023", "the end of June", "late 2024"."""
    start = i
    if c.at(i) == "the" and c.at(i + 1) in ("end", "beginning", "start", "middle") and c.at(i + 2) == "of":
        i += 3
        for rule in (_month_first, _year_rule, _this_unit):
            found = rule(c, i)
            if found:
                return Found(start, found.end, found.type, found.value, found.days, found.basis)
        return None
    if c.at(i) not in ("early", "late", "mid"):
        return None
    i += 2 if c.at(i + 1) == "-" else 1
    found = _month_first(c, i) or _year_rule(c, i)
    return Found(start, found.end, found.type, found.value, found.days, found.basis) if found else None


def _season(c: Context, i: int) -> Found | None:
    """ "the summer of 2014", "summer 2014"."""
    start = i
    if c.at(i) == "the":
        i += 1
    season = c.words.seasons.get(c.at(i))
    if not season:
        return None
    the_year, end = _year_after(c, i + 1)
    if the_year is None:
        return None
    value = f"{the_year}-{season}"
    return Found(start, end, "DATE", value, Days(value, date(the_year, 1, 1), date(the_year, 12, 31)))


RULES: tuple[Rule, ...] = (
    _night_of, _part_of, _day_month, _iso, _weekday, _deictic, _this_unit, _ago, _clock, _season, _year_rule, _repeated,
)  # fmt: skip


