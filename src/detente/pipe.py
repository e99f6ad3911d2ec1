"""Détente in a spaCy pipeline.

    nlp = spacy.load("detente")      # our own reader as a pipeline: its tokenizer and the component `detente_reader`
    nlp.add_pipe("detente")          # or in any other pipeline, also `spacy.blank("en")`
    doc = nlp("Iran said on Monday that it had seized two Greek tankers.")
    doc._.detente                    # the record: report, actors, events, claims, figures, deadlines, checks, notes
    doc.spans["detente"]             # the words of each event, labelled with its type

What is known of a report is given as the context of a text, `nlp.pipe([(text, {"published": "2024-06-04"})],
as_tuples=True)`, or in `doc.user_data`: `published`, `title`, `source`, `url`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import SimpleFrozenDict, SimpleFrozenList

from detente import version
from detente.annotate import Reader, is_adoptable, load_reader, strange_labels, treebank_tokenizer
from detente.coder import Coder
from detente.errors import DataError, UnknownName, UsageError
from detente.read import report_of
from detente.records import Note, Record, Report

__all__ = ["load", "make_component", "make_reader", "make_tokenizer"]

KEY = "detente"  # of the record in `doc.user_data`, of the events in `doc.spans`
READER_KEY = "detente_reader"  # in `doc.user_data`: the version of our model that parsed the document
KNOWN = ("published", "title", "source", "url")  # what may be known of a report beside its text
TREES = ("auto", "doc", "own")
CONFIG = {
    "nlp": {"lang": "en", "pipeline": ["detente_reader"], "tokenizer": {"@tokenizers": "detente.Tokenizer.v1"}},
    "components": {"detente_reader": {"factory": "detente_reader"}},
}


def load(
    vocab: Any = True,  # noqa: ANN401, FBT002 - the signature that spacy.load calls
    *,
    disable: Iterable[str] = SimpleFrozenList(),
    enable: Iterable[str] = SimpleFrozenList(),
    exclude: Iterable[str] = SimpleFrozenList(),
    config: Mapping[str, Any] = SimpleFrozenDict(),
) -> Language:
    """Our reader as a spaCy pipeline: what `spacy.load("detente")` gives."""
    nlp = spacy.util.load_model_from_config(
        {**CONFIG, **config}, vocab=vocab, disable=disable, enable=enable, exclude=exclude, auto_fill=True
    )
    nlp.meta.update(name="detente", version=version(), description="Universal Dependencies for English news")
    return nlp


def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """The tokenizer `detente.Tokenizer.v1`: words as the treebanks have them."""
    return treebank_tokenizer


@Language.factory(
    "detente_reader",
    assigns=["token.dep", "token.head", "token.pos", "token.tag", "token.lemma", "doc.sents", "doc.ents"],
)
def make_reader(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component `detente_reader`: sentences, tags, tree, lemmas and names in place, vectors in `doc.tensor`."""
    return _read


def _read(doc: Doc) -> Doc:
    reader = _reader(os.getpid())
    reader.annotate(doc)
    doc.user_data[READER_KEY] = reader.version
    return doc


@cache
def _reader(_process: int) -> Reader:
    """The one reader of a process: what onnxruntime holds does not survive a fork."""
    return load_reader()


@Language.factory(
    "detente", assigns=["doc._.detente", "doc.spans"],
    default_config={"tree": "auto", "actors": None, "agents": None, "types": None},
)  # fmt: skip
def make_component(
    nlp: Language,
    name: str,
    tree: str,
    actors: str | None,
    agents: str | None,
    types: str | None,
) -> Recorder:
    """The component `detente`. Files of words are given as for `detente code`.

    `tree` says whose parse is used: `doc` the document's, which must have Universal Dependencies; `own` our reader's,
    made beside the document, which stays as it is; `auto` the document's where it has Universal Dependencies, else our
    own, with a note in the record. Raises UnknownName.
    """
    UnknownName.check(tree, TREES, kind="setting of tree")
    return Recorder(tree, actors=actors, agents=agents, types=types)


class Recorder:
    """Codes documents. The model is loaded with the first one, and anew in each process."""

    def __init__(
        self,
        tree: str = "auto",
        *,
        actors: str | None = None,
        agents: str | None = None,
        types: str | None = None,
    ) -> None:
        self.tree = tree
        self.words = tuple(Path(path) if path else None for path in (actors, agents, types))
        self._coders: dict[int, Coder] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Write the record into the document."""
        record = self.record(doc)
        doc.user_data[KEY] = msgspec.json.encode(record)
        spans = (doc.char_span(*e.trigger, label=e.type, span_id=e.id, alignment_mode="expand") for e in record.events)
        doc.spans[KEY] = [s for s in spans if s is not None]
        return doc

    def record(self, doc: Doc) -> Record:
        """The record of a document; with a note alone where it is no report that can be read.

        Raises UsageError for a wrong date, or where the document's tree shall be used and cannot.
        """
        published, title, source, url = _known(doc)
        try:
            report = report_of(doc.text, published=published, title=title, source=source, url=url)
        except DataError as error:
            unread = Report(id="", text=doc.text, title=title, source=source, url=url)
            return Record(report=unread, notes=(Note(kind="unread", text=error.message),))
        coder = self._coder()
        parsed, notes = self._parsed(doc, coder.reader)
        record = coder.code_doc(msgspec.structs.replace(report, text=doc.text), parsed)
        return msgspec.structs.replace(record, notes=(*record.notes, *notes))

    def _coder(self) -> Coder:
        process = os.getpid()
        if process not in self._coders:
            actors, agents, types = self.words
            reader = _reader(process)
            self._coders = {process: Coder.with_words(actors=actors, agents=agents, types=types, reader=reader)}
        return self._coders[process]

    def _parsed(self, doc: Doc, reader: Reader) -> tuple[Doc, list[Note]]:
        """The parse to code from, and a note where it is not the document's though it might have been."""
        if self.tree == "own":
            return reader.read([doc.text])[0], []
        if doc.user_data.get(READER_KEY) == reader.version:
            return doc, []
        if is_adoptable(doc):
            return reader.adopt(doc), []
        why = _unfit(doc)
        if self.tree == "doc":
            hint = 'parse it with Universal Dependencies before, or add_pipe("detente", config={"tree": "own"})'
            raise UsageError(f"this document's parse cannot be used: {why}", hint=hint)
        return reader.read([doc.text])[0], [Note(kind="parse", text=f"read with our own reader: {why}")]


def _known(doc: Doc) -> list[str | None]:
    """What is known of the report, in the order of KNOWN: the context of the text, else `doc.user_data`."""
    context = doc._context if isinstance(doc._context, Mapping) else {}
    given = (context.get(name) or doc.user_data.get(name) for name in KNOWN)
    return [str(value) if value else None for value in given]


def _unfit(doc: Doc) -> str:
    strange = [label for label in strange_labels(doc) if label]
    if doc.has_annotation("DEP") and strange:
        return f"its labels are not Universal Dependencies ({', '.join(strange[:4])})"
    return "it has no parse with parts of speech"


def _record_of(doc: Doc) -> Record | None:
    kept = doc.user_data.get(KEY)
    return msgspec.json.decode(kept, type=Record) if kept else None


Doc.set_extension("detente", getter=_record_of, force=True)
