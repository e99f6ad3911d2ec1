"""A record in the words and order that a reader wants: most important first."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.ontology import mode_info, type_info
from detente.records import Claim, Deadline, Event, Figure, Place, Record, Span, When

__all__ = ["ClaimRow", "EventRow", "FigureRow", "Page", "page_of"]

ORDER = {"occurred": 0, "ongoing": 0, "threatened": 1, "offered": 1, "planned": 2, "hypothetical": 3, "negated": 3}
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a row of the page."""

    id: str
    who: str
    did: str
    whom: str
    when: str
    where: str
    status: str
    standing: str
    voice: str
    confidence: float
    why: str
    sentence: str
    span: Span
    quad: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as a row of the page."""

    id: str
    speaker: str
    act: str
    what: str
    evidence: str
    medium: str
    sentence: str
    span: Span


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as a row of the page."""

    id: str
    value: str
    measure: str
    whose: str
    period: str
    sentence: str
    span: Span


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows."""

    title: str
    published: str
    source: str
    summary: str
    events: tuple[EventRow, ...]
    claims: tuple[ClaimRow, ...]
    figures: tuple[FigureRow, ...]
    checks: tuple[str, ...]
    deadlines: tuple[tuple[str, str, str, str], ...]  # due, what, who, basis
    actors: tuple[tuple[str, str, str, int], ...]  # name, code, title, mentions
    notes: tuple[str, ...]
    text: str


def page_of(record: Record) -> Page:
    """Everything of a record that a reader sees."""
    names = {a.id: a.name for a in record.actors}
    report = record.report
    events = tuple(_event(e, record, names) for e in sorted(record.events, key=_rank))
    used = {i for e in record.events for i in (*e.actors, *e.recipients)} | {c.speaker for c in record.claims}
    actors = sorted(record.actors, key=lambda a: (-len(a.mentions), a.id))
    return Page(
        title=report.title or _first_words(report.text),
        published=f"{report.published or 'unknown'} ({report.published_basis})",
        source=report.source or report.url or report.path or "",
        summary=_summary(record),
        events=events,
        claims=tuple(_claim(c, record, names) for c in record.claims),
        figures=tuple(_figure(f, record, names) for f in record.figures),
        checks=tuple(f"{c.text} [{', '.join(c.from_)}]" for c in record.checks),
        deadlines=tuple(_deadline(d, names) for d in sorted(record.deadlines, key=lambda d: (d.due or "9999", d.id))),
        actors=tuple((a.name, a.code or "", a.title or "", len(a.mentions)) for a in actors if a.id in used),
        notes=tuple(n.text for n in record.notes),
        text=report.text,
    )


def _rank(e: Event) -> tuple[int, float, int]:
    """What happened before what may; the grave before the mild; then in the order of the text."""
    return ORDER[e.status], -round(abs(e.intensity) / 3), e.trigger[0]


def _first_words(text: str) -> str:
    line = text.strip().splitlines()[0]
    return line if len(line) <= 80 else line[:77].rsplit(" ", 1)[0] + "…"


def _summary(record: Record) -> str:
    counts = {
        "events": len(record.events),
        "claims": len(record.claims),
        "figures": len(record.figures),
        "deadlines": len(record.deadlines),
    }
    return " · ".join(f"{n} {name if n != 1 else name[:-1]}" for name, n in counts.items())


def _event(e: Event, record: Record, names: dict[str, str]) -> EventRow:
    claims = {c.id: c for c in record.claims}
    info = type_info(e.type)
    mode = f" ({mode_info(e.type, e.mode).name})" if e.mode and e.mode in info.modes else ""
    voice = claims[e.claim].speaker_text or "" if e.claim in claims else ""
    return EventRow(
        id=e.id,
        who=_names(e.actors, names),
        did=f"{e.type}{mode}",
        whom=_names(e.recipients, names),
        when=_when(e.date),
        where=_place(e.place),
        status=e.status,
        standing=e.standing,
        voice=voice,
        confidence=e.confidence,
        why=e.why,
        sentence=_text(record, e.sentence),
        span=e.trigger,
        quad=e.quad,
    )


def _names(ids: tuple[str, ...], names: dict[str, str]) -> str:
    return ", ".join(names.get(i, i) for i in ids) or "-"


def _when(date: When) -> str:
    if not date.start:
        return ""
    return date.start if date.start == date.end else f"{date.start} – {date.end}"


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    return f"{place.name}, {place.country}" if place.country else place.name


def _text(record: Record, span: Span) -> str:
    return " ".join(record.report.text[span[0] : span[1]].split())


def _sentence_of(record: Record, span: Span) -> str:
    """The sentence around a span, from the events' sentences or the line it stands in."""
    for e in record.events:
        if e.sentence[0] <= span[0] < e.sentence[1]:
            return _text(record, e.sentence)
    text = record.report.text
    start, end = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
    return " ".join(text[start : end if end >= 0 else len(text)].split())


def _claim(c: Claim, record: Record, names: dict[str, str]) -> ClaimRow:
    what = " … ".join(_text(record, s) for s in c.content)
    anchor = next(iter((*c.cue, *c.content, *c.source)), (0, 0))
    speaker = names.get(c.speaker or "") or c.speaker_text or "unnamed"
    return ClaimRow(
        c.id, speaker, c.act, what, "" if c.evidence == "unstated" else c.evidence, c.medium or "",
        _sentence_of(record, anchor), anchor,
    )  # fmt: skip


def _figure(f: Figure, record: Record, names: dict[str, str]) -> FigureRow:
    whose = [names[i] for i in (f.holder, *f.parties) if i in names]
    return FigureRow(
        f.id, _value(f), f.measure or "", " / ".join(whose), f.period.text or "", _sentence_of(record, f.span), f.span
    )


def _value(f: Figure) -> str:
    if f.low is not None and f.high is not None:
        number = f"{_scaled(f.low)} – {_scaled(f.high)}"
    elif f.low is not None:
        number = f"at least {_scaled(f.low)}"
    elif f.high is not None:
        number = f"up to {_scaled(f.high)}"
    else:
        number = _scaled(f.value)
    counted = not f.unit or f.unit == "people" or f.unit in (f.measure or "").split()
    unit = "%" if f.unit == "percent" else "" if counted else f" {f.unit}"
    return f"{'about ' if f.approximate else ''}{number}{unit}"


def _scaled(value: float) -> str:
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{value / scale:g} {word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def _deadline(d: Deadline, names: dict[str, str]) -> tuple[str, str, str, str]:
    basis = d.basis + (f"; condition: {d.condition}" if d.condition else "")
    return d.due or "?", d.what, _names(d.parties, names), basis
