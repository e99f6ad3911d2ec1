"""Records by hand: no model is loaded here."""

import hashlib

import pytest

from detente.records import Actor, Check, Claim, Event, Figure, Note, Place, Record, Report, When
from detente.store import open_store

TEXT = "India accused Pakistan on Monday of arming rebels. It said 12 soldiers were killed in Uri."


def record(text=TEXT, *, path="news/a.txt", url=None, published="2024-06-04") -> Record:
    """An accusation and a claim, as a coder would give them."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return Record(
        report=Report(id=digest, path=path, url=url, published=published, published_basis="given", text=text),
        actors=(
            Actor(id="a1", name="India", kind="state", country="IND", code="IND", mentions=((0, 5), (50, 52))),
            Actor(id="a2", name="Pakistan", kind="state", country="PAK", code="PAK", mentions=((14, 22),)),
        ),
        events=(
            Event(
                id="e1", type="ACCUSE", mode="allege", cameo="112", quad=3, intensity=-3.5, goldstein=-2.0,
                actors=("a1",), recipients=("a2",), trigger=(6, 13), sentence=(0, 49), confidence=0.8, why="frame",
                date=When(start="2024-06-03", end="2024-06-03", text="Monday", span=(26, 32), basis="relative"),
                place=Place(name="Uri", country="IND", lat=34.08, lon=74.03, span=(86, 89), basis="only one"),
                figures=("f1",), claim="c1",
            ),
            Event(
                id="e2", type="CONSULT", quad=1, intensity=2.5, actors=("a1", "a2"), trigger=(6, 13),
                sentence=(0, 49), confidence=0.5, why="frame", date=When(start="2024-06", basis="explicit"),
            ),
        ),
        claims=(Claim(id="c1", speaker="a1", speaker_text="It", source=((50, 52),), cue=((53, 57),), content=((58, 90),)),),
        figures=(Figure(id="f1", value=12.0, unit="people", measure="killed", span=(58, 69), holder="a1", claim="c1"),),
        checks=(Check(kind="derived", text="none", from_=("f1",)),),
        notes=(Note(kind="versions", text="by hand"),),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path):
    """A store that is not there yet."""
    return open_store(tmp_path / "s.duckdb", wait=0.2)


@pytest.fixture
def made():
    return record
