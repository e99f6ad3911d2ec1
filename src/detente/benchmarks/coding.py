"""Tasks about who did what to whom: parse, types, events."""

from __future__ import annotations

import math
from typing import Any

from spacy.tokens import Doc

from detente.benchmarks.mentions import cameo_actor
from detente.codebook.frames_table import default_frames
from detente.coder import Coder
from detente.extract.cast import Cast
from detente.extract.events import extract_events
from detente.extract.folding import GENEROUS
from detente.records import Actor, Event, Judgement
from detente.resolve.actors import find_actors

__all__ = ["events", "parse", "types"]

Row = dict[str, Any]
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
CROSSWALK = "crosswalk-2021"
# What a frame adds to the log-probability of its type, by how many of the two parties it joins: set on our held-back
# sentences and plv_train.
FRAME_WORTH = (0.0, 1.5, 3.0)
# CAMEO's blockades, occupations (root 19) and cyber attacks: the crosswalk of 2021 makes them COERCE, the sets ASSAULT.
FIGHTING = ("191", "192", "176")
# What is done to the people of a place, where a town is named.
BEARING = frozenset({"ASSAULT", "COERCE", "THREATEN", "SANCTION", "AID"})


def parse(row: Row, coder: Coder) -> Row:
    """Tags and tree of one sentence with given words."""
    parsed = coder.reader.parse_words([row["words"]])[0]
    return {"id": row["id"], "upos": parsed.upos, "heads": parsed.heads, "deprels": parsed.deprels}


def types(row: Row, coder: Coder) -> Row:
    """The type of what `source` does to `target`, in the crosswalk's dialect, 15 types."""
    doc = coder.reader.read([row["text"]])[0]
    source, target = _span(row["source"], row["text"]), _span(row["target"], row["text"])
    cast = Cast(
        doc, [Actor(id="s", name="source", mentions=(source,)), Actor(id="t", name="target", mentions=(target,))]
    )
    best = _joining(extract_events(doc, cast=cast, frames=default_frames(), dialect=CROSSWALK))
    judged = coder.reader.model.heads.judge(doc, [(_tokens(doc, source), _tokens(doc, target))])[0]
    kind, confidence, why = _decided(best, judged)
    return {"id": row["id"], "plover": kind, "confidence": round(confidence, 3), "why": why}


def _decided(best: Event | None, judged: Judgement | None) -> tuple[str, float, str]:
    """The frame's type and the head's, weighed: log-linear, with what a frame is worth that joins both, one or none."""
    shares: dict[str, float] = {}
    for name, share in (judged.crosswalk if judged else {}).items():
        kind = _of_sets(name, judged.cameo if judged else None)
        shares[kind] = shares.get(kind, 0.0) + share
    framed = _of_sets(best.type, best.cameo) if best else ""
    if best and framed != MERGED.get(best.type, best.type):  # what the frame's code makes of a type, the head's follows
        shares[framed] = shares.get(framed, 0.0) + shares.pop(best.type, 0.0)
    scores = {k: math.log(p + 1e-6) for k, p in shares.items() if k != "NONE"}
    if best is not None:
        joins = bool({"s"} & {*best.actors}) + bool({"t"} & {*best.recipients})
        scores[framed] = scores.get(framed, math.log(1e-3)) + FRAME_WORTH[joins]
    if not scores:
        return "CONSULT", 0.0, "nothing found"
    kind = max(scores, key=lambda k: (scores[k], k))
    confidence = math.exp(scores[kind]) / sum(map(math.exp, scores.values()))
    from_frame = best is not None and _of_sets(best.type, best.cameo) == kind
    return kind, confidence, best.why if best and from_frame else f"model: {kind} {shares.get(kind, 0.0):.2f}"


def _of_sets(kind: str, code: str | None) -> str:
    """A type as the field's sets write it: CONCEDE and RETREAT are one, and blockade and occupation are fighting."""
    if kind == "COERCE" and (code or "").startswith(FIGHTING):
        return "ASSAULT"
    return MERGED.get(kind, kind)


def _span(row: Row, text: str) -> tuple[int, int]:
    """The span as given, else where its words stand in the text."""
    start, end = row.get("start"), row.get("end")
    if isinstance(start, int) and isinstance(end, int):
        return start, end
    words = str(row.get("text") or "")
    at = max(text.find(words), 0)
    return at, at + len(words)


def _tokens(doc: Doc, span: tuple[int, int]) -> list[int]:
    return [t.i for t in doc.char_span(*span, alignment_mode="expand") or ()]


def _joining(found: list[Event]) -> Event | None:
    """The event whose actor is the source and whose recipient is the target; else one with either."""
    ranked = sorted(
        found,
        key=lambda e: ("s" in e.actors and "t" in e.recipients, "s" in e.actors, "t" in e.recipients, e.confidence),
        reverse=True,
    )
    return ranked[0] if ranked and ("s" in ranked[0].actors or "t" in ranked[0].recipients) else None


