import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from detente.cli import workers
from detente.cli.failures import LISTED, Failures
from detente.cli.progress import SAMPLE, expected
from detente.cli.resuming import opened_part, part_of, unwritten
from detente.cli.workers import AHEAD, mapped
from detente.coder import versions
from detente.errors import BrokenWorkers, MalformedRow, UnwritableOutput, UsageError
from detente.read import report_of

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
TEXT = "The ministers of the two countries met in the capital on Monday and agreed to hold talk number {}."


def started(*args, pause=0.0):
    command = [sys.executable, "-m", "tests.cli.quick", *map(str, args)]
    environment = ENVIRONMENT | {"PAUSE": str(pause)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finished(*args):
    process = started(*args)
    _, said = process.communicate(timeout=60)
    return process.returncode, said.decode()


def killed(chance, progress, *args):
    """Start, and kill at a random moment after some progress was made."""
    process = started(*args, pause=0.06)
    before, until = progress(), time.monotonic() + 20
    while progress() == before and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.15))
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)  # ends when the last worker has closed its end: none outlives its parent
    assert process.returncode == -signal.SIGKILL, "it had ended before"


@pytest.fixture
def table(tmp_path):
    """Sixty reports, one of them given twice, one unreadable, one that cannot be coded."""
    texts = [TEXT.format(n) for n in range(56)]
    texts[20:20] = [TEXT.format(3), "The report of the ministers of the two countries cannot be coded by anybody."]
    lines = [json.dumps({"text": text}) for text in texts]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join([*lines[:10], "{torn", *lines[10:]]) + "\n")
    return path


def test_code_goes_on_after_kills_at_random_moments_without_loss_or_double_rows(tmp_path, table):
    chance = random.Random(5)
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert finished("code", table, "-o", whole, "--workers", "1")[0] == 1

    def size():
        return part_of(out).stat().st_size if part_of(out).exists() else 0

    for _ in range(2):
        killed(chance, size, "code", table, "-o", out, "--resume", "--workers", "2")
        assert not out.exists()
        with part_of(out).open("ab") as part:  # a line that was being written
            part.write(b'{"report": {"id": "12')
    code, said = finished("code", table, "-o", out, "--resume", "--workers", "2")
    assert code == 1
    assert "2 could not be coded" in said
    assert out.read_bytes() == whole.read_bytes()
    assert len(whole.read_bytes().splitlines()) == 57
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.jsonl", "reports.jsonl", "whole.jsonl"]


def test_add_goes_on_after_kills_at_random_moments(tmp_path, table):
    import detente

    chance = random.Random(6)
    store = tmp_path / "s.duckdb"

    def written():
        return store.stat().st_mtime_ns if store.exists() else 0

    for _ in range(3):
        killed(chance, written, "add", table, "--store", store, "--resume", "--workers", "1")
    assert finished("add", table, "--store", store, "--resume", "--workers", "1")[0] == 1
    opened = detente.open(store)
    rows = Counter(row["key"] for row in opened.query("SELECT key FROM report_versions"))
    assert len(rows) == 57
    assert set(rows.values()) == {1}
    assert opened.counts()["reports"] == 56  # one text stands in two rows
    assert opened.counts()["notes"] == 56
    assert "57 held already" in finished("add", table, "--store", store, "--resume", "--workers", "1")[1]


def test_add_goes_on_in_a_table_that_tells_of_one_address_in_two_wordings(tmp_path):
    import detente

    table, store = tmp_path / "t.jsonl", tmp_path / "s.duckdb"
    rows = [{"text": TEXT.format(n), "url": "https://a.org/1"} for n in range(2)]
    table.write_text("".join(json.dumps(row) + "\n" for row in rows))
    for _ in range(2):
        assert finished("add", table, "--store", store, "--resume", "--workers", "1")[0] == 0
        (current,) = detente.open(store).query("SELECT text FROM reports WHERE current")
        assert current["text"] == TEXT.format(1)
    assert len(detente.open(store).report_versions) == 2


def test_a_worker_that_dies_is_named_and_the_rest_is_done(tmp_path):
    texts = [TEXT.format(n) for n in range(30)]
    texts[11] = "Please kill the worker that reads this report of the ministers."
    table, out, failed = tmp_path / "r.jsonl", tmp_path / "o.jsonl", tmp_path / "failed.jsonl"
    table.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    code, said = finished("code", table, "-o", out, "--workers", "2", "--failed", failed)
    assert code == 1
    assert f"{table}:12: the process that coded it died\n  hint: is memory short?" in said
    written = [json.loads(line)["report"]["text"] for line in out.read_text().splitlines()]
    assert written == [text for text in texts if "kill" not in text]
    assert json.loads(failed.read_text())["where"] == f"{table}:12"


