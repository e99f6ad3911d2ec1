"""What is fuzzed, stage by stage: each takes bytes, and may raise nothing but errors that we can explain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType, SimpleNamespace

import msgspec

from detente.annotate.heads import Heads
from detente.annotate.model import model_folder
from detente.annotate.tokens import english_tokenizer
from detente.codebook.actors import Lexicon
from detente.codebook.custom import read_types
from detente.codebook.petrarch import read_agents
from detente.codebook.users import read_actors
from detente.coder import Coder
from detente.errors import DetenteError
from detente.read.feeds import _entries, feeds_of
from detente.read.files import columns_of, read_file
from detente.read.text import decode, report_of
from detente.read.web import Answer
from detente.records import Record, Report
from detente.resolve.actors import find_actors
from detente.resolve.dateorder import date_notes, day_first
from detente.resolve.places import find_places
from detente.resolve.published import find_published
from detente.resolve.times import find_times
from detente.store import open_store
from detente.store.importing import FORMATS, import_file
from fuzz.soundness import Unsound, assert_sound
from fuzz.taking import Taken, random_doc

__all__ = ["TARGETS"]

SUFFIXES = (".txt", ".html", ".json", ".jsonl", ".csv", ".warc", ".warc.gz", ".md", "")
DAYS = (None, "2025-05-09", "2024-02-29", "0001-01-01", "9999-12-31", "2025-05-01/2025-05-09")
LONGEST = 600  # characters of a text for the model: short ones are tried oftener


@cache
def _labels() -> dict[str, list[str]]:
    return dict(json.loads((model_folder() / "labels.json").read_text(encoding="utf-8")))


@cache
def _stand_in() -> SimpleNamespace:
    """A reader that reads nothing: the heads over its vectors are the real ones."""
    heads = Heads(model_folder() / "relation.npz", _labels())
    return SimpleNamespace(
        model=SimpleNamespace(heads=heads, width=heads.width), version="none", nlp=english_tokenizer()
    )


@cache
def _coder() -> Coder:
    return Coder(threads=1)


@cache
def _treeless() -> Coder:
    return Coder(_stand_in(), lexicon=Lexicon.default())


def _in_file(data: bytes, name: str, use: Callable[[Path], object]) -> None:
    with TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        use(path)


def read(data: bytes) -> None:
    """A file of any kind; what it gives has an id, an encodable text and letters."""
    taken = Taken(data)
    suffix, day = taken.one(SUFFIXES), taken.one(DAYS)

    def use(path: Path) -> None:
        for found in read_file(path, published=day):
            if isinstance(found, Report):
                _check_report(found)
            else:
                str(found.error).encode()

    _in_file(taken.rest(), f"a{suffix}", use)


def _check_report(report: Report) -> None:
    again = msgspec.json.decode(msgspec.json.encode(report), type=Report)
    if again != report or not report.text.strip() or "\0" in report.text:
        raise Unsound(f"{report!r:.300}")


def feeds(data: bytes) -> None:
    """The answer of a server that was asked for a feed, and a file of feeds."""
    for link, entry in _entries(Answer(200, {}, data, "https://example.org/feed")).items():
        if not link.startswith(("http://", "https://")):
            raise Unsound(f"{link!r} {entry!r}")


def settings(data: bytes) -> None:
    """Lists of feeds, and names of columns."""
    columns_of(data[:200].decode("utf-8", "replace"))
    _in_file(data, "feeds.toml", lambda path: feeds_of(str(path)))


def annotate(data: bytes) -> None:
    """Any text through the model: tokens give the text again, sentences cover it."""
    text = decode(data, "data")[:LONGEST]
    doc = _coder().reader.read([text])[0]
    if doc.text != text or sum(len(s) for s in doc.sents) != len(doc):
        raise Unsound(f"{text!r}")


def resolve(data: bytes) -> None:
    """Any tree to times, places, actors."""
    taken = Taken(data)
    day = taken.one(DAYS)
    doc = random_doc(taken, _stand_in().nlp.vocab, _labels(), _stand_in().model.width)
    times = find_times(doc, published=day, day_first=day_first(doc.text, None))
    date_notes(times)
    find_published(doc, times)
    for place in find_places(doc):
        if place.span and not 0 <= place.span[0] < place.span[1] <= len(doc.text):
            raise Unsound(f"{place!r}")
    for time in times:
        if doc.text[slice(*time.span)] != time.text or (time.start or "") > (time.end or "9"):
            raise Unsound(f"{time!r}")
    find_actors(doc, lexicon=Lexicon.default(), on=day and day[:10])


def extract(data: bytes) -> None:
    """Any tree to a record that is sound."""
    taken = Taken(data)
    day = taken.one(DAYS)
    doc = random_doc(taken, _stand_in().nlp.vocab, _labels(), _stand_in().model.width)
    basis = "given" if day else "unknown"
    report = Report(id="0", text=doc.text, published=day, published_basis=basis)
    if doc.text:
        assert_sound(_treeless().code_doc(report, doc))


def code(data: bytes) -> None:
    """Any text to a record that is sound, twice the same."""
    taken = Taken(data)
    day = taken.one(DAYS[:-1])
    report = report_of(decode(taken.rest(), "data")[:LONGEST], published=day)
    record = _coder().code(report)
    assert_sound(record)
    _same(record, _coder().code(report))


def _same(one: Record, other: Record) -> None:
    if one != other:
        raise Unsound("coded twice it is another record")


@cache
def _empty_store() -> bytes:
    """A store with its schema and nothing in it: made once, since making it takes longer than an import."""
    with TemporaryDirectory(prefix="fuzz-") as folder:
        store = open_store(Path(folder) / "s.duckdb")
        with store.connected(write=True):
            pass
        return store.path.read_bytes()


def imports(data: bytes) -> None:
    """A data set of any format into a store, twice: the second time nothing is new."""
    taken = Taken(data)
    form = taken.one(sorted(FORMATS))

    def use(path: Path) -> None:
        store = open_store(path.with_name("s.duckdb"))
        store.path.write_bytes(_empty_store())
        first = import_file(store, form, path)
        second = import_file(store, form, path)
        if second.new or second.revised or first.read != second.read:
            raise Unsound(f"{first!r} {second!r}")

    _in_file(taken.rest(), "data", use)


def dictionaries(data: bytes) -> None:
    """Users' actors, agents, tables and types."""
    readers: tuple[tuple[str, Callable[[Path], object]], ...] = (
        ("a.actors", read_actors), ("a.tsv", read_actors), ("a.agents", read_agents), ("a.toml", read_types),
    )  # fmt: skip
    taken = Taken(data)
    name, use = taken.one(readers)
    _in_file(taken.rest(), name, use)


def _explained(work: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The same, without the errors that we can explain."""

    def run(data: bytes) -> None:
        try:
            work(data)
        except DetenteError as error:
            str(error).encode()

    return run


TARGETS: Mapping[str, Callable[[bytes], None]] = MappingProxyType(
    {
        f.__name__: _explained(f)
        for f in (read, feeds, settings, annotate, resolve, extract, code, imports, dictionaries)
    }
)
