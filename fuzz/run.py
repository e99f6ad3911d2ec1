"""Fuzzes one stage with atheris: `python -m fuzz.run STAGE SECONDS [FOLDER]`.

What breaks is written to FOLDER/found, one input for each place in the code that broke; the run goes on. FOLDER keeps
the corpus, so that a later run goes on where this one stopped.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["detente"]):
    from fuzz.seeds import seeds_of
    from fuzz.targets import TARGETS

__all__ = ["main"]

LONGEST = {"imports": 6000, "read": 4000, "feeds": 4000}
EVERY = 50  # inputs between two lines of the tally


class Tally:
    """Runs a target, and keeps what broke it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.found = name, folder / "found"
        self.file = folder / f"{name}.{os.getpid()}.tally"
        self.found.mkdir(parents=True, exist_ok=True)
        self.count = 0

    def __call__(self, data: bytes) -> None:
        """One input."""
        self.count += 1
        began = time.process_time()
        try:
            TARGETS[self.name](data)
        except Exception as error:  # noqa: BLE001 - every fault is what we look for
            self._keep(data, "".join(traceback.format_exception(error)), _place(error))
        if (spent := time.process_time() - began) > 5:
            self._keep(data, f"took {spent:.1f} s", f"slow{int(spent) // 5}")
        if self.count % EVERY == 0:
            self.file.write_text(f"{self.name} {self.count} inputs, {time.process_time() / 60:.1f} CPU-minutes\n")

    def _keep(self, data: bytes, told: str, place: str) -> None:
        stem = self.found / f"{self.name}-{hashlib.sha256(place.encode()).hexdigest()[:10]}"
        if not stem.with_suffix(".txt").exists():
            stem.with_suffix(".bin").write_bytes(data)
            stem.with_suffix(".txt").write_text(told, errors="backslashreplace")


def _place(error: BaseException) -> str:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "detente" in f.filename]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {last.filename} {last.name} {last.line}"


def main() -> None:
    """Run."""
    name, seconds = sys.argv[1], int(sys.argv[2])
    folder = Path(sys.argv[3] if len(sys.argv) > 3 else "fuzz/work")
    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for n, seed in enumerate(seeds_of(name)):
        (corpus / f"seed{n:03}").write_bytes(seed)
    longest = LONGEST.get(name, 800)
    options = [f"-max_total_time={seconds}", f"-max_len={longest}", "-timeout=1200", "-rss_limit_mb=3000",
               f"-artifact_prefix={folder}/"]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], Tally(name, folder))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
