"""Shared fixtures. Unit tests build parses by hand; what needs the model asks for `reader` or `coder`."""

import os
from pathlib import Path

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from detente.annotate import Reader, load_reader
from detente.coder import Coder
from detente.read import report_of

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader(threads=1)


@pytest.fixture(scope="session")
def coder(reader: Reader) -> Coder:
    return Coder(reader)


@pytest.fixture(scope="session")
def coded(coder: Coder):
    """Code a text: `coded("…", published="2024-05-01")`."""
    return lambda text, published=None: coder.code(report_of(text, published=published))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development sets; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the development sets are not here (set DETENTE_SHARED)")
    return SHARED


@pytest.fixture
def parse():
    """Make a parsed sentence from rows of `word lemma upos tag head dep` (heads count from 1, 0 = root)."""

    vocab = English().vocab

    def make(rows: str) -> Doc:
        cells = [line.split() for line in rows.strip().splitlines()]
        return Doc(
            vocab,
            words=[c[0] for c in cells],
            lemmas=[c[1] for c in cells],
            pos=[c[2] for c in cells],
            tags=[c[3] for c in cells],
            heads=[int(c[4]) - 1 if int(c[4]) else i for i, c in enumerate(cells)],
            deps=[c[5] for c in cells],
        )

    return make
