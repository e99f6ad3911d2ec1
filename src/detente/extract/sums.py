"""Arithmetic between figures of one sentence: parts and wholes, shares, changes, prices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from detente.records import Check, Figure

__all__ = ["TOLERANCE", "amount", "extract_sums", "lower", "upper"]

TOLERANCE = 0.02  # rounding of figures in news
POINTS = 1.0  # percentage points by which a told share may be rounded
SENTENCE_END = re.compile(r"(?<=[a-z0-9%)”\"’])[.!?][”\"’]?\s+(?=[A-Z“\"])|\n\s*\n")
SOME = re.compile(r"\b(?:including|among (?:them|which|whom)|of (?:them|whom|which|those))\b")
ALL = re.compile(r"^[^:—–(;,]{0,40}(?:\s?[:—–]|\s\()\s?$")
AND = re.compile(r"^[\w\s'’-]{1,40}(?:,\s|\sand\s|,\sand\s)[\w\s]{0,12}$")
OF = re.compile(
    r"^\s?(?:percent|per cent|%)?\s?of\s(?:the\s|its\s|their\s|all\s|some\s|about\s|nearly\s|more than\s)*$"
)
TO = re.compile(r"^(?:\s[a-z]+){0,3}\sto\s$")
OR = re.compile(r"^[\w\s'’-]{0,40}(?:,\s(?:or|about)|\s\(|\sor)\s?(?:about\s|nearly\s|almost\s|roughly\s|some\s)?$")
TOTAL = re.compile(r"\b(?:total|totall?ing|worth|altogether|in all)\b")
TIMES = {"doubled": 2.0, "tripled": 3.0, "quadrupled": 4.0, "halved": 0.5}
# What the measure of a price ends with, and the units whose count it multiplies.
PER = {
    "barrel": ("bbl", "barrel"), "tonne": ("t",), "ton": ("ton",), "share": ("share",), "person": ("people",),
    "head": ("people",), "household": ("household",), "month": ("month",), "year": ("year",), "day": ("day",),
    "week": ("week",), "hour": ("hour",), "ounce": ("oz",), "kilogram": ("kg",), "ticket": ("ticket",),
    "unit": ("unit",),
}  # fmt: skip
NO_COUNT = frozenset({"percent", "percentage point", "basis point", "degree", "C", "F", "times"})


def extract_sums(text: str, figures: Sequence[Figure]) -> list[Check]:
    """Checks between figures of one sentence, in the order of the text."""
    out: list[Check] = []
    for group in _sentences(text, figures):
        for check in (_parts, _shares, _changes, _prices):
            out += check(text, group)
    return out


def _sentences(text: str, figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    group: list[Figure] = []
    for f in sorted(figures, key=lambda f: f.span):
        if group and SENTENCE_END.search(text, group[-1].span[1], f.span[0]):
            yield group
            group = []
        group.append(f)
    if group:
        yield group


def lower(f: Figure) -> float:
    """The least that a figure can mean."""
    return f.low if f.low is not None else 0.0 if f.high is not None else f.value


def upper(f: Figure) -> float:
    """The most that it can mean; infinite for "at least"."""
    return f.high if f.high is not None else float("inf") if f.low is not None else f.value


def amount(f: Figure, value: float | None = None) -> str:
    """A figure's value (or another in its unit) as people write it."""
    value = f.value if value is None else value
    for scale, word in ((1e12, "trillion "), (1e9, "billion "), (1e6, "million ")):
        if abs(value) >= scale:
            return f"{value / scale:.4g} {word}{_plural(f.unit, 2)}".rstrip()
    number = f"{value:,.0f}" if abs(value - round(value)) < 1e-6 else f"{value:.4g}"
    return f"{number} {_plural(f.unit, value)}".rstrip()


def _plural(unit: str | None, value: float) -> str:
    """Counted nouns in the plural; codes, symbols and "people" as they are."""
    if not unit or value == 1 or unit in ("people", "percent") or len(unit) <= 3 or not unit.isalpha():
        return unit or ""
    return unit if unit.endswith("s") else unit + "s"


