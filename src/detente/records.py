"""The nouns: what a record holds.

Offsets are `[start, end)` in Unicode code points of `report.text`. Dates are ISO 8601 (`2025-05-07`, `2025-05`).
Countries are ISO 3166 alpha-3 (`XKX` Kosovo). Ids are short and unique within one record
(`a1` actor, `e1` event, `c1` claim, `f1` figure, `d1` deadline).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

__all__ = [
    "Actor",
    "ActorKind",
    "Check",
    "Claim",
    "Deadline",
    "Event",
    "Figure",
    "Judgement",
    "Note",
    "Place",
    "Record",
    "Report",
    "Span",
    "Standing",
    "Status",
    "Timex",
    "Verdict",
    "When",
    "json_schema",
]

Span = tuple[int, int]
ActorKind = Literal["state", "organisation", "person", "group", "people", "unknown"]
Status = Literal["occurred", "ongoing", "planned", "offered", "threatened", "hypothetical", "negated"]
Standing = Literal["narrated", "attributed", "alleged", "disputed", "denied"]
PublishedBasis = Literal["given", "page", "dateline", "inferred", "unknown"]
Act = Literal[
    "states", "accuses", "denies", "promises", "threatens", "demands", "praises", "criticises", "asks", "thinks",
    "wishes", "refuses", "agrees", "warns", "confirms", "announces",
]  # fmt: skip
Evidence = Literal["offered", "none offered", "unverified", "unstated"]
CheckKind = Literal["derived", "contradiction", "arithmetic"]


class Noun(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen row with a JSON form."""


class Report(Noun, frozen=True, kw_only=True):
    """One news report as read. `id` is a digest of source and text."""

    id: str
    path: str | None = None
    url: str | None = None
    source: str | None = None
    title: str | None = None
    published: str | None = None  # ISO date, or `start/end` where inferred as a range
    published_basis: PublishedBasis = "unknown"
    language: str = "en"
    text: str


class Actor(Noun, frozen=True, kw_only=True):
    """Somebody who acts or is acted upon. `code` is country + sector (`INDGOV`); `basis` says why."""

    id: str
    name: str
    kind: ActorKind = "unknown"
    country: str | None = None
    sector: str | None = None
    code: str | None = None
    title: str | None = None
    mentions: tuple[Span, ...] = ()
    basis: str = ""


class When(Noun, frozen=True, kw_only=True):
    """A date range with its words and its basis.

    `basis` is `explicit`, `relative to publication`, `relative to event e7`, `publication` or `unknown`.
    """

    start: str | None = None
    end: str | None = None
    text: str | None = None
    span: Span | None = None
    basis: str = "unknown"


class Place(Noun, frozen=True, kw_only=True):
    """A place with coordinates in degrees (WGS 84); `basis` says why this one."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    span: Span | None = None
    basis: str = ""


class Event(Noun, frozen=True, kw_only=True):
    """Who did what to whom, as told. `confidence` is 0-1; `why` names the rule or model and its words."""

    id: str
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    quad: int
    intensity: float
    goldstein: float | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    status: Status = "occurred"
    standing: Standing = "narrated"
    date: When = When()
    place: Place | None = None
    trigger: Span
    sentence: Span
    claim: str | None = None
    figures: tuple[str, ...] = ()
    confidence: float
    why: str


class Claim(Noun, frozen=True, kw_only=True):
    """Who says what. `source`, `cue` and `content` may be several spans where the text is split."""

    id: str
    speaker: str | None = None
    speaker_text: str | None = None
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    act: Act = "states"
    medium: str | None = None
    evidence: Evidence = "unstated"
    evidence_span: Span | None = None
    date: When = When()


class Figure(Noun, frozen=True, kw_only=True):
    """A number tied to what it measures. `unit` is ISO 4217 for money, else a codebook unit."""

    id: str
    value: float
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    approximate: bool = False
    measure: str | None = None
    holder: str | None = None
    parties: tuple[str, ...] = ()
    period: When = When()
    span: Span
    claim: str | None = None


class Deadline(Noun, frozen=True, kw_only=True):
    """What is due when, and who owes it."""

    id: str
    what: str
    due: str | None = None
    start: str | None = None
    parties: tuple[str, ...] = ()
    condition: str | None = None
    span: Span
    basis: str = ""


class Check(Noun, frozen=True, kw_only=True):
    """What follows from the record, or does not add up. `from_` is written `from`."""

    kind: CheckKind
    text: str
    value: float | None = None
    unit: str | None = None
    from_: tuple[str, ...] = msgspec.field(default=(), name="from")


class Note(Noun, frozen=True, kw_only=True):
    """What could not be decided and why, or (`kind` = `versions`) what made the record."""

    kind: str
    text: str
    span: Span | None = None


class Record(Noun, frozen=True, kw_only=True):
    """All that is held of one report."""

    report: Report
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[Note, ...] = ()


class Timex(Noun, frozen=True, kw_only=True):
    """A time expression (TIMEX3). It travels between rooms and is not part of the record.

    `start` and `end` bound it in days, both included; None where it cannot be resolved.
    `basis` is as in `When`; `anchor` is the span of the event words it counts from, if it names one.
    """

    span: Span
    text: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    start: str | None = None
    end: str | None = None
    basis: str = "unknown"
    anchor: Span | None = None


class Judgement(Noun, frozen=True, kw_only=True):
    """What the relation head makes of (source, target): probabilities by label, best labels, the token it looks at.

    It travels between rooms and is not part of the record. `NONE` among the types is "no event between these two".
    """

    types: dict[str, float]
    crosswalk: dict[str, float]
    mode: str | None
    cameo: str
    status: str
    standing: str
    look: int

    def best(self, dialect: str = "manual-2.0") -> tuple[str, float]:
        """The likeliest type and its probability."""
        table = self.types if dialect == "manual-2.0" else self.crosswalk
        name = max(table, key=lambda k: (table[k], k))
        return name, table[name]


class Verdict(Noun, frozen=True, kw_only=True):
    """Whether what a predicate tells of happened: -3 (surely not) … 3 (surely), and its status' probabilities."""

    value: float
    status: dict[str, float]


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a record."""
    return msgspec.json.schema(Record)
