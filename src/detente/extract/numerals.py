"""Numbers as they are written, in digits and in words, with the currency sign before and the scale behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from detente.codebook.units import Units, units

__all__ = ["Numeral", "numerals"]

DIGITS = r"(?:\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"
ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {**{w: float(i) for i, w in enumerate(ONES, 1)}, **{w: 20.0 + 10 * i for i, w in enumerate(TENS)}, "zero": 0.0}
PARTS = {
    "half": 2.0, "halves": 2.0, "third": 3.0, "quarter": 4.0, "fourth": 4.0, "fifth": 5.0, "sixth": 6.0,
    "seventh": 7.0, "eighth": 8.0, "ninth": 9.0, "tenth": 10.0,
}  # fmt: skip
SIGNS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75}
# What stands right before or behind digits that are part of a name, a date, an address or a score.
LARGEST = 1e21  # more is no amount of anything that a report tells of (the world's money in rials has 20 digits)
JOINED_BEFORE = re.compile(r"[A-Za-z_/#@][-–]?$|\d[.,:/]$|[A-Za-z]\.$")
JOINED_AFTER = re.compile(r"^(?::\d|/\d|\.\d|,\d{3}|th\b|st\b|nd\b|rd\b|s\b|ers\b|[A-Z]\d|G\b)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number between two code points. `scale` is the power that a scale word gave it (1 for none)."""

    start: int
    end: int
    value: float
    currency: str | None = None
    scale: float = 1.0
    worded: bool = False


def numerals(text: str) -> list[Numeral]:
    """Numbers of a text in order; none overlap."""
    out: list[Numeral] = []
    for found in sorted([*_digits(text), *_words(text)], key=lambda n: (n.start, -n.end)):
        if abs(found.value) <= LARGEST and (not out or found.start >= out[-1].end):
            out.append(found)
    return out


@cache
def _currency() -> str:
    signs = sorted(units().currency, key=lambda s: (-len(s), s))
    return "|".join(_sign(s) for s in signs)


def _sign(sign: str) -> str:
    """One sign as a pattern; "HK$" and "C $" in any case, as wires in lower case have them."""
    plain = re.escape(sign)
    if sign[0].isalpha():
        plain = rf"(?<![A-Za-z]){plain}"
    return rf"(?i:{plain})" if "$" in sign and len(sign) > 1 else plain


@cache
def _scale_words() -> str:
    return "|".join(sorted(units().scale, key=lambda w: (-len(w), w)))


@cache
def _digit_pattern() -> re.Pattern[str]:
    # "PS2.7m" is how some wires write pounds; only with a scale letter, as PS5 is none.
    return re.compile(
        rf"(?:(?P<sign>{_currency()})\s?|(?P<ps>(?<![A-Za-z])PS(?=[\d.,]+(?:m|bn|k)\b)))?"
        rf"(?P<minus>(?<![\w)])(?:minus[- ]|[-−](?=\d)))?(?P<digits>{DIGITS})"
        rf"(?:\s?(?P<part>[½⅓⅔¼¾])|(?:[ -](?P<whole>\d))?/(?P<under>\d{{1,2}})(?![\d/]))?"
        rf"(?P<scale>(?:[\s-]?(?:{_scale_words()})\b)+)?(?P<letter>[kKmMbBT](?![A-Za-z/]))?"
    )


def _digits(text: str) -> Iterator[Numeral]:
    table = units()
    for m in _digit_pattern().finditer(text):
        sign, start = m["sign"], m.start()
        if sign is None and m["ps"] is None and JOINED_BEFORE.search(text[max(0, start - 3) : start]):
            continue
        currency = table.currency.get(sign) or table.currency[sign.upper()] if sign else "GBP" if m["ps"] else None
        value, end = _fraction(m, text)
        scale, end = _scaled(m, table, text, currency, end)
        if JOINED_AFTER.match(text[end : end + 4]) and scale == 1:
            continue
        value = -value if m["minus"] else value
        yield Numeral(start, end, round(value * scale, 6), currency, scale)


