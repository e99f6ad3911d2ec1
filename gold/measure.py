"""Measure on the field's development sets, where they are present: `make gold`, or `python -m gold.measure NAME…`.

`DETENTE_SHARED` names their folder (default: `shared` beside the checkout). Each set's own scorer prints its figures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from detente.benchmarks import run_benchmark
from detente.cli.code import Words, coder_with

SECTOR = 3  # letters of the first sector in a code
ROOT = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / "shared"))


class Measured(NamedTuple):
    """A set: its task, file, scorer and options; `first` are words that the scorer wants before the files."""

    task: str
    name: str
    scorer: str
    options: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


SETS = (
    Measured("types", "events/plv_train", "score_events"),
    Measured("types", "events/plv_cameo_manual", "score_events"),
    Measured("types", "events/aw_train_wiki", "score_events"),
    Measured("events", "events/plover_gsr_cameo", "score_events"),
    Measured("events", "events/petr2_gsr", "score_events"),
    Measured("events", "events/petr_unittest_even", "score_events"),
    Measured("actors", "actors/mentions_even", ""),
    Measured("attributions", "attributions/polnear.dev", "score_attr"),
    Measured("times", "times/gum_dates.train", "score_timex", ("--recall-only",)),
    Measured("places", "places/lgl.dev", "score_places", ("--country-ok",)),
    Measured("places", "places/geovirus.dev", "score_places", ("--country-ok",)),
    Measured("places", "places/geowebnews.dev", "score_places", ("--country-ok",)),
    Measured("places", "places/lgl.dev", "score_places"),
    Measured("places", "places/geovirus.dev", "score_places"),
    Measured("places", "places/geowebnews.dev", "score_places"),
    Measured("factuality", "factuality/uds_ih2.dev", "score_fact"),
    Measured("factuality", "factuality/meantime.dev", "score_fact"),
    Measured("quantities", "quantities/newsquant.dev", "score_quant"),
    Measured("quantities", "quantities/ms_currency", "score_quant"),
    Measured("fivew", "fivew/giveme5w1h.dev", "score_fivew"),
    Measured("clusters-events", "clusters/ecbplus.dev", "score_clusters", first=("events",)),
    Measured("clusters-docs", "clusters/g5_news_cluster", "score_clusters", first=("docs",)),
)
DICTIONARIES = {
    "events/petr_unittest_even": ("PETR.Validate.actors.txt", "PETR.Validate.agents.txt"),
}


def measure(one: Measured) -> str:
    """The scorer's report on one set."""
    gold = ROOT / "gold" / f"{one.name}.jsonl"
    files = [ROOT / "samples" / "petrarch" / f for f in DICTIONARIES.get(one.name, ())] or [None, None]
    rows = run_benchmark(one.task, gold, coder=coder_with(Words(files[0], files[1])))
    if not one.scorer:
        return _actors(gold, rows)
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
        out.writelines(msgspec.json.encode(row) + b"\n" for row in rows)
        out.flush()
        scorer = str(ROOT / "gold" / "scorers" / f"{one.scorer}.py")
        command = [sys.executable, scorer, *one.first, str(gold), out.name, *one.options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _actors(gold: Path, rows: Iterable[dict[str, Any]]) -> str:
    """How many mentions have the country and the sector that is wanted; null says nothing, "" wants none."""
    right: Counter[str] = Counter()
    wanted = [msgspec.json.decode(line) for line in gold.read_bytes().splitlines()]
    for want, row in zip(wanted, rows, strict=True):
        fits = {k: want[k] is None or (row.get(k) or "")[:SECTOR] == want[k] for k in ("country", "sector")}
        right.update(k for k, fit in fits.items() if fit)
        right["both"] += all(fits.values())
    return "".join(f"{name:<8} {right[name] / len(wanted):.3f}\n" for name in ("country", "sector", "both"))


def main() -> None:
    """All sets, or those whose names hold one of the words given: `python -m gold.measure places ecbplus`."""
    if not ROOT.is_dir():
        sys.exit(f"the development sets are not at {ROOT}: set DETENTE_SHARED")
    asked = sys.argv[1:]
    for one in SETS:
        if not asked or any(word in one.name for word in asked):
            print(f"== {one.name} ({one.task}) {' '.join(one.options)}".rstrip())
            print(measure(one), flush=True)


if __name__ == "__main__":
    main()
