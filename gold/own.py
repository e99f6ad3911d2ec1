"""Measure on reports that you labelled: `python -m gold.own FOLDER`, with `--missed` for what is wrong with the events.

A report is NAME.txt, its labels NAME.json beside it (docs/own-gold.md). Intervals are Wilson's, at 95%.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from detente.cli.code import Words, coder_with
from detente.measure.intervals import share_interval
from detente.read import report_of
from gold.scoring import labelled_reports, missed, score, shares


def main() -> None:
    """Print each figure with its interval, and the errors if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--actors", type=Path, help="your actors, as for `detente code`")
    args = parser.parse_args()
    reports = labelled_reports(args.folder)
    if not reports:
        sys.exit(f"{args.folder} holds no NAME.txt with NAME.json beside it")
    coder, total = coder_with(Words(args.actors)), Counter[str]()
    for labelled in reports:
        record = coder.code(report_of(labelled.text, published=labelled.gold.get("published")))
        total += score(labelled, record)
        if args.missed:
            print(*missed(labelled, record), sep="\n")
    for name, (right, of) in shares(total).items():
        if of:
            low, high = share_interval(right, of)
            print(f"{name:<18} {right / of:.3f}  ({low:.3f}-{high:.3f}), {right} of {of}")


if __name__ == "__main__":
    main()
