"""Toponyms with coordinates, chosen among namesakes by the report's other places, containers and population."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt

from spacy.tokens import Doc

from detente.codebook.places import Candidate, candidates_by_name, us_states
from detente.records import Place

__all__ = ["distance_km", "find_places"]

EARTH_KM = 6371.0088
LONGEST = 4  # words in a place name
# Weights of the choice, set by hand on our own reports: a named container settles it, company counts for about a
# hundredfold of population, nearness to other places for tenfold.
CONTAINER, COMPANY, NEAR, NEAR_KM = 6.0, 2.0, 1.0, 300.0


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name between two token positions with what it may mean."""

    start: int
    end: int
    name: str
    options: tuple[Candidate, ...]
    container: str | None


def find_places(doc: Doc, *, hints: Sequence[str] = ()) -> list[Place]:
    """Places of a document in order, one a mention. `hints` are countries (ISO3) that the report is about."""
    toponyms = list(_toponyms(doc))
    company = Counter(t.options[0].country for t in toponyms if t.options[0].kind == "state")
    company.update(hints)
    company.update({t.options[0].country for t in toponyms if len(t.options) == 1})
    settled = [t.options[0] for t in toponyms if len(t.options) == 1 or t.options[0].kind != "city"]
    chosen: dict[str, tuple[Candidate, str]] = {}
    out = []
    for t in toponyms:
        if t.name not in chosen or t.container:
            chosen[t.name] = _choose(t, company, settled)
        best, why = chosen[t.name]
        first, last = doc[t.start], doc[t.end - 1]
        out.append(
            Place(
                name=best.name,
                country=best.country,
                lat=best.lat,
                lon=best.lon,
                span=(first.idx, last.idx + len(last)),
                basis=why,
            )
        )
    return out


def _toponyms(doc: Doc) -> Iterator[Toponym]:
    table, position = candidates_by_name(), 0
    while position < len(doc):
        size = _longest(doc, position, table)
        if not size:
            position += 1
            continue
        name = doc[position : position + size].text
        yield Toponym(position, position + size, name, table[name], _container(doc, position + size, table))
        position += size


def _longest(doc: Doc, start: int, table: object) -> int:
    """How many words of a place name begin here."""
    if not doc[start].text[:1].isupper() or doc[start].pos_ not in ("PROPN", "NOUN", "ADJ"):
        return 0
    for size in range(min(LONGEST, len(doc) - start), 0, -1):
        span = doc[start : start + size]
        if span.text in table and _is_place(span):  # type: ignore[operator]
            return size
    return 0


def _is_place(span: object) -> bool:
    """Names the tagger calls a person or organisation, and words that only look like names, are no places."""
    tokens = list(span)  # type: ignore[call-overload]
    kinds = {t.ent_type_ for t in tokens}
    doc, before, after = tokens[0].doc, tokens[0].i - 1, tokens[-1].i + 1
    for near in (before, after):
        if 0 <= near < len(doc) and doc[near].ent_type_ in ("PER", "ORG") and doc[near].ent_type_ in kinds:
            return False
    if "PER" in kinds:
        return False
    if kinds & {"LOC"}:
        return True
    return all(t.pos_ == "PROPN" for t in tokens) and (len(tokens) > 1 or len(tokens[0]) > 3)


def _container(doc: Doc, end: int, table: object) -> str | None:
    """ "Paris, Texas", "Pahalgam, Kashmir", "Alexandria, La.": the name after a comma."""
    if end + 1 >= len(doc) or doc[end].text not in (",", "("):
        return None
    for size in (2, 1):
        name = doc[end + 1 : end + 1 + size].text
        if name in us_states() or name in table:  # type: ignore[operator]
            return name
    return None


def _choose(t: Toponym, company: Counter[str | None], settled: Sequence[Candidate]) -> tuple[Candidate, str]:
    if len(t.options) == 1:
        return t.options[0], "the only place of that name"
    if t.options[0].kind == "state" and not t.container:
        return t.options[0], "name of a state"
    scored = [(_score(c, t, company, settled), -i, c) for i, c in enumerate(t.options)]
    (score, why), _, best = max(scored, key=lambda row: (row[0][0], row[1]))
    del score
    return best, why


def _score(c: Candidate, t: Toponym, company: Counter[str | None], settled: Sequence[Candidate]) -> tuple[float, str]:
    value, why = log10(max(c.people, 10)), "the largest of that name"
    if c.kind == "region":
        value += 3.5
        why = "a region in the news"
    if t.container and _inside(c, t.container):
        return value + CONTAINER, f"in {t.container}, as the text says"
    if c.country and company[c.country]:
        value += COMPANY * min(1.0, 0.5 + company[c.country] / 4)
        why = f"the report names other places in {c.country}"
    if any(s is not c and distance_km((c.lat, c.lon), (s.lat, s.lon)) < NEAR_KM for s in settled):
        value += NEAR
        why = "near other places of the report"
    return value, why


def _inside(c: Candidate, container: str) -> bool:
    state = us_states().get(container)
    if state:
        return c.country == "USA" and c.admin == state
    return any(
        o.country == c.country and (o.kind == "state" or distance_km((o.lat, o.lon), (c.lat, c.lon)) < NEAR_KM)
        for o in candidates_by_name().get(container, ())
    )


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude in degrees)."""
    (lat1, lon1), (lat2, lon2) = a, b
    x = sin(radians(lat2 - lat1) / 2) ** 2
    x += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(x)))