def _countable(f: Figure) -> bool:
    return f.unit not in NO_COUNT


def _between(text: str, a: Figure, b: Figure) -> str:
    return text[a.span[1] : b.span[0]]


def _parts(text: str, group: Sequence[Figure]) -> Iterator[Check]:
    """ "46 dead, 33 of them civilians": what is left; parts that are more than the whole, or do not make it up."""
    for i, whole in enumerate(group[:-1]):
        first = group[i + 1]
        if not _countable(whole) or not _same_kind(whole, first):
            continue
        gap, behind = _between(text, whole, first), text[first.span[1] : first.span[1] + 12]
        some = SOME.search(gap) or SOME.match(behind.strip())
        parts = _chain(text, group[i + 1 :], whole)
        if some:
            yield from _some(whole, parts)
        elif ALL.match(gap) and len(parts) > 1:
            yield from _all(whole, parts)


def _same_kind(whole: Figure, part: Figure) -> bool:
    fates = {"killed", "wounded", "detained", "arrested", "displaced", "released", "abducted", "missing"}
    other_fate = part.measure in fates and whole.measure in fates and part.measure != whole.measure
    return (part.unit == whole.unit or (part.unit is None and whole.unit == "people")) and not other_fate


def _chain(text: str, figures: Sequence[Figure], whole: Figure) -> list[Figure]:
    """The first figure and those that follow it with commas and "and"."""
    out = [figures[0]]
    for f in figures[1:]:
        if not AND.match(_between(text, out[-1], f)) or not _same_kind(whole, f) or not _same_kind(out[0], f):
            break
        out.append(f)
    return out


def _some(whole: Figure, parts: Sequence[Figure]) -> Iterator[Check]:
    ids = (whole.id, *(p.id for p in parts))
    if sum(map(lower, parts)) > upper(whole) * (1 + TOLERANCE):
        text = f"{' and '.join(amount(p) for p in parts)} cannot be part of {amount(whole)}"
        yield Check(kind="arithmetic", text=text, from_=ids)
    elif len(parts) == 1 and _exact(whole, *parts) and whole.value > parts[0].value > 0:
        rest = whole.value - parts[0].value
        text = f"the others of {amount(whole)}, {amount(parts[0])} apart: {amount(whole, rest)}"
        yield Check(kind="derived", text=text, value=rest, unit=whole.unit, from_=ids)


def _all(whole: Figure, parts: Sequence[Figure]) -> Iterator[Check]:
    total = sum(p.value for p in parts)
    low, high = sum(map(lower, parts)), sum(map(upper, parts))
    if low > upper(whole) * (1 + TOLERANCE) or high < lower(whole) * (1 - TOLERANCE):
        text = f"{' and '.join(amount(p) for p in parts)} make {amount(whole, total)}, not {amount(whole)}"
        yield Check(kind="arithmetic", text=text, from_=(whole.id, *(p.id for p in parts)))


def _exact(*figures: Figure) -> bool:
    return all(f.low is None and f.high is None and not f.approximate for f in figures)


def _shares(text: str, group: Sequence[Figure]) -> Iterator[Check]:
    """ "5 percent of 2,000": 100; "33, or 60 percent of 46": not so."""
    for i, share in enumerate(group[:-1]):
        base = group[i + 1]
        if share.unit != "percent" or not _countable(base) or not OF.match(_between(text, share, base)):
            continue
        part = group[i - 1] if i and OR.match(_between(text, group[i - 1], share)) else None
        if part is None:
            value = share.value * base.value / 100
            value = round(value) if base.unit == "people" else value
            said = f"{share.value:g} percent of {amount(base)}: {amount(base, value)}"
            yield Check(kind="derived", text=said, value=value, unit=base.unit, from_=(share.id, base.id))
        elif _exact(part, base) and base.value:
            real = 100 * part.value / base.value
            if abs(real - share.value) > POINTS + (2 * POINTS if share.approximate else 0):
                said = f"{amount(part)} are {real:.1f} percent of {amount(base)}, not {share.value:g}"
                yield Check(kind="arithmetic", text=said, from_=(part.id, share.id, base.id))


