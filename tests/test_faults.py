"""What can go wrong around us: files that are missing or changed, a disk that takes nothing, a clock that is set back."""

import os
import resource
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.annotate.model import FILES, Model, check_model, model_folder
from detente.cli import main
from detente.errors import BrokenModel, DetenteError, FullDisk, UnreachablePage, UnusableStore
from detente.read.feeds import Feeds, FeedState, Host, read_feed
from detente.store import adding, open_store
from tests.store.conftest import record
from tests.store.tables import gdelt_row

TEXT = "India accused Pakistan on Monday of arming rebels in Kashmir. Pakistan denied the charge."


@pytest.fixture
def folder(tmp_path):
    """A copy of the model."""
    return shutil.copytree(model_folder(), tmp_path / "model")


@pytest.mark.parametrize("name", [*FILES, "digests.json"])
def test_a_missing_model_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(BrokenModel, match="cannot be read") as told:
        Model(folder)
    assert told.value.where == str(folder / name)
    assert "reinstall" in told.value.hint
    assert told.value.exit_code == 1


@pytest.mark.parametrize("name", [*FILES, "digests.json"])
def test_a_model_file_with_another_digest_is_named_and_not_loaded(folder, name):
    with (folder / name).open("r+b") as file:
        file.seek(10)
        file.write(b"\x00\xff\x00")
    with pytest.raises(BrokenModel, match="not the one that was shipped") as told:
        check_model(folder)
    assert told.value.where == str(folder / name)


def test_no_model_file_can_run_code():
    """Arrays without pickled objects, a network, and JSON: nothing that is executed when it is loaded."""
    import json

    import numpy as np

    with np.load(model_folder() / "relation.npz", allow_pickle=False) as arrays:
        assert all(arrays[k].dtype.hasobject is False for k in arrays.files)
    assert {p.suffix for p in model_folder().iterdir() if p.is_file()} == {".onnx", ".npz", ".json"}
    for path in model_folder().glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def test_nothing_of_ours_loads_pickles():
    import detente

    sources = sorted(Path(detente.__file__).parent.rglob("*.py"))
    risky = (
        "import pickle",
        "pickle.load",
        "allow_pickle=True",
        "torch.load",
        "yaml.load",
        "marshal",
        " eval(",
        " exec(",
    )
    assert [(p.name, r) for p in sources for r in risky if r in p.read_text(encoding="utf-8")] == []


def test_a_damaged_page_is_told_with_what_to_do(tmp_path):
    store = open_store(tmp_path / "s.duckdb")
    store.add([record(f"India accused Pakistan on day {n} of arming rebels.", path=str(n)) for n in range(300)])
    data = bytearray(store.path.read_bytes())
    for at in range(12_288, len(data), 4096):
        data[at : at + 8] = b"\xff" * 8
    store.path.write_bytes(data)
    with pytest.raises(UnusableStore, match=r"damaged|cannot be used") as told:
        store.query('SELECT sum(length("text")) FROM reports').rows()
    assert told.value.where == str(store.path)
    assert told.value.hint


@pytest.fixture
def read_only(tmp_path):
    """A folder that takes nothing: a file system mounted so; only root can make one."""
    place = tmp_path / "ro"
    place.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs root to mount a file system")
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    open_store(place / "s.duckdb").add([record()])
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_folder_that_takes_nothing_is_told_and_its_store_can_be_read(read_only, tmp_path, monkeypatch, capsys):
    store = open_store(read_only / "s.duckdb", wait=0.1)
    assert store.counts()["reports"] == 1
    with pytest.raises(DetenteError) as told:
        store.add([record("Other words of India about Pakistan.", path="b")])
    assert str(store.path) in str(told.value)
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(
        sys, "argv", ["detente", "code", str(tmp_path / "a.txt"), "-o", str(read_only / "o.jsonl"), "--workers", "1"]
    )
    with pytest.raises(SystemExit) as done:
        main()
    assert done.value.code == 1
    assert f"{read_only / 'o.jsonl'}: cannot write there" in capsys.readouterr().err


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from detente.errors import DetenteError
from detente.store import open_store
from detente.store.importing import import_file
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    import_file(open_store(sys.argv[1]), "gdelt", Path(sys.argv[2]))
except DetenteError as error:
    print(type(error).__name__, error)
"""


def test_a_file_that_may_grow_no_further_is_a_full_disk(tmp_path):
    store = open_store(tmp_path / "s.duckdb")
    store.add([record()])
    before = store.counts()
    table = tmp_path / "x.CSV"
    table.write_text("".join(gdelt_row(n, sourceurl=f"https://example.org/{n:0>180}") + "\n" for n in range(30_000)))
    limit = store.path.stat().st_size + 1_000_000
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(store.path), str(table), str(limit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith(FullDisk.__name__), done.stdout + done.stderr
    assert store.counts() == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


class Back(datetime):
    """A clock that stands a year back."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2001, 1, 1, tzinfo=UTC)


def test_a_clock_set_back_turns_no_versions_round(tmp_path, monkeypatch):
    store = open_store(tmp_path / "s.duckdb")
    store.add([record()])
    monkeypatch.setattr(adding, "datetime", Back)
    changed = record("Other words of India about Pakistan on Monday, and more of them to fill the spans.......")
    assert store.add([changed]).changed == 1
    assert list(store.held().values()) == [changed.report.id]
    rows = store.query("SELECT version, current FROM report_versions ORDER BY version").rows()
    assert rows == [{"version": 1, "current": False}, {"version": 2, "current": True}]


def test_a_clock_set_back_does_not_silence_a_feed():
    asked = []
    state = FeedState(next=2_000_000_000.0)
    host = Host(0.0)

    def ask(url, _headers):
        asked.append(url)
        raise UnreachablePage("gone")

    host.ask = ask
    list(
        read_feed(
            "https://example.org/f", state, feeds=Feeds(urls=()), host=host, now=1_700_000_000.0, held=lambda _: False
        )
    )
    assert asked == ["https://example.org/f"]
    assert state.next < 1_700_100_000
