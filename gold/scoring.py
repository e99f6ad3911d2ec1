"""How a record is scored against a hand-labelled report.

An event is found when a predicted event has its type and a trigger in the sentence where `at` stands; of several
the one that agrees on most else. Figures are found by value (and unit), claims by speaker's country or code in the
cue's sentence, deadlines by day.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.records import Actor, Event, Record

__all__ = ["Labelled", "figures", "labelled_reports", "matched", "missed", "score", "shares"]

REPORTS = Path(__file__).parent / "reports"
DETAILS = ("actors", "recipients", "status", "standing", "mode")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with its labels."""

    name: str
    text: str
    gold: dict[str, Any]


def labelled_reports(folder: Path = REPORTS) -> list[Labelled]:
    """All labelled reports, by name."""
    return [
        Labelled(p.stem, p.read_text(encoding="utf-8"), json.loads(p.with_suffix(".json").read_text(encoding="utf-8")))
        for p in sorted(folder.glob("*.txt"))
    ]


def score(labelled: Labelled, record: Record) -> Counter[str]:
    """Counts of what is right, predicted and wanted."""
    counts: Counter[str] = Counter()
    actors = {a.id: a for a in record.actors}
    counts["events predicted"] = len(record.events)
    for gold, best in matched(labelled, record):
        counts["events wanted"] += 1
        if best is None:
            continue
        counts["events found"] += 1
        for name, right in _details(gold, best, actors).items():
            counts[name] += right
        if gold.get("date"):
            counts["dates wanted"] += 1
            counts["dates right"] += _dated(gold["date"], best)
    _score_figures(labelled, record, counts)
    _score_claims(labelled, record, counts)
    for gold in labelled.gold.get("deadlines", ()):
        counts["deadlines wanted"] += 1
        counts["deadlines right"] += any(d.due == gold["due"] for d in record.deadlines)
    counts["deadlines predicted"] = len(record.deadlines)
    return counts


def matched(labelled: Labelled, record: Record) -> Iterator[tuple[dict[str, Any], Event | None]]:
    """Each labelled event with the predicted one that it is found in, which no other may be found in."""
    actors = {a.id: a for a in record.actors}
    free = list(record.events)
    for gold in labelled.gold.get("events", ()):
        best = _best(gold, free, labelled.text, actors)
        if best is not None:
            free.remove(best)
        yield gold, best


def missed(labelled: Labelled, record: Record) -> Iterator[str]:
    """What is wrong with the events, in words, a line each."""
    actors = {a.id: a for a in record.actors}
    for gold, best in matched(labelled, record):
        where = f"{labelled.name}: {gold['at']!r}"
        if best is None:
            yield f"{where}: no {gold['type']} in that sentence"
            continue
        for name, right in _details(gold, best, actors).items():
            slot = name.removesuffix(" right")
            if not right:
                found = getattr(best, slot)
                told = [actors[a].code or actors[a].name for a in found] if isinstance(found, tuple) else found
                yield f"{where}: {slot} is {told}, wanted {gold[slot]}"


def _best(gold: dict[str, Any], free: Sequence[Event], text: str, actors: dict[str, Actor]) -> Event | None:
    at = text.find(gold["at"])
    fitting = [e for e in free if e.type == gold["type"] and e.sentence[0] <= at < e.sentence[1]]
    return max(fitting, key=lambda e: (sum(_details(gold, e, actors).values()), -abs(e.trigger[0] - at)), default=None)


def _details(gold: dict[str, Any], event: Event, actors: dict[str, Actor]) -> dict[str, bool]:
    return {
        "actors right": _same(gold["actors"], [actors[a] for a in event.actors]),
        "recipients right": _same(gold["recipients"], [actors[a] for a in event.recipients]),
        "status right": gold["status"] == event.status,
        "standing right": gold["standing"] == event.standing,
        "mode right": gold.get("mode") in (None, event.mode),
    }


def _same(wanted: list[str], found: list[Actor]) -> bool:
    """Equal sets; a label of three letters is a country or a bare sector, which a longer code may end in."""

    def fits(label: str, actor: Actor) -> bool:
        return label in (actor.country, actor.code, actor.sector)

    return all(any(fits(w, a) for a in found) for w in wanted) and all(any(fits(w, a) for w in wanted) for a in found)


def _dated(wanted: str, event: Event) -> bool:
    start, end = event.date.start or "", event.date.end or ""
    return start[: len(wanted)] == wanted and end[: len(wanted)] == wanted


def _score_figures(labelled: Labelled, record: Record, counts: Counter[str]) -> None:
    free = list(record.figures)
    for gold in labelled.gold.get("figures", ()):
        counts["figures wanted"] += 1
        hit = next((f for f in free if gold["value"] in (f.value, f.low, f.high)), None)
        if hit is None:
            continue
        free.remove(hit)
        counts["figures found"] += 1
        counts["units right"] += gold.get("unit") in (None, hit.unit)


def _score_claims(labelled: Labelled, record: Record, counts: Counter[str]) -> None:
    actors = {a.id: a for a in record.actors}
    for gold in labelled.gold.get("claims", ()):
        counts["claims wanted"] += 1
        at = labelled.text.find(gold["at"])
        end = at + len(gold["at"])
        near = [c for c in record.claims if any(s < end and at < e for s, e in c.cue)]
        counts["claims found"] += bool(near)
        counts["speakers right"] += any(c.speaker and _same([gold["speaker"]], [actors[c.speaker]]) for c in near)


def figures(counts: Counter[str]) -> dict[str, float]:
    """The figures of the gate, each between 0 and 1; those of which nothing is labelled are left out."""
    return {name: right / of for name, (right, of) in shares(counts).items() if of}


def shares(c: Counter[str]) -> dict[str, tuple[int, int]]:
    """Each figure as how many of how many."""
    found = c["events found"]
    details = {f"{name} right": (c[f"{name} right"], found) for name in DETAILS}
    return {
        "events recall": (found, c["events wanted"]),
        "events precision": (found, c["events predicted"]),
        **details,
        "dates right": (c["dates right"], c["dates wanted"]),
        "figures recall": (c["figures found"], c["figures wanted"]),
        "units right": (c["units right"], c["figures found"]),
        "claims recall": (c["claims found"], c["claims wanted"]),
        "speakers right": (c["speakers right"], c["claims wanted"]),
        "deadlines recall": (c["deadlines right"], c["deadlines wanted"]),
    }
