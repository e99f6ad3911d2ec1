"""The crisis of April and May 2025 between India and Pakistan is one storyline, its incidents in order."""

import json
from collections import Counter

from detente.link import link
from detente.link.chronology import chronology
from detente.read import report_of
from detente.store import Coded

CATEGORIES = ("Armed conflicts and attacks", "International relations")


def items(shared):
    lines = (shared / "news/wp_current_events_2025.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    rows = [r for r in rows if "2025-04-22" <= r["date"] <= "2025-05-11" and r["category"] in CATEGORIES]
    crisis = [r for r in rows if "Pakistan" in r["text"] and "India" in r["text"]]
    return crisis, [r for r in rows if r not in crisis][::5]


def test_one_crisis_is_one_storyline(shared, coder, store):
    crisis, others = items(shared)
    coded = {
        r["id"]: Coded(*coder.code_with_vectors(report_of(r["text"], published=r["date"]))) for r in crisis + others
    }
    store.add(coded.values())
    link(store)
    told = {coded[r["id"]].record.report.id for r in crisis}
    rows = store.query(
        "SELECT DISTINCT i.id, i.storyline, e.report FROM incidents AS i JOIN incident_events AS m ON m.incident = i.id"
        " JOIN events AS e ON e.id = m.event WHERE i.storyline IS NOT NULL"
    ).rows()
    mine = Counter(r["storyline"] for r in rows if r["report"] in told)
    (story, most), *_ = mine.most_common()
    assert most >= 0.8 * mine.total()
    inside = [r for r in rows if r["storyline"] == story]
    assert sum(r["report"] in told for r in inside) >= 0.8 * len(inside)
    days = [r["day"].removeprefix("by ") for r in chronology(store, about=["IND", "PAK"]) if r["storyline"] == story]
    assert days == sorted(days)
