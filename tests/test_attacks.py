"""A report, a data set or a name made to attack whoever reads the record: it is shown, and does nothing."""

import csv
import io
import sys

import msgspec
import pytest
from starlette.testclient import TestClient

from detente.brief.cells import harmless, plain
from detente.brief.html import brief_html
from detente.cli import main
from detente.link import link
from detente.read.text import report_of
from detente.serve import build_app
from detente.store import open_store
from detente.store.exporting import export
from tests.serve.conftest import HOST
from tests.store.conftest import record

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil\u2066"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store whose rows did not pass our readers: every text in it attacks."""
    opened = open_store(tmp_path_factory.mktemp("attack") / "s.duckdb")
    one = record(
        f"{FORMULA} {MARKUP} {ESCAPES} India accused Pakistan on Monday, a report of many words said in Uri.",
        url="javascript:alert(1)",
    )
    report = msgspec.structs.replace(one.report, title=f"{FORMULA}{MARKUP}{ESCAPES}", source=f"+{MARKUP}{ESCAPES}")
    actors = tuple(msgspec.structs.replace(a, name=f"@{MARKUP}{ESCAPES}{a.name}") for a in one.actors)
    events = tuple(msgspec.structs.replace(e, why=f"-{MARKUP}{ESCAPES}", sentence=(0, 60)) for e in one.events)
    opened.add([msgspec.structs.replace(one, report=report, actors=actors, events=events)])
    link(opened)
    return opened


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*args):
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, args)])
        with pytest.raises(SystemExit):
            main()
        printed = capsys.readouterr()
        return printed.out + printed.err

    return call


def obeyed(text):
    return {c for c in text if (ord(c) < 32 and c not in "\n\t") or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066"}


def test_a_terminal_obeys_nothing(store, run):
    (event, *_) = store.query("SELECT id FROM events ORDER BY id").rows()
    (incident, *_) = store.query("SELECT id FROM incidents ORDER BY id").rows() or [event]
    commands = [
        ("show", event["id"]), ("show", "IND"), ("query", "SELECT * FROM timeline"), ("incidents",), ("chronology",),
        ("incident", incident["id"]), ("chronology", "--format", "md"), ("dyad", "IND", "PAK"),
        ("query", f"SELECT 1 AS \"{ESCAPES}\" FROM nowhere"),
    ]  # fmt: skip
    for command in commands:
        said = run(*command, "--store", store.path)
        assert said
        assert not obeyed(said), command


def test_an_error_message_runs_nothing(run, tmp_path):
    assert not obeyed(run("brief", tmp_path / f"no{ESCAPES}.txt"))


def test_every_page_shows_markup_as_text(store):
    with TestClient(build_app(store), base_url=HOST) as client:
        report, event = (store.query(f"SELECT id FROM {t} ORDER BY id").rows()[0]["id"] for t in ("reports", "events"))
        pages = ["/", "/incidents", "/chronology", "/reports", f"/report/{report}", f"/incident/{event}", "/relations",
                 "/dyad/IND/PAK", "/map", "/deadlines", f"/incidents?q={MARKUP}", f"/dyad/{MARKUP}/PAK"]  # fmt: skip
        for address in pages:
            text = client.get(address).text
            assert "<script>alert" not in text, address
            assert "<img src=x" not in text, address
            assert 'href="javascript:' not in text, address


def test_charts_hold_no_script(store):
    with TestClient(build_app(store), base_url=HOST) as client:
        for address in (
            "/dyad/IND/PAK/chart.svg",
            "/relations/matrix.svg",
            "/relations/network.svg",
            "/map/places.svg",
        ):
            answer = client.get(address)
            assert "<script" not in answer.text
            assert "onerror=alert" not in answer.text.replace("&lt;img src=x onerror=alert", "")
            assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("table", ["timeline", "reports", "actors", "events", "claims"])
def test_a_spreadsheet_runs_nothing_of_an_export(store, tmp_path, table):
    export(store, "csv", tmp_path / "x.csv", table=table)
    for row in csv.DictReader(io.StringIO((tmp_path / "x.csv").read_text(), newline="")):
        for name, value in row.items():
            number = value.lstrip("-").replace(".", "", 1).isdigit()
            assert number or not value.startswith(("=", "+", "-", "@")), (name, value)


def test_queries_as_csv_run_nothing(store, run):
    said = run("query", "SELECT title FROM reports", "--format", "csv", "--store", store.path)
    assert said.split("\n", 1)[1].lstrip('"').startswith("'=cmd")


def test_the_page_of_a_brief_holds_markup_as_text(coder):
    page = brief_html(
        coder.code(report_of(f"India accused Pakistan of war on Monday. {MARKUP} It said so.", title=MARKUP))
    )
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("value", "shown"), [("=1", "'=1"), ("-x", "'-x"), (-1.5, -1.5), ("a=1", "a=1"), (None, None), ("\t=1", "'\t=1")]
)
def test_cells(value, shown):
    assert harmless(value) == shown


def test_plain_keeps_writing_and_lines():
    assert plain("Zürich\t北京\n— “x”") == "Zürich\t北京\n— “x”"
    assert plain("a\x1b[31m\r\u202eb") == "a\ufffd[31m\ufffd\ufffdb"


@pytest.mark.parametrize("sql", [
    "COPY (SELECT 1) TO '/tmp/x.csv'", "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('/etc/passwd')",
    "ATTACH '/tmp/y.duckdb'", "INSTALL httpfs", "LOAD httpfs", "SET enable_external_access = true; SELECT 1",
    "SELECT * FROM 'https://example.org/x.csv'", "DROP TABLE events", "SELECT * FROM glob('/etc/*')",
])  # fmt: skip
def test_a_query_reads_and_writes_nothing_but_the_store(store, run, sql):
    said = run("query", sql, "--store", store.path)
    assert "hint" in said
    assert "root:" not in said
    assert "passwd" not in said.replace(sql, "").replace("'/etc/passwd'", "").replace('"/etc/passwd"', "")
