"""The meaning of a stretch of text: the mean of the encoder's word vectors in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

__all__ = ["span_vectors"]


def span_vectors(doc: Doc, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """Mean word vector of each character span (spans x width, unit length; zeros where a span holds no word)."""
    rows = np.asarray(doc.tensor, np.float32)
    out = np.zeros((len(spans), rows.shape[1] if rows.ndim == 2 else 0), np.float32)
    for n, (start, end) in enumerate(spans):
        part = doc.char_span(start, end, alignment_mode="expand")
        words = [t.i for t in part if not t.is_space] if part is not None else []
        if words:
            mean = rows[words].mean(axis=0)
            out[n] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return out
