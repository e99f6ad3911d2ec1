"""Users' own types at run time: an event is re-typed by its nearness to the examples of the user's types.

An act is held against each example by two cosines of the encoder's vectors: its word against the example's words that
tell of the act, and its sentence against the example's. It must be as near to one as the examples are to one another,
and nearer than to any example that the codebook's frames give of the type it was coded as.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from detente.codebook.custom import CustomType
from detente.codebook.frames_table import default_frames
from detente.records import Event

__all__ = ["CustomTypes"]

MARKS = re.compile(r"[<>\[\]]")  # around actor and recipient in the frames' examples
Floats = NDArray[np.float32]
WORD_SHARE = 0.3  # of the word's cosine; the rest is the sentence's
SLACK = 0.02  # below the examples' own nearness
TRIGGER_LACK = 0.12  # off, where the word is none of the triggers that the user gave
LOWEST, HIGHEST = 0.45, 0.9


@dataclass(frozen=True, slots=True)
class _Examples:
    type: CustomType
    words: Floats
    sentences: Floats
    threshold: float


class CustomTypes:
    """A user's types with their examples read."""

    def __init__(self, types: Iterable[CustomType], read: Callable[[Sequence[str]], list[Doc]]) -> None:
        self._read = read
        self._types = [_examples(t, read(t.examples)) for t in types]
        self._known: dict[str, _Examples] = {}

    def apply(self, doc: Doc, events: Sequence[Event]) -> list[Event]:
        """Re-type the events that are nearest to a user's type; the others stay."""
        return [self._typed(doc, event) for event in events]

    def _typed(self, doc: Doc, event: Event) -> Event:
        span = doc.char_span(*event.trigger, alignment_mode="expand")
        if span is None or not len(span):
            return event
        found = [(_nearness(e, span.root), e) for e in self._types if e.type.replaces in (None, event.type)]
        best = max(found, key=lambda pair: pair[0] - pair[1].threshold, default=None)
        if best is None or best[0] < best[1].threshold:
            return event
        kind, nearness = best[1].type, best[0]
        if nearness <= _nearness(self._frames_of(event.type), span.root):
            return event
        needs = best[1].threshold
        why = f"your type {kind.name}: {nearness:.2f} near to its examples (needs {needs:.2f}); else {event.why}"
        return msgspec.structs.replace(
            event,
            type=kind.name,
            mode=None,
            quad=kind.quad,
            intensity=kind.intensity,
            confidence=round(nearness, 2),
            why=why,
        )

    def _frames_of(self, name: str) -> _Examples:
        """The examples of a shipped type's frames, read once."""
        if name not in self._known:
            texts = tuple(sorted({MARKS.sub("", f.example) for f in default_frames().rows() if f.type == name}))
            self._known[name] = _examples(CustomType(name, "", texts), self._read(texts))
        return self._known[name]


def _examples(kind: CustomType, docs: list[Doc]) -> _Examples:
    tokens = [_telling(doc, kind.triggers) for doc in docs]
    words = np.stack([_unit(doc.tensor[token.i]) for doc, token in zip(docs, tokens, strict=True)])
    sentences = np.stack([_unit(doc.tensor.mean(0)) for doc in docs])
    near = WORD_SHARE * words @ words.T + (1 - WORD_SHARE) * sentences @ sentences.T
    np.fill_diagonal(near, -1)
    threshold = float(np.clip(near.max(1).mean() - SLACK, LOWEST, HIGHEST))
    return _Examples(kind, words, sentences, threshold)


def _telling(doc: Doc, triggers: frozenset[str]) -> Token:
    """The word of an example that tells of the act: a trigger, else the root of its first sentence."""
    return next((t for t in doc if t.lemma_.lower() in triggers), next(doc.sents).root)


def _nearness(examples: _Examples, token: Token) -> float:
    word = _unit(token.doc.tensor[token.i])
    sentence = _unit(token.doc.tensor[token.sent.start : token.sent.end].mean(0))
    near = float((WORD_SHARE * examples.words @ word + (1 - WORD_SHARE) * examples.sentences @ sentence).max())
    triggers = examples.type.triggers
    if not triggers:
        return near
    return near if token.lemma_.lower() in triggers else near - TRIGGER_LACK


def _unit(vector: Floats) -> Floats:
    out: Floats = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
    return out
