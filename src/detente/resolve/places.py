"""Toponyms with coordinates, chosen among namesakes by the report's other places, containers and population."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from detente.codebook.places import Candidate, candidates, containers
from detente.records import Place
from detente.resolve.toponyms import Toponym, find_toponyms

__all__ = ["distance_km", "find_places"]

EARTH_KM = 6371.0088
MOST = 40  # namesakes that are weighed
# Weights of the choice in powers of ten of population, set by hand on our own reports: a container that the text names
# settles it; then company in one division, in one country, nearness.
CONTAINER, DIVISION, COUNTRY, NEAR = 8.0, 2.8, 2.4, 2.2
NEAR_KM = 100.0  # where nearness has fallen to 1/e
ROUNDS = 3
# Powers of ten that a kind counts for, beside its people.
STATE, REGION, ALIAS = 8.6, 8.0, -1.0
BONUS = {"division": 0.6, "county": 0.3}
SEAT, SEAT_SHARE = 1.6, 12  # what a division loses to the city of its name, where that has a twelfth of its people
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sense:
    """A name's candidates with their weights before company is looked at, and how often the name occurs."""

    name: str
    options: tuple[Candidate, ...]
    base: tuple[float, ...]
    times: int


def find_places(doc: Doc, *, wide: bool = False) -> list[Place]:
    """Places of a document in order, one a mention; one name has one meaning in a report.

    `wide` gives adjectives ("Georgian troops") and names within organisations' ("Ohio Supreme Court") as well.
    """
    toponyms = list(find_toponyms(doc))
    chosen = _choose(_senses(toponyms))
    return [_place(doc, t, *chosen[t.name]) for t in toponyms if wide or t.named]


def _place(doc: Doc, t: Toponym, best: Candidate, why: str) -> Place:
    last = doc[t.end - 1]
    span = (doc[t.start].idx, last.idx + len(last))
    name = t.name if best.kind == "division" and not best.own else best.name
    return Place(name=name, country=best.country, lat=best.lat, lon=best.lon, span=span, basis=why)


def _senses(toponyms: Sequence[Toponym]) -> list[Sense]:
    held: dict[str, set[str]] = {}
    for t in toponyms:
        held.setdefault(t.name, set()).update([t.container] if t.container else [])
    times = Counter(t.name for t in toponyms)
    options = {t.name: t.options for t in toponyms}
    out = []
    for name, found in options.items():
        bases = [_base(c, held[name]) - (SEAT if _has_seat(c, found) else 0.0) for c in found]
        rows = sorted(zip(bases, range(0, -len(found), -1), found, strict=True), key=lambda r: (-r[0], -r[1]))[:MOST]
        out.append(Sense(name, tuple(r[2] for r in rows), tuple(r[0] for r in rows), times[name]))
    return out


def _has_seat(c: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether a division holds a city of its name, which the bare name rather means ("Kherson")."""
    return c.kind == "division" and any(
        o.kind == "city" and (o.country, o.admin) == (c.country, c.admin) and o.people * SEAT_SHARE >= c.people
        for o in found
    )


def _base(c: Candidate, held: Iterable[str]) -> float:
    """What a candidate counts for by itself."""
    value = {"state": STATE, "region": REGION}.get(c.kind, log10(max(c.people, 100)) + BONUS.get(c.kind, 0.0))
    if not c.own:
        value += ALIAS
    return value + (CONTAINER if any(_inside(c, name) for name in held) else 0.0)


def _inside(c: Candidate, container: str) -> bool:
    if code := containers().get(container):
        return (c.country, c.admin) == code and c.kind != "division"
    for o in candidates(container):
        if o.kind == "state" and o.country == c.country and c.kind != "state":
            return True
        if o.kind == "division" and (o.country, o.admin) == (c.country, c.admin) and c.kind != "division":
            return True
        if o.kind in ("region", "county") and c is not o and distance_km((o.lat, o.lon), (c.lat, c.lon)) < 3 * NEAR_KM:
            return True
    return False


def _choose(senses: Sequence[Sense]) -> dict[str, tuple[Candidate, str]]:
    """Each name's candidate: what they count for by themselves and in each other's company, in a few rounds."""
    if not senses:
        return {}
    flat = [c for s in senses for c in s.options]
    owner = np.repeat(np.arange(len(senses)), [len(s.options) for s in senses])
    base = np.array([b for s in senses for b in s.base])
    weight = np.array([1.0 + log10(s.times) for s in senses])
    bonds = _bonds(flat, owner)
    score = base
    for _ in range(ROUNDS):
        belief = _softmax(score, owner) * weight[owner]
        score = base + sum(top * _share(bond, belief) for top, bond in bonds)
    return _best(senses, flat, owner, score)


def _best(
    senses: Sequence[Sense], flat: Sequence[Candidate], owner: NDArray[np.int64], score: Floats
) -> dict[str, tuple[Candidate, str]]:
    out = {}
    for i, s in enumerate(senses):
        rows = np.flatnonzero(owner == i)
        best = int(rows[np.argmax(score[rows])])
        out[s.name] = flat[best], _why(s, best - int(rows[0]))
    return out


def _why(s: Sense, place: int) -> str:
    if len(s.options) == 1:
        return "the only place of that name"
    if s.options[place].kind in ("state", "region"):
        return "name of a state or region"
    if s.base[place] >= CONTAINER + 2.0:
        return "in the place that the text names"
    return "the largest of that name" if place == 0 else "near or among the report's other places"


def _bonds(flat: Sequence[Candidate], owner: NDArray[np.int64]) -> list[tuple[float, Floats]]:
    """Matrices of who is company to whom (rows: for, columns: from), each with its weight."""
    apart = owner[:, None] != owner[None, :]
    country = _same([c.country or "" for c in flat])
    division = _same([f"{c.country}.{c.admin}" if c.admin else "" for c in flat])
    point = np.radians(np.array([(c.lat, c.lon) for c in flat]))
    x = np.cos(point[:, 0]) * np.cos(point[:, 1])
    y = np.cos(point[:, 0]) * np.sin(point[:, 1])
    unit = np.stack([x, y, np.sin(point[:, 0])], axis=1)
    km = EARTH_KM * np.arccos(np.clip(unit @ unit.T, -1.0, 1.0))
    exact = np.array([c.kind in ("city", "county") for c in flat])
    near = np.exp(-km / NEAR_KM) * exact[:, None] * exact[None, :]
    return [(COUNTRY, country * apart), (DIVISION, division * apart), (NEAR, near * apart)]


def _same(keys: Sequence[str]) -> Floats:
    number = {k: i for i, k in enumerate(sorted(set(keys)))}
    code = np.array([number[k] for k in keys])
    filled = np.array([bool(k) for k in keys])
    same: Floats = np.asarray((code[:, None] == code[None, :]) & filled[:, None], dtype=np.float64)
    return same


def _share(bond: Floats, belief: Floats) -> Floats:
    """Company between 0 and 1: the first neighbour counts most."""
    company: Floats = -(bond @ belief)
    shares: Floats = 1.0 - np.exp(company)
    return shares


def _softmax(score: Floats, owner: NDArray[np.int64]) -> Floats:
    top = np.full(owner.max() + 1, -np.inf)
    np.maximum.at(top, owner, score)
    grown = np.exp((score - top[owner]) * 1.5)
    total = np.zeros_like(top)
    np.add.at(total, owner, grown)
    shares: Floats = grown / total[owner]
    return shares


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude in degrees)."""
    (lat1, lon1), (lat2, lon2) = a, b
    x = sin(radians(lat2 - lat1) / 2) ** 2
    x += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(x)))
