"""How a source writes 03/04/2025: by its other dates, else by its country; and notes on dates that stay open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from detente.records import Note, Timex

__all__ = ["date_notes", "day_first"]

SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)\b")
MONTH_FIRST_DOMAINS = frozenset({"us", "gov", "mil", "ph"})
COUNTRY_DOMAIN = 2  # letters of a country's domain
# Country domains that sites of all countries use.
ANYWHERE = frozenset({"tv", "io", "co", "me", "ai", "fm", "cc", "to", "ly", "eu"})
DOUBTS = {
    "impossible date": "names no day of the calendar",
    "ambiguous date": "may be day or month first: nothing says how the source writes dates",
}


def day_first(text: str, url: str | None = None) -> bool | None:
    """Whether the day stands before the month; None where neither the text nor the source's country tells."""
    told = {int(a) > int(b) for a, b in SLASHED.findall(text) if max(int(a), int(b)) > 12 >= min(int(a), int(b))}
    if len(told) == 1:
        return told.pop()
    domain = (urlsplit(url).hostname or "").rpartition(".")[2] if url and "//" in url else ""
    if domain in MONTH_FIRST_DOMAINS:
        return False
    return True if len(domain) == COUNTRY_DOMAIN and domain not in ANYWHERE else None


def date_notes(times: Sequence[Timex]) -> list[Note]:
    """A note for each date that names no day, or two."""
    return [Note(kind="dates", text=f"{t.text!r} {DOUBTS[t.basis]}", span=t.span) for t in times if t.basis in DOUBTS]
