"""The publication date of a report that does not give one: from its dateline, else inferred from its own dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from detente.records import Timex
from detente.resolve.calendar import parse_day, shift

__all__ = ["Published", "find_published"]

HEAD = 400  # characters at the top that may hold a dateline
FULL = re.compile(r"^\d{4}-\d\d-\d\d$")
OPEN = re.compile(r"^XXXX-(\d\d)-(\d\d)")
YEAR = re.compile(r"^\d{4}$")
CITY = 60  # characters in which a wire report names its city and day
WIRE = re.compile(r"(?:\s*\([^()\n]{2,30}\))?\s*(?:--|[-–—])\s")
LEADS = re.compile(r"(published|updated|posted|date|dated|issued)\s*:?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Published:
    """First and last day that the report may have come out, with how that is known."""

    start: str
    end: str
    basis: str  # dateline | inferred
    reason: str

    @property
    def text(self) -> str:
        """ISO day, or `start/end`."""
        return self.start if self.start == self.end else f"{self.start}/{self.end}"


def find_published(doc: Doc, times: Sequence[Timex]) -> Published | None:
    """Read `times` found without a publication date; None where the text does not say enough."""
    return _dateline(doc, times) or _inferred(doc, times)


def _dateline(doc: Doc, times: Sequence[Timex]) -> Published | None:
    """A full date at the very top, alone on its line, after "Published", or in "CITY, March 3, 2022 -"."""
    for t in times:
        if t.span[0] > HEAD or not FULL.match(t.value) or t.start != t.end or t.start is None:
            continue
        line_start = doc.text.rfind("\n", 0, t.span[0]) + 1
        before = doc.text[line_start : t.span[0]].strip()
        line_end = doc.text.find("\n", t.span[1])
        after = doc.text[t.span[1] : line_end if line_end >= 0 else len(doc.text)].strip()
        alone = not after and len(before) < 20
        city = re.match(r"^[A-Z][A-Z .,'-]+$", before) is not None and re.match(r"^\W*\(?[A-Z]?\w*\)?\s*[-–—]", after)
        if alone or city or LEADS.search(before):
            return Published(t.start, t.start, "dateline", f"dated {t.text!r} at the top")
    return None


def _inferred(doc: Doc, times: Sequence[Timex]) -> Published | None:
    """The latest day that the report tells of, in the year that its figures and dates allow."""
    days = [(int(m[1]), int(m[2]), t) for t in times if (m := OPEN.match(t.value))]
    full = [t for t in times if FULL.match(t.value) and t.start]
    the_year, why = _year(times, full)
    if the_year is None:
        return None
    latest = max([parse_day(t.start) for t in full if t.start and t.start[:4] == str(the_year)], default=None)  # type: ignore[type-var]
    for month_number, day_number, t in days:
        when = _safe(the_year, month_number, day_number, t)
        if when and (latest is None or when > latest):
            latest, why_day = when, t.text
            why = f"{why}; the latest day told of is {why_day!r}"
    if latest is None:
        return None
    head = next((t for _, _, t in days if t.span[1] < CITY and WIRE.match(doc.text[t.span[1] :])), None)
    if head is not None and (when := _safe(the_year, int(head.value[5:7]), int(head.value[8:10]), head)):
        return Published(when.isoformat(), when.isoformat(), "inferred", f"{why}; dated {head.text!r} at the top")
    same_month = "earlier this month" in doc.text.lower() or "this month" in doc.text.lower()
    last = latest.replace(day=monthrange(latest.year, latest.month)[1]) if same_month else _month_on(latest)
    if same_month:
        why += "; 'this month' names that month"
    return Published(latest.isoformat(), last.isoformat(), "inferred", why)


def _safe(the_year: int, month_number: int, day_number: int, t: Timex) -> date | None:
    """The day, or the last day of a range such as "May 6-7"."""
    second = re.search(r"[-–]\s*(\d{1,2})$", t.text)
    try:
        return date(the_year, month_number, int(second[1]) if second else day_number)
    except ValueError:
        return None


def _month_on(when: date) -> date:
    following = shift(when, 1, "M").start
    return following.replace(day=min(when.day, monthrange(following.year, following.month)[1]))


def _year(times: Sequence[Timex], full: Sequence[Timex]) -> tuple[int | None, str]:
    """The year: of the latest full date, else the one after the last year that the figures name as complete."""
    years = [int(t.value) for t in times if YEAR.match(t.value) and 1900 < int(t.value) < 2100]
    dated = [int(t.start[:4]) for t in full if t.start]
    if dated and max(dated) >= max(years, default=0):
        return max(dated), f"the latest full date is of {max(dated)}"
    if years:
        return max(years) + 1, f"the last complete year that is named is {max(years)}"
    return None, ""
