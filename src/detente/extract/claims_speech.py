"""Direct speech by its surface: "“…,” said X", "“…?” X asked", where the tree of a quotation cannot be trusted."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from detente.codebook.cues import cues
from detente.extract.claims_quotes import Quotation
from detente.extract.claims_sources import antecedent
from detente.extract.claims_spans import Draft, cue_words, phrase, trim

__all__ = ["begins_sentence", "speech_drafts"]

RUNS_ON = frozenset(",?!…—–-")  # a quotation that ends so has its cue after it
WINDOW = 30  # tokens after a quotation in which its cue stands
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
SUBORDINATE = ("acl:relcl", "acl", "advcl", "amod", "ccomp", "xcomp")


def speech_drafts(doc: Doc, quotations: list[Quotation]) -> Iterator[Draft]:
    """Drafts of quotations that open a sentence and have their cue right after them."""
    for n, q in enumerate(quotations):
        if not q.speech or not q.closed or not begins_sentence(doc, q) or not _runs_on(doc, q):
            continue
        stop = quotations[n + 1].start if n + 1 < len(quotations) else len(doc)
        window = _window(doc, q.end, min(stop, q.end + WINDOW))
        if draft := _draft(doc, q, window):
            yield draft


def begins_sentence(doc: Doc, q: Quotation) -> bool:
    """Whether a quotation opens a sentence and nothing but its marks stands before it there."""
    k = q.start - 1
    while k >= 0 and doc[k].is_space:
        k -= 1
    return k < 0 or doc[k].text in ".?!…:" or doc[q.start].is_sent_start is True or "\n" in doc[q.start - 1].text


def _runs_on(doc: Doc, q: Quotation) -> bool:
    inner = [t.text for t in doc[q.start : q.end - 1] if not t.is_space]
    return bool(inner) and inner[-1][-1] in RUNS_ON


def _window(doc: Doc, start: int, stop: int) -> list[Token]:
    out: list[Token] = []
    for token in doc[start:stop]:
        if "\n" in token.text or (token.text == "." and not _abbreviated(token)):
            break
        out.append(token)
    return [t for t in out if not t.is_space]


def _abbreviated(stop: Token) -> bool:
    """A full stop after a title or an initial ("Rep", "R-Fla") ends no sentence."""
    before = stop.nbor(-1) if stop.i else stop
    return not before.whitespace_ and (before.pos_ == "PROPN" and len(before) <= 4)


def _draft(doc: Doc, q: Quotation, window: list[Token]) -> Draft | None:
    for k, verb in enumerate(window):
        cue = cues().get((verb.lemma_.lower(), "v")) if verb.pos_ == "VERB" else None
        if cue is None or "that" not in cue.frames or verb.dep_ in SUBORDINATE[:3]:
            continue
        before, after = window[:k], window[k + 1 :]
        found = _source(before, after, verb)
        if found is None:
            return None
        head, words = found
        content = set(range(q.start, q.end))
        cue_tokens = [i for i in cue_words(verb) if i >= q.end and i not in words]
        return Draft(verb, cue_tokens, cue.act_in("that"), antecedent(head), words, content, direct=True)
    return None


def _source(before: list[Token], after: list[Token], verb: Token) -> tuple[Token, list[int]] | None:
    """The noun phrase before the verb, or the one after it where none stands before."""
    nominal = [t for t in before if t.pos_ in NOMINAL]
    if nominal:
        inside = {t.i for t in before}
        head = next((t for t in nominal if t.head.i not in inside), nominal[0])
        words = [t.i for t in before if t.dep_ not in ("aux", "advmod", "cc") or t.head.i != verb.i]
        return head, trim(verb.doc, words)
    head_after = next((t for t in after if t.pos_ in NOMINAL), None)
    if head_after is None or any(t.text in ",:" for t in after if t.i < head_after.i):
        return None
    inside = {t.i for t in after}
    while head_after.head.i in inside and head_after.head.pos_ in NOMINAL:
        head_after = head_after.head
    words = [i for i in phrase(head_after) if i in inside]
    return head_after, words
