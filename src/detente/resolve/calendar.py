"""Dates as ranges of days, and TIMEX3 values for them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Days", "day", "month", "parse_day", "quarter", "shift", "week", "weekday_near", "year"]


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


def month(number_of_year: int, number: int) -> Days:
    """A month of a year."""
    first = date(number_of_year, number, 1)
    return Days(f"{number_of_year:04d}-{number:02d}", first, first.replace(day=monthrange(number_of_year, number)[1]))


def year(number: int) -> Days:
    """A calendar year."""
    return Days(f"{number:04d}", date(number, 1, 1), date(number, 12, 31))


def week(when: date) -> Days:
    """The ISO week around a day."""
    first = when - timedelta(days=when.weekday())
    iso = first.isocalendar()
    return Days(f"{iso.year}-W{iso.week:02d}", first, first + timedelta(days=6))


def quarter(number_of_year: int, number: int) -> Days:
    """A quarter (1-4) of a year."""
    first, last = month(number_of_year, 3 * number - 2), month(number_of_year, 3 * number)
    return Days(f"{number_of_year:04d}-Q{number}", first.start, last.end)


def shift(when: date, count: int, unit: str) -> Days:
    """A day, week, month or year so many units from a day, at the unit's own grain."""
    if unit == "D":
        return day(when + timedelta(days=count))
    if unit == "W":
        return week(when + timedelta(weeks=count))
    if unit == "M":
        months = when.year * 12 + when.month - 1 + count
        return month(months // 12, months % 12 + 1)
    if unit == "Q":
        quarters = when.year * 4 + (when.month - 1) // 3 + count
        return quarter(quarters // 4, quarters % 4 + 1)
    return year(max(1, when.year + count))


def weekday_near(when: date, weekday: int, *, future: bool) -> date:
    """The nearest day of that weekday (Monday 1) before or on, or after, a day."""
    back = (when.isoweekday() - weekday) % 7
    return when + timedelta(days=7 - back if back else 0) if future else when - timedelta(days=back)
