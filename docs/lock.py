"""Writes requirements.lock: what pip would install here for running and developing, each with its version and hash.

`python -m docs.lock [REPORT]` asks pip (or reads the report that `pip install --dry-run --report` wrote). Hashes are
those of the files that pip chose, so the lock is for the platform and Python that it names; addresses of indexes are
left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

__all__ = ["locked", "main"]

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
BUILD = ("hatchling", "editables")  # what an installation without build isolation needs


def locked(report: dict[str, Any]) -> str:
    """The lock of a report of pip."""
    python = ".".join(report["environment"]["python_version"].split(".")[:2])
    lines = [f"# Written by `python -m docs.lock` for Python {python} on {report['environment']['platform_machine']} "
             f"{report['environment']['sys_platform']}.\n"]  # fmt: skip
    rows = []
    for item in report["install"]:
        name, version = item["metadata"]["name"], item["metadata"]["version"]
        digest = item["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
        if digest:
            rows.append(f"{canonicalize_name(name)}=={version} \\\n    --hash=sha256:{digest}\n")
    return "".join([*lines, *sorted(rows)])


def main() -> None:
    """Write the lock."""
    if len(sys.argv) > 1:
        report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    else:
        command = ["install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-", ".[dev]", *BUILD]
        asked = subprocess.run(  # noqa: S603 - pip, with our own words
            [sys.executable, "-m", "pip", *command], cwd=ROOT, capture_output=True, check=True
        )
        report = json.loads(asked.stdout)
    LOCK.write_text(locked(report), encoding="utf-8")


if __name__ == "__main__":
    main()
