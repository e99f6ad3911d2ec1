"""Speed and memory in one run: `make bench`.

Ratios compare what a user would do else in the same run on the same machine; seconds are printed beside them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from detente.annotate import load_reader
from detente.coder import Coder
from detente.read import report_of

TEXTS = [p.read_text(encoding="utf-8") for p in sorted(Path("gold/reports").glob("*.txt"))]
ROUNDS = 12


def seconds(work: Callable[[], object]) -> float:
    """Best of three runs."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def cold_start() -> float:
    """A fresh process that briefs one report."""
    command = [sys.executable, "-m", "detente", "brief", "samples/strait.txt"]
    return seconds(lambda: subprocess.run(command, check=True, capture_output=True))


def main() -> None:
    """Print the table."""
    start = time.perf_counter()
    reader = load_reader(threads=2)
    load = time.perf_counter() - start
    coder = Coder(reader)
    texts = TEXTS * ROUNDS
    sentences = sum(len(list(d.sents)) for d in reader.read(TEXTS)) * ROUNDS
    parse = seconds(lambda: reader.read(texts))
    whole = seconds(lambda: [coder.code(report_of(t)) for t in texts])
    words = [[t.text for t in s if not t.is_space] for d in reader.read(TEXTS) for s in d.sents] * ROUNDS
    network = seconds(lambda: reader.model.parse(words))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"reports {len(texts)}, sentences {sentences}, on two threads")
    print(f"load the model                {load:8.2f} s")
    print(f"network and tree, all at once {sentences / network:8.0f} sentences/s   ratio 1.00")
    print(f"raw text to parse             {sentences / parse:8.0f} sentences/s   ratio {network / parse:.2f}")
    print(f"raw text to record            {sentences / whole:8.0f} sentences/s   ratio {network / whole:.2f}")
    print(f"reports coded                 {len(texts) / whole:8.1f} reports/s")
    print(f"cold start of `brief`         {cold_start():8.2f} s")
    print(f"peak memory                   {peak:8.0f} MB")


if __name__ == "__main__":
    main()
