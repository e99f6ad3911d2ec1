"""Dates, places and figures of an event, chosen by the tree and not by nearness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from spacy.tokens import Doc, Token

from detente.codebook.times import day_after
from detente.records import Event, Figure, Place, Span, Status, Timex, When

__all__ = ["Attachments"]

PLACE_CASES = frozenset(
    {
        "in",
        "at",
        "near",
        "inside",
        "outside",
        "around",
        "across",
        "over",
        "off",
        "on",
        "along",
        "within",
        "into",
        "from",
    }
)
MAX_STEPS = 6
DOUBTFUL = frozenset({"impossible date", "ambiguous date"})
# Words by which a sentence goes on with the day of the one before.
GOING_ON = frozenset({"also", "then", "later"})
T = TypeVar("T")


class Attachments:
    """Times, places and figures of a document, by the predicates that they hang on."""

    def __init__(
        self,
        doc: Doc,
        *,
        times: Sequence[Timex],
        places: Sequence[Place],
        figures: Sequence[Figure],
        predicates: Sequence[Token],
    ) -> None:
        self.doc = doc
        self._predicates = {t.i for t in predicates}
        self._times = [(t, head) for t in times if t.type in ("DATE", "TIME") and (head := self._root(t.span))]
        self._places = [(p, head) for p in places if p.span and (head := self._root(p.span))]
        self._figures = [(f, head) for f in figures if (head := self._root(f.span))]
        self._anchors: dict[Span, Timex] = {t.span: t for t, _ in self._times}

    def _root(self, span: Span) -> Token | None:
        found = self.doc.char_span(*span, alignment_mode="expand")
        return found.root if found is not None and len(found) else None

    def date(self, predicate: Token, verb: Token, status: Status) -> When:
        """The time that hangs on the predicate or its verb; else the one time of the sentence; else unknown."""
        found = self._nearest([(t, h) for t, h in self._times], predicate, verb)
        if found is None:
            inside = [t for t, h in self._times if h.sent.start == predicate.sent.start and self._above(h, predicate)]
            found = inside[0] if len(inside) == 1 else None
        if found is None:
            return When(basis="unknown")
        basis = "unknown" if found.basis in DOUBTFUL else found.basis  # a note tells why
        return When(start=found.start, end=found.end, text=found.text, span=found.span, basis=basis)

    def _above(self, head: Token, predicate: Token) -> bool:
        """Whether a time hangs on a clause that holds the predicate and on no other event's own phrase."""
        last = self._steps(head)[-1]
        return (
            last.i == predicate.i
            or last.is_ancestor(predicate)
            or (predicate.dep_ == "conj" and predicate.head.i == last.i)
        )

    def _steps(self, token: Token) -> list[Token]:
        out, node = [token], token
        for _ in range(MAX_STEPS):
            if node.head.i == node.i:
                break
            node = node.head
            out.append(node)
            if node.i in self._predicates or node.pos_ == "VERB":
                break
        return out

    def _nearest(self, found: list[tuple[T, Token]], predicate: Token, verb: Token) -> T | None:
        """The first that climbs to the predicate, else to its verb, without passing another event."""
        for goal in (predicate, verb):
            for item, head in found:
                if head.sent.start == predicate.sent.start and self._steps(head)[-1].i == goal.i:
                    return item
        return None

    def place(self, predicate: Token, verb: Token) -> Place | None:
        """The place in a locative phrase under the predicate or its verb."""
        located = [(p, h) for p, h in self._places if self._locative(h)]
        return self._nearest(located, predicate, verb)

    @staticmethod
    def _locative(head: Token) -> bool:
        node = head
        for _ in range(2):
            if any(c.dep_ == "case" and c.lower_ in PLACE_CASES for c in node.children):
                return True
            if node.dep_ not in ("appos", "flat", "compound", "conj"):
                return False
            node = node.head
        return False

    def figures(self, predicate: Token, verb: Token) -> tuple[str, ...]:
        """Figures among the predicate's arguments."""
        out = []
        for figure, head in self._figures:
            if head.sent.start == predicate.sent.start and self._steps(head)[-1].i in (predicate.i, verb.i):
                out.append(figure.id)
        return tuple(out)

    def resolve_relative(self, events: list[Event]) -> list[Event]:
        """Fill in dates that count from another event of the report ("a day before the ceasefire")."""
        events = [self._after(e, events) for e in events]
        events = [self._resolved(e, events) for e in events]
        return [self._continued(e, events) for e in events]

    def _continued(self, event: Event, events: Sequence[Event]) -> Event:
        """ "It also arrested twenty": of the day of the sentence before, where that tells one day and this none."""
        root = self._root(event.trigger)
        if event.date.start or event.date.span or root is None or event.status != "occurred" or not _goes_on(root):
            return event
        if any(event.sentence[0] <= t.span[0] < event.sentence[1] for t, _ in self._times):
            return event
        gap = self.doc.text[slice(0, event.sentence[0])].rstrip()
        before = [e for e in events if e.sentence[1] in (len(gap), event.sentence[0]) and e.status == "occurred"]
        days = {(e.date.start, e.date.end) for e in before if e.date.start}
        if len(days) != 1 or not all(e.date.start for e in before):
            return event
        date = When(start=before[0].date.start, end=before[0].date.end, basis=f"relative to event {before[0].id}")
        return msgspec.structs.replace(event, date=date)

    def _after(self, event: Event, events: Sequence[Event]) -> Event:
        """An undated event "after US mediation on May 10" is of that day."""
        root = self._root(event.trigger)
        if event.date.start or event.date.span or root is None:
            return event
        for other in events:
            token = self._root(other.trigger)
            if token is not None and other.date.start and token.head.i == root.i and token.dep_ == "obl":
                basis = f"relative to event {other.id}"
                return msgspec.structs.replace(event, date=msgspec.structs.replace(other.date, basis=basis))
        return event

    def _resolved(self, event: Event, events: Sequence[Event]) -> Event:
        timex = self._anchors.get(event.date.span) if event.date.span else None
        if timex is None or timex.anchor is None or timex.start is not None:
            return event
        found = self._anchor_day(timex.anchor, event, events)
        start = shifted(found[0], timex) if found else None
        if found is None or start is None:
            return event
        date = When(start=start, end=start, text=timex.text, span=timex.span, basis=f"relative to {found[1]}")
        return msgspec.structs.replace(event, date=date)

    def _anchor_day(self, anchor: Span, event: Event, events: Sequence[Event]) -> tuple[str, str] | None:
        """The day of what an expression counts from, with its name: a day among its own words, else an event's."""
        token = self._root(anchor)
        for t, head in self._times if token is not None else ():
            if t.start and t.start == t.end and t.anchor is None and token.is_ancestor(head):  # type: ignore[union-attr]
                return t.start, t.start
        other = self._anchor_event(anchor, event, events)
        return (other.date.start, f"event {other.id}") if other is not None and other.date.start else None

    def _anchor_event(self, anchor: Span, event: Event, events: Sequence[Event]) -> Event | None:
        """The dated event that the anchor's words name: by position, by lemma, or by mode or type."""
        token = self._root(anchor)
        if token is None:
            return None
        dated = [e for e in events if e.id != event.id and e.date.start]
        for test in (self._same_words, self._same_lemma, self._same_kind):
            for other in dated:
                if test(token, other):
                    return other
        return None

    @staticmethod
    def _same_words(token: Token, other: Event) -> bool:
        return other.trigger[0] <= token.idx < other.trigger[1]

    def _same_lemma(self, token: Token, other: Event) -> bool:
        root = self._root(other.trigger)
        return root is not None and root.lemma_ == token.lemma_

    @staticmethod
    def _same_kind(token: Token, other: Event) -> bool:
        names = KINDS.get(token.lemma_.lower(), ())
        return (other.mode or "") in names or other.type in names


