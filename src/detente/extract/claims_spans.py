"""Spans of claims: the words of a source, a cue and a content on the tree, as token positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.records import Act, Span

__all__ = ["Draft", "clause", "cue_words", "phrase", "preposition", "spans", "trim"]

AUXILIARY = ("aux", "aux:pass", "cop")
# What stands between an auxiliary and its verb, or before a verb, and belongs to the cue.
ADVERBIAL = ("advmod", "neg")
EDGES = frozenset(", . ; : - – — -- ― ( ) [ ] … ...".split())
LEADING = ("case", "cc", "mark", "cc:preconj", "punct", "discourse")
BRACKETS = {")": "(", "]": "["}


@dataclass(slots=True)
class Draft:
    """A claim before it gets its id; all words as token positions."""

    word: Token
    cue: list[int]
    act: Act
    head: Token | None = None
    source: list[int] = field(default_factory=list)
    content: set[int] = field(default_factory=set)
    direct: bool = False
    frame: str = "that"


def phrase(head: Token, *, without: Iterable[int] = ()) -> list[int]:
    """A noun phrase with its appositions and relative clauses, but for its case word and what is in `without`."""
    doc, banned = head.doc, set(without)
    inside = {t.i for t in head.subtree if not t.is_space} - banned
    inside -= {t.i for c in head.children if c.dep_ in LEADING and c.i < head.i for t in c.subtree}
    inside -= {t.i for c in head.children if c.dep_ in ("parataxis", "advcl", "discourse") for t in c.subtree}
    start = end = head.i
    while start - 1 in inside or (start > 0 and doc[start - 1].is_space and start - 2 in inside):
        start -= 1
    while end + 1 in inside or (end + 2 in inside and doc[end + 1].is_space):
        end += 1
    return trim(doc, range(start, end + 1))


def trim(doc: Doc, positions: Iterable[int]) -> list[int]:
    """Sorted positions without punctuation at the edges; a closing bracket stays where its opening one does."""
    kept = sorted(positions)
    while kept and (doc[kept[0]].text in EDGES or doc[kept[0]].is_space) and not _closes(doc, kept):
        kept.pop(0)
    while kept and (doc[kept[-1]].text in EDGES or doc[kept[-1]].is_space) and not _closes(doc, kept):
        kept.pop()
    return kept


def _closes(doc: Doc, kept: Sequence[int]) -> bool:
    opening = BRACKETS.get(doc[kept[-1]].text)
    return opening is not None and any(doc[i].text == opening for i in kept)


def clause(head: Token, *, without: Iterable[int] = ()) -> set[int]:
    """All words of a clause or phrase but those in `without`."""
    return {t.i for t in head.subtree if not t.is_space} - set(without)


def cue_words(word: Token, *extra: Token) -> list[int]:
    """The verb with its auxiliaries, negation, adverbs and particle, as far as they stand together."""
    helpers = {c.i for c in word.children if c.dep_ in AUXILIARY or c.lower_ in ("not", "n't", "n’t", "never")}
    adverbs = {c.i for c in word.children if c.dep_ in ADVERBIAL and not list(c.children)}
    start = word.i
    first = min((i for i in helpers if i < word.i), default=word.i)
    while start - 1 in helpers | adverbs and start - 1 >= 0 and (start > first or start - 1 in adverbs):
        start -= 1
    found = set(range(start, word.i + 1))
    found |= {c.i for c in word.children if c.dep_ == "compound:prt" and 0 < c.i - word.i <= 2}
    found |= {t.i for t in extra}
    return sorted(found)


def spans(doc: Doc, positions: Iterable[int]) -> tuple[Span, ...]:
    """Runs of neighbouring tokens as code points; white space between two of them is no gap."""
    out: list[tuple[int, int]] = []
    last: int | None = None
    for i in sorted(positions):
        if last is not None and all(doc[k].is_space for k in range(last + 1, i)):
            out[-1] = (out[-1][0], doc[i].idx + len(doc[i]))
        else:
            out.append((doc[i].idx, doc[i].idx + len(doc[i])))
        last = i
    return tuple(out)


def preposition(phrase_head: Token) -> Token | None:
    """The case word of an oblique."""
    return next((c for c in phrase_head.children if c.dep_ in ("case", "mark") and c.i < phrase_head.i), None)
