"""The gate: no figure on our own labelled reports may fall below its floor.

`python -m gold.gate` compares; `--update` raises floors to what is reached now and refuses to lower any
(`--allow-lower` with a reason in the commit does). `python -m gold.own FOLDER` measures on labels of your own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from detente.annotate import load_reader
from detente.coder import Coder
from detente.read import report_of
from gold import linking, times
from gold.scoring import REPORTS, Labelled, figures, labelled_reports, score

FLOORS = Path(__file__).parent / "floors.json"
# One event more or less moves a figure by under a hundredth: processors may differ in the last bit of int8 arithmetic.
TOLERANCE = 0.015


def corpus_digest(folder: Path = REPORTS) -> str:
    """Digest of all labelled reports: floors hold for one corpus only."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def corpora() -> dict[str, str]:
    """The digest of each folder of labels."""
    return {"corpus": corpus_digest(), "times": corpus_digest(times.REPORTS)}


def measure(reports: list[Labelled]) -> Counter[str]:
    """Counts over all reports."""
    coder, total = Coder(threads=2), Counter[str]()
    for labelled in reports:
        total += score(labelled, coder.code(report_of(labelled.text, published=labelled.gold["published"])))
    return total


def reached_now() -> dict[str, float]:
    """All figures: of the labelled reports, of time expressions and of incidents in texts of their own."""
    expressions = times.measure(times.marked_reports(), load_reader(threads=2))
    incidents = linking.measure(Coder(threads=2))
    return {**figures(measure(labelled_reports())), **times.figures(expressions), **incidents}


def below(reached: dict[str, float], floors: dict[str, float]) -> list[str]:
    """What fell below its floor, in words."""
    return [
        f"{name}: {reached.get(name, 0.0):.3f} is below its floor {floor:.3f}"
        for name, floor in floors.items()
        if reached.get(name, 0.0) < floor - TOLERANCE
    ]


def raised(reached: dict[str, float], floors: dict[str, float], *, allow_lower: bool) -> dict[str, float]:
    """New floors; never lower than the old unless allowed."""
    return {k: round(v if allow_lower else max(v, floors.get(k, 0.0)), 3) for k, v in reached.items()}


def main() -> None:
    """Measure, compare or update."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-lower", action="store_true")
    args = parser.parse_args()
    reached = reached_now()
    pinned = json.loads(FLOORS.read_text()) if FLOORS.exists() else {"corpus": "", "floors": {}}
    for name, value in reached.items():
        print(f"{name:<18} {value:.3f}   floor {pinned['floors'].get(name, 0.0):.3f}")
    if args.update:
        floors = raised(reached, pinned["floors"], allow_lower=args.allow_lower)
        FLOORS.write_text(json.dumps({**corpora(), "floors": floors}, indent=1) + "\n")
        return
    if any(pinned.get(name) != digest for name, digest in corpora().items()):
        sys.exit("the labelled reports have changed: run `python -m gold.gate --update` and commit the floors")
    failed = below(reached, pinned["floors"])
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
