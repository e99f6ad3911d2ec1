"""One happening out of many reports, on our own set: `python -m gold.linking` (`--errors` lists what went wrong).

`incidents/reports.jsonl` holds short reports, each with the places (`at`) where it tells of an incident: incidents told
two to five times with differing details, and look-alikes of the same place some weeks apart. Reports are coded, put
into a store and linked; a labelled telling belongs to the incident of the event whose trigger is nearest in its
sentence. Tellings without an event are alone. The measure is B3 over labelled tellings.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.coder import Coder
from detente.link import link
from detente.read import report_of
from detente.store import Coded, Store, open_store

SET = Path(__file__).parent / "incidents" / "reports.jsonl"
Key = tuple[str, int]


def rows(path: Path = SET) -> list[dict[str, Any]]:
    """The reports with their labels."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fill(store: Store, reports: list[dict[str, Any]], coder: Coder) -> dict[Key, str]:
    """Code and add the reports. Gives the event of each labelled telling that has one."""
    batch, events = [], {}
    for row in reports:
        report = report_of(row["text"], published=row["published"], source=row["source"])
        record, triggers, sentences = coder.code_with_vectors(report)
        batch.append(Coded(record, triggers, sentences))
        for n, told in enumerate(row["tells"]):
            at = row["text"].index(told["at"])
            near = [e for e in record.events if e.sentence[0] <= at < e.sentence[1]]
            if near:
                best = min(near, key=lambda e: abs(e.trigger[0] - at))
                events[row["id"], n] = f"{report.id}:{best.id}"
    store.add(batch)
    return events


def b3(gold: Mapping[Key, str], found: Mapping[Key, str]) -> tuple[float, float, float]:
    """B3 precision, recall and F1."""
    right, ours = defaultdict(set), defaultdict(set)
    for key, name in gold.items():
        right[name].add(key)
        ours[found[key]].add(key)
    both = {k: len(right[gold[k]] & ours[found[k]]) for k in gold}
    precision = sum(n / len(ours[found[k]]) for k, n in both.items()) / len(gold)
    recall = sum(n / len(right[gold[k]]) for k, n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def linked(coder: Coder, reports: list[dict[str, Any]]) -> tuple[dict[Key, str], dict[Key, str], dict[Key, str]]:
    """Labels, incidents and events of the labelled tellings."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "incidents.duckdb")
        events = fill(store, reports, coder)
        link(store)
        member = {r["event"]: r["incident"] for r in store.query("SELECT event, incident FROM incident_events")}
    gold = {(r["id"], n): t["incident"] for r in reports for n, t in enumerate(r["tells"])}
    found = {key: member[events[key]] if key in events else f"none-{key}" for key in gold}
    return gold, found, events


def measure(coder: Coder) -> dict[str, float]:
    """The gate's figure."""
    gold, found, _ = linked(coder, rows())
    return {"incidents B3": b3(gold, found)[2]}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    errors = parser.parse_args().errors
    reports = rows()
    gold, found, events = linked(Coder(threads=1), reports)
    print(f"{len(gold)} tellings of {len(set(gold.values()))} incidents; {len(events)} have an event")
    print("B3 precision {:.3f} recall {:.3f} F1 {:.3f}".format(*b3(gold, found)))
    if errors:
        _list_errors(reports, gold, found)


def _list_errors(reports: list[dict[str, Any]], gold: Mapping[Key, str], found: Mapping[Key, str]) -> None:
    texts = {r["id"]: r["text"] for r in reports}
    mixed = {f for f in found.values() if len({gold[k] for k in gold if found[k] == f}) > 1}
    torn = {g for g in gold.values() if len({found[k] for k in gold if gold[k] == g}) > 1}
    for key in sorted(gold, key=lambda k: (gold[k], found[k])):
        if gold[key] in torn or found[key] in mixed:
            print(f"{gold[key]:<20} {found[key][:22]:<22} {key[0]} {texts[key[0]]}")


if __name__ == "__main__":
    main()
