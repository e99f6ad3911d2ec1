"""Events: who did what to whom, with status, standing, and the reason for every code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.codebook.frames_table import Frames
from detente.codebook.ontology import cameo as cameo_info
from detente.codebook.ontology import default_cameo, goldstein, intensity, plover_type, quad
from detente.extract.attach import Attachments
from detente.extract.cast import Cast
from detente.extract.embedding import FEARED, Embedding, embed
from detente.extract.matching import Match, find_matches
from detente.extract.standing import standing_of
from detente.extract.status import status_of
from detente.records import Claim, Event, Figure, Place, Span, Status, Timex

__all__ = ["Judge", "extract_events"]

# The probability that the relation head gives to a type for (words of the source, words of the target) in a sentence.
Judge = Callable[[Doc, Sequence[int], Sequence[int]], dict[str, float]]
# Calibrated on held-back sentences of our own corpus (docs/accuracy.md): a frame alone, and what agreement adds.
BASE, PER_WEIGHT, AGREES, DIFFERS = 0.66, 0.04, 0.22, -0.18
STATUS_TYPES: dict[str, Status] = {"THREATEN": "threatened", "AGREE": "planned"}
# Harms that are still to come are threats (boundary decisions of the codebook).
HARMS = frozenset({"SANCTION", "COERCE"})
OFFERING = frozenset({"offer", "propose", "proposal", "volunteer"})
# Types that are told of without naming anybody ("an attack in Pahalgam"): kept when place or figures are known.
AGENTLESS = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT"})


@dataclass(slots=True)
class Draft:
    """An event before its last links."""

    match: Match
    type: str
    mode: str | None
    cameo: str
    status: Status
    word: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    judged: dict[str, float] = field(default_factory=dict)
    plain: str = ""


def extract_events(  # noqa: PLR0913 - one keyword a kind of record that an event points to
    doc: Doc,
    *,
    cast: Cast,
    frames: Frames,
    claims: Sequence[Claim] = (),
    times: Sequence[Timex] = (),
    places: Sequence[Place] = (),
    figures: Sequence[Figure] = (),
    judge: Judge | None = None,
    dialect: str = "manual-2.0",
) -> list[Event]:
    """Events of a document in the order of their triggers, with ids `e1`, `e2`, …"""
    matches = find_matches(doc, frames, cast)
    embedding = embed(matches)
    drafts = [_draft(m, embedding, cast, judge, dialect) for m in matches if not embedding.silent(m)]
    drafts = [d for d in _merged(drafts) if _tells(d) and not _only_thought(d)]
    _resume_conflict(drafts)
    _lay_to_charge(drafts)
    attach = Attachments(doc, times=times, places=places, figures=figures, predicates=[d.match.token for d in drafts])
    events = [_event(d, n, attach, claims, embedding) for n, d in enumerate(drafts, 1)]
    return attach.resolve_relative(events)


def _draft(m: Match, embedding: Embedding, cast: Cast, judge: Judge | None, dialect: str) -> Draft:
    status, word = status_of(m.token, m.verb)
    mode, code = embedding.mode(m), m.frame.cameo
    act = m.frame.type
    if act in HARMS and (status == "planned" or (status == "hypothetical" and word == "would" and embedding.said(m))):
        act, status, mode, code = "THREATEN", "threatened", FEARED.get(act), ""
    if act in STATUS_TYPES and status in ("occurred", "ongoing"):
        status = "offered" if m.token.lemma_ in OFFERING else STATUS_TYPES[act]
    actors, recipients = _parties(m, cast)
    kind = plover_type(act=act, mode=mode, status=status, cameo=code or None, dialect=dialect)
    if kind != act:
        mode = None
    judged = _judged(m, judge) if judge else {}
    return Draft(m, kind, mode, code or default_cameo(kind, mode), status, word, actors, recipients, judged, act)


def _parties(m: Match, cast: Cast) -> tuple[tuple[str, ...], tuple[str, ...]]:
    actors = _ids(m.actor, cast)
    recipients = tuple(r for r in _ids(m.recipient, cast) if r not in actors)
    return actors, recipients


def _ids(tokens: Iterable[Token], cast: Cast) -> tuple[str, ...]:
    out: list[str] = []
    for token in tokens:
        out += cast.phrase(token) or cast.owners(token)
    return tuple(dict.fromkeys(out))


def _judged(m: Match, judge: Judge) -> dict[str, float]:
    source = [t.i for head in m.actor for t in head.subtree if _near(t, head)]
    target = [t.i for head in m.recipient for t in head.subtree if _near(t, head)]
    return judge(m.token.doc, source, target) if source and target else {}


def _near(token: Token, head: Token) -> bool:
    return token.i == head.i or (
        token.head.i == head.i and token.dep_.split(":")[0] in ("compound", "amod", "flat", "nmod", "det")
    )


def _merged(drafts: list[Draft]) -> list[Draft]:
    """One event for a verb and the act of the same type that is its argument or its manner."""
    gone: set[int] = set()
    by_token = {d.match.token.i: d for d in drafts}
    for d in drafts:
        other = _carried_by(d, by_token)
        if other is None or other is d or other.plain != d.plain or other.match.token.i in gone:
            continue
        keep, drop = (d, other) if d.match.token.pos_ != "NOUN" and not other.recipients else (other, d)
        keep.actors = keep.actors or drop.actors
        keep.recipients = keep.recipients or tuple(r for r in drop.recipients if r not in keep.actors)
        gone.add(drop.match.token.i)
    return [d for d in drafts if d.match.token.i not in gone]


def _carried_by(d: Draft, by_token: dict[int, Draft]) -> Draft | None:
    """The event whose argument (a noun, also through "two days of") or manner ("killing four") this one is."""
    token = d.match.token
    if token.pos_ == "NOUN":
        node = token
        for _ in range(3):
            node = node.head
            if node.i in by_token or node.pos_ != "NOUN":
                break
        return by_token.get(node.i)
    if token.dep_ in ("advcl", "acl") and token.tag_ == "VBG":
        return by_token.get(token.head.i)
    return None


def _only_thought(d: Draft) -> bool:
    """Purposes ("to protest") and conditions ("if sanctions are imposed") tell of no event of their own."""
    return d.status == "hypothetical" and d.word.lower() in ("to", "if", "unless", "whether")


def _lay_to_charge(drafts: list[Draft]) -> None:
    """What somebody is accused of has the accused as its actor."""
    accusations = [d for d in drafts if d.mode == "allege" and d.recipients]
    for d in drafts:
        for accusation in accusations:
            if not d.actors and d is not accusation and accusation.match.token.is_ancestor(d.match.token):
                d.actors = tuple(r for r in accusation.recipients if r not in d.recipients)


def _resume_conflict(drafts: list[Draft]) -> None:
    """ "The conflict ceased": it is that of the parties that fought before."""
    fighters: tuple[str, ...] = ()
    for d in drafts:
        if d.plain == "ASSAULT" and len(d.actors) > 1:
            fighters = d.actors
        elif d.mode == "ceasefire" and not d.actors and fighters:
            d.actors = fighters


def _tells(d: Draft) -> bool:
    """Whether enough is known: somebody acts or is acted upon, or it is violence that is told for itself."""
    if d.match.token.pos_ == "NOUN" and not (d.actors and d.recipients) and not d.match.carrier:
        modified = any(
            c.dep_.split(":")[0] in ("amod", "nmod", "acl", "nummod", "compound") for c in d.match.token.children
        )
        if d.actors and (d.mode or len(d.actors) > 1 or d.match.frame.weight >= 1):
            return True
        return d.plain in AGENTLESS and modified
    return bool(d.actors or d.recipients) or d.plain in AGENTLESS


def _event(d: Draft, number: int, attach: Attachments, claims: Sequence[Claim], embedding: Embedding) -> Event:
    token = d.match.token
    trigger = _trigger(d.match)
    standing, claim = standing_of(token, trigger, claims, accused=embedding.accused(d.match))
    contexts = cameo_info(d.cameo).contexts if d.cameo else ()
    return Event(
        id=f"e{number}",
        type=d.type,
        mode=d.mode,
        contexts=tuple(contexts),
        cameo=d.cameo or None,
        quad=quad(d.type),
        intensity=intensity(d.type, d.mode),
        goldstein=goldstein(d.cameo) if d.cameo else None,
        actors=d.actors,
        recipients=d.recipients,
        status=d.status,
        standing=standing,
        date=attach.date(d.match.token, d.match.verb, d.status),
        place=attach.place(d.match.token, d.match.verb),
        trigger=trigger,
        sentence=(token.sent.start_char, _end_of(token.sent)),
        claim=claim,
        figures=attach.figures(d.match.token, d.match.verb),
        confidence=_confidence(d),
        why=_why(d),
    )


def _end_of(sent: object) -> int:
    text: str = sent.text  # type: ignore[attr-defined]
    start: int = sent.start_char  # type: ignore[attr-defined]
    return start + len(text.rstrip())


def _trigger(m: Match) -> Span:
    """The predicate; from a light verb to its noun when they stand within a few words."""
    start, end = m.token, m.token
    if m.carrier is not None and 0 < m.token.i - m.carrier.i < 8 and m.carrier.sent.start == m.token.sent.start:
        start = m.carrier
    for child in m.token.children:
        if child.dep_ == "compound:prt" and 0 < child.i - m.token.i < 4:
            end = child
    return start.idx, end.idx + len(end)


def _confidence(d: Draft) -> float:
    value = BASE + PER_WEIGHT * d.match.frame.weight
    if d.judged:
        best = max(d.judged, key=lambda k: (d.judged[k], k))
        value += AGREES * d.judged.get(d.plain, 0.0) + (
            DIFFERS * d.judged[best] if best not in (d.plain, d.type) else 0.0
        )
    if not (d.actors and d.recipients):
        value -= 0.08
    return round(min(0.98, max(0.05, value)), 2)


def _why(d: Draft) -> str:
    words = d.match.token.text if d.match.carrier is None else f"{d.match.carrier.text} … {d.match.token.text}"
    parts = [f"frame {d.match.frame.describe()}; words {words!r}", f"status {d.status} from {d.word!r}"]
    if d.plain != d.type:
        parts.append(f"plain type {d.plain}, re-typed as it is {d.status}")
    if d.judged:
        best = max(d.judged, key=lambda k: (d.judged[k], k))
        parts.append(f"model {best} {d.judged[best]:.2f}")
    return "; ".join(parts)
