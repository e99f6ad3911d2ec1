import datetime
import subprocess
import sys

import duckdb
import numpy as np
import pytest

import detente
from detente.errors import (
    ForeignStore,
    LockedStore,
    MalformedQuery,
    MissingStore,
    NewerStore,
    UnknownId,
    UnusableStore,
)
from detente.records import Record
from detente.store import Coded, open_store
from detente.store.migrations import run as migrations
from detente.store.rows import COLUMNS

NOUNS = ("reports", "actors", "events", "claims", "figures", "deadlines", "checks", "notes")


def test_every_noun_is_a_table_with_the_records_keys_first(store, made):
    store.add([made()])
    fields = {n: next(f for f in Record.__struct_fields__ if f == n) for n in NOUNS[1:]}
    assert set(fields) == set(COLUMNS)
    for noun, names in COLUMNS.items():
        assert tuple(getattr(store, noun).columns[: len(names)]) == names, noun
    assert store.reports.columns[:9] == [*made().report.__struct_fields__]


def test_ids_become_unique_and_references_follow(store, made):
    report = made().report.id
    store.add([made()])
    event = store.events.rows()[0]
    assert event["id"] == f"{report}:e1"
    assert event["actors"] == [f"{report}:a1"]
    assert event["figures"] == [f"{report}:f1"]
    assert event["claim"] == f"{report}:c1"
    assert store.checks.rows()[0]["from"] == [f"{report}:f1"]
    assert store.claims.rows()[0]["source"] == [[50, 52]]
    assert event["date"]["start"] == "2024-06-03"
    assert event["place"]["lat"] == 34.08


def test_adding_twice_changes_nothing(store, made):
    assert store.add([made()]).new == 1
    before = {t: getattr(store, t).rows() for t in NOUNS}
    added = store.add([made(), made()])
    assert (added.new, added.changed, added.same) == (0, 0, 2)
    assert {t: getattr(store, t).rows() for t in NOUNS} == before


def test_a_changed_report_is_a_new_version_and_the_old_is_kept(store, made):
    old, new = made(), made("Pakistan denied the charge by India on Tuesday, and called for talks in Geneva.")
    store.add([old])
    assert store.add([new]).changed == 1
    rows = {r["id"]: (r["version"], r["current"]) for r in store.reports}
    assert rows == {old.report.id: (1, False), new.report.id: (2, True)}
    for noun in ("events", "actors", "claims", "figures", "notes"):
        assert {(r["report"], r["current"]) for r in getattr(store, noun)} == {
            (old.report.id, False),
            (new.report.id, True),
        }
    assert {r["report"] for r in store.timeline} == {new.report.id}


def test_a_report_that_changes_back_is_current_again(store, made):
    old, new = made(), made("Pakistan denied the charge by India on Tuesday, and called for talks in Geneva.")
    for one in (old, new, old):
        store.add([one])
    assert {r["id"]: r["current"] for r in store.reports} == {old.report.id: True, new.report.id: False}
    assert {r["report"] for r in store.events if r["current"]} == {old.report.id}
    assert [r["version"] for r in store.query("SELECT version FROM report_versions ORDER BY version")] == [1, 2, 3]


def test_both_versions_in_one_batch(store, made):
    old, new = made(), made("Pakistan denied the charge by India on Tuesday, and called for talks in Geneva.")
    store.add([old, new])
    assert {r["id"]: r["current"] for r in store.reports} == {old.report.id: False, new.report.id: True}


def test_a_copy_elsewhere_keeps_a_text_current(store, made):
    old, copy = made(), made(path="news/copy.txt")
    new = made("Pakistan denied the charge by India on Tuesday, and called for talks in Geneva.")
    store.add([old, copy])
    store.add([new])
    assert all(r["current"] for r in store.reports)


def test_an_address_is_the_key_where_there_is_one(store, made):
    store.add([made(path="monday/a.html", url="https://example.org/a")])
    added = store.add(
        [made("Another text altogether about India and Pakistan.", path="b", url="https://example.org/a")]
    )
    assert added.changed == 1


def test_vectors_come_back(store, made):
    one = made()
    triggers = np.eye(2, 384, dtype=np.float32)
    store.add([Coded(one, triggers, triggers[::-1])])
    ids, trigger, sentence = store.vectors()
    assert ids == [f"{one.report.id}:e1", f"{one.report.id}:e2"]
    assert np.array_equal(trigger, triggers)
    assert np.array_equal(sentence, triggers[::-1])
    assert store.vectors(["none"])[0] == []


def test_the_views_flatten(store, made):
    store.add([made()])
    accuse, consult = store.query("SELECT * FROM timeline ORDER BY id").rows()
    assert accuse["actor_names"] == ["India"]
    assert accuse["recipient_codes"] == ["PAK"]
    assert accuse["first_day"] == datetime.date(2024, 6, 3)
    assert accuse["sentence"] == "India accused Pakistan on Monday of arming rebels"
    assert (consult["first_day"], consult["final_day"]) == (datetime.date(2024, 6, 1), datetime.date(2024, 6, 30))
    assert consult["recipient_names"] == []
    pairs = {(r["type"], r["country_a"], r["country_b"], r["directed"]) for r in store.dyads}
    assert pairs == {("ACCUSE", "IND", "PAK", True), ("CONSULT", "IND", "PAK", False), ("CONSULT", "PAK", "IND", False)}


