"""A document that another pipeline parsed, as our rooms expect it: its tree, and what it lacks from our own model.

Taken over are words, sentences, tree and parts of speech; Penn tags, lemmas and names where they are there, and of a
kind that we know, else they are ours. The encoder's word vectors are always ours: the relation heads rest on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from detente.annotate.model import Parsed

__all__ = ["adopted", "is_adoptable", "strange_labels"]

# The 37 relations of Universal Dependencies, without subtypes, and the label that spaCy gives roots.
RELATIONS = frozenset(
    """acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed
    flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp
    """.split()
)
# Names of entities as OntoNotes, CoNLL and ours have them; peoples, dates, amounts and so on are no names here.
NAMES = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
NEEDED = ("DEP", "HEAD", "POS")

Lemma = Callable[[str, str, str], str]  # word, part of speech, Penn tag → lemma


def strange_labels(doc: Doc) -> list[str]:
    """Labels of the tree that Universal Dependencies do not know, sorted."""
    labels = {t.dep_ for t in doc if not t.is_space}
    return sorted(label for label in labels if label.partition(":")[0].lower() not in RELATIONS)


def is_adoptable(doc: Doc) -> bool:
    """Whether it has a tree with UD labels and parts of speech."""
    return all(doc.has_annotation(name) for name in NEEDED) and not strange_labels(doc)


def adopted(doc: Doc, parsed: Sequence[Parsed], sentences: Sequence[Sequence[int]], *, lemma: Lemma) -> Doc:
    """A copy with the tree of `doc`; `parsed` is what our model says of its `sentences` (token positions)."""
    ours = {i: (p, k) for positions, p in zip(sentences, parsed, strict=True) for k, i in enumerate(positions)}
    tags = list(_tags(doc, ours))
    out = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        pos=[t.pos_ for t in doc],
        tags=tags,
        lemmas=[_lemma_of(t, tag, lemma) for t, tag in zip(doc, tags, strict=True)],
        heads=[t.head.i for t in doc],
        deps=["root" if t.dep_ == "ROOT" else t.dep_ or "dep" for t in doc],
        ents=list(_names(doc, ours)),
    )
    out.tensor = _vectors(doc, parsed, sentences)  # type: ignore[assignment]
    return out


def _vectors(doc: Doc, parsed: Sequence[Parsed], sentences: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    width = parsed[0].vectors.shape[1] if parsed else 0
    out = np.zeros((len(doc), width), np.float32)
    for positions, sentence in zip(sentences, parsed, strict=True):
        out[list(positions)] = sentence.vectors
    return out


def _tags(doc: Doc, ours: dict[int, tuple[Parsed, int]]) -> Iterator[str]:
    """Their tags where they look like Penn's (verbs and nouns alone tell: VBD, NNP), else ours."""
    penn = any(t.tag_.startswith(("NN", "VB")) for t in doc)
    for token in doc:
        if token.i not in ours:
            yield "_SP"
        else:
            sentence, k = ours[token.i]
            yield token.tag_ if penn and token.tag_ else sentence.xpos[k]


def _lemma_of(token: Token, tag: str, lemma: Lemma) -> str:
    return token.lemma_ or (token.text if token.is_space else lemma(token.text, token.pos_, tag))


def _names(doc: Doc, ours: dict[int, tuple[Parsed, int]]) -> Iterator[str]:
    """Names as B-PER, I-PER …, theirs where they have any of a kind that we know."""
    theirs = {i: (NAMES[e.label_], i == e.start) for e in doc.ents if e.label_ in NAMES for i in range(e.start, e.end)}
    before = "O"
    for token in doc:
        if theirs:
            kind, begins = theirs.get(token.i, ("", False))
            tag = f"{'B' if begins else 'I'}-{kind}" if kind else "O"
        else:
            sentence, k = ours.get(token.i, (None, 0))
            tag = sentence.names[k] if sentence else "O"
            if tag.startswith("I-") and before[2:] != tag[2:]:  # an inside tag without a beginning begins a name
                tag = "B" + tag[1:]
        yield tag
        before = tag
