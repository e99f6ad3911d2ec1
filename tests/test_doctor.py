import json
import sys

import pytest
from packaging.requirements import Requirement
from typer.testing import CliRunner

from detente import doctor
from detente.annotate import check_model
from detente.annotate.model import model_folder
from detente.cli import app
from detente.errors import BrokenModel, MissingStore

runner = CliRunner(env={"COLUMNS": "200"})


def findings(*args):
    done = runner.invoke(app, ["doctor", "--json", *map(str, args)])
    told = json.loads(done.stdout)
    return done.exit_code, told["ok"], {f["name"]: f for f in told["findings"]}


def test_a_sound_installation_has_nothing_broken():
    code, ok, found = findings()
    assert (code, ok) == (0, True)
    assert list(found) == [
        "python", "packages", "charts", "model", "processor", "memory", "output", "folder", "temporary", "coding",
    ]  # fmt: skip
    assert "onnxruntime" in found["packages"]["text"]
    assert "Iran COERCE Greece" in found["coding"]["text"]


def test_a_missing_store_is_broken_and_said_with_a_hint(tmp_path):
    done = runner.invoke(app, ["doctor", "--store", str(tmp_path / "none.duckdb")])
    assert done.exit_code == 1
    assert "BROKEN  store" in done.stdout
    assert "hint: make one with `detente add" in done.stdout
    with pytest.raises(MissingStore):
        doctor._store(tmp_path / "none.duckdb")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no-such-package-of-ours>=1", "no-such-package-of-ours is missing"),
        ("msgspec>=999", "msgspec is "),
        ("msgspec>=0.18", ""),
    ],
)
def test_a_missing_or_old_package_is_named(line, said):
    assert doctor._wrong(Requirement(line)).startswith(said)
    assert bool(doctor._wrong(Requirement(line))) == bool(said)


def test_a_changed_model_file_is_broken(tmp_path, monkeypatch):
    for path in model_folder().iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes() if path.name != "pieces.json" else b"{}")
    monkeypatch.setattr("detente.annotate.model.model_folder", lambda: tmp_path)
    with pytest.raises(BrokenModel, match="not the one that was shipped"):
        check_model()
    found = doctor._found("model", doctor._model)
    assert (found.state, found.hint) == ("broken", "reinstall: pip install --force-reinstall detente")


def test_an_older_python_is_broken(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    assert doctor._python().state == "broken"


def test_little_memory_and_slow_processors_are_notes(monkeypatch):
    monkeypatch.setattr(doctor, "_free_mb", lambda: 500)
    assert (doctor._memory().state, doctor._memory().hint) == ("note", "close something, or use --workers 1")
    for flags, state in ((frozenset({"avx2"}), "note"), (frozenset({"avx2", "avx_vnni"}), "ok"), (None, "ok")):
        monkeypatch.setattr(doctor, "_instructions", lambda flags=flags: flags)
        assert doctor._processor().state == state


def test_a_folder_that_cannot_be_written_is_a_note(monkeypatch):
    monkeypatch.setattr(doctor, "_writable", lambda _: False)
    assert doctor._folder().state == "note"


def test_coding_that_gives_something_else_is_broken(monkeypatch):
    monkeypatch.setattr(doctor, "SMOKE_CODED", ("AID", ["IRN"], ["GRC"]))
    assert doctor._coding().state == "broken"


def test_whatever_a_look_raises_is_a_finding():
    def look():
        raise ImportError("no lxml")

    assert doctor._found("coding", look).text == "ImportError: no lxml"
