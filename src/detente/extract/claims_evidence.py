"""Evidence of claims: offered, none offered, unverified - each phrase given to the claim that it speaks of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from spacy.tokens import Doc

from detente.codebook.cues import evidence_patterns
from detente.extract.claims_spans import Draft
from detente.records import Evidence, Span

__all__ = ["Found", "evidence_of"]

Found = tuple[Evidence, Span | None]
COMMAS = frozenset({",", "-", "–", "—"})
AFTERTHOUGHT = 6  # words from a comma to the phrase: ", a claim that could not"
UNSTATED: Found = ("unstated", None)


def evidence_of(doc: Doc, drafts: Sequence[Draft]) -> list[Found]:
    """Evidence for each draft, in their order: the first phrase that speaks of it."""
    text = doc.text
    starts = [s.start_char for s in doc.sents]
    places = [bisect_right(starts, d.word.idx) - 1 for d in drafts]
    out = [UNSTATED] * len(drafts)
    for value, start, end in _phrases(text):
        of = _spoken_of(doc, drafts, places, bisect_right(starts, start) - 1, (start, end))
        if of is not None and out[of] is UNSTATED:
            out[of] = (value, (start, end))
    return out


def _phrases(text: str) -> Iterator[tuple[Evidence, int, int]]:
    """Matches of all patterns, none over an earlier one."""
    lower = text.lower().replace("’", "'")
    if len(lower) != len(text):  # some letters grow when they are made small
        lower = text.replace("’", "'")
    taken: list[Span] = []
    for known in evidence_patterns():
        for match in chain.from_iterable(p.finditer(lower) for p in known.patterns):
            start, end = match.span()
            if all(e <= start or end <= s for s, e in taken):
                taken.append((start, end))
                yield known.value, start, end


def _spoken_of(doc: Doc, drafts: Sequence[Draft], places: Sequence[int], sentence: int, phrase: Span) -> int | None:
    """The last claim before the phrase in its sentence, else the first after it, else the sentence before's last."""
    here = [n for n, at in enumerate(places) if at == sentence and not _is_its_cue(drafts[n], phrase)]
    before = [n for n in here if drafts[n].word.idx < phrase[0]]
    for n in reversed(before):
        if not _says(doc, drafts[n], phrase):
            return n
    if here:
        return here[0] if not before else None
    last = [n for n, at in enumerate(places) if at == sentence - 1]
    return last[-1] if last else None


def _is_its_cue(d: Draft, phrase: Span) -> bool:
    """A claim that the phrase itself makes ("satellite images showed …" apart, whose content it vouches for)."""
    return phrase[0] <= d.word.idx < phrase[1] and d.act in ("confirms", "denies", "refuses")


def _says(doc: Doc, d: Draft, phrase: Span) -> bool:
    """Whether the phrase is part of what is said: inside the content, and no afterthought behind a comma."""
    inside = [i for i in d.content if phrase[0] <= doc[i].idx < phrase[1]]
    if not inside:
        return False
    first = min(inside)
    return not any(doc[i].text in COMMAS for i in range(max(0, first - AFTERTHOUGHT), first))
