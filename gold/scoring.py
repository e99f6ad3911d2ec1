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

__all__ = ["Labelled", "figures", "labelled_reports", "score"]

REPORTS = Path(__file__).parent / "reports"
SUFFIX = 3  # letters of a country code


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
    free = list(record.events)
    counts["events predicted"] = len(free)
    for gold in labelled.gold["events"]:
        counts["events wanted"] += 1
        best = _best(gold, free, labelled.text, actors)
        if best is None:
            continue
        free.remove(best)
        counts["events found"] += 1
        for name, right in _details(gold, best, actors).items():
            counts[name] += right
        if gold["date"]:
            counts["dates wanted"] += 1
            counts["dates right"] += _dated(gold["date"], best)
    _score_figures(labelled, record, counts)
    _score_claims(labelled, record, counts)
    for gold in labelled.gold["deadlines"]:
        counts["deadlines wanted"] += 1
        counts["deadlines right"] += any(d.due == gold["due"] for d in record.deadlines)
    counts["deadlines predicted"] = len(record.deadlines)
    return counts


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
        "mode right": gold["mode"] in (None, event.mode),
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
    for gold in labelled.gold["figures"]:
        counts["figures wanted"] += 1
        hit = next((f for f in free if gold["value"] in (f.value, f.low, f.high)), None)
        if hit is None:
            continue
        free.remove(hit)
        counts["figures found"] += 1
        counts["units right"] += gold["unit"] in (None, hit.unit)


def _score_claims(labelled: Labelled, record: Record, counts: Counter[str]) -> None:
    actors = {a.id: a for a in record.actors}
    for gold in labelled.gold["claims"]:
        counts["claims wanted"] += 1
        at = labelled.text.find(gold["at"])
        end = at + len(gold["at"])
        near = [c for c in record.claims if any(s < end and at < e for s, e in c.cue)]
        counts["claims found"] += bool(near)
        counts["speakers right"] += any(c.speaker and _same([gold["speaker"]], [actors[c.speaker]]) for c in near)


def figures(counts: Counter[str]) -> dict[str, float]:
    """The figures of the gate, each between 0 and 1."""
    return dict(_figures(counts))


def _figures(c: Counter[str]) -> Iterator[tuple[str, float]]:
    yield "events recall", c["events found"] / c["events wanted"]
    yield "events precision", c["events found"] / max(1, c["events predicted"])
    for name in ("actors", "recipients", "status", "standing", "mode"):
        yield f"{name} right", c[f"{name} right"] / max(1, c["events found"])
    yield "dates right", c["dates right"] / max(1, c["dates wanted"])
    yield "figures recall", c["figures found"] / c["figures wanted"]
    yield "units right", c["units right"] / max(1, c["figures found"])
    yield "claims recall", c["claims found"] / c["claims wanted"]
    yield "speakers right", c["speakers right"] / c["claims wanted"]
    yield "deadlines recall", c["deadlines right"] / c["deadlines wanted"]
