"""Time expressions (TIMEX3) of a document, anchored to its publication date by tense and grain.

Extents, types and values are those of TimeML: the determiner belongs to an expression, a preposition does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from detente.codebook.times import time_words
from detente.records import Timex
from detente.resolve import calendar as cal
from detente.resolve.clocktimes import clock, night_of, part_of_day
from detente.resolve.datedays import age_of_years, day_and_month, holiday, landmark, season, written_date, year_alone
from detente.resolve.lengths import length_of_time, long_time, quarter_or_half, repeated
from detente.resolve.relativedays import deictic, part_of, same_unit, unit_near_today, vague, weekday
from detente.resolve.timewords import Context, Found

__all__ = ["find_times"]

Rule = Callable[[Context, int], "Found | None"]
RULES: tuple[Rule, ...] = (
    night_of, part_of, day_and_month, written_date, holiday, landmark, weekday, deictic, part_of_day, unit_near_today,
    same_unit, quarter_or_half, repeated, length_of_time, long_time, clock, season, age_of_years, year_alone, vague,
)  # fmt: skip
GLUE = {"on", ",", "at"}


def find_times(doc: Doc, *, published: str | None = None, day_first: bool | None = None) -> list[Timex]:
    """All time expressions in order; none overlap. Without a publication date relative ones keep no bounds.

    `day_first` says how the source writes 03/04/2025; None leaves such dates open.
    """
    lower = [t.lower_.rstrip(".") if len(t) > 2 else t.lower_ for t in doc]
    context = Context(doc, lower, cal.parse_day(published), time_words(), day_first=day_first)
    return [_timex(doc, f) for f in _joined(doc, lower, _found(context))]


def _found(context: Context) -> list[Found]:
    """The longest expression at each place, with what was told before it."""
    out: list[Found] = []
    position, sentence = 0, -1
    while position < len(context.doc):
        begin = context.doc[position].sent.start if context.doc.has_annotation("SENT_START") else 0
        if begin != sentence:
            sentence, context = begin, replace(context, ahead=None)
        found = _longest(context, position)
        if found is None:
            position += 1
            continue
        out.append(found)
        context = _told(context, found)
        position = max(found.end, position + 1)
    return out


def _longest(context: Context, position: int) -> Found | None:
    best: Found | None = None
    for rule in RULES:
        found = rule(context, position)
        if found and (best is None or found.end > best.end):
            best = found
    return best


def _told(context: Context, found: Found) -> Context:
    """What the words after an expression may count from."""
    days = found.days
    if days is None or found.type not in ("DATE", "TIME"):
        return context
    ahead = days.start if context.today and days.start > context.today else None
    plain = found.value[:4].isdigit() and "W" not in found.value
    single = days.start if days.start == days.end and plain else context.told
    return replace(context, told=single, ahead=ahead, span=days if plain else context.span)


def _joined(doc: Doc, lower: Sequence[str], found: Sequence[Found]) -> list[Found]:
    """A day beside a clock time makes one expression: "10:30 a.m. Friday", "Friday at 6 p.m."."""
    out: list[Found] = []
    for f in found:
        last = out[-1] if out else None
        merged = _one(last, f) if last and _touch(lower, last, f) else None
        if merged:
            out[-1] = merged
        else:
            out.append(f)
    return out


def _touch(lower: Sequence[str], a: Found, b: Found) -> bool:
    return a.end == b.start or (b.start == a.end + 1 and lower[a.end] in GLUE)


def _one(a: Found, b: Found) -> Found | None:
    hour, day = (a, b) if a.type == "TIME" and ":" in a.value else (b, a)
    if hour.type != "TIME" or ":" not in hour.value or day.type != "DATE" or len(day.value) != 10 or day.days is None:
        return None
    return Found(a.start, b.end, "TIME", f"{day.value}T{hour.value.split('T')[1]}", day.days, day.basis)


def _timex(doc: Doc, found: Found) -> Timex:
    first, last = doc[found.start], doc[found.end - 1]
    span = (first.idx, last.idx + len(last))
    anchor = None
    if found.anchor:
        a, b = doc[found.anchor[0]], doc[found.anchor[1] - 1]
        anchor = (a.idx, b.idx + len(b))
    start, end = found.days.bounds if found.days else (None, None)
    doubtful = found.basis in ("impossible date", "ambiguous date")
    return Timex(
        span=span,
        text=doc[found.start : found.end].text,
        type=found.type,  # type: ignore[arg-type]
        value=found.value,
        start=start,
        end=end,
        basis=found.basis if found.days or anchor or doubtful else "unknown",
        anchor=anchor,
    )
