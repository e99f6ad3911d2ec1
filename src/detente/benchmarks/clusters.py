"""Tasks over many documents: which tell of the same story, which mentions of the same event.

Weights and thresholds were set on ECB+ train (documents: on g5_news as well), by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

from detente.coder import Coder
from detente.link.stories import Floats, average_link, cosines, faded

__all__ = ["cluster_documents", "cluster_events"]

Row = dict[str, Any]
SAME_STORY = 0.12  # mean cosine of TF-IDF vectors
WORDS = ("NOUN", "PROPN", "VERB", "NUM", "ADJ")
READ = 3000  # characters of a document that its vector is made of
LEAD, LEAD_WEIGHT = 400, 3  # the first characters tell most
# Two mentions: the same word stem, how near their documents are (their own document stands at the ceiling), and the
# names in their sentences.
DOCUMENTS, CEILING = 2.0, 0.5
NAMES = 0.2
SAME_EVENT = 1.36
SUFFIXES = (
    "ization", "isation", "ations", "ation", "ement", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "er", "ors",
    "or", "ance", "ence", "al", "ed", "es", "s", "e", "y",
)  # fmt: skip
STEM = 7


def cluster_documents(rows: Sequence[Row], coder: Coder) -> list[Row]:
    """One cluster id a document: TF-IDF over lemmas, faded by the days between them, average link."""
    near = _nearness(rows, [coder.reader.read([r["text"][:READ]])[0] for r in rows])
    return [{"id": r["id"], "cluster": f"k{g}"} for r, g in zip(rows, average_link(near, SAME_STORY), strict=True)]


def _nearness(rows: Sequence[Row], docs: Sequence[Doc]) -> Floats:
    return faded(cosines([_weights(d) for d in docs]), [_day(r.get("published")) for r in rows])


def _weights(doc: Doc) -> Counter[str]:
    out: Counter[str] = Counter()
    for t in doc:
        if t.pos_ in WORDS and t.idx < READ:
            out[t.lemma_.lower()] += LEAD_WEIGHT if t.idx < LEAD else 1
    return out


def _day(published: str | None) -> int | None:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def cluster_events(rows: Sequence[Row], coder: Coder) -> list[Row]:
    """One cluster id a mention: the same stem, in documents and sentences that are near."""
    docs = [coder.reader.read([r["text"]])[0] for r in rows]
    told = [(n, m, _span(docs[n], m)) for n, r in enumerate(rows) for m in r.get("mentions") or []]
    if not told:
        return []
    at = np.array([n for n, _, _ in told])
    documents = np.minimum(cosines([_weights(d) for d in docs])[np.ix_(at, at)], CEILING)
    documents[at[:, None] == at[None, :]] = CEILING
    stems = np.array([_stem(span.root.lemma_.lower()) if span else f"? {k}" for k, (_, _, span) in enumerate(told)])
    near = (stems[:, None] == stems[None, :]) + DOCUMENTS * documents
    near = near + NAMES * cosines([_names(span) if span else Counter() for _, _, span in told])
    return [
        {"doc": rows[n]["id"], "start": m["start"], "end": m["end"], "cluster": f"k{group}"}
        for (n, m, _), group in zip(told, average_link(near, SAME_EVENT), strict=True)
    ]


def _span(doc: Doc, mention: Row) -> Span | None:
    span = doc.char_span(mention["start"], mention["end"], alignment_mode="expand")
    return span if span is not None and len(span) else None


def _names(span: Span) -> Counter[str]:
    return Counter({t.lemma_.lower() for t in span.sent if t.pos_ in ("PROPN", "NUM")})


def _stem(lemma: str) -> str:
    """What "acquire" and "acquisition" have in common, near enough."""
    for suffix in SUFFIXES:
        if lemma.endswith(suffix) and len(lemma) - len(suffix) >= 4:
            lemma = lemma[: -len(suffix)]
            break
    return lemma[:STEM]
