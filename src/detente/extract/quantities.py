"""Numbers with their units, ranges and bounds, as they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from detente.codebook.places import demonyms
from detente.codebook.units import units
from detente.extract.measures import Unit, rate_after, unit_after
from detente.extract.numerals import Numeral, numerals
from detente.records import Span

__all__ = ["AGE", "Quantity", "find_quantities", "vague"]

# Words before a number that make it a name ("Resolution 242", "Article 5"), in lower case.
NAMING = frozenset(
    "resolution article no nos number flight chapter section page pages route group phase act row game planet line "
    "channel interstate highway room level stage figure table part volume verse psalm class apollo iso bus platform "
    "clause paragraph annex gate terminal episode season round sp s&p p nasdaq ftse russell asx dow cac dax nikkei csi "
    "model".split()
)
YEARS = (1000, 2200)  # bare numbers that are years
RECENT = 1900  # and before a noun in the singular, from here on
AGE = "year of age"
ARGUMENTS = frozenset({"nsubj", "obj", "root", "parataxis", "advcl", "ccomp", "acl"})  # numbers that count no noun
FAR = 7  # words between a number and the noun that it counts
# "barrels of crude oil per day": the goods between a unit and its rate.
GOODS = re.compile(r"\sof(?:\s[a-z]+){1,2}?(?=\s(?:per|an?|each|every)\s)")
RANGE = re.compile(r"^\s?[-–—]\s?$|^\s(?:to|and|or)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number between two token positions. `unit` is ISO 4217, a canonical unit or the counted noun's lemma.

    `per` is what the amount is for each of ("$58 a barrel"); `name` is the unit as written ("$", "rupees");
    `second` is the position of a range's upper number.
    """

    start: int
    end: int
    value: float
    low: float | None
    high: float | None
    unit: str | None
    change: str  # "=", "~", ">", "<", "-" (range)
    noun: Token | None
    per: str | None = None
    name: str = ""
    second: int = 0

    def span(self, doc: Doc) -> Span:
        """Code points."""
        last = doc[self.end - 1]
        return doc[self.start].idx, last.idx + len(last)


def find_quantities(doc: Doc, *, taken: Sequence[Span] = ()) -> list[Quantity]:
    """Quantities in order; numbers inside `taken` spans (dates, times) are left out."""
    text = doc.text
    found = [n for n in numerals(text) if not any(s < n.end and n.start < e for s, e in taken)]
    scanner, out = _Scanner(doc, text), []
    while found:
        first = found.pop(0)
        second = found[0] if found and scanner.is_range(first, found[0]) else None
        if second is not None:
            found.pop(0)
        if (quantity := scanner.quantity(first, second)) is not None:
            out.append(quantity)
    return out


