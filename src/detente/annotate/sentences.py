"""Sentence boundaries in raw text: a small logistic model over the places where a sentence may end.

Trained by `training/sentences.py` on the treebanks' documents; blank lines always end a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from spacy.tokens import Doc

from detente.annotate.encoding import shape_of

__all__ = ["Segmenter", "Unit", "features", "may_end", "units"]

ENDERS = frozenset(". ! ? … ... .. .... !! ?! !!! ??".split())
CLOSERS = frozenset("\" ' '' ) ] *".split())
SOFT = frozenset(": ; - – — --".split())
NEWLINE = re.compile(r"\n[ \t\r\f\v\u00a0]*\n")
WRAPPED = range(45, 100)  # line lengths of hard-wrapped text
MIN_LINES = 4
FARTHEST = 300  # words back that are counted: no sentence is longer, and what never ends must not take forever
STRAIGHT = str.maketrans("“”‘’„«»", '""\'\'"""')  # the treebanks write straight quotation marks
# "MUSCAT, March 14 (Agency) -": the head of a wire report, which belongs to no sentence.
DATELINE = re.compile(
    r"\s*[A-Z][A-Z'’.-]+(?:[ /][A-Z][A-Z'’.-]+)*(?:, [A-Z][A-Za-z.]+)?"
    r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: ?\([^()\n]{2,30}\))? ?(?:--|[-–—]) "
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A word with the white space after it: "" none, " " space, "n" line break, "p" blank line."""

    text: str
    after: str


def units(doc: Doc) -> tuple[list[Unit], list[int]]:
    """The words of a document with their token positions."""
    text = doc.text  # made anew at each use
    wrapped = _hard_wrapped(text)
    kept = [t.i for t in doc if not t.is_space]
    out = []
    for k, i in enumerate(kept):
        end = doc[i].idx + len(doc[i])
        start = doc[kept[k + 1]].idx if k + 1 < len(kept) else len(text)
        out.append(Unit(doc[i].text.translate(STRAIGHT), _gap(text[end:start], wrapped=wrapped)))
    return out, kept


def _gap(text: str, *, wrapped: bool) -> str:
    if "\n" not in text:
        return " " if text else ""
    if NEWLINE.search(text):
        return "p"
    return " " if wrapped else "n"


def _hard_wrapped(text: str) -> bool:
    """Whether line breaks fall inside sentences: most lines are of like length and end without a stop."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    inner = [line for line in lines[:-1] if len(line) in WRAPPED]
    if len(lines) < MIN_LINES or len(inner) < len(lines) / 2:
        return False
    return sum(line[-1] not in '.!?:”"' for line in inner) > len(inner) / 2


def may_end(rows: Sequence[Unit], k: int) -> bool:
    """Whether a sentence may end after unit `k`."""
    text, after = rows[k].text, rows[k].after
    if after in ("n", "p"):
        return True
    if text in ENDERS or text in SOFT or (len(text) > 1 and text[-1] in ".!?…"):
        return True
    return text in CLOSERS and k > 0 and (rows[k - 1].text in ENDERS or rows[k - 1].text[-1] in ".!?…")


def _kind(text: str) -> str:
    return text if not text.isalnum() and len(text) < 4 else shape_of(text).name


def features(rows: Sequence[Unit], k: int, begun: int) -> Iterator[str]:
    """What tells whether a sentence ends after unit `k`; `begun` is where the sentence began."""
    here = rows[k]
    before = rows[k - 1] if k > begun else Unit("^", " ")
    next_ = rows[k + 1] if k + 1 < len(rows) else Unit("$", " ")
    second = rows[k + 2] if k + 2 < len(rows) else Unit("$", " ")
    token = here.text if not here.text.isalpha() else shape_of(here.text).name
    shape, kind = shape_of(before.text).name, _kind(next_.text)
    quotes = sum(r.text == '"' for r in rows[begun : k + 1])
    yield f"t={token}"
    yield f"t={token} a={here.after}"
    yield f"t={token} a={here.after} n={kind}"
    yield f"t={token} a={here.after} n={kind} s={_kind(second.text)}"
    yield f"t={token} b={before.text.lower() if len(before.text) < 7 else shape}"
    yield f"b={shape} l={min(len(before.text), 5)} n={kind}"
    yield f"n={next_.text.lower()} a={here.after}"
    yield f"t={here.text.lower()} n={next_.text.lower()}"
    yield f"q={quotes % 2} t={token} n={kind}"
    yield f"len={min((k - begun) // 3, 8)} a={here.after}"
    yield f"len={min((k - begun) // 3, 8)} t={token}"
    yield f"open={_open(rows[begun : k + 1])} t={token}"
    yield f"u={here.text.lower() if len(here.text) < 8 else 'long'} n={kind}"


def _open(rows: Sequence[Unit]) -> int:
    """How many brackets stand open."""
    return min(2, max(0, sum((r.text in "([") - (r.text in ")]") for r in rows if r.text)))


class Segmenter:
    """Cuts a tokenized document into sentences."""

    def __init__(self, weights: Mapping[str, float], bias: float) -> None:
        self._weights, self._bias = weights, bias

    @classmethod
    def default(cls) -> Segmenter:
        """The shipped weights."""
        text = (files("detente.annotate") / "model" / "sentences.json").read_text(encoding="utf-8")
        model = json.loads(text)
        return cls(model["weights"], model["bias"])

    def sentences(self, doc: Doc) -> list[list[int]]:
        """Token positions of each sentence, white space left out."""
        rows, kept = units(doc)
        head = DATELINE.match(doc.text)
        out, begun = [], 0
        for k in range(len(rows)):
            dateline = head is not None and k + 1 < len(rows) and doc[kept[k]].idx < head.end() <= doc[kept[k + 1]].idx
            if k == len(rows) - 1 or dateline or (self._free(doc, kept[k], head) and self.ends(rows, k, begun)):
                out.append(kept[begun : k + 1])
                begun = k + 1
        return out

    @staticmethod
    def _free(doc: Doc, i: int, head: re.Match[str] | None) -> bool:
        """Whether a word stands outside the dateline, inside which nothing ends."""
        return head is None or doc[i].idx >= head.end()

    def ends(self, rows: Sequence[Unit], k: int, begun: int) -> bool:
        """Whether a sentence ends after unit `k`."""
        if rows[k].after == "p":
            return True
        if not may_end(rows, k):
            return False
        begun = max(begun, k - FARTHEST)
        return self._bias + sum(self._weights.get(f, 0.0) for f in features(rows, k, begun)) > 0
