import json
import sys

import pytest
from typer.testing import CliRunner

from detente.cli import app, main

runner = CliRunner(env={"COLUMNS": "200"})
TEXT = (
    "India accused Pakistan on Monday of arming rebels in Kashmir, without presenting evidence. "
    "Pakistan denied the charge. The United States urged both countries to hold talks by June 30."
)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def run(monkeypatch, capsys, *args):
    """The command as a user runs it: exit code, output, messages."""
    monkeypatch.setattr(sys, "argv", ["detente", *map(str, args)])
    with pytest.raises(SystemExit) as done:
        main()
    printed = capsys.readouterr()
    return done.value.code or 0, printed.out, printed.err


def test_brief_shows_events_claims_and_the_reason(report):
    done = runner.invoke(app, ["brief", str(report), "--date", "2024-06-04", "--sentences"])
    assert done.exit_code == 0
    for words in ("India → Pakistan", "ACCUSE (allege)", "none offered", "because: frame ACCUSE", "Who says so"):
        assert words in done.stdout


def test_brief_json_is_the_record(report):
    done = runner.invoke(app, ["brief", str(report), "--date", "2024-06-04", "--json"])
    record = json.loads(done.stdout)
    assert record["report"]["published"] == "2024-06-04"
    assert {"ACCUSE", "REJECT", "REQUEST"} <= {e["type"] for e in record["events"]}
    for event in record["events"]:
        assert TEXT[slice(*event["trigger"])] in TEXT[slice(*event["sentence"])]


def test_brief_reads_standard_input():
    done = runner.invoke(app, ["brief", "-"], input=TEXT)
    assert done.exit_code == 0
    assert "standard input" in done.stdout


def test_brief_html_is_one_escaped_page(tmp_path):
    path, page = tmp_path / "r.txt", tmp_path / "r.html"
    path.write_text("<script>alert(1)</script> " + TEXT)
    done = runner.invoke(app, ["brief", str(path), "--html", str(page)])
    assert done.exit_code == 0, done.output
    html = page.read_text()
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert 'href="#e1"' in html


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_code_writes_each_report_and_tells_what_failed(tmp_path, report, form):
    (tmp_path / "empty.txt").write_text("")
    out = tmp_path / "out"
    done = runner.invoke(app, ["code", str(tmp_path), "--format", form, "-o", str(out), "--workers", "1"])
    assert done.exit_code == 1
    assert "1 could not be coded" in done.stderr
    assert "empty.txt: the file is empty" in done.stderr
    lines = out.read_text().splitlines()
    assert len(lines) == 1 if form == "jsonl" else len(lines) > 2


def test_code_parquet(tmp_path, report):
    import pyarrow.parquet as pq

    out = tmp_path / "events.parquet"
    assert runner.invoke(app, ["code", str(report), "--format", "parquet", "-o", str(out)]).exit_code == 0
    assert {"type", "actor_codes", "status", "why", "sentence"} <= set(pq.read_table(out).column_names)


def test_code_is_the_same_whatever_the_workers(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT} It was report number {number}.")
    outs = []
    for workers in ("1", "2"):
        out = tmp_path.parent / f"{tmp_path.name}-{workers}.jsonl"
        assert runner.invoke(app, ["code", str(tmp_path), "-o", str(out), "--workers", workers]).exit_code == 0
        outs.append(out.read_bytes())
    assert outs[0] == outs[1]


def test_the_calendar_is_whole_after_a_stop(tmp_path, report):
    out, days = tmp_path / "out.jsonl", [tmp_path / "1.ics", tmp_path / "2.ics"]
    for path in days:
        args = ["code", str(report), "-o", str(out), "--date", "2024-06-04", "--resume", "--ics", str(path)]
        assert runner.invoke(app, args).exit_code == 0
    assert b"20240630" in days[0].read_bytes()
    assert days[0].read_bytes() == days[1].read_bytes()


