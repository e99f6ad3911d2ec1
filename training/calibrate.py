"""Fit and test what an event's confidence means: `python -m training.calibrate`.

On the held-back tenth of our marked sentences, with the marked phrases as actors: an event is right when type, actor
and recipient are those of a label. Each fifth of the sentences is predicted from the other four (expected calibration
error, ten bins of equal number); the weights for `detente.extract.confidence` are fitted on all and printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.annotate import load_reader
from detente.codebook.frames_table import default_frames
from detente.extract import events as events_module
from detente.extract.cast import Cast
from detente.extract.confidence import FEATURES, LEAST, MOST, features
from detente.extract.drafts import Draft
from detente.records import Actor
from training.marked import Marked, held_back, read_marked

CORPUS = Path(__file__).parent / "corpus"
BINS, FOLDS = 10, 5
STEPS, RATE, RIDGE = 4000, 0.3, 1e-3
Floats = NDArray[np.float64]


def held_back_sentences() -> list[Marked]:
    """The held-back tenth."""
    return [m for path in sorted(CORPUS.glob("news_*.tsv")) for m in read_marked(path) if held_back(m.text)]


def is_right(d: Draft, marked: Marked) -> bool:
    """Whether a label has the draft's type, one of its actors and one of its recipients."""
    actors, recipients = d.actors or ("a0",), d.recipients or ("a0",)
    for e in marked.events:
        pair = f"a{e.source}", f"a{e.target}"
        same = pair[0] in actors and pair[1] in recipients
        both = pair[0] in actors and pair[1] in actors and not d.recipients
        if e.type == d.type and (same or both):
            return True
    return False


def judged_drafts() -> Iterator[tuple[int, tuple[float, ...], bool]]:
    """Sentence number, features and rightness of every draft."""
    reader = load_reader()
    for number, marked in enumerate(held_back_sentences()):
        doc = reader.read([marked.text])[0]
        cast = Cast(doc, [Actor(id=f"a{n}", name="", mentions=(span,)) for n, span in marked.phrases.items()])
        judge = reader.model.heads.judge
        for d in events_module.find_drafts(doc, cast=cast, frames=default_frames(), judge=judge)[0]:
            yield number, features(d), is_right(d, marked)


def fit(x: Floats, y: Floats) -> Floats:
    """Logistic regression by gradient descent with a small ridge."""
    scale = np.maximum(np.abs(x).max(0), 1e-9)
    scaled, w = x / scale, np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-scaled @ w))
        w -= RATE * (scaled.T @ (p - y) / len(y) + RIDGE * w)
    return np.asarray(w / scale, float)


def calibration_error(p: Floats, y: Floats) -> float:
    """Expected calibration error over ten bins of equal number."""
    bins = np.array_split(np.argsort(p, kind="stable"), BINS)
    return float(sum(abs(p[b].mean() - y[b].mean()) * len(b) for b in bins) / len(p))


def main() -> None:
    """Predict each fifth from the others, then print the weights fitted on all."""
    rows = list(judged_drafts())
    x, y = np.array([r[1] for r in rows]), np.array([float(r[2]) for r in rows])
    fold, p = np.array([r[0] % FOLDS for r in rows]), np.zeros(len(rows))
    for k in range(FOLDS):
        p[fold == k] = np.clip(1 / (1 + np.exp(-x[fold == k] @ fit(x[fold != k], y[fold != k]))), LEAST, MOST)
    print(f"{len(rows)} events, {y.mean():.3f} right; expected calibration error {calibration_error(p, y):.3f}")
    for name, weight in zip(FEATURES, fit(x, y), strict=True):
        print(f"{name:<14} {weight:.2f}")


if __name__ == "__main__":
    main()
