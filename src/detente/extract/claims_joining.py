"""From drafts of claims to their whole contents: several sentences of one quotation, and quotations that follow."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from detente.extract.claims_nouns import according_drafts, adjective_drafts, nominal_drafts
from detente.extract.claims_quotes import Quotation, find_quotations, quoted_positions
from detente.extract.claims_spans import Draft, trim
from detente.extract.claims_turns import turn_drafts
from detente.extract.claims_verbs import verbal_drafts

__all__ = ["drafts_of"]

FIRST_PERSONS = frozenset("i we you me us".split())


def drafts_of(doc: Doc) -> list[Draft]:
    """All drafts of a document in the order of their cues."""
    quotations = find_quotations(doc)
    drafts = [
        *verbal_drafts(doc, quotations),
        *according_drafts(doc),
        *nominal_drafts(doc),
        *adjective_drafts(doc),
        *turn_drafts(doc, quotations),
    ]
    drafts = _one_a_cue(drafts)
    within = quoted_positions(quotations)
    drafts = [d for d in drafts if not _of_oneself(d, within)]
    owners = _whole_quotations(drafts, quotations, within)
    _following(doc, drafts, quotations, owners)
    for d in drafts:
        d.content = set(trim(doc, d.content - set(d.source) - set(d.cue)))
    return sorted((d for d in drafts if d.content), key=lambda d: (d.word.i, len(d.content)))


def _one_a_cue(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft a cue word: verbs before nouns that they carry."""
    out: list[Draft] = []
    taken: set[int] = set()
    for d in drafts:
        if d.word.i not in taken:
            out.append(d)
            taken |= set(d.cue)
    return out


def _of_oneself(d: Draft, within: dict[int, int]) -> bool:
    """ "I think" inside a quotation is no claim beside the quotation itself."""
    if d.word.i not in within or d.head is None:
        return False
    return d.head.lower_ in FIRST_PERSONS


def _whole_quotations(drafts: Sequence[Draft], quotations: list[Quotation], within: dict[int, int]) -> dict[int, Draft]:
    """Extend contents to the whole of the quotations they stand in; gives the draft that owns each quotation."""
    owners: dict[int, Draft] = {}
    for d in drafts:
        outside = within.get(d.word.i)
        for n in sorted({within[i] for i in d.content if i in within} - {outside}):
            q = quotations[n]
            covered = sum(1 for i in d.content if q.start <= i < q.end)
            wholly = covered > 0.8 * len([i for i in d.content if i not in d.cue])
            if q.speech and (wholly or d.direct or covered > 0.4 * (q.end - q.start)):
                d.content |= set(range(q.start, q.end))
                owners.setdefault(n, d)
                d.direct = d.direct or wholly
    return owners


def _following(doc: Doc, drafts: Sequence[Draft], quotations: list[Quotation], owners: dict[int, Draft]) -> None:
    """A quotation that begins a sentence right after a quotation's claim belongs to the same speaker."""
    for n, q in enumerate(quotations):
        if n in owners or not q.speech or not _begins(doc, q):
            continue
        before = owners.get(n - 1) if n else None
        if before is None:
            continue
        last = max([*before.cue, *before.source, quotations[n - 1].end - 1])
        between = [d for d in drafts if d is not before and quotations[n - 1].end <= d.word.i < q.start]
        new_sentences = sum(1 for t in doc[last + 1 : q.start] if t.is_sent_start and not t.is_space)
        if not between and new_sentences == 0:
            before.content |= set(range(q.start, q.end))
            owners[n] = before


def _begins(doc: Doc, q: Quotation) -> bool:
    """Whether a quotation opens a sentence and nothing but its marks stands before it there."""
    k = q.start - 1
    while k >= 0 and doc[k].is_space:
        k -= 1
    return k < 0 or doc[k].text in ".?!…:" or doc[q.start].is_sent_start is True
