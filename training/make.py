"""Train, export and measure with one command: `python -m training.make --treebanks FOLDER`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROUNDS = (
    ("build/r1", ["--epochs", "9", "--seed", "7", "--synthetic", "0"]),
    (
        "build/r2",
        ["--epochs", "6", "--seed", "11", "--rate", "0.6", "--synthetic", "0", "--init", "build/r1/weights.pt"],
    ),
    ("build/r3", ["--epochs", "4", "--seed", "31", "--rate", "0.6", "--init", "build/r2/weights.pt"]),
)
SILVER = "build/silver"  # the reader of the third round, whose trees of our own sentences the next rounds keep
RELATIONS = (
    ("build/r4", ["--epochs", "3", "--trees", "0.12", "--frozen", "2", "--rate", "0.6", "--synthetic", "1000"]),
    ("build/r5", ["--epochs", "3", "--trees", "0.15", "--frozen", "1", "--rate", "0.7", "--seed", "23"]),
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
        step("training.train", *treebanks, "--out", out, *options)
    before = ROUNDS[-1][0]
    step("training.export", before, "--version", "silver", "--package", SILVER)
    for out, options in RELATIONS:
        step("training.train", *treebanks, "--out", out, "--init", f"{before}/weights.pt", "--silver", SILVER, *options)
        before = out
    step("training.blend", before, ROUNDS[-1][0], "--share", "0.8", "--out", "build/blend")
    step("training.export", "build/blend", "--version", "r5")
    step("training.sentences", *treebanks)
    step("training.lemmas", *treebanks)
    step("training.gazetteer")
    step("training.evaluate", *treebanks)


if __name__ == "__main__":
    main()
