"""Numbers with their units, as they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.codebook.times import time_words
from detente.codebook.units import Units, units
from detente.records import Span

__all__ = ["Quantity", "find_quantities"]

DIGITS = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[+-]?\d+(?:\.\d+)?$")
JOINED = re.compile(r"^(\d[\d,.]*)(bn|mn|m|tn|trn|k|km|kg|mw|gw|%)$", re.IGNORECASE)
DASHES = frozenset({"-", "–", "—", "to"})
# Words before a number that make it a name ("Resolution 242", "Article 5", "F-16").
NAMING = frozenset(
    "resolution article no number flight chapter section page route group f mig su boeing type covid phase act".split()
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number between two token positions. `unit` is ISO 4217, a canonical unit or the counted noun's lemma."""

    start: int
    end: int
    value: float
    low: float | None
    high: float | None
    unit: str | None
    change: str  # "=", "~", ">", "<", "-" (range)
    noun: Token | None

    def span(self, doc: Doc) -> Span:
        """Code points."""
        last = doc[self.end - 1]
        return doc[self.start].idx, last.idx + len(last)


def find_quantities(doc: Doc, *, taken: Sequence[Span] = ()) -> list[Quantity]:
    """Quantities in order; numbers inside `taken` spans (dates, times) are left out."""
    table, blocked = units(), _blocked(doc, taken)
    out, position = [], 0
    while position < len(doc):
        found = None if position in blocked else _quantity(doc, position, table)
        if found is None or any(i in blocked for i in range(found.start, found.end)):
            position += 1
            continue
        out.append(found)
        position = found.end
    return out


def _blocked(doc: Doc, taken: Sequence[Span]) -> set[int]:
    out: set[int] = set()
    for start, end in taken:
        out |= {t.i for t in doc.char_span(start, end, alignment_mode="expand") or ()}
    return out


def _quantity(doc: Doc, i: int, table: Units) -> Quantity | None:
    start, symbol = i, None
    if doc[i].text in table.symbols and doc[i].text not in ("m", "b"):
        symbol = table.symbols[doc[i].text]
        if doc[i].text == "$" and i and doc[i - 1].text + "$" in table.symbols and doc[i - 1].whitespace_ == "":
            start, symbol = i - 1, table.symbols[doc[i - 1].text + "$"]
        i += 1
    number = _number(doc, i, table)
    if number is None or (symbol is None and _names_something(doc, i)):
        return None
    value, end = number
    high = None
    if end < len(doc) - 1 and doc[end].lower_ in DASHES | {"and"} and (second := _second(doc, end, table, i)):
        high, end = second
        if high < 1000 <= value or high <= value:
            high = None
            end = number[1]
        elif value < 1000 <= high and value * 1e3 < high:
            value *= _scale_of(doc, end - 1, table)
    unit, noun, end = _unit(doc, end, symbol, table)
    return _shaped(doc, (start, end), (value, high), (unit, noun), table)


def _second(doc: Doc, dash: int, table: Units, first: int) -> tuple[float, int] | None:
    """The upper end of a range: "20-30", "between 20 and 30", "$10 to $12 million"."""
    if doc[dash].lower_ == "and" and not (first and doc[first - 1].lower_ in ("between", "$")):
        return None
    if (
        doc[dash].lower_ == "to"
        and not any(t.lower_ in ("from", "between") for t in doc[max(0, first - 3) : first])
        and (doc[dash + 1].text not in table.symbols and not DIGITS.match(doc[dash + 1].text))
    ):
        return None
    at = dash + 1 + (doc[dash + 1].text in table.symbols)
    return _number(doc, at, table) if at < len(doc) else None


def _number(doc: Doc, i: int, table: Units) -> tuple[float, int] | None:
    """Value and end of a number in digits or words, with its scale words."""
    if i >= len(doc):
        return None
    text = doc[i].text
    words = time_words().numbers
    joined = JOINED.match(text)
    if joined and joined[2].lower() in table.scale and DIGITS.match(joined[1]):
        return float(joined[1].replace(",", "")) * table.scale[joined[2].lower()], i + 1
    if DIGITS.match(text):
        value, end = float(text.replace(",", "")), i + 1
    elif (
        doc[i].lower_ in table.scale
        and doc[i].lower_ in ("hundred", "thousand", "million", "billion", "dozen")
        and i
        and doc[i - 1].lower_ in ("a", "half")
    ):
        return table.scale[doc[i].lower_], i + 1
    elif doc[i].lower_ in words and doc[i].lower_ not in ("a", "an"):
        value, end = _worded(doc, i)
        if value == 1 and end == i + 1 and doc[i].dep_ != "nummod":
            return None
    else:
        return None
    while (
        end < len(doc)
        and doc[end].lower_.rstrip(".") in table.scale
        and (doc[end].lower_ not in ("m", "b", "k") or doc[end - 1].whitespace_ == "")
    ):
        value *= table.scale[doc[end].lower_.rstrip(".")]
        end += 1
    return value, end


