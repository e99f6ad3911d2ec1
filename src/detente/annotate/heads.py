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


class _Mix:
    """The layer over (source, target, their product and difference, the sentence, what was read), part by part.

    What depends on one phrase alone is computed once a phrase, not once a pair.
    """

    def __init__(self, weights: Floats, width: int) -> None:
        source, target, self._product, difference, self._whole = np.split(weights[: 5 * width], 5)
        self._source, self._target, self._read = source + difference, target - difference, weights[5 * width :]

    def of(self, vectors: Floats, s: Sequence[int], t: Sequence[int], whole: Floats, read: Floats) -> Floats:
        """Rows for pairs (s, t) of phrase numbers (pairs x hidden)."""
        alone = (vectors @ self._source)[s] + (vectors @ self._target)[t] + whole @ self._whole
        out: Floats = alone + (vectors[s] * vectors[t]) @ self._product + read @ self._read
        return out


def _of_type(modes: Sequence[str], kind: str) -> tuple[int, ...]:
    return tuple(i for i, name in enumerate(modes) if name.startswith(kind + "/"))


class Heads:
    """The matrices of `relation.npz` (see training/network.py)."""

    def __init__(self, path: Path, labels: dict[str, Any]) -> None:
        with np.load(path, allow_pickle=False) as arrays:
            self._parts = {k: arrays[k].astype(np.float32) for k in arrays.files}
        self.labels = labels
        self.width = self._parts["query_w"].shape[0] // 2
        self._mix = _Mix(self._parts["mix_w"], self.width)
        self._out_w = np.concatenate([self._parts[f"{k}_w"] for k in OUTPUTS], 1)
        self._out_b = np.concatenate([self._parts[f"{k}_b"] for k in OUTPUTS])
        self._modes = {kind: _of_type(labels["modes"], kind) for kind in labels["types"]}

    def judge(self, doc: Doc, pairs: Sequence[Pair]) -> list[Judgement | None]:
        """Judge pairs of (source, target) token positions; either may be empty (nobody).

        None where the two lie in different sentences.
        """
        by_sentence: dict[int, list[int]] = {}
        begins = {i: doc[i].sent.start for i in {i for pair in pairs for side in pair for i in side}}
        for n, (source, target) in enumerate(pairs):
            starts = {begins[i] for i in (*source, *target)}
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
        spans = list(dict.fromkeys(tuple(side) for pair in pairs for side in pair))
        vectors = np.stack([_mean(words, [place[i] for i in span if i in place]) for span in spans])
        number = {span: n for n, span in enumerate(spans)}
        s, t = ([number[tuple(pair[side])] for pair in pairs] for side in (0, 1))
        half = self._parts["query_w"]
        query = (vectors @ half[: self.width])[s] + (vectors @ half[self.width :])[t] + self._parts["query_b"]
        seen = _softmax(query.reshape(len(pairs), 2, -1) @ words.T / np.float32(self.width**0.5))
        read = (seen @ words).reshape(len(pairs), -1)
        mixed = _gelu(self._mix.of(vectors, s, t, words.mean(0), read) + self._parts["mix_b"])
        looks = seen[:, 1].argmax(-1)
        return self._judgements(mixed @ self._out_w + self._out_b, [tokens[int(i)] for i in looks])

    def _judgements(self, rows: Floats, looks: Sequence[int]) -> list[Judgement]:
        edges = np.cumsum([len(self.labels[k]) for k in OUTPUTS])[:-1]
        scores = dict(zip(OUTPUTS, np.split(rows, edges, axis=1), strict=True))
        types, crosswalk = _softmax(scores["types"]), _softmax(scores["crosswalk"])
        best = {k: [self.labels[k][int(i)] for i in scores[k].argmax(-1)] for k in ("cameo", "status", "standing")}
        kinds = [self.labels["types"][int(i)] for i in types.argmax(-1)]
        return [
            Judgement(
                types=dict(zip(self.labels["types"], types[n].tolist(), strict=True)),
                crosswalk=dict(zip(self.labels["crosswalk"], crosswalk[n].tolist(), strict=True)),
                mode=self._mode(kinds[n], scores["modes"][n]),
                look=looks[n],
                **{k: v[n] for k, v in best.items()},
            )
            for n in range(len(rows))
        ]

    def _mode(self, kind: str, scores: Floats) -> str | None:
        """The likeliest of a type's modes."""
        known = self._modes[kind]
        if not known:
            return None
        best = max(known, key=lambda i: scores[i])
        return self.labels["modes"][best].partition("/")[2] or None

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