def events(row: Row, coder: Coder) -> Row:
    """Events of a text, one row a dyad, in the crosswalk's dialect as the field's sets are."""
    doc = coder.reader.read([row["text"]])[0]
    cast = Cast(doc, find_actors(doc, lexicon=coder.lexicon, on=row.get("date")))
    judge = coder.reader.model.heads.judge
    petrarch = coder.lexicon.has_users
    found = extract_events(
        doc,
        cast=cast,
        frames=default_frames(),
        judge=judge,
        dialect="petrarch" if petrarch else CROSSWALK,
        trust=GENEROUS,
    )
    rows = [_dyad(e, cast, a, r, coder) for e in found if petrarch or e.status != "negated" for a, r in _dyads(e)]
    if petrarch:
        return {"id": row["id"], "events": _coded(rows)}
    named = [r for r in rows if r["source_text"]]
    return {"id": row["id"], "events": list({tuple(r.values()): r for r in named or rows}.values())}


def _coded(rows: list[Row]) -> list[Row]:
    """As PETRARCH keeps them: both parties of a known country or body, each pair and type once."""
    whole = [r for r in rows if _known(r["source_code"]) and _known(r["target_code"])]
    return list({(r["source_code"], r["target_code"], r["plover"]): r for r in whole}.values())


def _known(code: str | None) -> bool:
    return bool(code) and not (code or "").startswith("---")


def _dyads(event: Event) -> list[tuple[str | None, str | None]]:
    """Actor and recipient pairs; meetings and visits count both ways, as CAMEO codes visitor and host apart."""
    if not event.recipients and len(event.actors) > 1:
        return [(a, b) for a in event.actors for b in event.actors if a != b]
    pairs: list[tuple[str | None, str | None]] = [
        (a, r) for a in event.actors or (None,) for r in event.recipients or (None,)
    ]
    if event.type == "CONSULT" and event.mode != "third-party" and event.actors and event.recipients:
        pairs += [(r, a) for a, r in pairs]
    return pairs


def _dyad(event: Event, cast: Cast, actor: str | None, recipient: str | None, coder: Coder) -> Row:
    source_text, source_code = _party(event, cast, actor, coder)
    target_text, target_code = _party(event, cast, recipient, coder)
    return {
        "source_text": source_text,
        "source_code": source_code,
        "target_text": target_text,
        "target_code": target_code,
        "plover": "ASSAULT" if _of_sets(event.type, event.cameo) == "ASSAULT" else event.type,
        "code": event.cameo,
    }


def _party(event: Event, cast: Cast, ident: str | None, coder: Coder) -> tuple[str | None, str | None]:
    """An actor as its longest mention in the event's sentence (a state's nearest), with its code where one is known."""
    actor = cast.by_id.get(ident or "")
    if actor is None:
        return None, None
    start, end = max(_within(event, actor), key=lambda m: _telling(m, actor, event), default=(0, 0))
    text = cast.doc.text[start:end]
    return text or actor.name, _code(event, actor, text, cast, coder)


def _within(event: Event, actor: Actor) -> list[tuple[int, int]]:
    return [m for m in actor.mentions if event.sentence[0] <= m[0] and m[1] <= event.sentence[1]]


def _telling(mention: tuple[int, int], actor: Actor, event: Event) -> tuple[int, int]:
    near = -abs(mention[0] - event.trigger[0])
    return (near, 0) if actor.kind == "state" else (mention[1] - mention[0], near)


def _code(event: Event, actor: Actor, text: str, cast: Cast, coder: Coder) -> str | None:
    """CAMEO's code, as its coders give it.

    A bare role is of the one country told; a city that acts or is spoken to is its government, one acted upon its
    people. None where the country stays open: half a code would say less than the words.
    """
    code = cameo_actor(actor, coder.lexicon.families)
    if code and actor.kind == "state" and _is_capital(text, coder):
        spoken = actor.id in event.actors or event.type in ("REQUEST", "REJECT", "ACCUSE")
        return code + ("GOV" if spoken else "CVL" if event.type in BEARING else "")
    if code and code.startswith("---"):
        told = {a.country for a in cast.by_id.values() if a.country and _within(event, a)}
        return told.pop() + code[3:] if len(told) == 1 else (code if coder.lexicon.has_users else None)
    return code


def _is_capital(text: str, coder: Coder) -> bool:
    words = text.split()
    hit = coder.lexicon.longest(words, 0) if words else None
    return hit is not None and hit[0] == len(words) and not hit[1].theirs and hit[1].basis.startswith("capital")
