"""Time expressions (TIMEX3) of a document, anchored to its publication date by tense and grain."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from detente.codebook.times import time_words
from detente.records import Timex
from detente.resolve import calendar as cal
from detente.resolve.datedays import clock, day_and_month, night_of, season, written_date, year_alone
from detente.resolve.relativedays import deictic, length_of_time, part_of, repeated, unit_near_today, weekday
from detente.resolve.timewords import Context, Found

__all__ = ["find_times"]

Rule = Callable[[Context, int], "Found | None"]
RULES: tuple[Rule, ...] = (
    night_of, part_of, day_and_month, written_date, weekday, deictic, unit_near_today, length_of_time, clock, season,
    year_alone, repeated,
)  # fmt: skip


def find_times(doc: Doc, *, published: str | None = None) -> list[Timex]:
    """All time expressions in order; none overlap. Without a publication date relative ones keep no bounds."""
    context = Context(
        doc, [t.lower_.rstrip(".") if len(t) > 2 else t.lower_ for t in doc], cal.parse_day(published), time_words()
    )
    out, position = [], 0
    while position < len(doc):
        found = _longest(context, position)
        if found is None:
            position += 1
            continue
        out.append(_timex(doc, found))
        position = max(found.end, position + 1)
    return out


def _longest(context: Context, position: int) -> Found | None:
    best: Found | None = None
    for rule in RULES:
        found = rule(context, position)
        if found and (best is None or found.end > best.end):
            best = found
    return best


def _timex(doc: Doc, found: Found) -> Timex:
    first, last = doc[found.start], doc[found.end - 1]
    span = (first.idx, last.idx + len(last))
    anchor = None
    if found.anchor:
        a, b = doc[found.anchor[0]], doc[found.anchor[1] - 1]
        anchor = (a.idx, b.idx + len(b))
    start, end = found.days.bounds if found.days else (None, None)
    return Timex(
        span=span,
        text=doc[found.start : found.end].text,
        type=found.type,  # type: ignore[arg-type]
        value=found.value,
        start=start,
        end=end,
        basis=found.basis if found.days or anchor else "unknown",
        anchor=anchor,
    )
