"""Measure on the field's development sets, where they are present: `make gold`.

`DETENTE_SHARED` names their folder (default: `shared` beside the checkout). Each set's own scorer prints its figures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from detente.benchmarks import run_benchmark
from detente.cli.code import Words, coder_with

ROOT = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / "shared"))
# task, set, scorer and its options
SETS = (
    ("types", "events/plv_train", "score_events", ()),
    ("types", "events/plv_cameo_manual", "score_events", ()),
    ("types", "events/aw_train_wiki", "score_events", ()),
    ("events", "events/plover_gsr_cameo", "score_events", ()),
    ("events", "events/petr2_gsr", "score_events", ()),
    ("events", "events/petr_unittest_even", "score_events", ()),
    ("attributions", "attributions/polnear.dev", "score_attr", ()),
    ("times", "times/gum_dates.train", "score_timex", ("--recall-only",)),
    ("places", "places/lgl.dev", "score_places", ("--country-ok",)),
    ("places", "places/geovirus.dev", "score_places", ("--country-ok",)),
    ("places", "places/geowebnews.dev", "score_places", ("--country-ok",)),
    ("factuality", "factuality/uds_ih2.dev", "score_fact", ()),
    ("factuality", "factuality/meantime.dev", "score_fact", ()),
    ("quantities", "quantities/newsquant.dev", "score_quant", ()),
    ("fivew", "fivew/giveme5w1h.dev", "score_fivew", ()),
)
DICTIONARIES = {
    "events/petr_unittest_even": ("PETR.Validate.actors.txt", "PETR.Validate.agents.txt"),
}


def measure(task: str, name: str, scorer: str, options: tuple[str, ...]) -> str:
    """The scorer's report on one set."""
    gold = ROOT / "gold" / f"{name}.jsonl"
    files = [ROOT / "samples" / "petrarch" / f for f in DICTIONARIES.get(name, ())] or [None, None]
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
        for row in run_benchmark(task, gold, coder=coder_with(Words(files[0], files[1]))):
            out.write(msgspec.json.encode(row) + b"\n")
        out.flush()
        command = [sys.executable, str(ROOT / "gold" / "scorers" / f"{scorer}.py"), str(gold), out.name, *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """All sets."""
    if not ROOT.is_dir():
        sys.exit(f"the development sets are not at {ROOT}: set DETENTE_SHARED")
    for task, name, scorer, options in SETS:
        print(f"== {name} ({task})")
        print(measure(task, name, scorer, options), flush=True)


if __name__ == "__main__":
    main()
