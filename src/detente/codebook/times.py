"""Words of time: months, weekdays, units, parts of the day, holidays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache

from detente.codebook.schema import read_toml
from detente.errors import MalformedCodebook

__all__ = ["TimeWords", "day_after", "time_words"]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Lower-case words to numbers or TIMEX3 parts; what has several words has blanks between tokens."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    dayparts: Mapping[str, str]
    seasons: Mapping[str, str]
    relative: Mapping[str, int]
    vague: Mapping[str, str]
    phrases: Mapping[str, str]
    holidays: Mapping[str, str]
    approximators: Mapping[str, str]
    repeated: Mapping[str, str]
    decades: Mapping[str, str]
    ordinals: Mapping[str, int]
    zones: Mapping[str, int]
    verbs: Mapping[str, str]
    numbers: Mapping[str, int]


def day_after(start: str, days: int) -> str | None:
    """The ISO day so many days after (before, where negative) an ISO day; None beyond the calendar."""
    try:
        return (date.fromisoformat(start[:10]) + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


@cache
def time_words() -> TimeWords:
    """The shipped words."""
    table = read_toml("times.toml")
    extra = set(table) ^ {f.name for f in fields(TimeWords)}
    if extra:
        raise MalformedCodebook(f"unknown or missing table {sorted(extra)[0]!r}", where="times.toml")
    return TimeWords(**table)
