"""Train, export and measure with one command: `python -m training.make --treebanks FOLDER`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

CORPUS = "training/corpus/relations_seed.jsonl"
ROUNDS = (
    ("build/r1", ["--epochs", "9", "--seed", "7", "--synthetic", "0"]),
    (
        "build/r2",
        ["--epochs", "6", "--seed", "11", "--rate", "0.6", "--synthetic", "0", "--init", "build/r1/weights.pt"],
    ),
    ("build/r3", ["--epochs", "4", "--seed", "31", "--rate", "0.6", "--init", "build/r2/weights.pt"]),
)


def step(*arguments: str) -> None:
    """Run one module of this folder."""
    subprocess.run([sys.executable, "-m", *arguments], check=True)


def main() -> None:
    """All steps in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    treebanks = ["--treebanks", str(parser.parse_args().treebanks)]
    for out, options in ROUNDS:
        step("training.train", *treebanks, "--relations", CORPUS, "--out", out, *options)
    step("training.export", ROUNDS[-1][0], "--version", "r4")
    step("training.sentences", *treebanks)
    step("training.lemmas", *treebanks)
    step("training.gazetteer")
    step("training.evaluate", *treebanks)


if __name__ == "__main__":
    main()
