"""Dates as ranges of days, and TIMEX3 values for them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = [
    "Days",
    "century",
    "day",
    "decade",
    "holiday",
    "month",
    "moved",
    "nearest_year",
    "parse_day",
    "quarter",
    "season",
    "shift",
    "week",
    "weekday_near",
    "weekend",
    "year",
]  # fmt: skip

# First month of each season, north of the equator, as TIMEX3 writes them; winter begins in the December before.
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


LAST_YEAR = date.max.year


@dataclass(frozen=True, slots=True)
class Days:
    """A TIMEX3 value with the first and last day that it covers."""

    value: str
    start: date
    end: date

    @property
    def bounds(self) -> tuple[str, str]:
        """ISO first and last day."""
        return self.start.isoformat(), self.end.isoformat()


def parse_day(text: str | None) -> date | None:
    """An ISO date, or the last day of an ISO range or month; None where it is none."""
    if not text:
        return None
    text = text.split("/")[-1]
    try:
        if len(text) == 7:
            number = date.fromisoformat(text + "-01")
            return number.replace(day=monthrange(number.year, number.month)[1])
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def day(when: date) -> Days:
    """One day."""
    return Days(when.isoformat(), when, when)


def _within(number: int) -> int:
    """A year within the calendar: the nearest that there is."""
    return min(LAST_YEAR, max(1, number))


def month(number_of_year: int, number: int) -> Days:
    """A month of a year."""
    first = date(_within(number_of_year), number, 1)
    return Days(f"{first.year:04d}-{number:02d}", first, first.replace(day=monthrange(first.year, number)[1]))


def year(number: int) -> Days:
    """A calendar year."""
    return Days(f"{number:04d}", date(_within(number), 1, 1), date(_within(number), 12, 31))


def week(when: date) -> Days:
    """The ISO week around a day."""
    first = moved(when, -when.weekday())
    iso = first.isocalendar()
    return Days(f"{iso.year}-W{iso.week:02d}", first, moved(first, 6))


def quarter(number_of_year: int, number: int) -> Days:
    """A quarter (1-4) of a year."""
    first, last = month(number_of_year, 3 * number - 2), month(number_of_year, 3 * number)
    return Days(f"{number_of_year:04d}-Q{number}", first.start, last.end)


def decade(first: int) -> Days:
    """The ten years from a year; TIMEX3 writes three digits."""
    return Days(f"{first // 10:03d}", date(_within(first), 1, 1), date(_within(first + 9), 12, 31))


def century(number: int) -> Days:
    """A century by its number (the 20th has the value 19)."""
    first, last = _within((number - 1) * 100), _within(number * 100 - 1)
    return Days(f"{number - 1:02d}", date(first, 1, 1), date(last, 12, 31))


def season(number_of_year: int, name: str) -> Days:
    """A season of a year; the winter of 2014 ends in February 2015."""
    first = date(_within(number_of_year), SEASONS[name], 1)
    last = shift(first, 2, "M").end
    return Days(f"{number_of_year:04d}-{name}", first, last)


def weekend(when: date) -> Days:
    """Saturday and Sunday of a day's week."""
    days = week(when)
    return Days(f"{days.value}-WE", moved(days.end, -1), days.end)


def holiday(number_of_year: int, rule: str) -> date:
    """The day of a holiday: "12-25", or month-weekday-week ("11-4-4": the fourth Thursday of November)."""
    parts = [int(p) for p in rule.split("-")]
    if len(parts) == 2:
        return date(_within(number_of_year), *parts)
    first = date(_within(number_of_year), parts[0], 1)
    return first + timedelta(days=(parts[1] - first.isoweekday()) % 7 + 7 * (parts[2] - 1))


def moved(when: date, days: int) -> date:
    """A day so many days away, kept within the calendar."""
    return date.fromordinal(min(date.max.toordinal(), max(1, when.toordinal() + days)))


def shift(when: date, count: int, unit: str) -> Days:
    """A day, week, month or year so many units from a day, at the unit's own grain."""
    if unit == "D":
        return day(moved(when, count))
    if unit == "W":
        return week(moved(when, 7 * count))
    if unit == "M":
        months = min(12 * LAST_YEAR + 11, max(12, when.year * 12 + when.month - 1 + count))
        return month(months // 12, months % 12 + 1)
    if unit == "Q":
        quarters = min(4 * LAST_YEAR + 3, max(4, when.year * 4 + (when.month - 1) // 3 + count))
        return quarter(quarters // 4, quarters % 4 + 1)
    return year(_within(when.year + count))


def nearest_year(when: date, number: int, day_number: int, *, future: bool, slack: int = 7) -> int:
    """The year that puts a month and day nearest to a date, in one direction but for some days of slack."""

    def distance(candidate: int) -> tuple[bool, int]:
        gap = (date(candidate, number, min(day_number, 28)) - when).days
        return (gap < -slack) if future else (gap > slack), abs(gap)

    return min((y for y in (when.year - 1, when.year, when.year + 1) if 1 <= y <= LAST_YEAR), key=distance)


def weekday_near(when: date, weekday: int, *, future: bool) -> date:
    """The nearest day of that weekday (Monday 1) before or on, or after, a day."""
    back = (when.isoweekday() - weekday) % 7
    return moved(when, (7 - back if back else 0) if future else -back)
