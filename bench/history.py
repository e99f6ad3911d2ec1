"""Back-test of the escalation rule on dated crises: `python -m bench.history FOLDER`.

Events: KEDS Levant (1979-2011) and Gulf (1979-1999), coded in CAMEO, turned into PLOVER's intensity by our codebook.
Onsets: the days on which the International Crisis Behavior project has a crisis begin for a state, with the state
that it saw as the threat. A call is right where it falls within `NEAR` days of an onset of its pair; an onset is found
where a call does. The rule's standard deviations were chosen on Levant (3, 4 or 5): Gulf and the weekly series judge
them.

Israel and the Palestinians, by week (Goldstein sums both ways, 1979-2003; Brandt and Freeman 2006): onsets are the
escalations of a list of turning points. A week has no single events, so that each week with conflict counts as three
incidents, one of them material; a call falls on the last day of its week.

Naive rules, by week: "above the mean" calls a week whose conflict is above the pair's mean so far, after one not so;
"same as last week" calls a week after the first whose conflict was above the mean by the rule's standard deviations.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from detente.codebook.ontology import intensity, quad, type_of_cameo
from detente.errors import UnknownName
from detente.measure.moves import RISE, STILL, WINDOW, moves, trailing

NEAR = 14
FEWEST_EVENTS = 100  # a pair with fewer in the whole set is not followed
SETS = {"Levant": "keds_levant_cameo.csv", "Gulf": "keds_gulf_cameo.csv"}
# ICB's codes of states, and KEDS' names of the same (they changed over the years).
STATES = {"2": "USA", "200": "GBR", "630": "IRN", "640": "TUR", "645": "IRQ", "651": "EGY", "652": "SYR", "660": "LBN",
          "663": "JOR", "666": "ISR", "670": "SAU", "690": "KWT", "620": "LBY", "692": "BHR", "694": "QAT"}  # fmt: skip
SAME = {"LEB": "LBN", "KUW": "KWT", "UNK": "GBR", "PAL": "PSE", "BAH": "BHR"}
Pair = tuple[str, str]
Days = tuple[np.ndarray, np.ndarray, np.ndarray]  # conflict, conflictual incidents, material ones among them
WEEKLY, TURNS = "msbvar_israel_palestine_weekly.csv", "turning_points_israel_palestine.csv"


def acts(path: Path) -> dict[Pair, list[tuple[date, str, float]]]:
    """Acts of each pair of states: day, quad and intensity, without doubles of a day."""
    seen, out = set(), defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            a, b = (SAME.get(row[k][:3], row[k][:3]) for k in ("source", "target"))
            key = (row["date"], a, b, row["code"])
            if a == b or key in seen:
                continue
            seen.add(key)
            try:
                kind, mode = type_of_cameo(row["code"].strip("]"))
            except UnknownName:
                continue
            if kind:
                pair = (min(a, b), max(a, b))
                out[pair].append((date.fromisoformat(row["date"]), str(quad(kind)), intensity(kind, mode)))
    return {p: found for p, found in out.items() if len(found) >= FEWEST_EVENTS}


def onsets(path: Path) -> dict[Pair, list[date]]:
    """First day of each crisis by pair: the state in crisis and the one it saw as the threat."""
    first: dict[tuple[str, Pair], date] = {}
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            a, b = STATES.get(row["cracid"]), STATES.get(row["southv"])
            if not a or not b or a == b or not row["datrig"] or int(row["datrig"]) > 31:
                continue
            day = date(int(row["yrtrig"]), int(row["motrig"]), int(row["datrig"]))
            key = (row["crisno"], (min(a, b), max(a, b)))
            first[key] = min(day, first.get(key, day))
    out = defaultdict(list)
    for (_, pair), day in sorted(first.items()):
        out[pair].append(day)
    return out


def rules(found: list[tuple[date, str, float]], first: date, length: int) -> dict[str, list[date]]:
    """Calls of each rule over the days from `first`."""
    days = conflict, hostile, material = np.zeros(length), np.zeros(length), np.zeros(length)
    for day, sort, weight in found:
        if weight < 0:
            at = (day - first).days
            conflict[at] -= weight
            hostile[at] += 1
            material[at] += sort == "4"
    return _calls(days, first)


def _calls(days: Days, first: date) -> dict[str, list[date]]:
    conflict, hostile, material = days
    called = [m.day for m in moves(conflict, hostile, material) if m.kind == "escalation"]
    weeks = trailing(conflict, WINDOW)[WINDOW - 1 :: WINDOW]
    naive = {"above the mean": _above(weeks), "same as last week": _again(weeks)}
    days = {name: [w * WINDOW + WINDOW - 1 for w in found] for name, found in naive.items()} | {"our rule": called}
    return {name: [first + timedelta(days=int(at)) for at in found] for name, found in days.items()}


def _above(weeks: np.ndarray) -> Iterator[int]:
    for n in range(4, len(weeks)):
        mean = weeks[:n].mean()
        if weeks[n] > mean >= weeks[n - 1]:
            yield n


def _again(weeks: np.ndarray) -> Iterator[int]:
    high = [n >= 4 and weeks[n] > weeks[:n].mean() + RISE * max(weeks[:n].std(), STILL) for n in range(len(weeks))]
    for n in range(5, len(weeks)):
        if high[n - 1] and not high[n - 2]:
            yield n


def weekly(folder: Path) -> Iterator[tuple[str, list[date], list[date]]]:
    """Rule, its calls, and the onsets of the weekly series."""
    with (folder / WEEKLY).open(encoding="utf-8") as file:
        weeks = [(row["week_start"], float(row["i2p"]), float(row["p2i"])) for row in csv.DictReader(file)]
    first = date.fromisoformat(weeks[0][0])
    length = (date.fromisoformat(weeks[-1][0]) - first).days + WINDOW
    days = np.zeros(length), np.zeros(length), np.zeros(length)
    for start, ours, theirs in weeks:
        at = (date.fromisoformat(start) - first).days + WINDOW - 1
        conflict = -min(ours, 0.0) - min(theirs, 0.0)
        for values, value in zip(days, (conflict, 3 * (conflict > 0), conflict > 0), strict=True):
            values[at] = value
    with (folder / TURNS).open(encoding="utf-8") as file:
        turns = [date.fromisoformat(row["date"]) for row in csv.DictReader(file) if row["kind"] == "escalation"]
    dated = [d for d in turns if first + timedelta(days=60) <= d <= first + timedelta(days=length)]
    for rule, calls in _calls(days, first).items():
        yield rule, calls, dated


def counted(calls: list[date], dated: list[date]) -> tuple[int, int, int, int]:
    """Calls, those near an onset, onsets, and those near a call."""
    near = [[abs((c - d).days) <= NEAR for d in dated] for c in calls]
    return len(calls), sum(map(any, near)), len(dated), sum(map(any, zip(*near, strict=True)))


def told(name: str, tally: dict[str, list[int]]) -> None:
    """A line a rule."""
    for rule, (called, right, dated, hit) in sorted(tally.items()):
        shares = f"precision {right / max(called, 1):.3f}  recall {hit / dated:.3f} of {dated}"
        print(f"{name:<8} {rule:<18} calls {called:>5}  {shares}")


def main() -> None:
    """Precision and recall of onsets, by set and rule."""
    folder = Path(sys.argv[1])
    told("weekly", {rule: list(counted(calls, dated)) for rule, calls, dated in weekly(folder)})
    crises = onsets(folder / "icb2v14.csv")
    for name, file in SETS.items():
        table = acts(folder / file)
        days = [d for found in table.values() for d, _, _ in found]
        first, last = min(days), max(days)
        tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])  # calls, right, onsets, found
        for pair in sorted(set(table) & set(crises)):
            dated = [d for d in crises[pair] if first + timedelta(days=60) <= d <= last]
            if not dated:
                continue
            for rule, calls in rules(table[pair], first, (last - first).days + 1).items():
                tally[rule] = [x + y for x, y in zip(tally[rule], counted(calls, dated), strict=True)]
        told(name, tally)


if __name__ == "__main__":
    main()