def _fraction(m: re.Match[str], text: str) -> tuple[float, int]:
    """The value of the digits with a fraction behind them ("1/2", "2½", "3 1/4"), and where they end."""
    value = float(m["digits"].replace(",", ""))
    if m["part"]:
        return value + SIGNS[m["part"]], m.end("part")
    if m["under"] and float(m["under"]):
        if m["whole"]:
            return value + float(m["whole"]) / float(m["under"]), m.end("under")
        if text[m.end("digits")] == "/" and value < float(m["under"]):
            return value / float(m["under"]), m.end("under")
    return value, m.end("digits")


def _scaled(m: re.Match[str], table: Units, text: str, currency: str | None, end: int) -> tuple[float, int]:
    scale = 1.0
    if m["scale"]:
        for word in re.findall(r"[a-z]+", m["scale"]):
            scale *= table.scale[word]
        return scale, m.end("scale")
    letter = m["letter"]
    if letter and (currency or letter in "kK" or _counts(text, m.end())):
        return table.letters[letter], m.end("letter")
    return 1.0, end


def _counts(text: str, end: int) -> bool:
    """Whether a noun in the plural follows: "12.3m tonnes" are millions, "a 100m sprint" is none."""
    plural = r"\s[a-z]+s\b|\s(?:people|men|women|children)\b"
    return bool(re.match(r"\s[a-z]" if text[end - 1].isupper() else plural, text[end : end + 20]))


@cache
def _word_pattern() -> re.Pattern[str]:
    small = (
        rf"(?:(?:{'|'.join(TENS)})(?:[-\s](?:{'|'.join(ONES[:9])}))?|{'|'.join(sorted(ONES, key=len, reverse=True))})"
    )
    big = r"(?:hundred|thousand|million|billion|trillion|dozen|lakh|crore)"
    parts = "|".join(sorted(PARTS, key=len, reverse=True))
    half = r"half\san?|(?:an?\s)?half|(?P<quarters>an?\squarter|three\squarters|quarter)(?:\sof\san?)?"
    share = rf"(?P<count>{small}|an?)(?:-(?P<joined>{parts})s?|\s(?P<parts>{parts})s?(?=\sof\b|\s(?:majority|stake)\b))"
    few = rf"(?P<few>{small}|a)\s(?:and\sa\shalf)(?:\s(?P<fewscale>{big}))?"
    many = rf"(?:{small}|a|an)(?:[-\s]{big}(?:\sand)?(?:[-\s]{small})?)+|{small}"
    return re.compile(
        rf"\b(?:(?:{half})\s(?P<half>{big})|{share}|{few}|(?P<many>{many}))(?![A-Za-z])",
        re.IGNORECASE,
    )


def _words(text: str) -> Iterator[Numeral]:
    table = units()
    for m in _word_pattern().finditer(text):
        if text[m.start() - 1 : m.start()] == "-" or (
            text[m.end() : m.end() + 1] == "-" and text[m.end() + 1 :][:2] == "on"
        ):
            continue
        value, scale = _worded(m, table)
        yield Numeral(m.start(), m.end(), value, None, scale, worded=True)


def _worded(m: re.Match[str], table: Units) -> tuple[float, float]:
    if part := (m["parts"] or m["joined"] or "").lower():
        return _small(m["count"]) / PARTS[part], 1.0
    if m["half"]:
        scale = table.scale[m["half"].lower()]
        share = {"t": 0.75, "": 0.5}.get((m["quarters"] or "").lower()[:1], 0.25)
        return share * scale, scale
    if m["few"]:
        scale = table.scale[m["fewscale"].lower()] if m["fewscale"] else 1.0
        return (_small(m["few"]) + 0.5) * scale, scale
    return _composed(re.findall(r"[a-z]+", m["many"].lower()), table)


def _small(text: str) -> float:
    return sum(1.0 if w in ("a", "an") else SMALL[w] for w in re.findall(r"[a-z]+", text.lower()))


def _composed(words: Sequence[str], table: Units) -> tuple[float, float]:
    """ "two hundred and fifty thousand": 250,000."""
    total, group, scale = 0.0, 0.0, 1.0
    for word in words:
        if word == "and":
            continue
        if word in ("hundred", "dozen"):
            group = max(group, 1.0) * table.scale[word]
        elif word in table.scale:
            scale = table.scale[word]
            total += max(group, 1.0) * scale
            group = 0.0
        else:
            group += 1.0 if word in ("a", "an") else SMALL[word]
    return total + group, scale
