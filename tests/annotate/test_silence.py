"""Reading leaves nothing in the user's home and says nothing on its own account."""

import os
import subprocess
import sys

SCRIPT = "import detente; print(detente.code('Iran seized two Greek tankers.').events[0].type)"


def test_nothing_is_written_to_the_home_and_nothing_is_said(tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ORT_"))} | {"HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "COERCE\n"
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []
