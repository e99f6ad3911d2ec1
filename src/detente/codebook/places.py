"""Places with coordinates: states, regions of our own, and cities and divisions from GeoNames (CC BY 4.0)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from types import MappingProxyType

from detente.codebook.gazetteer import KEPT, Entry, entries, place_key
from detente.codebook.schema import read_toml, read_tsv
from detente.errors import MalformedCodebook

__all__ = [
    "Candidate",
    "PlaceWords",
    "alpha2",
    "candidates",
    "capital_words",
    "containers",
    "demonym_words",
    "demonyms",
    "place_words",
    "state_names",
]

COUNTRY_COLUMNS = ("iso3", "name", "aliases", "demonyms", "capitals")
REGION_COLUMNS = ("name", "aliases", "adjectives", "kind", "country", "lat", "lon")
LONGEST_ACRONYM = 5
NEAR_DEGREES = 2.0
KINDS = {"c": "city", "a": "division", "d": "county"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean; `people` ranks namesakes, `admin` is GeoNames' admin-1 code.

    `own` is false where the name is another name of the place ("Saigon").
    """

    name: str
    kind: str  # state | region | division | county | city
    country: str | None
    lat: float
    lon: float
    people: int = 0
    admin: str = ""
    own: bool = True


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words that decide whether a name is a place: see places.toml."""

    never: frozenset[str]
    locative: frozenset[str]
    person_titles: frozenset[str]
    features: frozenset[str]
    works: frozenset[str]
    divisions: frozenset[str]
    bodies: frozenset[str]


@lru_cache(maxsize=KEPT)
def candidates(name: str) -> tuple[Candidate, ...]:
    """What a name may mean, our own table first, then the largest."""
    ours = _named().get(name) or _named().get(place_key(name), ())
    if ours and ours[0].kind == "region":
        table, ours = [c for c in _from_table(name) if not _covered(c, ours[0])], ours[:1]
    else:
        states = {c.country for c in ours}
        table = [c for c in _from_table(name) if c.kind != "city" or c.country not in states]
    return (*ours, *sorted(table, key=lambda c: (-c.people, c.country or "", c.admin)))


def _covered(c: Candidate, ours: Candidate) -> bool:
    """Whether a division or city is the place that our own table gives already (within two degrees)."""
    near = abs(c.lat - ours.lat) < NEAR_DEGREES and abs(c.lon - ours.lon) < NEAR_DEGREES
    return near and c.country == ours.country


def _from_table(name: str) -> list[Candidate]:
    return [_candidate(e) for e in entries(name) if e.country in alpha3()]


def _candidate(e: Entry) -> Candidate:
    return Candidate(e.name, KINDS[e.kind], alpha3()[e.country], e.lat, e.lon, e.people, e.admin, e.own)


@cache
def _named() -> Mapping[str, tuple[Candidate, ...]]:
    """Our regions and the states by key, acronyms as they are; a region stands before a state of the same name."""
    table: dict[str, list[Candidate]] = {}
    for name, candidate in [*_regions(), *_states()]:
        key = name if name.isupper() and len(name) <= LONGEST_ACRONYM else place_key(name)
        table.setdefault(key, []).append(candidate)
    return MappingProxyType({k: tuple(v) for k, v in table.items()})


@cache
def _centroids() -> Mapping[str, tuple[float, float]]:
    rows = read_tsv("centroids.tsv", ("iso3", "lat", "lon"))
    return MappingProxyType({r["iso3"]: (float(r["lat"]), float(r["lon"])) for r in rows})


def _states() -> Iterator[tuple[str, Candidate]]:
    for row in read_tsv("countries.tsv", COUNTRY_COLUMNS):
        if point := _centroids().get(row["iso3"]):
            candidate = Candidate(row["name"], "state", row["iso3"], *point)
            for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
                yield name, candidate


def _regions() -> Iterator[tuple[str, Candidate]]:
    for row, candidate in _region_rows():
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
            yield name, candidate


@cache
def _region_rows() -> tuple[tuple[dict[str, str], Candidate], ...]:
    rows = read_tsv("regions.tsv", REGION_COLUMNS)
    return tuple(
        (r, Candidate(r["name"], "region", r["country"] or None, float(r["lat"]), float(r["lon"]))) for r in rows
    )


@cache
def demonyms() -> Mapping[str, Candidate]:
    """Adjectives and names of peoples, with the state or region that they belong to."""
    table = {}
    for row in read_tsv("countries.tsv", COUNTRY_COLUMNS):
        if point := _centroids().get(row["iso3"]):
            candidate = Candidate(row["name"], "state", row["iso3"], *point)
            table.update(dict.fromkeys(filter(None, row["demonyms"].split(";")), candidate))
    for row, candidate in _region_rows():
        table.update(dict.fromkeys(filter(None, row["adjectives"].split(";")), candidate))
    return MappingProxyType(table)


@cache
def alpha2() -> Mapping[str, str]:
    """ISO 3166 alpha-2 by alpha-3."""
    return MappingProxyType({r["iso3"]: r["iso2"] for r in read_tsv("iso.tsv", ("iso3", "iso2"))})


@cache
def alpha3() -> Mapping[str, str]:
    """ISO 3166 alpha-3 by alpha-2."""
    return MappingProxyType({two: three for three, two in alpha2().items()})


@cache
def containers() -> Mapping[str, tuple[str, str]]:
    """Country and admin-1 code by the abbreviations of states and provinces that follow a comma."""
    return MappingProxyType({name: (c, code) for c, table in _abbreviations().items() for name, code in table.items()})


@cache
def _abbreviations() -> Mapping[str, Mapping[str, str]]:
    return {k: dict(v) for k, v in read_toml("places.toml")["abbreviations"].items()}


@cache
def place_words() -> PlaceWords:
    """The word lists."""
    table = read_toml("places.toml")
    names = {f.name for f in fields(PlaceWords)}
    if extra := set(table["words"]) ^ names | set(table) ^ {"words", "abbreviations"}:
        raise MalformedCodebook(f"unknown or missing key {sorted(extra)[0]!r}", where="places.toml")
    return PlaceWords(**{k: frozenset(v) for k, v in table["words"].items()})


@cache
def state_names() -> tuple[str, ...]:
    """Names of whole states, in lower case and order."""
    return _state_words("name", "aliases")


@cache
def demonym_words() -> frozenset[str]:
    """Adjectives and names of peoples, in lower case."""
    return frozenset(_state_words("demonyms"))


@cache
def capital_words() -> frozenset[str]:
    """Capitals that stand for their governments, in lower case."""
    return frozenset(_state_words("capitals"))


def _state_words(*columns: str) -> tuple[str, ...]:
    rows = read_tsv("countries.tsv", COUNTRY_COLUMNS)
    return tuple(sorted({n.lower() for r in rows for c in columns for n in filter(None, r[c].split(";"))}))
