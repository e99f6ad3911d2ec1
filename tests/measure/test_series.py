import sqlite3
from datetime import date

import ibis
import pytest

from detente.measure import COLUMNS, dyad
from detente.measure.acts import rows, tables
from detente.measure.series import between, by_incident, read_by, series
from detente.store import open_store

SQLITE = {"string": "TEXT", "boolean": "BOOLEAN", "date": "DATE", "int64": "INTEGER", "float64": "REAL"}


def test_a_day_has_its_incidents_by_quad_and_type(store):
    found = {r["period"]: r for r in dyad(store, ["IND"], ["PAK"], by="day").rows}
    clash = found[date(2025, 5, 7)]
    assert (clash["incidents"], clash["material_conflict"], clash["assault"], clash["intensity"]) == (2, 2, 2, -20.0)
    assert (clash["a_acts"], clash["b_acts"], clash["net"]) == (1, 1, -1.0)
    assert clash["intensity_low"] < -20 < clash["intensity_high"]
    assert clash["incidents_low"] < 2 < clash["incidents_high"]


def test_calm_is_not_the_same_as_unread(store):
    found = {r["period"]: r["record"] for r in dyad(store, ["IND"], ["PAK"], by="day").rows}
    assert found[date(2025, 1, 1)] == "told"
    assert found[date(2025, 1, 2)] == "unread"
    assert {r["period"]: r["record"] for r in dyad(store, ["CHN"], ["IND"], by="day", start=date(2025, 5, 7)).rows}[
        date(2025, 5, 7)
    ] == "calm"


def test_acts_together_count_once_undirected_and_not_at_all_directed(store):
    day = date(2025, 1, 1)
    assert dyad(store, ["IND"], ["PAK"], by="day").rows[0] | {} == dyad(store, ["PAK"], ["IND"], by="day").rows[0]
    assert dyad(store, ["IND"], ["PAK"], by="day").rows[0]["incidents"] == 1
    directed = dyad(store, ["IND"], ["PAK"], by="month", directed=True, start=day)
    assert sum(r["incidents"] for r in directed.rows) == 4


def test_only_what_happened_counts_unless_asked(tmp_path, tell):
    store = open_store(tmp_path / "t.duckdb")
    store.add([tell("2025-05-01", [(["IND"], "ASSAULT", ["PAK"], {"status": "threatened"})])])
    assert dyad(store, ["IND"], ["PAK"]).rows == []
    assert len(dyad(store, ["IND"], ["PAK"], statuses=("threatened",)).incidents) == 1


def test_an_event_without_a_day_stands_on_its_reports_day_and_says_so(tmp_path, tell):
    from detente.records import When

    store = open_store(tmp_path / "t.duckdb")
    wide = {"date": When(start="2025", basis="explicit")}
    store.add(
        [tell("2025-05-01", [(["IND"], "ACCUSE", ["PAK"], {"date": When()}), (["IND"], "ASSAULT", ["PAK"], wide)])]
    )
    found = dyad(store, ["IND"], ["PAK"], by="month")
    assert (found.undated, found.vague) == (1, 1)
    assert [(r["period"], r["incidents"], r["accuse"]) for r in found.rows if r["incidents"]] == [
        (date(2025, 5, 1), 1, 1)
    ]


def test_a_truce_between_two_is_theirs_whoever_reached_it(tmp_path, tell):
    store = open_store(tmp_path / "t.duckdb")
    store.add(
        [tell("2025-05-10", [([], "AGREE", ["IND", "PAK"])]), tell("2025-05-11", [([], "ASSAULT", ["IND", "PAK"])])]
    )
    found = dyad(store, ["IND"], ["PAK"])
    assert [(r["type"], r["a_acts"], r["b_acts"]) for r in found.incidents] == [("AGREE", 0, 0)]


def test_groups_and_everybody_else(store):
    assert sum(r["incidents"] for r in dyad(store, ["CHN", "PAK"], ["IND"], by="month").rows) == 28
    assert sum(r["incidents"] for r in dyad(store, ["IND"], by="month").rows) == 28


def test_linked_reports_are_one_incident(store):
    with store.connected(write=True) as connection:
        connection.execute(
            "INSERT INTO incidents SELECT 'i1', type, mode, quad, intensity, goldstein, actors, recipients, status,"
            " 'disputed', date, place, 'the clash', 4, 3, 0.9, '', NULL, true, now() FROM events"
            " WHERE type = 'ASSAULT' ORDER BY id LIMIT 1"
        )
        connection.execute(
            "INSERT INTO incident_events SELECT 'i1', id, 1.0, '', now() FROM events WHERE type = 'ASSAULT'"
        )
        connection.execute("INSERT INTO unfolded SELECT id FROM events UNION ALL SELECT 'i1'")
    may = next(r for r in dyad(store, ["IND"], ["PAK"], by="month").rows if r["period"] == date(2025, 5, 1))
    assert (may["assault"], may["sources"] - may["incidents"], may["disputed"]) == (1, 2, 1)


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter"])
def test_the_same_expression_gives_the_same_rows_on_sqlite(store, tmp_path, by):
    acts, read = tables()
    ours = series(by_incident(between(acts, ["IND"], ["PAK"]), ["IND"]), by), read_by(read, by)
    with sqlite3.connect(tmp_path / "s.sqlite") as other:
        for name, schema, query in (("acts", COLUMNS, acts), ("read_days", read.schema(), read)):
            columns = {c: str(t) for c, t in dict(schema).items()}
            other.execute(f"CREATE TABLE {name} ({', '.join(f'{c} {SQLITE[t]}' for c, t in columns.items())})")
            for row in rows(store, query):
                values = [v.isoformat() if isinstance(v, date) else v for v in row.values()]
                other.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values))})", values)
        there = [
            [_plain(dict(zip(e.columns, r, strict=True))) for r in other.execute(ibis.to_sql(e, dialect="sqlite"))]
            for e in ours
        ]
    other.close()
    here = [[_plain(r) for r in rows(store, e)] for e in ours]
    assert here == there
    assert len(here[0]) > 1


def _plain(row):
    return {k: v if isinstance(v, (float, int)) or v is None else str(v)[:10] for k, v in row.items()}
