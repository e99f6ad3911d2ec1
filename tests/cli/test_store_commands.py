import importlib
import json
import sys

import pytest

from detente.cli import main
from detente.store import open_store
from tests.read.misbehaving import serving
from tests.store.tables import gdelt_row

TEXT = (
    "India accused Pakistan on Monday of arming rebels in Kashmir, without presenting evidence. "
    "Pakistan denied the charge. The United States urged both countries to hold talks by June 30."
)


@pytest.fixture
def run(monkeypatch, capsys):
    """A command as a user runs it: exit code, output, messages."""

    def call(*args):
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, args)])
        with pytest.raises(SystemExit) as done:
            main()
        printed = capsys.readouterr()
        return done.value.code or 0, printed.out, printed.err

    return call


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text("Kenya sent police to Haiti on Tuesday, and 12 soldiers were killed in Goma.")
    return folder


def add(run, news, store, *more):
    return run("add", news, "--store", store, "--workers", "1", *more)


def count(run, store, sql):
    code, out, _ = run("query", f"SELECT count(*) AS n FROM {sql}", "--store", store, "--format", "json")
    assert code == 0
    return json.loads(out)["n"]


def test_add_once_twice_and_after_a_change(run, news, tmp_path):
    store = tmp_path / "s.duckdb"
    (news / "empty.txt").write_text("")
    code, _, err = add(run, news, store)
    assert code == 1
    assert f"{store}: 2 new, 0 changed, 0 held already" in err
    assert "1 could not be coded" in err
    (news / "empty.txt").unlink()
    events = count(run, store, "events")
    assert events > 2
    assert count(run, store, "vectors") == events
    code, _, err = add(run, news, store)
    assert (code, count(run, store, "events")) == (0, events)
    assert "0 new, 0 changed, 2 held already" in err
    (news / "a.txt").write_text(TEXT.replace("Monday", "Tuesday"))
    assert "0 new, 1 changed, 1 held already" in add(run, news, store)[2]
    assert count(run, store, "reports") == 3
    assert count(run, store, "reports WHERE current") == 2
    assert count(run, store, "timeline") < count(run, store, "events")


def test_resume_does_not_open_what_is_held(run, news, tmp_path):
    store = tmp_path / "s.duckdb"
    add(run, news, store)
    (news / "a.txt").write_text("")
    code, _, err = add(run, news, store, "--resume")
    assert (code, err) == (0, f"{store}: 0 new, 0 changed, 0 held already\n")


def test_resume_refuses_what_another_version_coded(run, news, tmp_path):
    store = tmp_path / "s.duckdb"
    add(run, news, store)
    with open_store(store).connected(write=True) as connection:
        connection.execute("UPDATE notes SET \"text\" = 'detente 0.0, model r1' WHERE kind = 'versions'")
    code, _, err = add(run, news, store, "--resume")
    assert code == 2
    assert "it was coded by detente 0.0, model r1, and this is detente" in err
    assert "leave out --resume" in err
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text(TEXT.replace("Monday", "Sunday"))
    assert add(run, other, store, "--resume")[0] == 0, "reports of other files are no hindrance"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_slip_in_a_dictionary_is_told_once_and_a_broken_one_before_any_report(run, news, tmp_path, workers):
    actors = tmp_path / "actors.txt"
    good = "".join(f"NAME_{n}_ [IND]\n" for n in range(150))
    actors.write_text(good + "ODD_ [IND}\n")
    code, _, err = run("code", news, "-o", tmp_path / "o.jsonl", "--actors", actors, "--workers", workers)
    assert code == 0
    assert err == f"detente: warning: {actors}:151: a bracket is not closed; the line is ignored\n"
    broken = tmp_path / "broken.txt"
    broken.write_text("ODD_ [IND}\n")
    code, _, err = run("code", news, "-o", tmp_path / "p.jsonl", "--actors", broken, "--workers", workers)
    assert code == 1
    assert err.startswith(f"detente: {broken}:1: a bracket is not closed")
    assert not (tmp_path / "p.jsonl").exists()


def test_query_in_its_formats_and_its_mistakes(run, news, tmp_path):
    store = tmp_path / "s.duckdb"
    add(run, news, store)
    sql = "SELECT type, recipient_codes FROM timeline WHERE type = 'MOBILIZE'"
    assert "MOBILIZE  HTI" in run("query", sql, "--store", store)[1]
    assert run("query", sql, "--store", store, "--format", "csv")[1] == "type,recipient_codes\nMOBILIZE,HTI\n"
    code, _, err = run("query", "DROP TABLE events", "--store", store)
    assert (code, "read-only" in err) == (2, True)
    code, _, err = run("query", "SELECT 1", "--store", tmp_path / "none")
    assert (code, "there is no store" in err) == (2, True)
    code, _, err = run("query", "SELECT 1", "--store", store, "--format", "xml")
    assert (code, "no format is called 'xml'" in err) == (2, True)


