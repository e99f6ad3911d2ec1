"""Charts of a pair and of all pairs from the command line; what months and regions they show."""

import sys
from datetime import date

import pytest

from detente.brief.charts import calendar_chart, map_chart
from detente.cli import main
from detente.measure import places


@pytest.fixture
def run(monkeypatch, capsys, store):
    """A command on the store: its exit code and what it printed."""

    def call(*args):
        monkeypatch.setattr(sys, "argv", ["detente", *args, "--store", str(store.path)])
        with pytest.raises(SystemExit) as done:
            main()
        printed = capsys.readouterr()
        return done.value.code or 0, printed.out, printed.err

    return call


DUE = [
    {"due": d, "what": w}
    for d, w in (
        ("2025-06-01", "a"),
        ("2025-06-12", "b"),
        ("2025-06-12", "c"),
        ("2025-08", "d"),
        ("2024-01-01", "e"),
        (None, "f"),
    )
]


def test_a_calendar_shows_the_months_to_come():
    days = calendar_chart(DUE, date(2025, 6, 3))["data"]["values"]
    assert list(dict.fromkeys(d["month"] for d in days)) == ["June 2025", "August 2025 (1 on a day not told)"]
    assert [(d["number"], d["what"]) for d in days if d["due"]] == [(1, "a"), (12, "b; c")]
    assert [d["number"] for d in days if d["today"]] == [3]
    assert (days[0]["weekday"], days[0]["week"], days[1]["weekday"], days[1]["week"]) == ("Sun", 0, "Mon", 1)
    past = calendar_chart(DUE, date(2026, 1, 1))["data"]["values"]
    assert {d["month"][-4:] for d in past if d["due"]} == {"2024", "2025"}


def test_a_map_of_one_region_comes_closer_and_names_its_places():
    near = [
        {"name": f"p{n}", "lat": 30.0 + n, "lon": 70.0 + 8 * n, "incidents": 2, "intensity": -9.0} for n in range(3)
    ]
    chart = map_chart(near)
    assert chart["projection"]["scale"] > 500
    assert [d["name"] for d in chart["layer"][2]["data"]["values"]] == ["p0", "p1", "p2"]
    far = [*near, {"name": "far", "lat": -35.0, "lon": -120.0, "incidents": 1, "intensity": 1.0}]
    assert map_chart(far)["projection"] == {"type": "equalEarth"}
    assert map_chart([])["layer"][1]["data"]["values"] == []


def test_places_of_a_pair(tmp_path, tell):
    from detente.records import Place
    from detente.store import open_store

    where = {"place": Place(name="Uri", country="IND", lat=34.084, lon=74.03)}
    store = open_store(tmp_path / "t.duckdb")
    store.add([tell("2025-05-01", [(["PAK"], "ASSAULT", ["IND"], where), (["CHN"], "ACCUSE", ["IND"], where)])])
    (found,) = places(store, ["IND"], ["PAK"])
    assert (found["name"], found["lat"], found["incidents"], found["intensity"]) == ("Uri", 34.08, 1, -10.0)
    assert places(store)[0]["incidents"] == 2
    assert places(store, ["IND"], ["PAK"], start=date(2025, 5, 2)) == []


@pytest.mark.parametrize(("command", "chart"), [("dyad", "timeline"), ("dyad", "network"), ("dyad", "map"),
                                                ("relations", "matrix"), ("relations", "network"), ("relations", "map")])  # fmt: skip
def test_charts_are_written(store, tmp_path, run, command, chart):
    pytest.importorskip("vl_convert", reason="charts are an extra")
    out = tmp_path / "chart.svg"
    pair = ["IND", "PAK"] if command == "dyad" else []
    assert run(command, *pair, "--plot", str(out), "--chart", chart)[0] == 0
    assert out.read_text().startswith("<svg")


def test_an_unknown_chart_is_told(run):
    code, _, said = run("dyad", "IND", "PAK", "--chart", "pie")
    assert code == 2
    assert "timeline" in said


def test_a_narrow_terminal_has_fewer_columns(run, monkeypatch):
    heads = []
    for width in ("70", "160"):
        monkeypatch.setenv("COLUMNS", width)
        heads.append(run("dyad", "IND", "PAK", "--by", "month")[1].splitlines()[2].split())
    assert "Goldstein" not in heads[0]
    assert "Goldstein" in heads[1]
    assert heads[0][0] == "period"
