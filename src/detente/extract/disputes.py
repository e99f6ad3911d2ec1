"""Contradictions inside a report: a denial and what it denies, an act and its negation, two tolls of one incident."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import msgspec
from spacy.tokens import Doc, Token

from detente.codebook.words import word_list
from detente.extract.cast import Cast
from detente.extract.checks import differ
from detente.records import Check, Claim, Event, Figure, Span

__all__ = ["Dispute", "dispute_checks", "disputed_events", "find_disputes"]

# "Denied the allegation", "dismissed that": words for something said before.
ANAPHORS = word_list("denied_words")
DEAD = frozenset({"killed", "dead", "died", "death", "toll"})
WINDOW = 3  # sentences between what is said and its denial
STEM = 5  # letters that a verb shares with its noun ("kidnapped", "kidnapping")
SAID = frozenset({"states", "accuses", "announces", "confirms", "warns", "thinks"})
UNTOLD = frozenset({"planned", "offered", "threatened", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two sides of a contradiction: ids of claims, figures and events, what it is about, and the events in dispute."""

    text: str
    ids: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a report tells, for the search of contradictions."""

    doc: Doc
    cast: Cast
    claims: Sequence[Claim]
    events: Sequence[Event]
    figures: Sequence[Figure]
    sentence: dict[str, int]

    def number(self, row: Claim | Event) -> int:
        """The number of the sentence where a claim's cue or an event's trigger stands."""
        return self.sentence[row.id]

    def hung_on(self, claim: Claim) -> list[Event]:
        """Events told in a claim."""
        return [e for e in self.events if e.claim == claim.id and e.status not in UNTOLD]


def find_disputes(
    doc: Doc, *, cast: Cast, claims: Sequence[Claim], events: Sequence[Event], figures: Sequence[Figure]
) -> list[Dispute]:
    """Denials, negations and tolls in the order of the report."""
    told = Told(doc, cast, claims, events, figures, _sentence_numbers(doc, claims, events))
    found = [*_denials(told), *_negations(told), *_tolls(told)]
    return list({d.ids: d for d in found}.values())


def disputed_events(events: Sequence[Event], disputes: Sequence[Dispute]) -> list[Event]:
    """The events, those in dispute marked so; what is denied outright by its own teller stays denied."""
    ids = {i for d in disputes for i in d.events}
    return [msgspec.structs.replace(e, standing="disputed") if e.id in ids else e for e in events]


def dispute_checks(disputes: Sequence[Dispute]) -> list[Check]:
    """One row a contradiction."""
    return [Check(kind="contradiction", text=d.text, from_=d.ids) for d in disputes]


def _sentence_numbers(doc: Doc, claims: Sequence[Claim], events: Sequence[Event]) -> dict[str, int]:
    starts = [s.start_char for s in doc.sents]
    places = [(c.cue[0][0], c.id) for c in claims] + [(e.trigger[0], e.id) for e in events]
    out: dict[str, int] = {}
    number = 0
    for at, ident in sorted(places):
        while number + 1 < len(starts) and starts[number + 1] <= at:
            number += 1
        out[ident] = number
    return out


def _denials(told: Told) -> Iterator[Dispute]:
    """ "Rwanda denied the kidnapping", "Baku rejected the allegation", "Ethiopia denied attacking the post"."""
    for claim in told.claims:
        if claim.act != "denies" or not claim.content:
            continue
        words = _words(told.doc, claim.content)
        events = _denied_events(told, claim, words)
        said = _denied_claim(told, claim, words, events)
        if said is not None and not events:
            events = told.hung_on(said)
        if not events and said is None:
            continue
        ids = (claim.id, *([said.id] if said else []), *(e.id for e in events))
        yield Dispute(_denial_text(told, claim, said, events), ids, tuple(e.id for e in events))


def _words(doc: Doc, content: Sequence[Span]) -> list[Token]:
    return [t for s, e in content for t in doc.char_span(s, e, alignment_mode="expand") or () if not t.is_punct]


def _before(told: Told, row: Claim | Event, denial: Claim) -> bool:
    """Whether something is told up to a few sentences before a denial, and not inside it."""
    at = row.cue[0][0] if isinstance(row, Claim) else row.trigger[0]
    inside = any(s <= at < e for s, e in denial.content)
    return not inside and at < denial.cue[0][0] and told.number(denial) - told.number(row) <= WINDOW


def _denied_events(told: Told, denial: Claim, words: Sequence[Token]) -> list[Event]:
    """Earlier events that the denied words name: the same stem, and the denier not only their victim."""
    stems = {_stem(t.lemma_) for t in words if t.pos_ in ("NOUN", "VERB")}
    own = {e.type for e in told.events if e.standing == "denied" and e.claim == denial.id}
    found = []
    for event in told.events:
        if not _before(told, event, denial) or event.standing == "narrated" or event.status in ("negated", *UNTOLD):
            continue
        triggers = told.doc.char_span(*event.trigger, alignment_mode="expand") or ()
        named = any(_stem(t.lemma_) in stems for t in triggers)
        if (named or event.type in own) and _concerns(told, event, denial):
            found.append(event)
    return found[-1:]


def _stem(lemma: str) -> str:
    return lemma.lower()[:STEM]


def _concerns(told: Told, event: Event, denial: Claim) -> bool:
    """Whether the denier acts in the event, or another than its teller denies it."""
    if denial.speaker is None:
        return False
    mine = _side(told, denial.speaker)
    if any(_side(told, a) == mine for a in event.actors):
        return True
    teller = next((c.speaker for c in told.claims if c.id == event.claim), None)
    return teller is not None and _side(told, teller) != mine


def _side(told: Told, actor: str) -> str:
    """The country an actor stands for, or the actor."""
    known = told.cast.by_id.get(actor)
    return (known.country if known else None) or actor


def _denied_claim(told: Told, denial: Claim, words: Sequence[Token], events: Sequence[Event]) -> Claim | None:
    """The claim that tells of the denied event, or for "the allegation" the last accusation by another."""
    for event in events:
        teller = next((c for c in told.claims if c.id == event.claim), None)
        if teller is not None:
            return teller
    head = next((t for t in words if t.pos_ in ("NOUN", "PRON", "DET") and t.lemma_.lower() in ANAPHORS), None)
    if head is None or len(words) > 2 * STEM:
        return None
    others = [c for c in told.claims if c.act in SAID and _before(told, c, denial) and _by_another(told, c, denial)]
    accusations = [c for c in others if c.act == "accuses"]
    fitting = accusations or others
    return fitting[-1] if fitting else None


def _by_another(told: Told, claim: Claim, denial: Claim) -> bool:
    if claim.speaker is None or denial.speaker is None:
        return claim.speaker_text != denial.speaker_text
    return _side(told, claim.speaker) != _side(told, denial.speaker)


def _denial_text(told: Told, denial: Claim, said: Claim | None, events: Sequence[Event]) -> str:
    what = " ".join(told.doc.text[s:e] for s, e in denial.content)
    whose = f", told by {_voice(told, said)}" if said else ""
    named = f" ({', '.join(e.type for e in events)}{whose})" if events else whose
    return f"{_voice(told, denial)} denies {what}{named}"


def _voice(told: Told, claim: Claim) -> str:
    """The speaker's name, or the words for whom the record knows no name."""
    actor = told.cast.by_id.get(claim.speaker or "")
    return actor.name if actor else claim.speaker_text or "somebody"


