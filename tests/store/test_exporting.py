import csv
import json

import msgspec
import pyarrow.parquet as pq
import pytest

from detente.errors import UnknownName, UnwritableOutput, UsageError
from detente.store import open_store
from detente.store.exporting import export
from detente.store.importing import import_file


def lines(path):
    return path.read_text().splitlines()


@pytest.fixture
def full(store, made):
    """An accusation, a meeting, and a threat that has not happened."""
    one = made()
    threat = msgspec.structs.replace(one.events[0], id="e3", type="THREATEN", mode=None, status="threatened")
    store.add([msgspec.structs.replace(one, events=(*one.events, threat))])
    return store


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_open_formats_hold_the_table(full, tmp_path, form):
    out = tmp_path / "out"
    assert export(full, form, out).rows == 3
    if form == "csv":
        rows = list(csv.DictReader(lines(out)))
    elif form == "jsonl":
        rows = [json.loads(line) for line in lines(out)]
    else:
        rows = pq.read_table(out).to_pylist()
    assert [r["type"] for r in rows] == ["ACCUSE", "CONSULT", "THREATEN"]
    assert rows[0]["sentence"] == "India accused Pakistan on Monday of arming rebels"
    assert rows[1]["actor_names"] in (["India", "Pakistan"], "India; Pakistan")


def test_any_table_keeps_what_is_nested(full, tmp_path):
    export(full, "parquet", tmp_path / "p", table="events")
    assert pq.read_table(tmp_path / "p").to_pylist()[0]["date"]["start"] == "2024-06-03"
    export(full, "csv", tmp_path / "c", table="claims")
    assert next(csv.DictReader(lines(tmp_path / "c")))["source"] == "[[50,52]]"


def test_polecat_leaves_out_what_did_not_happen_and_comes_back(full, tmp_path):
    done = export(full, "polecat", tmp_path / "x.txt")
    assert (done.rows, done.left_out) == (2, 1)
    (first, second) = csv.DictReader(lines(tmp_path / "x.txt"), delimiter="\t", quoting=csv.QUOTE_NONE)
    assert (first["Event Type"], first["Event Mode"], first["Quad Code"]) == ("ACCUSE", "allege", "VERBAL CONFLICT")
    assert (first["Actor Name"], first["Actor Country"], first["Actor COW"]) == ("India", "IND", "750")
    assert (second["Actor Name"], second["Actor Country"], second["Recipient Name"]) == (
        "India; Pakistan",
        "IND; PAK",
        "None",
    )
    assert len(first) == 40
    again = open_store(tmp_path / "again.duckdb")
    assert import_file(again, "polecat", tmp_path / "x.txt").new == 2
    rows = again.query("SELECT type, mode, quad, intensity, first_day::VARCHAR AS day FROM timeline ORDER BY id").rows()
    assert (
        rows
        == [
            {"type": "ACCUSE", "mode": "allege", "quad": 3, "intensity": -3.5, "day": "2024-06-03"},
            {"type": "CONSULT", "mode": None, "quad": 1, "intensity": 2.5, "day": None},
        ]
        or rows[0]["type"] == "ACCUSE"
    )


def test_icews_has_a_row_a_pair_and_comes_back(full, tmp_path):
    out = tmp_path / "x.tab"
    assert export(full, "icews", out).rows == 3
    rows = list(csv.DictReader(lines(out), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [(r["Source Country"], r["Target Country"]) for r in rows] == [
        ("India", "Pakistan"),
        ("India", "Pakistan"),
        ("Pakistan", "India"),
    ]
    assert len({r["Event ID"] for r in rows}) == 3
    assert (rows[0]["CAMEO Code"], rows[0]["Intensity"], rows[0]["Event Date"]) == ("112", "-2.0", "2024-06-03")
    assert import_file(open_store(tmp_path / "again.duckdb"), "icews", out).read == 3


def test_plover_json_has_the_auxiliary_modes(full, tmp_path):
    export(full, "plover-json", tmp_path / "x.jsonl")
    accuse, consult, threat = map(json.loads, lines(tmp_path / "x.jsonl"))
    assert accuse["actor"] == [{"code": "IND", "sector": None, "entity_text": "India"}]
    assert accuse["event"] == ["ACCUSE"]
    assert accuse["event_text"] == ["accused"]
    assert accuse["event_loc"]["country"] == "IND"
    assert consult["recipient"] == []
    assert threat["mode"] == ["future"]
    assert all(row["has_event"] and row["id"] and row["date"] for row in (accuse, consult, threat))


def test_tabs_and_line_ends_do_not_tear_rows(store, made, tmp_path):
    one = made()
    actors = (msgspec.structs.replace(one.actors[0], name='The\t"Front"\nof India'), one.actors[1])
    store.add([msgspec.structs.replace(one, actors=actors)])
    for form, width in (("polecat", 40), ("icews", 20)):
        export(store, form, tmp_path / "x")
        written = lines(tmp_path / "x")
        assert {line.count("\t") for line in written} == {width - 1}
        assert any('The "Front" of India' in line for line in written)


def test_a_bad_name_or_place_leaves_everything_as_it_was(full, tmp_path):
    out = tmp_path / "out"
    out.write_text("before")
    with pytest.raises(UnknownName, match="parquet"):
        export(full, "parkett", out)
    with pytest.raises(UnknownName, match="events"):
        export(full, "csv", out, table="event")
    with pytest.raises(UsageError, match="layout of its own"):
        export(full, "icews", out, table="events")
    with pytest.raises(UnwritableOutput, match="cannot write"):
        export(full, "csv", tmp_path / "none" / "out")
    assert out.read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".out")) == []
