"""The commands over incidents, as a user runs them; records are made by hand."""

import json
import sys

import pytest

from detente.cli import main
from detente.link import link
from tests.link.conftest import Telling


@pytest.fixture
def run(monkeypatch, capsys, store):
    def call(*args):
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, args), "--store", str(store.path)])
        with pytest.raises(SystemExit) as done:
            main()
        printed = capsys.readouterr()
        return done.value.code or 0, printed.out, printed.err

    return call


@pytest.fixture
def linked(told, store):
    told(
        ("a", [Telling(killed=12)], {}),
        ("b", [Telling(killed=15, sentence="The brutal regime fired <b>shells</b>.")], {"published": "2024-06-05"}),
        ("c", [Telling(kind="CONSULT", day="2024-06-09")], {"published": "2024-06-10"}),
        ("d", [Telling(actor="RUS", recipient="IRN", day="2024-06-03")], {}),
    )
    link(store)


@pytest.mark.usefixtures("linked")
def test_incidents_are_listed_and_shown(run):
    code, out, _ = run("incidents", "--about", "IND PAK")
    assert (code, out.count("\n")) == (0, 3)
    assert "(2 reports, 2 sources)" in out
    (row,) = [json.loads(line) for line in run("incidents", "--reports", "2", "--format", "json")[1].splitlines()]
    code, out, _ = run("incident", row["id"])
    assert code == 0
    for words in (
        "killed           disputed: 12 (1); 15 (1)",
        "who              agreed: Pakistan (2)",
        "the first telling",
    ):
        assert words in out
    assert "killed,disputed,12,1" in run("incident", row["id"], "--format", "csv")[1]
    assert json.loads(run("incident", row["id"], "--format", "json")[1])["incident"]["id"] == row["id"]
    code, _, err = run("incident", "i0")
    assert (code, "no incident is called 'i0'" in err) == (2, True)


@pytest.mark.usefixtures("linked")
def test_dates_bound_the_list(run):
    assert "1 incident\n" in run("incidents", "--from", "2024-06-08")[1]
    assert "2 incidents\n" in run("incidents", "--to", "2024-06-05")[1]
    assert run("incidents", "--format", "xml")[0] == 2


@pytest.mark.usefixtures("linked")
def test_reports_are_compared(run, store):
    reports = [r["id"] for r in store.query("SELECT id FROM reports WHERE path IN ('a', 'b') ORDER BY path")]
    code, out, _ = run("compare", *reports)
    assert code == 0
    for words in ("All tell", "killed 12 (A); 15 (B)", "B  brutal, regime"):
        assert words in out
    assert run("compare", reports[0])[0] == 2
    assert "all," in run("compare", *reports, "--format", "csv")[1]


@pytest.mark.usefixtures("linked")
def test_a_chronology_in_its_forms(run):
    code, out, _ = run("chronology", "--about", "IND PAK")
    assert code == 0
    assert out.index("2024-06-03") < out.index("2024-06-09")
    assert "Iran" not in out
    assert "# Chronology" in run("chronology", "--format", "md")[1]
    assert "<b>" not in run("chronology", "--format", "html")[1]
    assert run("chronology", "--format", "csv")[1].startswith("day,id,title")
    assert run("chronology", "--format", "pdf")[0] == 2