def _negations(told: Told) -> Iterator[Dispute]:
    """ "They captured the town", they say; "the town had not been captured", says another."""
    teller = {c.id: c for c in told.claims if c.act in SAID}
    for event in told.events:
        denial = teller.get(event.claim or "")
        if event.status != "negated" or denial is None:
            continue
        for other in reversed(told.events):
            said = teller.get(other.claim or "")
            if said is None or other.status in ("negated", *UNTOLD) or not _before(told, other, denial):
                continue
            if _by_another(told, said, denial) and _same_act(told, event, other):
                text = f"{_voice(told, denial)} says the opposite of {_voice(told, said)}: {other.type}"
                yield Dispute(text, (denial.id, said.id, other.id, event.id), (other.id, event.id))
                break


def _same_act(told: Told, event: Event, other: Event) -> bool:
    """The same type and word, and no other actors or recipients."""
    if event.type != other.type:
        return False
    one = told.doc.char_span(*event.trigger, alignment_mode="expand")
    two = told.doc.char_span(*other.trigger, alignment_mode="expand")
    if one is None or two is None or _stem(one.root.lemma_) != _stem(two.root.lemma_):
        return False
    pairs = ((event.actors, other.actors), (event.recipients, other.recipients))
    return all(not a or not b or {_side(told, x) for x in a} & {_side(told, x) for x in b} for a, b in pairs)


def _tolls(told: Told) -> Iterator[Dispute]:
    """Counts of the dead by two voices that do not agree, of one incident."""
    for one, two in combinations([f for f in told.figures if f.measure in DEAD], 2):
        if one.claim != two.claim and differ(one, two) and _one_incident(told, one, two):
            text = f"two tolls of the dead: {one.value:g} and {two.value:g}"
            events = [e.id for e in told.events if {one.id, two.id} & set(e.figures)]
            yield Dispute(text, (one.id, two.id, *events), tuple(events))


def _one_incident(told: Told, one: Figure, two: Figure) -> bool:
    """Near each other, of victims that may be the same, and not on two days or at two places."""
    text = told.doc.text
    between = text[one.span[1] : two.span[0]]
    if between.count(". ") + between.count("\n") > WINDOW:
        return False
    people = {f.unit for f in (one, two)} - {"people", None}
    events = [[e for e in told.events if f.id in e.figures] for f in (one, two)]
    if len(people) > 1 or (people and _nation(told, one) != _nation(told, two)):
        return False
    places = [{e.place.name for e in found if e.place} for found in events]
    days = [{e.date.start for e in found if e.date.start} for found in events]
    return all(not a or not b or bool(a & b) for a, b in (places, days))


def _nation(told: Told, figure: Figure) -> str:
    """The nation of the victims, where the report counts them by nation ("13 Tajiks", "33 of its citizens")."""
    return figure.unit if figure.unit not in (None, "people") else _side(told, figure.holder) if figure.holder else ""