def test_frames_for_notebooks(store, made):
    store.add([made("<b>India</b> accused Pakistan of a plot on Monday.")])
    frame = detente.open(store.path).reports
    assert frame.arrow().num_rows == len(frame) == len(frame.pandas()) == frame.polars().height == 1
    assert "&lt;b&gt;India" in frame._repr_html_()
    assert "<b>" not in frame._repr_html_()
    assert "<td>events</td><td>2</td>" in store._repr_html_()
    with pytest.raises(AttributeError, match="nonsense"):
        _ = store.nonsense


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nope FROM events", "nope"),
        ("SELECT * FROM nope", "nope"),
        ("DELETE FROM events", "read-only"),
        ("COPY events TO '/tmp/x.csv'", "disabled"),
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled"),
        ("SET enable_external_access = true", "cannot be run"),
    ],
)
def test_a_query_that_is_wrong_or_would_write_is_told(store, made, sql, said):
    store.add([made()])
    with pytest.raises(MalformedQuery, match=said):
        store.query(sql).arrow()
    assert len(store.events) == 2


def test_show_finds_ids_names_and_codes(store, made):
    one = made()
    store.add([one])
    (event,) = store.show(f"{one.report.id}:e1")
    assert event.words["sentence"].startswith("India accused")
    assert event.events[0]["actor_names"] == ["India"]
    (report,) = store.show(one.report.id)
    assert [e["type"] for e in report.events] == ["ACCUSE", "CONSULT"]
    for name in ("india", "IND"):
        (actor,) = store.show(name)
        assert len(actor.events) == 2
    with pytest.raises(UnknownId, match="nothing in the store"):
        list(store.show("x'; DROP TABLE events; --"))


def test_a_missing_store_and_a_foreign_file(tmp_path):
    with pytest.raises(MissingStore, match="there is no store"):
        open_store(tmp_path / "none").query("SELECT 1").arrow()
    text = tmp_path / "text"
    text.write_text("not a database " * 500)
    with pytest.raises(ForeignStore, match="not a store"):
        open_store(text).query("SELECT 1").arrow()
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE t (x INTEGER)")
    digest = other.read_bytes()
    with pytest.raises(ForeignStore, match="not a store of"):
        open_store(other).add([])
    assert other.read_bytes() == digest


def test_a_store_of_a_newer_version_is_left_alone(store, made):
    store.add([made()])
    with store.connected(write=True) as connection:
        connection.execute("INSERT INTO schema_version VALUES (999, now())")
    before = store.path.read_bytes()
    for attempt in (lambda: store.add([made("Other words about India and Pakistan.")]), lambda: len(store.events)):
        with pytest.raises(NewerStore, match="version 999"):
            attempt()
    assert store.path.read_bytes() == before


HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held_by():
    """Another process that holds a store for reading or writing."""
    running = []

    def hold(path, how):
        command = [sys.executable, "-c", HOLD, str(path), how]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "held\n"
        running.append(process)
        return process

    yield hold
    for process in running:
        process.communicate("", timeout=10)


def test_a_locked_store_is_told_after_a_while(store, made, held_by):
    store.add([made()])
    held_by(store.path, "write")
    with pytest.raises(LockedStore, match="another process"):
        len(store.events)
    with pytest.raises(LockedStore, match="another process"):
        store.add([made("Other words about India and Pakistan.")])


def test_readers_share(store, made, held_by):
    store.add([made()])
    held_by(store.path, "read")
    held_by(store.path, "read")
    assert len(store.events) == 2


def test_whoever_waits_gets_in_when_the_other_has_done(store, made, held_by):
    store.add([made()])
    process = held_by(store.path, "write")
    process.stdin.close()
    assert len(open_store(store.path, wait=10).events) == 2
    process.wait(10)
    process.stdin = None


def test_a_migration_that_fails_leaves_the_store_as_it_was(store, made, monkeypatch):
    store.add([made()])
    before = {t: getattr(store, t).rows() for t in NOUNS}
    steps = {**migrations.STEPS, migrations.NEWEST + 1: ("DROP TABLE notes", "DELETE FROM events", "SELECT broken")}
    with duckdb.connect(str(store.path)) as connection, pytest.raises(duckdb.Error):
        migrations.migrate(connection, migrations.NEWEST, steps=steps)
    assert {t: getattr(store, t).rows() for t in NOUNS} == before
    with store.connected() as connection:
        assert migrations.version_of(connection) == migrations.NEWEST


KILLED = """
import os, signal, sys, duckdb
from detente.store.migrations.run import STEPS, NEWEST, migrate
class Dies(str):
    pass
def steps():
    yield "DELETE FROM events"
    yield "ALTER TABLE notes ADD COLUMN more VARCHAR"
    os.kill(os.getpid(), signal.SIGKILL)
migrate(duckdb.connect(sys.argv[1]), NEWEST, steps={**STEPS, NEWEST + 1: steps()})
"""


def test_a_migration_that_is_killed_leaves_the_store_as_it_was(store, made):
    store.add([made()])
    before = {t: getattr(store, t).rows() for t in NOUNS}
    done = subprocess.run([sys.executable, "-c", KILLED, str(store.path)], check=False)
    assert done.returncode == -9
    assert {t: getattr(store, t).rows() for t in NOUNS} == before


def test_a_fault_in_a_batch_writes_nothing_of_it(store, made):
    store.add([made()])
    bad = Coded(made("Other words about India and Pakistan."), np.zeros((1, 384)), np.zeros((1, 384)))
    with pytest.raises(ValueError, match="shorter"):
        store.add([made("Third words about India and Pakistan."), bad])
    assert len(store.reports) == 1
    assert len(store.events) == 2


def test_a_cut_file_is_told(store, made):
    store.add([made()])
    data = store.path.read_bytes()
    store.path.write_bytes(data[: len(data) // 3])
    with pytest.raises(UnusableStore, match="damaged"):
        [getattr(store, noun).rows() for noun in NOUNS]