def test_min_confidence_leaves_out_the_unsure(tmp_path, report):
    out = tmp_path / "out.jsonl"
    runner.invoke(app, ["code", str(report), "-o", str(out), "--min-confidence", "1"])
    assert json.loads(out.read_text())["events"] == []


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("brief", "{tmp}/nothing.txt"), 2, "there is no such file"),
        (("brief", "{tmp}"), 2, "this is a folder"),
        (("brief", "{tmp}/empty.txt"), 1, "the file is empty"),
        (("brief", "{tmp}/picture.png"), 1, "this is not a text file"),
        (("brief", "{tmp}/deutsch.txt"), 1, "the text is not in English"),
        (("brief", "{tmp}/menu.html"), 1, "no article was found"),
        (("brief", "{tmp}/large.txt"), 1, "is larger than 5 MB"),
        (("brief", "{report}", "--date", "soon"), 2, "is not a date"),
        (("brief", "{report}", "--html", "{tmp}/none/x.html"), 1, "cannot write there"),
        (("brief", "http://127.0.0.1/x"), 1, "the address is private"),
        (("code", "{tmp}/none"), 2, "there is no such file"),
        (("code", "{tmp}/void"), 2, "the folder holds no documents"),
        (("code", "{report}", "--format", "xml"), 2, "no format is called 'xml'"),
        (("code", "{report}", "--format", "parquet"), 2, "parquet needs a file"),
        (("code", "{report}", "-o", "{tmp}/none/x.jsonl"), 1, "cannot write there"),
        (("codebook", "ASAULT"), 2, "ASSAULT"),
        (("benchmark", "tipes", "{report}", "-o", "{tmp}/p"), 2, "no task is called 'tipes'"),
        (("benchmark", "types", "{tmp}/none", "-o", "{tmp}/p"), 1, "the input cannot be read"),
        (("explain", "{report}", "--event", "e99"), 2, "there is no event 'e99'"),
    ],
)
def test_what_goes_wrong_is_told_with_its_exit_code(tmp_path, report, monkeypatch, capsys, args, code, message):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (tmp_path / "deutsch.txt").write_text(
        "Die Minister der beiden Länder trafen sich am Montag in der Hauptstadt und sprachen lange."
    )
    (tmp_path / "menu.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (tmp_path / "large.txt").write_text("word " * 10_000_000 if message.startswith("is larger") else "word")
    (tmp_path / "void").mkdir()
    filled = [a.format(tmp=tmp_path, report=report) for a in args]
    got, _, err = run(monkeypatch, capsys, *filled)
    assert got == code, err
    assert message in err
    assert "Traceback" not in err


def test_an_unwritable_output_leaves_nothing_behind(tmp_path, report):
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    runner.invoke(app, ["code", str(tmp_path / "none.txt"), "-o", str(out)])
    assert out.read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.jsonl", "report.txt"]


def test_version_names_code_codebook_and_model():
    lines = runner.invoke(app, ["--version"]).stdout.split()
    assert lines[::2] == ["detente", "codebook", "model"]


def test_codebook_lists_and_shows_types():
    assert len(runner.invoke(app, ["codebook"]).stdout.splitlines()) == 16
    shown = runner.invoke(app, ["codebook", "retreat"]).stdout
    assert "ceasefire" in shown
    assert "frames: " in shown


def test_explain_gives_the_rule_and_the_basis(report):
    shown = runner.invoke(app, ["explain", str(report), "--event", "e1"]).stdout
    assert "why         frame ACCUSE" in shown
    assert "name of the state: India" in shown


@pytest.mark.parametrize(
    ("task", "row", "key"),
    [
        ("parse", {"words": ["Iran", "attacked", "Iraq", "."]}, "heads"),
        (
            "types",
            {"text": "Iran attacked Iraq.", "source": {"start": 0, "end": 4}, "target": {"start": 14, "end": 18}},
            "plover",
        ),
        ("events", {"text": "Iran attacked Iraq.", "date": "2020-01-01"}, "events"),
        ("actors", {"mention": "Iranian police"}, "country"),
        ("attributions", {"text": "Iran said it would attack Iraq."}, "attributions"),
        ("times", {"text": "Iran attacked Iraq on Monday.", "published": "2020-01-08"}, "timexes"),
        ("places", {"text": "The talks in Geneva ended."}, "places"),
        ("factuality", {"text": "Iran did not attack.", "events": [{"start": 13, "end": 19}]}, "events"),
        ("quantities", {"text": "Iran sold 30 tanks."}, "quantities"),
        ("fivew", {"title": "War", "text": "Iran attacked Iraq on Monday.", "published": "2020-01-08"}, "answers"),
        ("clusters-docs", {"text": "Iran attacked Iraq."}, "cluster"),
        ("clusters-events", {"text": "Iran attacked Iraq.", "mentions": [{"start": 5, "end": 13}]}, "cluster"),
    ],
)
def test_every_benchmark_task_writes_its_form(tmp_path, task, row, key):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": "x", **row}) + "\n")
    done = runner.invoke(app, ["benchmark", task, str(source), "-o", str(out)])
    assert done.exit_code == 0, done.output
    written = json.loads(out.read_text().splitlines()[0])
    assert written.get("id", written.get("doc")) == "x"
    assert written[key]


def test_code_writes_a_calendar_of_what_is_due(tmp_path, report):
    out, ics = tmp_path / "out.jsonl", tmp_path / "due.ics"
    done = runner.invoke(
        app, ["code", str(report), "-o", str(out), "--date", "2024-06-04", "--ics", str(ics), "--workers", "1"]
    )
    assert done.exit_code == 0
    text = ics.read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.count("BEGIN:VEVENT") == sum(
        len(json.loads(line)["deadlines"]) for line in out.read_text().splitlines()
    )
