"""A small store by hand: what two states did to each other, no model."""

from datetime import date, timedelta

import pytest

from detente.records import Actor, Event, Record, Report, When
from detente.store import open_store

NAMES = {"IND": "India", "PAK": "Pakistan", "CHN": "China"}
ACTS = {"ASSAULT": (4, -10.0), "ACCUSE": (3, -3.5), "CONSULT": (1, 2.5), "AGREE": (1, 3.0), "THREATEN": (3, -4.5)}


def told(day, acts, *, number=0, published=None):
    """A report of `acts`: (actor codes, type, recipient codes[, changes of the event])."""
    codes = sorted({c for who, _, whom, *_ in acts for c in (*who, *whom)})
    ids = {code: f"a{n}" for n, code in enumerate(codes, 1)}
    actors = tuple(Actor(id=ids[c], name=NAMES[c], kind="state", country=c, code=c, mentions=((0, 1),)) for c in codes)
    events = []
    for n, (who, kind, whom, *changes) in enumerate(acts, 1):
        quad, weight = ACTS[kind]
        values = {
            "id": f"e{n}", "type": kind, "quad": quad, "intensity": weight, "goldstein": weight,
            "actors": tuple(ids[c] for c in who), "recipients": tuple(ids[c] for c in whom), "trigger": (0, 1),
            "sentence": (0, 9), "confidence": 0.9, "why": "by hand", "date": When(start=day, end=day, basis="explicit"),
        }  # fmt: skip
        events.append(Event(**(values | (changes[0] if changes else {}))))
    text = f"{day} {number} " + ", ".join(f"{'+'.join(w)} {k} {'+'.join(r)}" for w, k, r, *_ in acts)
    ident = f"{day}-{number}".replace("-", "")
    return Record(
        report=Report(
            id=ident, published=published or day, published_basis="given", text=text, source=f"paper {number}"
        ),
        actors=actors,
        events=tuple(events),
    )


@pytest.fixture
def tell():
    return told


@pytest.fixture
def store(tmp_path):
    """Calm talks every ten days of 2025's first half, a clash on 7-10 May, and an agreement after it."""
    records = []
    first = date(2025, 1, 1)
    for n in range(18):
        day = (first + timedelta(days=10 * n)).isoformat()
        records.append(told(day, [(["IND", "PAK"], "CONSULT", [])], number=n))
    for n, day in enumerate(("2025-05-07", "2025-05-08", "2025-05-09", "2025-05-10"), 30):
        records.append(told(day, [(["IND"], "ASSAULT", ["PAK"]), (["PAK"], "ASSAULT", ["IND"])], number=n))
    records.append(told("2025-05-10", [(["IND", "PAK"], "AGREE", [])], number=50))
    records.append(told("2025-05-12", [(["CHN"], "ACCUSE", ["IND"])], number=51))
    opened = open_store(tmp_path / "s.duckdb", wait=0.2)
    opened.add(records)
    return opened
