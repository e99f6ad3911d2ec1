"""Words given to a speaker by layout: turns of a transcript, a headline's name and colon, names under quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from detente.codebook.words import word_list
from detente.extract.claims_quotes import PARAGRAPH, Quotation
from detente.extract.claims_spans import Draft, trim

__all__ = ["turn_drafts"]

DASHES = frozenset("- – — -- ― ―".split())
NAME_WORDS = 6
MARKS = frozenset("\"“”'‘’")
SOURCES = word_list("documents") | word_list("sources")
NEITHER = word_list("no_speaker")
Line = list[Token]


def turn_drafts(doc: Doc, quotations: list[Quotation]) -> Iterator[Draft]:
    """Drafts whose cue is a colon or a dash."""
    lines = list(_lines(doc))
    names = [_name(line) for line in lines]
    repeated = Counter(" ".join(t.lower_ for t in n) for n in names if n)
    for number, (line, name) in enumerate(zip(lines, names, strict=True)):
        if not name:
            continue
        loud = all(t.is_upper or not t.is_alpha for t in name)
        known = repeated[" ".join(t.lower_ for t in name)] > 1
        if loud or known or (number == 0 and _is_headline(name)):
            yield _turn(doc, line, name)
    yield from _signed(doc, quotations)


def _lines(doc: Doc) -> Iterator[Line]:
    """The words of each paragraph."""
    text = doc.text
    ends = [*(m.end() for m in PARAGRAPH.finditer(text)), len(text) + 1]
    line: Line = []
    k = 0
    for token in doc:
        while token.idx >= ends[k]:
            k += 1
            if line:
                yield line
            line = []
        if not token.is_space:
            line.append(token)
    if line:
        yield line


def _name(line: Line) -> Line:
    """The words before a colon that opens a paragraph, where they can be a name."""
    at = next((k for k, t in enumerate(line[: NAME_WORDS + 2]) if t.text == ":"), 0)
    name = [t for t in line[:at] if t.text not in MARKS]
    if not at or at + 2 >= len(line) or not 0 < len(name) <= NAME_WORDS or name[0].lower_ in NEITHER:
        return []
    return name if all(t.text[:1].isupper() or not t.is_alpha for t in name) else []


def _is_headline(name: Line) -> bool:
    last = name[-1]
    return last.pos_ == "PROPN" or last.lemma_.lower() in SOURCES


def _turn(doc: Doc, line: Line, name: Line) -> Draft:
    colon = next(t for t in line if t.text == ":")
    content = set(trim(doc, (t.i for t in line if t.i > colon.i)))
    head = next((t for t in name if t.head.i not in {n.i for n in name}), name[-1])
    return Draft(colon, [colon.i], "states", head, [t.i for t in name], content, direct=True)


def _signed(doc: Doc, quotations: list[Quotation]) -> Iterator[Draft]:
    """ "“…” ― Name" at the end of a paragraph."""
    for q in quotations:
        after = [t for t in doc[q.end : q.end + NAME_WORDS + 8] if t.text != " "]
        if not q.speech or not after or after[0].text not in DASHES:
            continue
        stop = next((k for k, t in enumerate(after) if "\n" in t.text or t.text in ",(."), len(after))
        name = after[1:stop]
        if name and len(name) <= NAME_WORDS and all(t.text[:1].isupper() or not t.is_alpha for t in name):
            content = set(range(q.start, q.end))
            yield Draft(after[0], [after[0].i], "states", name[-1], [t.i for t in name], content, direct=True)