def test_show_gives_sentence_and_reason(run, news, tmp_path):
    store = tmp_path / "s.duckdb"
    add(run, news, store)
    ident = json.loads(
        run("query", "SELECT id FROM events WHERE type = 'ACCUSE'", "--store", store, "--format", "json")[1]
    )["id"]
    code, out, _ = run("show", ident, "--store", store)
    assert code == 0
    for words in ("“India accused Pakistan", "why              frame ACCUSE", "who              India → Pakistan"):
        assert words in out
    assert "India → Pakistan: ACCUSE" in run("show", "PAK", "--store", store)[1]
    code, _, err = run("show", "nobody", "--store", store)
    assert (code, "nothing in the store" in err) == (2, True)


def test_import_tells_counts_reasons_and_wrong_formats(run, tmp_path):
    store, table = tmp_path / "s.duckdb", tmp_path / "x.CSV"
    table.write_text("\n".join([gdelt_row(1), gdelt_row(2, sqldate="20240199"), gdelt_row(3, eventcode="43")]) + "\n")
    code, out, err = run("import", "gdelt", table, "--store", store)
    assert code == 1
    assert out == f"{table}: 3 rows: 2 new, 1 refused\n"
    assert "mended 1: the code's leading zero was missing" in err
    assert "refused 1: no such date\n    line 2: 2 20240199 202401" in err
    code, _, err = run("import", "icews", table, "--store", store)
    assert code == 1
    assert "this is not icews; it looks like gdelt\n  hint: try `detente import gdelt …`" in err
    assert run("import", "gdlet", table, "--store", store)[0] == 2
    table.write_text(gdelt_row(1) + "\n")
    assert run("import", "gdelt", table, "--store", store)[0] == 0
    assert "original         EventCode = 173" in run("show", "gdelt:1", "--store", store)[1]


def test_import_links_few_rows_unless_told_not_to(run, tmp_path, monkeypatch):
    store, table = tmp_path / "s.duckdb", tmp_path / "x.CSV"
    table.write_text(gdelt_row(1) + "\n")
    assert run("import", "gdelt", table, "--store", store, "--no-link")[0] == 0
    count = ("query", "SELECT count(*) AS n FROM incidents", "--store", store, "--format", "csv")
    assert run(*count)[1].split() == ["n", "0"]
    monkeypatch.setattr(importlib.import_module("detente.cli.import_"), "SOON", 0)
    assert "1 rows are in no incident yet" in run("import", "gdelt", table, "--store", store)[2]
    monkeypatch.undo()
    assert run("import", "gdelt", table, "--store", store)[0] == 0
    assert run(*count)[1].split() == ["n", "1"]


def test_export_says_what_it_wrote_and_left_out(run, tmp_path):
    store, table, out = tmp_path / "s.duckdb", tmp_path / "x.CSV", tmp_path / "out.tab"
    table.write_text("\n".join([gdelt_row(1), gdelt_row(2, eventcode="013")]) + "\n")
    run("import", "gdelt", table, "--store", store)
    code, _, err = run("export", "--store", store, "--format", "icews", "-o", out)
    assert (code, len(out.read_text().splitlines())) == (0, 2)
    assert f"{out}: 1 row\n  left out 1: planned, threatened, denied or without a PLOVER type" in err
    assert run("export", "--store", store, "--format", "xml", "-o", out)[0] == 2
    assert run("export", "--store", store, "--format", "csv", "-o", tmp_path / "none" / "x")[0] == 1


def test_watch_takes_what_is_new_and_remembers(run, tmp_path):
    store, feeds = tmp_path / "s.duckdb", tmp_path / "feeds.toml"
    with serving(["a", "b", "500/x"]) as server:
        feeds.write_text(f'urls = ["{server.address}/feed"]\ninterval = 0\ndelay = 0\n')
        code, _, err = run("watch", feeds, "--store", store, "--once")
        assert (code, "the address is private" in err) == (1, True)
        (tmp_path / "s.duckdb.feeds.json").unlink()
        code, _, err = run("watch", feeds, "--store", store, "--once", "--private")
        assert (code, f"{store}: 2 new, 0 changed" in err, "answered 500" in err) == (1, True, True)
        assert count(run, store, "reports WHERE published = '2024-06-04'") == 2
        server.links = ["a", "b", "c"]
        run("watch", feeds, "--store", store, "--once", "--private")
        assert server.counts()["/feed"] == 2
        assert server.asked[-2][1]["If-None-Match"] == '"v1"'
        assert count(run, store, "reports") == 2  # the feed said that nothing had changed
        (tmp_path / "s.duckdb.feeds.json").write_text("{")
        code, _, err = run("watch", feeds, "--store", store, "--once", "--private")
        assert (code, "the store tells which articles it holds" in err) == (1, True)
        (tmp_path / "s.duckdb.feeds.json").unlink()
        assert "1 new" in run("watch", feeds, "--store", store, "--once", "--private")[2]
        assert server.counts()["/a"] == 1
    assert run("watch", tmp_path / "none.toml", "--store", store, "--once")[0] == 2
