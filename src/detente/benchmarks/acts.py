"""Whether two mentions name the same act: by stem, by the codebook's words for acts, and by who belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from spacy.tokens import Span, Token

from detente.codebook.acts import act_names
from detente.link.stories import Floats, cosines

__all__ = ["CONTENT", "near_parties", "same_acts", "stem"]

CONTENT = ("NOUN", "PROPN", "VERB", "NUM", "ADJ")
KNOWN = 0.9  # of two words that the codebook knows for one act; the same stem counts 1
SUFFIXES = (
    "ization", "isation", "ations", "ation", "ement", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "er", "ors",
    "or", "ance", "ence", "al", "ed", "es", "s", "e", "y",
)  # fmt: skip
STEM = 7
PARTS = {"VERB": "v", "NOUN": "n", "PROPN": "n"}
BELONGING = (
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "obl:tmod", "nmod", "nmod:poss", "compound", "amod",
    "nummod", "xcomp",
)  # fmt: skip
NAMING = ("compound", "flat", "nmod", "amod", "nmod:poss", "nummod")
BESIDE = ("nsubj", "nsubj:pass", "obj", "obl")


def stem(lemma: str) -> str:
    """What "acquire" and "acquisition" have in common, near enough."""
    for suffix in SUFFIXES:
        if lemma.endswith(suffix) and len(lemma) - len(suffix) >= 4:
            lemma = lemma[: -len(suffix)]
            break
    return lemma[:STEM]


def same_acts(spans: Sequence[Span | None]) -> Floats:
    """1 where two mentions have a stem in common, `KNOWN` where the codebook knows their words for one act (n x n)."""
    stems = np.array([stem(s.root.lemma_.lower()) if s is not None else f"? {k}" for k, s in enumerate(spans)])
    acts = [_acts(s) if s is not None else frozenset() for s in spans]
    order = {act: n for n, act in enumerate(sorted({a for told in acts for a in told}))}
    held = np.zeros((len(spans), max(1, len(order))), np.float32)
    for row, told in enumerate(acts):
        held[row, [order[a] for a in told]] = 1
    same = stems[:, None] == stems[None, :]
    out: Floats = np.where(same, 1.0, KNOWN * (held @ held.T > 0))
    return out


def _acts(span: Span) -> frozenset[str]:
    """Acts that the longest known phrase of a mention names: the whole, its verb with the next word, its main word."""
    known, root = act_names(), span.root
    words = [t for t in span if not t.is_space]
    wholes = (" ".join(t.lemma_.lower() for t in words), " ".join(t.lower_ for t in words)) if len(words) > 1 else ()
    for phrase in (*wholes, *_with_particles(root)):
        if phrase in known:
            return known[phrase]
    part = PARTS.get(root.pos_, "")
    forms = {root.lemma_.lower(), root.lower_}
    return frozenset(a for w in forms for key in (w, f"{w}.{part}") for a in known.get(key, ()))


def _with_particles(root: Token) -> Iterator[str]:
    for child in root.children:
        if child.dep_ in ("compound:prt", "case", "mark", "obl", "obj") or child.i == root.i + 1:
            yield f"{root.lemma_.lower()} {child.lemma_.lower()}"
    if root.i + 1 < len(root.doc):
        yield f"{root.lemma_.lower()} {root.nbor().lemma_.lower()}"


def near_parties(spans: Sequence[Span | None]) -> Floats:
    """Cosine of the words that belong to each mention: its subject, objects, time and place (n x n)."""
    return cosines([_parties(s) if s is not None else Counter() for s in spans])


def _parties(span: Span) -> Counter[str]:
    inside = {t.i for t in span}
    told = (t for head in _belonging(span.root) for t in (head, *(c for c in head.children if c.dep_ in NAMING)))
    return Counter(stem(t.lemma_.lower()) for t in told if t.pos_ in CONTENT and t.i not in inside)


def _belonging(root: Token) -> Iterator[Token]:
    """Words that hang on an act, and what it hangs on: the verb's other parties, the noun that a clause describes."""
    yield from (c for c in root.children if c.dep_ in BELONGING)
    head = root.head
    if root.pos_ in ("NOUN", "PROPN") and head.pos_ == "VERB":
        yield from (c for c in head.children if c.i != root.i and c.dep_ in BESIDE)
    if root.dep_ in ("acl", "acl:relcl", "obl", "nmod", "compound"):
        yield head
    elif root.dep_ in ("xcomp", "advcl", "conj", "ccomp") and not any(
        c.dep_.startswith("nsubj") for c in root.children
    ):
        yield from (c for c in head.children if c.dep_.startswith("nsubj"))
