"""Tasks over many documents: which tell of the same. A baseline by words and dates; `link` will do better."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from detente.coder import Coder

__all__ = ["cluster_documents", "cluster_events"]

Row = dict[str, Any]
SAME_STORY = 0.26  # cosine of TF-IDF vectors, average link


def cluster_documents(rows: Sequence[Row], coder: Coder) -> list[Row]:
    """One cluster id a document: TF-IDF over lemmas, average link."""
    vectors = _tfidf([Counter(_lemmas(coder, r["text"])) for r in rows])
    groups = _average_link(vectors)
    return [{"id": rows[i]["id"], "cluster": f"k{n}"} for n, group in enumerate(groups) for i in group]


def cluster_events(rows: Sequence[Row], coder: Coder) -> list[Row]:
    """One cluster id a mention: the same head lemma in documents of one story."""
    vectors = _tfidf([Counter(_lemmas(coder, r["text"])) for r in rows])
    story = {i: n for n, group in enumerate(_average_link(vectors)) for i in group}
    out = []
    for i, row in enumerate(rows):
        doc = coder.reader.read([row["text"]])[0]
        for m in row.get("mentions") or []:
            span = doc.char_span(m["start"], m["end"], alignment_mode="expand")
            lemma = span.root.lemma_.lower() if span is not None and len(span) else "?"
            out.append({"doc": row["id"], "start": m["start"], "end": m["end"], "cluster": f"k{story[i]}-{lemma}"})
    return out


def _lemmas(coder: Coder, text: str) -> list[str]:
    doc = coder.reader.read([text[:3000]])[0]
    return [t.lemma_.lower() for t in doc if t.pos_ in ("NOUN", "PROPN", "VERB", "NUM")]


def _tfidf(counts: Sequence[Counter[str]]) -> list[dict[str, float]]:
    documents = Counter(w for c in counts for w in c)
    out = []
    for c in counts:
        row = {w: (1 + math.log(n)) * math.log(len(counts) / documents[w] + 1) for w, n in c.items()}
        norm = math.sqrt(sum(v * v for v in row.values())) or 1.0
        out.append({w: v / norm for w, v in row.items()})
    return out


def _average_link(vectors: Sequence[dict[str, float]]) -> list[list[int]]:
    """Greedy average link: each document joins the group whose members are on average near enough."""
    groups: list[list[int]] = []
    for i, vector in enumerate(vectors):
        best, best_score = None, SAME_STORY
        for group in groups:
            score = sum(_dot(vector, vectors[j]) for j in group) / len(group)
            if score > best_score:
                best, best_score = group, score
        if best is None:
            groups.append([i])
        else:
            best.append(i)
    return groups


def _dot(a: dict[str, float], b: dict[str, float]) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(v * b.get(w, 0.0) for w, v in a.items())