def die(job):
    os._exit(1)


def double(job):
    return 2 * job


def test_workers_that_die_whatever_they_get_are_given_up(monkeypatch):
    monkeypatch.setattr(workers, "DEATHS", 2)
    with pytest.raises(BrokenWorkers, match="died one after another"):
        list(mapped(die, range(5), workers=2, died=str))


def test_no_more_is_read_ahead_than_the_workers_need():
    read = []

    def jobs():
        for n in range(10_000):
            read.append(n)
            yield n

    results = mapped(double, jobs(), workers=2, died=str)
    assert [next(results) for _ in range(40)] == list(range(0, 80, 2))
    assert len(read) <= 40 + 2 * AHEAD
    results.close()


def test_many_failures_are_told_by_reason():
    failures = Failures()
    for n in range(LISTED + 10):
        failures.append(MalformedRow(f"byte {n} cannot be read", where=f"a.csv:{n}", hint="save it as UTF-8"))
    failures.append(MalformedRow("the row has no text", where="a.csv:99"))
    assert failures.lines() == [
        "  30 × byte … cannot be read: a.csv:0, a.csv:1, a.csv:2, …",
        "    hint: save it as UTF-8",
        "  1 × the row has no text: a.csv:99",
    ]


def stopped(out, line):
    with contextlib.suppress(KeyboardInterrupt), opened_part(out, resume=False) as (file, _):
        file.write(line)
        raise KeyboardInterrupt


def test_a_part_is_kept_by_what_stops_it_and_an_empty_one_is_not(tmp_path):
    out = tmp_path / "o.jsonl"
    out.write_text("before\n")
    stopped(out, b"")
    assert not part_of(out).exists()
    line = b'{"report": {"id": "a1"}}\n'
    stopped(out, line)
    assert (out.read_text(), part_of(out).read_bytes()) == ("before\n", line)
    with opened_part(out, resume=True) as (file, done):
        assert done == {"a1": 1}
        file.write(line)
    assert out.read_bytes() == 2 * line
    with opened_part(out, resume=True) as (_, done):  # a run that was complete: only what is new is added
        assert done == {"a1": 2}
    with pytest.raises(UnwritableOutput), opened_part(tmp_path / "none" / "o.jsonl", resume=True):
        pass


def test_a_report_that_is_there_once_is_left_out_once():
    report = report_of(TEXT.format(1))
    assert len(list(unwritten([report, report], Counter({report.id: 1})))) == 1


def test_the_number_of_reports_is_told_from_sizes(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.csv").write_text('title,text\nx,"two\nlines"\ny,z\n')
    line = json.dumps({"text": "word " * 100}) + "\n"
    (tmp_path / "c.jsonl").write_text(line * (3 * SAMPLE // len(line)))
    number = expected(sorted(tmp_path.iterdir()))
    assert number == pytest.approx(3 + 3 * SAMPLE // len(line), abs=3)
    assert expected([tmp_path / "x.warc.gz"]) is None


@pytest.mark.parametrize(
    "args", [["--resume"], ["--resume", "--format", "csv", "-o", "{tmp}/o.csv"]], ids=["no file", "csv"]
)
def test_only_jsonl_in_a_file_can_be_gone_on_with(tmp_path, args):
    (tmp_path / "a.txt").write_text(TEXT)
    code, said = finished("code", tmp_path / "a.txt", *(a.format(tmp=tmp_path) for a in args))
    assert code == 2
    assert "only jsonl in a file can be gone on with" in said


def test_what_other_versions_coded_is_not_gone_on_with(tmp_path):
    out = tmp_path / "o.jsonl"
    line = json.dumps({"report": {"id": "a1"}, "notes": [{"kind": "versions", "text": "detente 0.0, model r1"}]})
    for there, absent in ((part_of(out), out), (out, part_of(out))):
        absent.unlink(missing_ok=True)
        there.write_text(line + "\n")
        refused = pytest.raises(UsageError, match=r"coded by detente 0.0, model r1, and this is detente .*model r")
        with refused, opened_part(out, resume=True):
            pass
        assert there.read_text() == line + "\n", "nothing is lost"
        assert not absent.exists()
    now = json.dumps({"report": {"id": "a1"}, "notes": [{"kind": "versions", "text": versions()}]})
    part_of(out).write_text(now + "\n")
    with opened_part(out, resume=True) as (_, done):
        assert done == {"a1": 1}
