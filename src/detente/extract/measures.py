"""The unit written behind a number, and the rate behind that ("$58 a barrel", "900,000 barrels per day", "80 km/h")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from detente.codebook.units import units

__all__ = ["Unit", "rate_after", "unit_after"]

PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries", "penny": "pence"}
# Symbols that count only where they touch the number: elsewhere they are words, names or quotation marks.
TOUCHING = frozenset("' \" in. min g m l L t V nm sec secs".split())
JOINTS = (" per ", " a ", " an ", " daily", " of ", " celsius", " fahrenheit", " centigrade")


class Unit(NamedTuple):
    """A canonical unit (ISO 4217 for money), where it ends in the text, and whether it is money or an age."""

    unit: str
    end: int
    name: str = ""


def unit_after(text: str, end: int) -> Unit | None:
    """The unit that begins behind a number which ends at `end`."""
    if m := _codes().match(text, end):
        return Unit(units().currency[m["code"].upper()], m.end(), m["code"])
    if m := _symbols().match(text, end):
        symbol = m["symbol"]
        if m.end() - len(symbol) == end or symbol not in TOUCHING:
            return Unit(units().symbols[symbol], m.end(), symbol)
    if m := _words().match(text, end):
        word = " ".join(m["word"].lower().replace("-", " ").split())
        found = _forms()[word]
        if found == "GBP" and word.startswith("pound") and _weighs(text, end, m.end()):
            found = "lb"
        return Unit(found, m.end(), word)
    return None


def _weighs(text: str, start: int, end: int) -> bool:
    """Whether pounds are a weight: "a 500-pound bomb", "half a pound of flour"."""
    return text[start : start + 1] == "-" or text[end : end + 4].lower() == " of "


def rate_after(text: str, end: int) -> tuple[str, int] | None:
    """What the amount is for each of: "per year", "a barrel", "an ounce", "a-year", "/month"."""
    m = _rates().match(text, end)
    if m is None:
        return None
    word = (m["noun"] or m["any"]).lower()
    return {"annum": "year", "liter": "litre", "kilo": "kilogram", "kilometer": "kilometre"}.get(word, word), m.end()


@cache
def _codes() -> re.Pattern[str]:
    """Codes and single signs behind a number: "110 JPY", "5 €"."""
    found = sorted(c for c in units().currency if (c.isalpha() and c.isupper() and len(c) == 3) or len(c) == 1)
    return re.compile(rf"\s?(?P<code>{'|'.join(map(re.escape, found))})(?![A-Za-z]|\s?\d)")


@cache
def _symbols() -> re.Pattern[str]:
    found = "|".join(re.escape(s) for s in sorted(units().symbols, key=lambda s: (-len(s), s)))
    return re.compile(rf"[\s-]?(?P<symbol>{found})(?![A-Za-z0-9'’])")


@cache
def _forms() -> Mapping[str, str]:
    """Every spelling of a unit in words, plurals too, with spaces for hyphens."""
    out: dict[str, str] = {}
    for table in (units().names, units().words):
        for word, unit in table.items():
            out[word.replace("-", " ")] = unit
            out[_plural(word).replace("-", " ")] = unit
    return out


def _plural(word: str) -> str:
    """The plural of the measure's own word: "kilometres per hour", "square miles", "Danish crowns"."""
    joint = next((j for j in JOINTS if j in word), "")
    head, _, rest = word.partition(joint) if joint else (word, "", "")
    first, _, last = head.rpartition(" ")
    last = PLURALS.get(last, last if last.endswith("s") else last + "s")
    return f"{first} {last}".strip() + joint + rest


@cache
def _words() -> re.Pattern[str]:
    found = sorted(_forms(), key=lambda w: (-len(w), w))
    body = "|".join(re.escape(w).replace(r"\ ", r"[\s-]") for w in found)
    return re.compile(rf"[\s-]{{0,8}}(?P<word>{body})(?![A-Za-z])", re.IGNORECASE)


@cache
def _rates() -> re.Pattern[str]:
    nouns = "|".join(sorted(units().rates, key=lambda w: (-len(w), w)))
    return re.compile(
        r"(?:\s(?:U\.?S\.?|US))?[\s-]{1,3}(?:per|an?|each|every)[\s-]{1,3}"
        rf"(?:(?P<noun>{nouns})\b|(?<=per\s)(?P<any>[a-z]+)\b)(?!\s(?:ago|earlier|later|before|after|from|old))",
        re.IGNORECASE,
    )