# What a bare noun calls an event of the record.
KINDS: dict[str, tuple[str, ...]] = {
    "ceasefire": ("ceasefire",), "truce": ("ceasefire",), "cease-fire": ("ceasefire",), "attack": ("ASSAULT",),
    "strike": ("ASSAULT",), "bombing": ("ASSAULT",), "killing": ("ASSAULT",), "meeting": ("CONSULT",),
    "talk": ("CONSULT",), "visit": ("visit", "CONSULT"), "summit": ("CONSULT",), "agreement": ("SUPPORT", "AGREE"),
    "deal": ("SUPPORT", "AGREE"), "protest": ("PROTEST",), "withdrawal": ("withdraw", "RETREAT"), "coup": ("COERCE",),
}  # fmt: skip


def _goes_on(root: Token) -> bool:
    """Whether a clause goes on with the sentence before: its subject is a pronoun, or "also" stands in it."""
    pronoun = any(c.dep_.startswith("nsubj") and c.tag_ == "PRP" for c in root.children)
    return root.tag_ == "VBD" and (pronoun or any(c.lower_ in GOING_ON for c in root.children))


def shifted(start: str, timex: Timex) -> str | None:
    """An ISO date moved by a relative expression whose value is a signed duration (`-P1D`, `P2W`).

    Hours stay on the day; None where the number of days is not told (`PXD`) or not whole.
    """
    sign = -1 if timex.value.startswith("-") else 1
    body = timex.value.lstrip("-+")
    if body.startswith("PT"):
        return start
    days = {"D": 1, "W": 7, "M": 30, "Y": 365}
    count, unit = body[1:-1], body[-1:]
    if not body.startswith("P") or not count.isdigit() or unit not in days:
        return None
    return day_after(start, sign * int(count) * days[unit])
