"""How sure an event is: a logistic model over what frame and relation head say.

The weights are fitted by `python -m training.calibrate` on the held-back tenth of our corpus, which neither the head
nor the frames were made from; there a stated .8 is right in 8 of 10 (docs/accuracy.md has the calibration error).
"""

from __future__ import annotations

import math

from detente.extract.drafts import MODEL, Draft

__all__ = ["FEATURES", "confidence", "features"]

FEATURES = ("one", "from model", "retyped", "frame weight", "log p(type)", "p(none)", "one party", "embedded")
WEIGHTS = (1.90, -0.36, 0.33, 0.21, 0.66, -1.66, -2.04, -0.25)
FLOOR = 1e-3
LEAST, MOST = 0.05, 0.98


def features(d: Draft) -> tuple[float, ...]:
    """The features of a draft, in the order of `FEATURES`."""
    judged = d.judged
    table = judged.types if judged else {}
    known = table.get(d.type, 0.0) + (table.get(d.plain, 0.0) if d.plain != d.type else 0.0)
    return (
        1.0,
        float(d.match.frame.where == MODEL),
        float(bool(d.retyped)),
        min(d.match.frame.weight, 4.0),
        math.log(max(known, FLOOR)) if judged else math.log(0.3),
        table.get("NONE", 0.0),
        float(not (d.actors and d.recipients)),
        float(d.status in ("hypothetical", "negated")),
    )


def confidence(d: Draft) -> float:
    """The probability that type and parties are right, two digits."""
    z = sum(w * x for w, x in zip(WEIGHTS, features(d), strict=True))
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-z)))), 2)
