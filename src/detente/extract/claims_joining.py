"""From drafts of claims to their whole contents: several sentences of one quotation, and quotations that follow."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from detente.extract.claims_nouns import according_drafts, adjective_drafts, nominal_drafts
from detente.extract.claims_quotes import Quotation, find_quotations, quoted_positions
from detente.extract.claims_spans import Draft, trim
from detente.extract.claims_speech import begins_sentence, speech_drafts
from detente.extract.claims_turns import turn_drafts
from detente.extract.claims_verbs import verbal_drafts

__all__ = ["drafts_of"]

SPOKEN = frozenset({"states", "announces", "confirms", "accuses", "denies", "warns", "criticises", "praises"})
# Shares of a content that a quotation holds, and of a quotation that a content holds, for them to be one.
WHOLLY, HALF = 0.8, 0.4
FIRST_PERSONS = frozenset("i we you me us".split())


def drafts_of(doc: Doc) -> list[Draft]:
    """All drafts of a document in the order of their cues."""
    quotations = find_quotations(doc)
    drafts = [
        *speech_drafts(doc, quotations),
        *verbal_drafts(doc, quotations),
        *according_drafts(doc),
        *nominal_drafts(doc),
        *adjective_drafts(doc),
        *turn_drafts(doc, quotations),
    ]
    drafts = _one_a_cue(drafts)
    within = quoted_positions(quotations)
    drafts = [d for d in drafts if not _of_oneself(d, within)]
    for d in drafts:
        _reach_quotation(doc, d, quotations, within)
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
            wholly = covered > WHOLLY * len(d.content)
            if q.speech and (wholly or d.direct or covered > HALF * (q.end - q.start)):
                d.content |= set(range(q.start, q.end))
                d.direct = d.direct or wholly
                if n not in owners or _gap(d, q) < _gap(owners[n], q):
                    owners[n] = d
    for n, d in owners.items():
        _only_quoted(d, quotations[n], within)
    return owners


def _reach_quotation(doc: Doc, d: Draft, quotations: list[Quotation], within: dict[int, int]) -> None:
    """A quotation right after what is said, in its sentence, is said too: "it is “a crime”"."""
    end = max(d.content) + 1
    if d.act not in SPOKEN or end >= len(doc) or end not in within or end - 1 in within or end < max(d.cue):
        return
    q = quotations[within[end]]
    if q.start == end and not doc[end].is_sent_start and doc[end - 1].is_alpha:
        d.content |= set(range(q.start, q.end))


def _gap(d: Draft, q: Quotation) -> int:
    """Tokens between a cue and a quotation."""
    return d.word.i - q.end if d.word.i >= q.end else q.start - d.word.i


def _only_quoted(d: Draft, q: Quotation, within: dict[int, int]) -> None:
    """ "“…,” he said, adding that …": what follows the cue of a quotation outside quotation marks is no longer said."""
    if d.cue and q.end <= min(d.cue) and min(d.content) >= q.start:
        d.content -= {i for i in d.content if i > max(d.cue) and i not in within}


def _following(doc: Doc, drafts: Sequence[Draft], quotations: list[Quotation], owners: dict[int, Draft]) -> None:
    """A quotation that goes on after the cue of another, or begins a sentence right after it, has the same speaker."""
    for n in range(1, len(quotations)):
        q, before = quotations[n], owners.get(n - 1)
        if n in owners or before is None or not _goes_on(doc, q, quotations[n - 1], before):
            continue
        between = [d for d in drafts if quotations[n - 1].end <= d.word.i < q.start]
        if all(d is before or d.source == before.source for d in between):
            before.content |= set(range(q.start, q.end))
            owners[n] = before


def _goes_on(doc: Doc, q: Quotation, last: Quotation, before: Draft) -> bool:
    told = max([*before.cue, *before.source, last.end - 1])
    if told >= q.start:
        return False
    starts = sum(1 for t in doc[told + 1 : q.start] if t.is_sent_start and not t.is_space)
    if q.speech and begins_sentence(doc, q):
        return starts == 0
    same_sentence = starts == 0 and not any("\n" in t.text for t in doc[told + 1 : q.start])
    return same_sentence and before.direct and last.end <= min(before.cue) and doc[last.end - 2].text == ","
