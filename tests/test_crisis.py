"""The founding report's own crisis, out of a year of short news items: the pair's series turns where the states did."""

import json
from datetime import date

import pytest

from detente.link import link
from detente.measure import dyad
from detente.read import report_of
from detente.store import Coded, open_store

ABOUT = ("India", "Pakistan", "Kashmir")


@pytest.fixture(scope="module")
def pair(coder, shared, tmp_path_factory):
    """India and Pakistan, day by day, from April to June 2025."""
    path = shared / "news" / "wp_current_events_2025.jsonl"
    if not path.exists():
        pytest.skip("the news of 2025 is not here")
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = [i for i in items if "2025-04" <= i["date"] < "2025-06" and any(w in i["text"] for w in ABOUT)]
    reports = [report_of(i["text"], published=i["date"], path=i["id"], source=i["sources"][0]["name"]) for i in chosen]
    store = open_store(tmp_path_factory.mktemp("crisis") / "s.duckdb")
    store.add(Coded(*coder.code_with_vectors(r)) for r in reports)
    link(store)
    return dyad(store, ["IND"], ["PAK"], by="day", start=date(2025, 3, 1), end=date(2025, 5, 31))


def test_relations_turn_down_after_the_attack_and_bottom_in_the_four_days(pair):
    conflict = {r["period"]: r["conflict"] for r in pair.rows}
    assert sum(v for day, v in conflict.items() if day < date(2025, 4, 22)) == 0
    assert sum(v for day, v in conflict.items() if date(2025, 4, 22) <= day <= date(2025, 5, 6)) > 0
    assert date(2025, 5, 7) <= max(conflict, key=lambda d: conflict[d]) <= date(2025, 5, 10)


def test_escalation_and_easing_are_called_with_their_incidents(pair):
    up = next(t for t in pair.calls if t.kind == "escalation" and t.day >= date(2025, 5, 1))
    down = next(t for t in pair.calls if t.kind == "easing" and t.day > up.day)
    assert date(2025, 5, 7) <= up.day <= date(2025, 5, 10) < down.day <= date(2025, 5, 20)
    assert up.incidents
    assert all(i["sources"] >= 1 and i["title"] for i in up.incidents)
