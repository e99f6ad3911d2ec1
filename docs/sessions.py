"""The console sessions in README and docs: run them, compare, or write what they print.

`python -m docs.sessions` checks, `python -m docs.sessions --update` rewrites. A session is a ```console block whose
lines that begin with `$ ` are commands; what follows each is its output, exact.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
PAGES = ("README.md", "docs/tour.md", "docs/benchmarks.md", "docs/store.md")


def run(command: str) -> str:
    """Output of one command (standard output, then messages), run in the root with this interpreter's detente."""
    binary = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{binary}:{os.environ.get('PATH', '')}", "COLUMNS": "110", "NO_COLOR": "1"}
    options = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
    done = subprocess.run(command, shell=True, check=False, **options)  # noqa: S602 - our own pages' commands
    return "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()) + "\n"


def refreshed(page: str) -> str:
    """The page with every session run again."""

    def again(block: re.Match[str]) -> str:
        commands = [line[2:] for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"$ {c}\n{run(c)}" for c in commands) + "```"

    return BLOCK.sub(again, page)


def main() -> None:
    """Check or update."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true")
    update = parser.parse_args().update
    for name in PAGES:
        path = ROOT / name
        new = refreshed(path.read_text(encoding="utf-8"))
        if update:
            path.write_text(new, encoding="utf-8")
        elif new != path.read_text(encoding="utf-8"):
            sys.exit(f"{name}: a session prints something else now; run `python -m docs.sessions --update` and look")


if __name__ == "__main__":
    main()
