import subprocess
import sys

import detente
from detente import errors


def test_all_is_complete_and_sorted():
    assert detente.__all__ == sorted(detente.__all__, key=str.lower) or detente.__all__ == sorted(detente.__all__)
    for name in detente.__all__:
        assert getattr(detente, name) is not None


def test_importing_the_door_loads_no_heavy_library():
    script = (
        "import sys, detente; print([m for m in ('spacy', 'onnxruntime', 'duckdb', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_error_is_drawn_in_the_tree():
    drawn = errors.__doc__ or ""
    for name in errors.__all__:
        assert f" {name} " in drawn or f" {name}\n" in drawn, name


def test_an_error_says_where_what_and_what_to_do():
    error = errors.EmptyReport("the file is empty", where="a.txt", hint="give text")
    assert str(error) == "a.txt: the file is empty\n  hint: give text"
    assert error.exit_code == 1
    assert errors.UsageError("x").exit_code == 2


def test_an_unknown_name_suggests_the_nearest():
    error = errors.UnknownName.among("ASAULT", ["ASSAULT", "AID"], kind="PLOVER type")
    assert "ASSAULT" in error.hint
    assert "AID" not in error.hint
