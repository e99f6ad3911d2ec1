"""What the rules for time expressions look at, and the small things that they share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.tokens import Doc

from detente.codebook.times import TimeWords, time_words
from detente.resolve.calendar import Days

__all__ = [
    "PUBLICATION",
    "YEAR",
    "Context",
    "Found",
    "duration",
    "longest",
    "number",
    "ordinal",
    "singular",
    "year_after",
]

YEAR = re.compile(r"^(1[5-9]|20)\d\d$")
ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?$")
DIGITS = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+(?:\.\d+)?$")
FRACTIONS = {"1/2": 0.5, "½": 0.5, "1/4": 0.25, "3/4": 0.75}
PUBLICATION = "relative to publication"
LONGEST_PHRASE = 4  # words of the longest expression in the codebook's tables


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
    """What rules look at: the words, the day of publication, the last day told of, and the words of time."""

    doc: Doc
    lower: Sequence[str]
    today: date | None
    words: TimeWords
    told: date | None = None  # the last day that the text named before this place
    span: Days | None = None  # the last month, quarter, year or day that the text named
    ahead: date | None = None  # the last day of this sentence, where it is still to come
    day_first: bool | None = None  # whether 03/04 is the third of April; None where nothing says so

    def at(self, i: int) -> str:
        """Lower-case word at a position; empty beyond the ends."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    @property
    def reference(self) -> tuple[date | None, str]:
        """The day that "the next day" counts from, with its basis: the last one told of, else publication."""
        if self.told is None or self.told == self.today:
            return self.today, PUBLICATION
        return self.told, f"relative to {self.told.isoformat()}"

    def reference_for(self, unit: str) -> tuple[date | None, str]:
        """The day to count a unit from: years count from a year or month last told of, days from a day alone."""
        coarse = self.span is not None and self.span.start != self.span.end
        if not coarse or unit not in ("Y", "M", "Q", "E") or (unit != "Y" and len(self.span.value) < 7):  # type: ignore[union-attr]
            return self.reference
        assert self.span is not None
        return self.span.start, f"relative to {self.span.value}"


def longest(c: Context, i: int, name: str) -> tuple[str, int] | None:
    """The longest key of a table of `TimeWords` that stands at a position, and where it ends."""
    if c.at(i) not in _first_words(name):
        return None
    table: Mapping[str, object] = getattr(c.words, name)
    for count in range(LONGEST_PHRASE, 0, -1):
        key = " ".join(c.at(i + n) for n in range(count))
        if key in table:
            return key, i + count
    return None


@cache
def _first_words(name: str) -> frozenset[str]:
    return frozenset(key.split(" ")[0] for key in getattr(time_words(), name))


def number(c: Context, i: int) -> tuple[float, int] | None:
    """A number in digits or words ("2 1/2", "two and a half", "four hundred") and how many tokens it takes."""
    if c.at(i) == "half" and c.at(i + 1) in ("a", "an", "-"):
        return 0.5, 2
    start = _plain(c, i)
    if start is None:
        return None
    value, taken = start
    value, taken = _scaled(c, i, value, taken)
    tail = [c.at(i + taken + n) for n in range(6)]
    if tail[0] in FRACTIONS:
        return value + FRACTIONS[tail[0]], taken + 1
    if tail[:3] == ["and", "a", "half"]:
        return value + 0.5, taken + 3
    if [t for t in tail if t != "-"][:3] == ["and", "a", "half"]:
        return value + 0.5, taken + 6
    return value, taken


def _plain(c: Context, i: int) -> tuple[float, int] | None:
    word = c.at(i)
    if DIGITS.match(word):
        return float(word.replace(",", "")), 1
    if word not in c.words.numbers:
        return None
    value = c.words.numbers[word]
    if value >= 20 and c.at(i + 1) == "-" and c.words.numbers.get(c.at(i + 2), 99) < 10:
        return value + c.words.numbers[c.at(i + 2)], 3
    if 20 <= value < 100 and 2 <= c.words.numbers.get(c.at(i + 1), 99) < 10:
        return value + c.words.numbers[c.at(i + 1)], 2
    return value, 1


def _scaled(c: Context, i: int, value: float, taken: int) -> tuple[float, int]:
    """Hundreds, thousands and more after the first number: "four hundred and fifty"."""
    while (scale := c.words.numbers.get(c.at(i + taken), 0)) >= 100 and scale > value / 10:
        value, taken = value * scale, taken + 1
        extra = 1 if c.at(i + taken) == "and" else 0
        rest = _plain(c, i + taken + extra)
        if rest and rest[0] < scale and c.at(i + taken + extra) not in ("a", "an"):
            value, taken = value + rest[0], taken + extra + rest[1]
    return value, taken


def singular(word: str) -> str:
    """A unit word without its plural s."""
    return {"centuries": "century"}.get(word, word[:-1] if word.endswith("s") else word)


# TIMEX3's letters for units that its durations write otherwise: prefix, factor, letter.
LETTERS = {
    "H": ("PT", 1, "H"), "S": ("PT", 1, "S"), "TM": ("PT", 1, "M"), "F": ("P", 2, "W"), "E": ("P", 10, "Y"),
    "C": ("P", 100, "Y"),
}  # fmt: skip
VAGUE_LETTERS = {"E": "DE", "C": "CE", "F": "W"}


def duration(count: float, unit: str) -> str:
    """TIMEX3 value of so many units; 0 is a vague number. Half a day or year is told in the smaller unit."""
    prefix, factor, letter = LETTERS.get(unit, ("P", 1, unit))
    if not count:
        return f"{prefix}X{VAGUE_LETTERS.get(unit, letter)}"
    if count == 0.5 and unit in ("H", "Y", "D"):
        return {"H": "PT30M", "Y": "P6M", "D": "PT12H"}[unit]
    return f"{prefix}{count * factor:.10g}{letter}"


def ordinal(c: Context, i: int) -> int | None:
    """A day of the month (1-31) at a position."""
    found = ORDINAL.match(c.at(i))
    value = int(found[1]) if found else 0
    return value if 1 <= value <= 31 else None


def year_after(c: Context, i: int) -> tuple[int | None, int]:
    """A year at a position or after a comma, and where the expression then ends."""
    for end in (i, i + 1):
        if YEAR.match(c.at(end)) and (end == i or c.at(i) in (",", "of")):
            return int(c.at(end)), end + 1
    return None, i
