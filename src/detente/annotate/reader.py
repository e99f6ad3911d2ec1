"""Text to parsed document: tokens, sentences, tags, tree, lemmas and names as a spaCy `Doc`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, TAG
from spacy.symbols import IDS
from spacy.tokens import Doc

from detente.annotate.adopting import adopted
from detente.annotate.lemmas import Lemmatizer
from detente.annotate.model import Model, Parsed
from detente.annotate.sentences import Segmenter
from detente.annotate.tokens import english_tokenizer

__all__ = ["Reader", "load_reader"]

IOB = {"I": 1, "O": 2, "B": 3}
MAX_WORDS = 180  # longer sentences are lists or tables; cut to stay within the encoder's positions


class Reader:
    """Reads English text. Any other pipeline that gives Docs with UD labels can stand in for it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._nlp = english_tokenizer()
        self._segmenter = Segmenter.default()
        self._lemmatizer = Lemmatizer.default()

    @property
    def version(self) -> str:
        """Version of the model."""
        return self.model.version

    def read(self, texts: Iterable[str]) -> list[Doc]:
        """Parse each text by itself (its result does not depend on its neighbours).

        `doc.tensor` holds the encoder's word vectors (tokens x 384, float32).
        """
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Doc:
        return self.annotate(self._nlp.make_doc(text))

    def _sentences(self, doc: Doc) -> list[list[int]]:
        return [s for cut in self._segmenter.sentences(doc) for s in _shorter(doc, cut)]

    def annotate(self, doc: Doc) -> Doc:
        """Parse a document in place, with the words that it has (for pipelines whose tokenizer is another)."""
        return self._fill(doc, self._sentences(doc))

    def adopt(self, doc: Doc) -> Doc:
        """A copy of a document that another pipeline parsed with UD labels, fit for our rooms: see `adopting`."""
        words = [[t.i for t in sent if not t.is_space] for sent in doc.sents]
        sentences = [part for sentence in words if sentence for part in _shorter(doc, sentence)]
        parsed = self.model.parse([[doc[i].text for i in s] for s in sentences])
        return adopted(doc, parsed, sentences, lemma=self._lemma)

    def parse_words(self, sentences: Sequence[Sequence[str]]) -> list[Parsed]:
        """Parse sentences whose words are given (for the `parse` benchmark and for tests)."""
        return self.model.parse(sentences)

    def _fill(self, doc: Doc, sentences: list[list[int]]) -> Doc:
        """Write what the model says into the document."""
        parsed = self.model.parse([[doc[i].text for i in s] for s in sentences])
        table = np.zeros((len(doc), 7), np.uint64)
        table[:, 0] = IDS["SPACE"]
        table[:, 5] = IOB["O"]
        vectors = np.zeros((len(doc), self.model.width), np.float32)
        for positions, sentence in zip(sentences, parsed, strict=True):
            self._fill_sentence(doc, positions, sentence, table)
            vectors[positions] = sentence.vectors
        _attach_spaces(doc, sentences, table)
        if len(doc):
            doc.from_array([POS, TAG, LEMMA, DEP, HEAD, ENT_IOB, ENT_TYPE], table)  # type: ignore[arg-type]
        doc.tensor = vectors
        return doc

    def _lemma(self, word: str, upos: str, tag: str) -> str:
        """Lemma by the Penn tag; a verb whose tag is none of a verb's ("gave" tagged as money) by its ending."""
        lemma = self._lemmatizer.lemma(word, tag) or word
        if upos != "VERB" or tag.startswith(("V", "NNP")):
            return lemma
        inflected = (self._lemmatizer.lemma(word, t) for t in ("VBD", "VBN", "VBG", "VBZ"))
        return next((base for base in inflected if base != word.lower()), lemma)

    def _fill_sentence(self, doc: Doc, positions: list[int], sentence: Parsed, table: NDArray[np.uint64]) -> None:
        add = doc.vocab.strings.add
        names = _repair(sentence.names)
        for k, i in enumerate(positions):
            word, upos = doc[i].text, sentence.upos[k]
            head = sentence.heads[k]
            offset = positions[head - 1] - i if head else 0
            lemma = self._lemma(word, upos, sentence.xpos[k])
            mark, _, kind = names[k].partition("-")
            if mark == "I":  # white space inside a name belongs to it
                table[positions[k - 1] + 1 : i, 5:] = (IOB["I"], add(kind))
            table[i] = (
                IDS[upos],
                add(sentence.xpos[k]),
                add(lemma),
                add(sentence.deprels[k]),
                np.array(offset, np.int64).astype(np.uint64),
                IOB[mark],
                add(kind) if kind else 0,
            )


def _shorter(doc: Doc, sentence: list[int]) -> list[list[int]]:
    """Cut a sentence that is too long, after a semicolon or comma where there is one."""
    out = []
    while len(sentence) > MAX_WORDS:
        cut = next(
            (k for k in range(MAX_WORDS - 1, MAX_WORDS // 2, -1) if doc[sentence[k]].text in ";,"), MAX_WORDS - 1
        )
        out.append(sentence[: cut + 1])
        sentence = sentence[cut + 1 :]
    return [*out, sentence]


def _attach_spaces(doc: Doc, sentences: list[list[int]], table: NDArray[np.uint64]) -> None:
    """White-space tokens hang on the word before them, or on the first word."""
    words = {i for s in sentences for i in s}
    first = min(words, default=0)
    for token in doc:
        if token.i not in words:
            before = token.i - 1 if token.i > first else (first if words else token.i)
            while before not in words and before > first:
                before -= 1
            table[token.i, 4] = np.array(before - token.i, np.int64).astype(np.uint64)
            table[token.i, 3] = doc.vocab.strings.add("dep")


def _repair(names: list[str]) -> list[str]:
    """An inside tag without a beginning begins a name."""
    out: list[str] = []
    for tag in names:
        before = out[-1] if out else "O"
        begins = tag.startswith("I-") and before[2:] != tag[2:]
        out.append("B-" + tag[2:] if begins else tag)
    return out


def load_reader(*, threads: int | None = None) -> Reader:
    """Load the shipped model (22 MB)."""
    return Reader(Model(threads=threads))
