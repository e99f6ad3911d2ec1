"""The code in README and docs: run it, compare what it prints, or write it down.

`python -m docs.sessions` checks every page, `--update` rewrites them; names of pages choose some. Each page runs from
its top to its bottom in a new folder that holds copies of `samples` and `docs/data`:

- ```console: lines that begin with `$ ` are commands, what follows each is its output, exact.
- ```python: runs, all blocks of a page as one program.
- ```toml NAME, ```jsonl NAME and so on: the file NAME, as the block has it (each ⇥ is a tab).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TAB = "⇥"


def pages() -> list[str]:
    """The pages that have code, by their paths."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [str(p.relative_to(ROOT)) for p in found if p.exists() and BLOCK.search(p.read_text(encoding="utf-8"))]


def run(command: str) -> str:
    """Output of one command (standard output, then messages), run here with this interpreter's detente."""
    binary = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{binary}:{os.environ.get('PATH', '')}",
        "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}",
        "COLUMNS": "110",
        "NO_COLOR": "1",
    }
    options = {"env": environment, "capture_output": True, "text": True}
    done = subprocess.run(command, shell=True, check=False, **options)  # noqa: S602 - our own pages' commands
    if "Traceback (most recent call last)" in done.stderr:
        raise RuntimeError(f"{command}\n{done.stderr}")  # no page shows one
    return "".join(f"{line.rstrip()}\n" for line in (done.stdout + done.stderr).splitlines())


def refreshed(page: str) -> str:
    """The page with all its code run, and its sessions with what they print now."""
    names: dict[str, Any] = {}
    with _folder():
        return BLOCK.sub(lambda block: _block(block, names), page)


def _block(block: re.Match[str], names: dict[str, Any]) -> str:
    kind, name, body = block.groups()
    if kind == "console":
        commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"$ {c}\n{run(c)}" for c in commands) + "```"
    if kind == "python":
        exec(body, names)  # noqa: S102 - our own pages' code
    elif name:
        Path(name).write_text(re.sub(rf" *{TAB} *", "\t", body), encoding="utf-8")
    return block[0]


@contextlib.contextmanager
def _folder() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        shutil.copytree(ROOT / "samples", "samples")
        shutil.copytree(ROOT / "docs" / "data", "data")
        yield


def main() -> None:
    """Check or update."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pages; all of them without it")
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    for name in args.names or pages():
        path = ROOT / name
        new = refreshed(path.read_text(encoding="utf-8"))
        if args.update:
            path.write_text(new, encoding="utf-8")
        elif new != path.read_text(encoding="utf-8"):
            sys.exit(f"{name}: a session prints something else now; run `python -m docs.sessions --update` and look")


if __name__ == "__main__":
    main()
