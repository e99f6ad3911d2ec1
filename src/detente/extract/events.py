"""Events: who did what to whom, with status, standing, and the reason for every code."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from detente.codebook.frames_table import Frames
from detente.codebook.ontology import cameo as cameo_info
from detente.codebook.ontology import goldstein, intensity, quad
from detente.extract.accidents import is_accident
from detente.extract.attach import Attachments
from detente.extract.cast import Cast
from detente.extract.confidence import confidence
from detente.extract.drafts import MODEL, Draft, draft_of_match
from detente.extract.embedding import Embedding, embed
from detente.extract.folding import (
    PRECISE,
    Trust,
    among_themselves,
    bear_upon,
    judge_drafts,
    lay_to_charge,
    merged,
    only_thought,
    resume_conflict,
    with_pairs,
)
from detente.extract.matching import Match, find_matches
from detente.extract.pairs import Judge, Pairs
from detente.extract.standing import standing_of
from detente.records import Claim, Event, Figure, Place, Span, Timex

__all__ = ["Judge", "extract_events", "find_drafts"]

# Types that are told of without naming anybody ("an attack in Pahalgam"): kept when place or figures are known.
AGENTLESS = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT"})


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
    trust: Trust = PRECISE,
) -> list[Event]:
    """Events of a document in the order of their triggers, with ids `e1`, `e2`, …"""
    drafts, embedding = find_drafts(doc, cast=cast, frames=frames, judge=judge, dialect=dialect, trust=trust)
    attach = Attachments(doc, times=times, places=places, figures=figures, predicates=[d.match.token for d in drafts])
    events = [_event(d, n, attach, claims, embedding) for n, d in enumerate(drafts, 1)]
    return attach.resolve_relative(events)


def find_drafts(
    doc: Doc,
    *,
    cast: Cast,
    frames: Frames,
    judge: Judge | None = None,
    dialect: str = "manual-2.0",
    trust: Trust = PRECISE,
) -> tuple[list[Draft], Embedding]:
    """What frames and relation head find, put together; and which act stands inside which."""
    matches = find_matches(doc, frames, cast)
    embedding = embed(matches)
    drafts = merged([draft_of_match(m, embedding, cast, dialect) for m in matches if not embedding.silent(m)])
    if judge:
        pairs = Pairs(doc, cast, judge, alone=trust.alone <= 1)
        drafts = with_pairs(drafts, pairs, embedding, dialect, trust)
        judge_drafts(drafts, pairs, dialect, trust)
    drafts = [d for d in drafts if _tells(d) and not only_thought(d) and not is_accident(d)]
    bear_upon(drafts, cast, trust)
    among_themselves(drafts, cast)
    resume_conflict(drafts)
    lay_to_charge(drafts)
    return drafts, embedding


def _tells(d: Draft) -> bool:
    """Whether enough is known: somebody acts or is acted upon, or it is violence that is told for itself."""
    if d.match.token.dep_ == "amod" or (d.match.token.dep_ == "acl" and d.plain not in AGENTLESS):
        return bool(d.actors)  # "the deposed president", "a consul suspected of links"
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
        confidence=confidence(d),
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


def _why(d: Draft) -> str:
    words = d.match.token.text if d.match.carrier is None else f"{d.match.carrier.text} … {d.match.token.text}"
    source = "the model" if d.match.frame.where == MODEL else f"frame {d.match.frame.describe()}"
    parts = [f"{source}; words {words!r}", f"status {d.status} from {d.word!r}"]
    if d.retyped:
        parts.append(f"the frame says {d.retyped}, the model is surer")
    elif d.plain != d.type:
        parts.append(f"plain type {d.plain}, re-typed as it is {d.status}")
    if d.judged:
        best, probability = d.judged.best()
        parts.append(f"model {best} {probability:.2f}")
    return "; ".join(parts)