def _worded(doc: Doc, i: int) -> tuple[float, int]:
    words = time_words().numbers
    value, end = float(words[doc[i].lower_]), i + 1
    if value >= 20 and end + 1 < len(doc) and doc[end].text == "-" and words.get(doc[end + 1].lower_, 99) < 10:
        value, end = value + words[doc[end + 1].lower_], end + 2
    return value, end


def _scale_of(doc: Doc, i: int, table: Units) -> float:
    return table.scale.get(doc[i].lower_, 1.0)


def _names_something(doc: Doc, i: int) -> bool:
    """Whether the number is part of a name: "F-16", "G-7", "Resolution 242", "COVID-19"."""
    before = doc[i - 1] if i else None
    if before is None:
        return False
    if (
        before.text == "-"
        and before.whitespace_ == ""
        and i > 1
        and doc[i - 2].text[-1:].isalpha()
        and doc[i - 2].whitespace_ == ""
    ):
        return True
    return before.lower_.rstrip(".") in NAMING or (
        doc[i].dep_ == "nummod" and doc[i].head.i < i and doc[i].head.pos_ == "PROPN"
    )


def _unit(doc: Doc, end: int, symbol: str | None, table: Units) -> tuple[str | None, Token | None, int]:
    """The unit after a number, the noun that it counts, and where the expression ends."""
    noun = _counted(doc, end)
    if symbol:
        return symbol, noun, end
    following = doc[end].lower_ if end < len(doc) else ""
    two = doc[end : end + 2].text.lower()
    for text, size in ((two, 2), (following, 1)):
        if text in ("%", "percent", "pc", "per cent"):
            return "percent", noun, end + size
        if text in ("percentage points", "percentage point"):
            return "percentage point", noun, end + size
    position = end + 1 if following == "-" and end + 1 < len(doc) else end
    if position < len(doc):
        lemma = doc[position].lemma_.lower()
        previous = doc[position].text[:1].isupper()
        if lemma in table.names and not (previous and lemma == "mark"):
            return table.names[lemma], noun, position + 1
        if lemma in table.by_noun and lemma not in table.names and table.by_noun[lemma] != "people":
            return table.by_noun[lemma], noun, position + 1
    if noun is not None:
        return table.by_noun.get(noun.lemma_.lower(), noun.lemma_.lower()), noun, end
    return None, None, end


def _counted(doc: Doc, end: int) -> Token | None:
    """The noun that a number counts: what it modifies in the tree."""
    number = doc[end - 1]
    head = number.head
    for _ in range(3):
        if head.pos_ in ("NOUN", "PROPN") and head.i > number.i:
            return head
        if head.i == head.head.i or head.pos_ not in ("NUM", "SYM", "NOUN", "ADJ"):
            break
        head = head.head
    children = [c for c in number.children if c.dep_ == "nmod" and c.pos_ == "NOUN"]
    return children[0] if children else None


def _shaped(
    doc: Doc,
    where: tuple[int, int],
    values: tuple[float, float | None],
    what: tuple[str | None, Token | None],
    table: Units,
) -> Quantity:
    (start, end), (value, high), (unit, noun) = where, values, what
    before = [t.lower_ for t in doc[max(0, start - 3) : start]]
    change = "="
    low: float | None = None
    if high is not None:
        low, change = value, "-"
        value = (low + high) / 2
    elif before[-1:] and (before[-1] in table.least or before[-2:] in (["more", "than"], ["at", "least"])):
        low, change = value, ">"
    elif before[-2:] in (["at", "most"], ["up", "to"], ["less", "than"], ["fewer", "than"]) or before[-1:] == ["under"]:
        high, change = value, "<"
    elif before[-1:] and before[-1] in table.approximate:
        change = "~"
    return Quantity(start, end, value, low, high, unit, change, noun)


def vague(doc: Doc) -> Iterator[Quantity]:
    """ "dozens", "hundreds of", "tens of thousands": ranges without a number."""
    table = units()
    for token in doc:
        for size in (3, 1):
            text = doc[token.i : token.i + size].text.lower()
            if text in table.vague and not (token.i and doc[token.i - 1].lower_ in ("of", "tens", "hundreds")):
                low, high = table.vague[text]
                noun = next(
                    (c for c in doc[token.i + size - 1].children if c.dep_ == "nmod" and c.pos_ == "NOUN"), None
                )
                if noun is not None:
                    unit = table.by_noun.get(noun.lemma_.lower(), noun.lemma_.lower())
                    yield Quantity(token.i, token.i + size, (low + high) / 2, low, high, unit, "~", noun)
                break
