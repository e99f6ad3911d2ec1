"""The page over a small store, asked as a browser would ask."""

import pytest
from starlette.testclient import TestClient

from detente.records import Deadline
from detente.serve import build_app
from detente.store import open_store
from tests.measure.conftest import told

HOST = "http://127.0.0.1:8422"


def filled(path):
    """Reports of two states, one of them with markup in its text, and a deadline."""
    import msgspec

    opened = open_store(path, wait=0.2)
    nasty = told("2025-05-10", [(["IND", "PAK"], "AGREE", [])], number=7)
    due = Deadline(
        id="d1", what="talks, in Dubai; " + "x" * 80, due="2025-06-01", parties=("a1",), span=(0, 5), basis="'soon'"
    )
    text = "<script>alert(1)</script> & <b>bold</b> " + nasty.report.text
    nasty = msgspec.structs.replace(
        nasty,
        report=msgspec.structs.replace(nasty.report, text=text, title="<img src=x onerror=alert(1)>"),
        deadlines=(due,),
    )
    opened.add(
        [
            told("2025-05-07", [(["IND"], "ASSAULT", ["PAK"]), (["PAK"], "ACCUSE", ["IND"])], number=1),
            told("2025-05-08", [(["PAK"], "ASSAULT", ["IND"])], number=2),
            nasty,
        ]
    )
    return opened


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("page") / "page.duckdb")


@pytest.fixture(scope="module")
def client(store):
    with TestClient(build_app(store), base_url=HOST, raise_server_exceptions=True) as made:
        yield made


@pytest.fixture
def empty(tmp_path):
    with TestClient(build_app(open_store(tmp_path / "none.duckdb", wait=0.1)), base_url=HOST) as made:
        yield made