def _changes(text: str, group: Sequence[Figure]) -> Iterator[Check]:
    """ "From 1,000 to 1,500": 50 percent more; "tripled from 2 to 4": not so."""
    for a, b in pairwise(group):
        before = text[max(0, a.span[0] - 60) : a.span[0]]
        if not before.endswith("from ") or not TO.match(_between(text, a, b)) or a.unit != b.unit or not a.value:
            continue
        if a.unit == "percent":
            points = b.value - a.value
            said = f"from {a.value:g} to {b.value:g} percent: {points:+.4g} percentage points"
            yield Check(kind="derived", text=said, value=points, unit="percentage point", from_=(a.id, b.id))
            continue
        yield from _grown(before, (a, b), [f for f in group if f.unit == "percent"])


def _grown(before: str, ends: tuple[Figure, Figure], shares: Sequence[Figure]) -> Iterator[Check]:
    a, b = ends
    grown = 100 * (b.value - a.value) / a.value
    told = next((w for w in TIMES if w in before.lower()), None)
    near = [f for f in shares if min(abs(f.span[1] - a.span[0]), abs(f.span[0] - b.span[1])) < 30]
    if told and abs(b.value / a.value - TIMES[told]) > 0.15 * TIMES[told]:
        said = f"from {amount(a)} to {amount(b)} is {b.value / a.value:.2g} times, not {told}"
        yield Check(kind="arithmetic", text=said, from_=(a.id, b.id))
    elif near and abs(abs(grown) - near[0].value) > max(POINTS, 2 * TOLERANCE * abs(grown)):
        said = f"from {amount(a)} to {amount(b)} is {grown:+.3g} percent, not {near[0].value:g}"
        yield Check(kind="arithmetic", text=said, from_=(near[0].id, a.id, b.id))
    elif not near:
        said = f"from {amount(a)} to {amount(b)}: {grown:+.3g} percent"
        yield Check(kind="derived", text=said, value=grown, unit="percent", from_=(a.id, b.id))


def _prices(text: str, group: Sequence[Figure]) -> Iterator[Check]:
    """ "12 jets at $50 million each", "$3 billion a year for ten years": what it comes to."""
    for price in group:
        counts = _priced(text, price, group)
        if len(price.unit or "") != 3 or not counts:
            continue
        count = min(counts, key=lambda f: abs(f.span[0] - price.span[0]))
        value = price.value * count.value
        total = next((f for f in group if _is_total(text, f, price)), None)
        ids = (count.id, price.id)
        if total is None:
            said = f"{amount(price)} for each of {amount(count)}: {amount(price, value)}"
            yield Check(kind="derived", text=said, value=value, unit=price.unit, from_=ids)
        elif abs(total.value - value) > 2 * TOLERANCE * max(value, total.value) and _exact(total, count):
            said = f"{amount(price)} for each of {amount(count)} is {amount(price, value)}, not {amount(total)}"
            yield Check(kind="arithmetic", text=said, from_=(*ids, total.id))


def _priced(text: str, price: Figure, group: Sequence[Figure]) -> list[Figure]:
    """Figures that count what the price is for each of."""
    if re.match(r"\s(?:each|apiece)\b", text[price.span[1] : price.span[1] + 9]):
        return [f for f in group if f.span[0] < price.span[0] and _countable(f) and f.unit != price.unit]
    units = PER.get((price.measure or "").rpartition(" per ")[2], ())
    return [f for f in group if f is not price and f.unit in units]


def _is_total(text: str, f: Figure, price: Figure) -> bool:
    return f is not price and f.unit == price.unit and bool(TOTAL.search(text[max(0, f.span[0] - 30) : f.span[0]]))
