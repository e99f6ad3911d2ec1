"""Tasks over many documents: which tell of the same story, which mentions of the same event.

Weights and thresholds were set by hand, the same ones for all collections: looked at were ECB+ and the two sets of
news clusters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

from detente.benchmarks.acts import CONTENT, near_parties, same_acts, stem
from detente.coder import Coder
from detente.link.stories import Floats, average_link, cosines, faded

__all__ = ["cluster_documents", "cluster_events"]

Row = dict[str, Any]
# Mean cosine of TF-IDF vectors from which documents are one story: the fewer the stories of a collection, the nearer
# are all its documents, so that it rises with their mean.
STORY, STORY_RISE = 0.09, 1.5
READ = 3000  # characters of a document that its vector is made of
LEAD, LEAD_WEIGHT = 700, 3  # the first characters tell most
NAME, NUMBER = 3, 2  # what names and numbers weigh where look-alikes are told apart
# Two mentions: the same act, how near their documents are, the names in their sentences, their parties.
# Nearness is in units of what a document and its `NEIGHBOURS` nearest have in common in this collection; their own
# document stands at the ceiling.
DOCUMENTS, CEILING, NEIGHBOURS = 1.5, 0.8, 5
NAMES, PARTIES = 0.2, 0.2
SAME_EVENT = 1.62  # above what like sentences of one document reach with different acts


def cluster_documents(rows: Sequence[Row], coder: Coder) -> list[Row]:
    """One cluster id a document: TF-IDF over stems, faded by the days between them, average link."""
    docs = [coder.reader.read([r["text"][:READ]])[0] for r in rows]
    near = faded(cosines([_weights(d) for d in docs]), [_day(r.get("published")) for r in rows])
    apart = near[np.triu_indices(len(near), 1)]
    least = STORY + STORY_RISE * float(apart.mean()) if len(apart) else STORY
    return [{"id": r["id"], "cluster": f"k{g}"} for r, g in zip(rows, average_link(near, least), strict=True)]


def _weights(doc: Doc, *, name: int = 1, number: int = 1) -> Counter[str]:
    out: Counter[str] = Counter()
    kinds = {"PROPN": name, "NUM": number}
    for t in doc:
        if t.pos_ in CONTENT and t.idx < READ:
            out[stem(t.lemma_.lower())] += kinds.get(t.pos_, 1) * (LEAD_WEIGHT if t.idx < LEAD else 1)
    return out


def _day(published: str | None) -> int | None:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def cluster_events(rows: Sequence[Row], coder: Coder) -> list[Row]:
    """One cluster id a mention: the same act, in documents and sentences that are near."""
    docs = [coder.reader.read([r["text"]])[0] for r in rows]
    told = [(n, m, _span(docs[n], m)) for n, r in enumerate(rows) for m in r.get("mentions") or []]
    if not told:
        return []
    spans = [span for _, _, span in told]
    near = same_acts(spans) + DOCUMENTS * _documents(docs, np.array([n for n, _, _ in told]))
    near += NAMES * cosines([_names(s) if s is not None else Counter() for s in spans]) + PARTIES * near_parties(spans)
    return [
        {"doc": rows[n]["id"], "start": m["start"], "end": m["end"], "cluster": f"k{group}"}
        for (n, m, _), group in zip(told, average_link(near, SAME_EVENT), strict=True)
    ]


def _documents(docs: Sequence[Doc], at: np.ndarray[Any, Any]) -> Floats:
    """How near the documents of each two mentions are (mentions x mentions, up to the ceiling)."""
    near = cosines([_weights(d, name=NAME, number=NUMBER) for d in docs])
    others = np.sort(near - 2 * np.eye(len(near)), axis=1)[:, 1:]  # a document is no neighbour of its own
    nearest = others[:, -NEIGHBOURS:].mean(axis=1) if others.size else np.ones(1)
    near = np.minimum(near / max(float(np.median(nearest)), 1e-6), CEILING)
    np.fill_diagonal(near, CEILING)
    out: Floats = near[np.ix_(at, at)]
    return out


def _span(doc: Doc, mention: Row) -> Span | None:
    span = doc.char_span(mention["start"], mention["end"], alignment_mode="expand")
    return span if span is not None and len(span) else None


def _names(span: Span) -> Counter[str]:
    return Counter({t.lemma_.lower() for t in span.sent if t.pos_ in ("PROPN", "NUM")})
