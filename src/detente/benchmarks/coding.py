"""Tasks about who did what to whom: parse, types, events."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from detente.benchmarks.mentions import cameo_actor
from detente.codebook.frames_table import default_frames
from detente.codebook.ontology import plover_type
from detente.coder import Coder, judge_types
from detente.extract.cast import Cast
from detente.extract.events import extract_events
from detente.records import Actor, Event
from detente.resolve.actors import find_actors

__all__ = ["events", "parse", "types"]

Row = dict[str, Any]
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
# A frame that joins both spans decides unless the head is this much surer of another type (set on our own corpus).
HEAD_WINS = 0.80


def parse(row: Row, coder: Coder) -> Row:
    """Tags and tree of one sentence with given words."""
    parsed = coder.reader.parse_words([row["words"]])[0]
    return {"id": row["id"], "upos": parsed.upos, "heads": parsed.heads, "deprels": parsed.deprels}


def types(row: Row, coder: Coder) -> Row:
    """The type of what `source` does to `target`, in the crosswalk's dialect, 15 types."""
    doc = coder.reader.read([row["text"]])[0]
    source, target = _span(row["source"], row["text"]), _span(row["target"], row["text"])
    actors_ = [
        Actor(id="s", name="source", mentions=(source,)),
        Actor(id="t", name="target", mentions=(target,)),
    ]
    cast = Cast(doc, actors_)
    found = extract_events(doc, cast=cast, frames=default_frames(), dialect="crosswalk-2021")
    best = _joining(found)
    judged = judge_types(coder.reader, doc, _tokens(doc, source), _tokens(doc, target))
    head = max(judged, key=lambda k: (judged[k], k)) if judged else None
    if best is None and head is None:
        return {"id": row["id"], "plover": "CONSULT", "confidence": 0.0, "why": "nothing found"}
    if best is None or (head and judged[head] > HEAD_WINS and _crosswalk(head) != best.type):
        assert head is not None
        kind = _crosswalk(head)
        return {"id": row["id"], "plover": MERGED.get(kind, kind), "confidence": round(judged[head], 3), "why": "model"}
    return {"id": row["id"], "plover": MERGED.get(best.type, best.type), "confidence": best.confidence, "why": best.why}


def _crosswalk(kind: str) -> str:
    return plover_type(act=kind, mode=None, status="occurred", cameo=None, dialect="crosswalk-2021")


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
    """Events of a text, one row a dyad."""
    doc = coder.reader.read([row["text"]])[0]
    who = find_actors(doc, lexicon=coder.lexicon, on=row.get("date"))
    cast = Cast(doc, who)
    out = []
    for event in extract_events(doc, cast=cast, frames=default_frames()):
        out += [_dyad(event, cast, a, r, coder) for a, r in _dyads(event)]
    return {"id": row["id"], "events": out}


def _dyads(event: Event) -> list[tuple[str | None, str | None]]:
    if not event.recipients and len(event.actors) > 1:
        return [(a, b) for a in event.actors for b in event.actors if a != b]
    return [(a, r) for a in event.actors or (None,) for r in event.recipients or (None,)]


def _dyad(event: Event, cast: Cast, actor: str | None, recipient: str | None, coder: Coder) -> Row:
    a, r = cast.by_id.get(actor or ""), cast.by_id.get(recipient or "")
    return {
        "source_text": cast.doc.text[slice(*a.mentions[0])] if a else None,
        "source_code": cameo_actor(a, coder.lexicon.families) if a else None,
        "target_text": cast.doc.text[slice(*r.mentions[0])] if r else None,
        "target_code": cameo_actor(r, coder.lexicon.families) if r else None,
        "plover": event.type,
        "code": event.cameo,
    }
