"""Events by hand: no model is loaded here."""

import hashlib
from dataclasses import dataclass, field

import numpy as np
import pytest

from detente.records import Actor, Claim, Event, Figure, Place, Record, Report, When
from detente.store import Coded, open_store

COUNTRIES = {"IND": "India", "PAK": "Pakistan", "IRN": "Iran", "USA": "United States", "RUS": "Russia"}
PLACES = {"Uri": (34.08, 74.03), "Baramulla": (34.2, 74.34), "Poonch": (33.77, 74.09), "Delhi": (28.61, 77.21)}


@dataclass
class Telling:
    """One event as a test gives it."""

    kind: str = "ASSAULT"
    actor: str | None = "PAK"
    recipient: str | None = "IND"
    day: str | None = "2024-06-03"
    place: str | None = "Uri"
    killed: float | None = None
    standing: str = "narrated"
    sentence: str = "Soldiers were shot at the border."
    direction: int = 0  # which way its vector points
    actors: list = field(default_factory=list)


def record(tellings, *, path="a.txt", published="2024-06-04", denial=None) -> Record:
    """A record of some tellings, each in a sentence of its own."""
    text = " ".join(t.sentence for t in tellings) + (f" {denial}" if denial else "")
    report = hashlib.blake2b((path + text).encode(), digest_size=8).hexdigest()
    countries = sorted({c for t in tellings for c in (t.actor, t.recipient) if c})
    actors = {c: Actor(id=f"a{n}", name=COUNTRIES[c], kind="state", country=c, code=c) for n, c in enumerate(countries)}
    events, figures, at = [], [], 0
    for n, t in enumerate(tellings, 1):
        where = PLACES.get(t.place or "")
        if t.killed is not None:
            figures.append(Figure(id=f"f{n}", value=t.killed, unit="people", measure="killed", span=(at, at + 4)))
        events.append(
            Event(
                id=f"e{n}", type=t.kind, quad=4, intensity=-9.0, confidence=0.8, why="by hand", standing=t.standing,
                actors=(actors[t.actor].id,) if t.actor else (), figures=(f"f{n}",) if t.killed is not None else (),
                recipients=(actors[t.recipient].id,) if t.recipient else (),
                date=When(start=t.day, end=t.day, basis="explicit") if t.day else When(),
                place=Place(name=t.place, country="IND", lat=where[0], lon=where[1]) if where else None,
                trigger=(at, at + 8), sentence=(at, at + len(t.sentence)),
            )
        )  # fmt: skip
        at += len(t.sentence) + 1
    claims = (
        (Claim(id="c1", speaker_text="Pakistan", cue=((at, at + 6),), content=((at, len(text)),), act="denies"),)
        if denial
        else ()
    )
    return Record(
        report=Report(id=report, path=path, source=path, published=published, published_basis="given", text=text),
        actors=tuple(actors.values()), events=tuple(events), figures=tuple(figures), claims=claims,
    )  # fmt: skip


def coded(tellings, **options) -> Coded:
    """With vectors that point where the tellings say."""
    vectors = np.zeros((len(tellings), 8), np.float32)
    vectors[np.arange(len(tellings)), [t.direction for t in tellings]] = 1
    return Coded(record(tellings, **options), vectors, vectors)


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path / "s.duckdb", wait=0.2)


@pytest.fixture
def told(store):
    """Add reports, each `(path, [Telling…], options)`, as one batch."""

    def add(*reports):
        store.add([coded(tellings, path=path, **options) for path, tellings, options in reports])

    return add


@pytest.fixture
def groups(store):
    """The incidents as sets of paths."""

    def read():
        rows = store.query(
            "SELECT m.incident, list(r.path ORDER BY r.path) AS paths FROM incident_events AS m"
            " JOIN events AS e ON e.id = m.event JOIN reports AS r ON r.id = e.report GROUP BY ALL ORDER BY paths"
        )
        return [row["paths"] for row in rows]

    return read
