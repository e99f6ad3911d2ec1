"""The light heads over the encoder's word vectors, run by numpy: relations, and whether things happened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from detente.records import Judgement, Verdict

__all__ = ["Heads"]

Floats = NDArray[np.float32]
Pair = tuple[Sequence[int], Sequence[int]]
OUTPUTS = ("types", "modes", "status", "standing", "cameo", "crosswalk")
LIMIT = 3.0  # values of what happened lie in -3 … 3


class Heads:
    """The matrices of `relation.npz` (see training/network.py)."""

    def __init__(self, path: Path, labels: dict[str, Any]) -> None:
        with np.load(path, allow_pickle=False) as arrays:
            self._parts = {k: arrays[k].astype(np.float32) for k in arrays.files}
        self.labels = labels
        self.width = self._parts["query_w"].shape[0] // 2

    def judge(self, doc: Doc, pairs: Sequence[Pair]) -> list[Judgement | None]:
        """Judge pairs of (source, target) token positions; either may be empty (nobody).

        None where the two lie in different sentences.
        """
        by_sentence: dict[int, list[int]] = {}
        for n, (source, target) in enumerate(pairs):
            starts = {doc[i].sent.start for i in (*source, *target)}
            if len(starts) == 1:
                by_sentence.setdefault(starts.pop(), []).append(n)
        out: list[Judgement | None] = [None] * len(pairs)
        for start, numbers in by_sentence.items():
            tokens = [t.i for t in doc[start].sent if not t.is_space]
            if not tokens:
                continue
            for n, judgement in zip(numbers, self._sentence(doc, tokens, [pairs[n] for n in numbers]), strict=True):
                out[n] = judgement
        return out

    def _sentence(self, doc: Doc, tokens: list[int], pairs: list[Pair]) -> list[Judgement]:
        words = doc.tensor[tokens].astype(np.float32)
        place = {i: n for n, i in enumerate(tokens)}
        s = np.stack([_mean(words, [place[i] for i in source if i in place]) for source, _ in pairs])
        t = np.stack([_mean(words, [place[i] for i in target if i in place]) for _, target in pairs])
        query = self._linear("query", np.concatenate([s, t], -1)).reshape(len(pairs), 2, -1)
        seen = _softmax(query @ words.T / np.float32(self.width**0.5))
        read = (seen @ words).reshape(len(pairs), -1)
        whole = np.repeat(words.mean(0, keepdims=True), len(pairs), 0)
        mixed = _gelu(self._linear("mix", np.concatenate([s, t, s * t, s - t, whole, read], -1)))
        scores = {k: _softmax(self._linear(k, mixed)) for k in OUTPUTS}
        looks = seen[:, 1].argmax(-1)
        return [self._judgement({k: v[i] for k, v in scores.items()}, tokens[int(looks[i])]) for i in range(len(pairs))]

    def _judgement(self, rows: dict[str, Floats], look: int) -> Judgement:
        named = {k: dict(zip(self.labels[k], map(float, v), strict=True)) for k, v in rows.items()}
        kind = max(named["types"], key=lambda k: (named["types"][k], k))
        modes = {k: v for k, v in named["modes"].items() if k.startswith(kind + "/")}
        mode = max(modes, key=lambda k: (modes[k], k)).partition("/")[2] if modes else ""
        best = {k: max(named[k], key=lambda v: (named[k][v], v)) for k in ("cameo", "status", "standing")}
        return Judgement(types=named["types"], crosswalk=named["crosswalk"], mode=mode or None, look=look, **best)

    def happened(self, doc: Doc, tokens: Sequence[int]) -> list[Verdict]:
        """Verdicts on predicates, by their token positions."""
        if not tokens:
            return []
        found = self._linear("verdict", _gelu(self._linear("happened", doc.tensor[list(tokens)].astype(np.float32))))
        classes = _softmax(found[:, 1:])
        names = self.labels["status"]
        return [
            Verdict(value=float(np.clip(row[0], -LIMIT, LIMIT)), status=dict(zip(names, map(float, c), strict=True)))
            for row, c in zip(found, classes, strict=True)
        ]

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self._parts[f"{name}_w"] + self._parts[f"{name}_b"]
        return out


def _mean(words: Floats, places: list[int]) -> Floats:
    out: Floats = words[places].mean(0) if places else np.zeros(words.shape[1], np.float32)
    return out


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(-1, keepdims=True))
    out: Floats = e / e.sum(-1, keepdims=True)
    return out


_ERF = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


def _gelu(x: Floats) -> Floats:
    """The exact form, with Abramowitz and Stegun's erf (7.1.26, error under 1.5e-7)."""
    z = np.abs(x) / np.sqrt(np.float32(2))
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (_ERF[0] + t * (_ERF[1] + t * (_ERF[2] + t * (_ERF[3] + t * _ERF[4]))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    out: Floats = (0.5 * x * (1 + erf)).astype(np.float32)
    return out
