"""What the rules for time expressions look at, and the small things that they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from detente.codebook.times import TimeWords
from detente.resolve.calendar import Days

__all__ = ["Context", "Found", "duration", "is_future", "ordinal", "singular", "small_number", "year_after"]

YEAR = re.compile(r"^(1[5-9]|20)\d\d$")
ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?$")


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


def small_number(c: Context, i: int) -> tuple[int, int] | None:
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


def is_future(token: Token) -> bool:
    """Whether the clause of a word is about what is to come."""
    if any(c.lower_ in ("by", "until", "till") for t in (token, token.head) for c in t.children if c.dep_ == "case"):
        return next((a.tag_ for a in token.ancestors if a.pos_ == "VERB"), "VB") != "VBD"
    for node in [token, *token.ancestors]:
        if node.pos_ not in ("VERB", "AUX"):
            continue
        auxiliaries = {a.lower_ for a in node.children if a.dep_.startswith("aux")}
        if auxiliaries & {"will", "shall", "wo", "'ll", "would", "must", "should", "may", "can"}:
            return True
        if node.tag_ == "VB" and "to" in {a.lower_ for a in node.children if a.dep_ == "mark"}:
            return True
        if node.tag_ in ("VBD", "VBN", "VBP", "VBZ") or auxiliaries:
            return node.lemma_ in ("expect", "schedule", "plan", "due", "set") and node.tag_ == "VBN"
    return False


def singular(word: str) -> str:
    """A unit word without its plural s."""
    return word[:-1] if word.endswith("s") else word


def duration(count: int, unit: str) -> str:
    """TIMEX3 value of so many units; 0 is a vague number."""
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
