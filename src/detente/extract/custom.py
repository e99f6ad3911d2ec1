"""Users' own types at run time: an event is re-typed by its nearness to the examples of the user's types.

An act is held against each example by two cosines of the encoder's vectors: its word against the example's words that
tell of the act, and its sentence against the example's. How near is near enough follows from the examples themselves:
as near as they are to one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from detente.codebook.custom import CustomType
from detente.records import Event

__all__ = ["CustomTypes"]

Floats = NDArray[np.float32]
WORD_SHARE = 0.6  # of the word's cosine; the rest is the sentence's
SLACK = 0.06  # below the examples' own nearness, where no trigger word speaks for the type
TRIGGER_BONUS = 0.12
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
        self._types = [_examples(t, read(t.examples)) for t in types]

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
    return min(1.0, near + TRIGGER_BONUS) if token.lemma_.lower() in triggers else near - TRIGGER_BONUS


def _unit(vector: Floats) -> Floats:
    out: Floats = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
    return out