class _Scanner:
    """One document while its numbers are given units."""

    def __init__(self, doc: Doc, text: str) -> None:
        self.doc, self.text = doc, text
        self._token_at = {i: t.i for t in doc for i in range(t.idx, t.idx + len(t))}

    def is_range(self, a: Numeral, b: Numeral) -> bool:
        """Whether two numbers are the ends of one: "20-30", "between 20 and 30", "from $10 to $15 billion"."""
        unit = None if a.currency else unit_after(self.text, a.end)
        between = self.text[unit.end if unit else a.end : b.start]
        before = self.text[max(0, a.start - 9) : a.start].lower()
        from_ = before.endswith("from ")
        if b.start - a.end > 40 or (a.currency and b.currency and a.currency != b.currency):
            return False
        if not RANGE.match(between):
            return from_ and re.fullmatch(r"(?:\s[\w.]+){1,3}\sto\s", between) is not None and bool(a.currency)
        return self._joins(a, b, between.strip().lower(), unit, before)

    def _joins(self, a: Numeral, b: Numeral, word: str, unit: Unit | None, before: str) -> bool:
        if unit is not None:
            other = unit_after(self.text, b.end)
            if (other and other.unit != unit.unit) or (not other and not before.endswith("from ")):
                return False
        if word == "and":
            return before.endswith("between ")
        if word == "or":
            return a.worded and b.worded and a.value < b.value and unit is None
        if word == "to":
            return before.endswith(("from ", "between ")) or a.value < b.value or b.scale > a.scale
        return not (before[-1:].isalpha() or (b.currency and not a.currency))

    def quantity(self, a: Numeral, b: Numeral | None) -> Quantity | None:
        """The number or range with its unit, or none where it is a name, a year or an address."""
        last = b or a
        unit, per, end = self._unit(a, last)
        first, final, number = (self._token_at.get(i) for i in (a.start, end - 1, last.end - 1))
        if first is None or final is None or number is None:
            return None
        noun = None if unit is None and per else self._counted(number)
        if unit is None and self._is_name(a, first, noun):
            return None
        what = unit.unit if unit else _kind(noun) if noun is not None else None
        if self._is_age(a, unit, end):
            what = AGE
        name, second = unit.name if unit else "", self._token_at[b.start] if b else 0
        found = Quantity(first, final + 1, a.value, None, None, what, "=", noun, per, name, second)
        return self._ranged(found, a, b) if b else self._bounded(found, a.start)

    @staticmethod
    def _ranged(q: Quantity, a: Numeral, b: Numeral) -> Quantity:
        """Both ends; "$10 to $15 billion" scales the lower one too."""
        low = a.value * b.scale if a.scale == 1 < b.scale and a.value * b.scale <= b.value else a.value
        return replace(q, value=(low + b.value) / 2, low=low, high=b.value, change="-")

    def _unit(self, first: Numeral, last: Numeral) -> tuple[Unit | None, str | None, int]:
        """The unit behind or before a number, what it is per, and where the expression ends."""
        signed = first if first.currency else last
        if signed.currency:
            unit: Unit | None = Unit(signed.currency, last.end, _sign(self.text, signed))
        else:
            unit = unit_after(self.text, last.end)
        end = unit.end if unit else last.end
        if unit is None and last is not first:
            unit = unit_after(self.text, first.end)
        rate = rate_after(self.text, end)
        if rate is None and unit is not None and (goods := GOODS.match(self.text, end)):
            rate = rate_after(self.text, goods.end())
            rate = (rate[0], end) if rate else None
        if unit is not None and rate and f"{unit.unit}/{rate[0]}" in units().spelled:
            return unit._replace(unit=f"{unit.unit}/{rate[0]}"), None, rate[1]
        return (unit, rate[0], rate[1]) if rate else (unit, None, end)

    def _counted(self, i: int) -> Token | None:
        """The noun that a number counts: what it modifies in the tree."""
        number = self.doc[i]
        head = number if number.dep_.split(":")[0] in ARGUMENTS else number.head
        for _ in range(3):
            if head.pos_ in ("NOUN", "PROPN") and number.i < head.i:
                return head if head.i - number.i <= FAR else None
            if head.i == head.head.i or head.pos_ not in ("NUM", "SYM", "NOUN", "ADJ"):
                break
            head = head.head
        return next((c for c in number.children if c.dep_ == "nmod" and c.pos_ == "NOUN"), None)

    def _is_age(self, n: Numeral, unit: Unit | None, end: int) -> bool:
        """ "a 15-year-old", "aged 21", "the age of 40", "Smith, 66, said"."""
        before, after = self.text[max(0, n.start - 12) : n.start].lower(), self.text[end : end + 5]
        if unit is not None:
            return unit.unit == "year" and re.match(r"[\s-]olds?\b", after) is not None
        aged = re.search(r"\b(?:aged|age of|age)\s$", before)
        placed = self.text[n.start - 2 : n.start] == ", " and after[:1] == "," and n.start > 2
        named = (
            placed and self.text[n.start - 3].isalpha() and 15 <= n.value <= 110 and "," not in self.text[n.start : end]
        )
        return bool(aged) or (named and self.doc[self._token_at[n.start] - 2].pos_ == "PROPN")

    def _is_name(self, n: Numeral, i: int, noun: Token | None) -> bool:
        """Whether a bare number is part of a name ("Resolution 242", "FTSE 100"), a year or the word "one"."""
        before = self.doc[i - 1] if i else None
        if n.worded and n.value == 1:
            return self.doc[i].dep_ != "nummod" and self.doc[i + 1 : i + 2].text.lower() != "of"
        if self._is_year(n, noun, before):
            return True
        if before is None or n.worded:
            return False
        if before.text == "(" and self.text[n.end : n.end + 1] == ")":
            return True
        if before.lower_.rstrip(".") in NAMING:
            return True
        named = before.pos_ == "PROPN" and any(c.isupper() for c in before.text)
        return named and before.text[-1:].isalnum() and (noun is None or self.doc[i].head.i < i)

    def _is_year(self, n: Numeral, noun: Token | None, before: Token | None) -> bool:
        """ "Between 1600 and 1900", "the 1988 quarter"; not "2000 people", "about 1000 came"."""
        if n.worded or n.scale != 1 or not YEARS[0] <= n.value <= YEARS[1] or "," in self.text[n.start : n.end]:
            return False
        if before is not None and before.lower_ in units().approximate:
            return False
        single = noun is not None and noun.lemma_.lower() == noun.lower_ and noun.lower_ not in units().people
        return noun is None or (single and n.value >= RECENT)

    def _bounded(self, q: Quantity, start: int) -> Quantity:
        """Bounds and approximations by the words before."""
        table = units()
        before = self.text[max(0, start - 30) : start].lower().split()
        last, two = before[-1:] or [""], before[-2:]
        if last[0] in table.least or two in (["more", "than"], ["at", "least"]):
            return replace(q, low=q.value, change=">")
        if two in (["at", "most"], ["up", "to"], ["less", "than"], ["fewer", "than"]) or last[0] == "under":
            return replace(q, high=q.value, change="<")
        if last[0].lstrip("(") in table.approximate or self.text[start - 1 : start] == "~":
            return replace(q, change="~")
        return q


def _kind(noun: Token) -> str:
    """The unit of a counted noun; peoples ("13 Tajiks") are people."""
    return "people" if noun.text in demonyms() else units().counted(noun.lemma_.lower())


def _sign(text: str, n: Numeral) -> str:
    """The currency sign at the head of a number."""
    return re.split(r"[\d.,\s-]", text[n.start : n.end], maxsplit=1)[0]


def vague(doc: Doc) -> Iterator[Quantity]:
    """ "dozens", "hundreds of", "tens of thousands": ranges without a number."""
    table = units()
    begin = {key.split(" ")[0] for key in table.vague}
    for token in doc:
        if token.lower_ not in begin:
            continue
        for size in (3, 1):
            text = doc[token.i : token.i + size].text.lower()
            if text in table.vague and not (token.i and doc[token.i - 1].lower_ in ("of", "tens", "hundreds")):
                found = _vague(doc, token.i, token.i + size, table.vague[text])
                if found is not None:
                    yield found
                break


def _vague(doc: Doc, start: int, end: int, bounds: tuple[int, int]) -> Quantity | None:
    noun = next((c for c in doc[end - 1].children if c.dep_ == "nmod" and c.pos_ in ("NOUN", "PROPN")), None)
    if noun is None:
        return None
    low, high = bounds
    unit = units().names.get(noun.lemma_.lower(), _kind(noun))
    return Quantity(start, end, (low + high) / 2, low, high, unit, "~", noun)
