"""Quotations: where words in quotation marks begin and end, over sentences and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

__all__ = ["Quotation", "find_quotations", "quoted_positions"]

MARK = re.compile(r"[“”\"«»„]|''|``")
PARAGRAPH = re.compile(r"\n[ \t\r\f\v\u00a0]*(?:\n|$)")
OPENERS, CLOSERS = frozenset("“«„"), frozenset("”»")
# What may close what: curly marks are mistyped often, two single ones only close themselves.
PAIRS = {"“": '”"“', "«": "»", "„": '“”"', '"': '"”', "''": "''", "``": "''"}
SPEECH_WORDS = 4  # shorter quotations are words picked out, unless they end like a sentence
ENDINGS = frozenset(".,!?…")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Token positions `[start, end)` with their marks; `closed` is whether the closing mark was found."""

    start: int
    end: int
    closed: bool
    speech: bool


def find_quotations(doc: Doc) -> list[Quotation]:
    """Quotations in order, none inside another. A paragraph's unclosed quotation runs on where the next opens anew."""
    text = doc.text
    spans: list[tuple[int, int, bool]] = []
    for start, end, closed in _spans(text):
        if spans and not spans[-1][2] and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end, closed)
        else:
            spans.append((start, end, closed))
    starts = [t.idx for t in doc]
    return [q for s, e, c in spans if (q := _quotation(doc, bisect_left(starts, s), bisect_left(starts, e), closed=c))]


def _quotation(doc: Doc, start: int, end: int, *, closed: bool) -> Quotation | None:
    while end > start and doc[end - 1].is_space:
        end -= 1
    words = [t for t in doc[start:end] if t.is_alpha]
    if not words:
        return None
    last = [t.text for t in doc[start:end] if not MARK.fullmatch(t.text)][-1]
    speech = len(words) >= SPEECH_WORDS or last[-1] in ENDINGS
    return Quotation(start, end, closed, speech)


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Code points of quotations, paragraph by paragraph."""
    begun = 0
    for cut in [*(m.end() for m in PARAGRAPH.finditer(text)), len(text)]:
        yield from _in_paragraph(text, begun, cut)
        begun = cut


def _in_paragraph(text: str, begun: int, cut: int) -> Iterator[tuple[int, int, bool]]:
    """A mark opens or closes by its shape, a straight one by what stands around it."""
    opened: int | None = None
    for mark in MARK.finditer(text, begun, cut):
        if opened is None:
            if _may_open(text, mark):
                opened = mark.start()
        elif mark.group() in PAIRS[text[opened : opened + 2] if text[opened] in "'`" else text[opened]] and _may_close(
            text, mark
        ):
            yield opened, mark.end(), True
            opened = None
    if opened is not None:
        yield opened, begun + len(text[begun:cut].rstrip()), False


def _may_open(text: str, mark: re.Match[str]) -> bool:
    if mark.group() in OPENERS or mark.group() in CLOSERS:
        return mark.group() in OPENERS
    before = text[mark.start() - 1 : mark.start()]
    after = text[mark.end() : mark.end() + 1]
    return not before.isalnum() and bool(after.strip())


def _may_close(text: str, mark: re.Match[str]) -> bool:
    if mark.group() in CLOSERS:
        return True
    before = text[mark.start() - 1 : mark.start()]
    return not before.isspace() or not text[mark.end() : mark.end() + 1].strip()


def quoted_positions(quotations: list[Quotation]) -> dict[int, int]:
    """The quotation (its place in the list) that each quoted token stands in."""
    return {i: n for n, q in enumerate(quotations) for i in range(q.start, q.end)}
