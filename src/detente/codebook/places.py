"""Places with coordinates: cities (GeoNames, CC BY 4.0), states, and seas and regions of our own."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from detente.codebook.schema import read_tsv

__all__ = ["Candidate", "alpha2", "candidates_by_name", "us_states"]

COUNTRY_COLUMNS = ("iso3", "name", "aliases", "demonyms", "capitals")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean; `people` ranks namesakes, `admin` is GeoNames' admin-1 code."""

    name: str
    kind: str  # state | region | city
    country: str | None
    lat: float
    lon: float
    people: int
    admin: str = ""


@cache
def candidates_by_name() -> Mapping[str, tuple[Candidate, ...]]:
    """Candidates by name, the likeliest first."""
    table: dict[str, list[Candidate]] = {}
    for name, candidate in [*_states(), *_regions(), *_cities()]:
        table.setdefault(name, []).append(candidate)
    return MappingProxyType({k: tuple(sorted(v, key=lambda c: (-_rank(c), c.country or ""))) for k, v in table.items()})


def _rank(c: Candidate) -> int:
    return {"state": 10**10, "region": 10**9, "city": 0}[c.kind] + c.people


def _states() -> Iterator[tuple[str, Candidate]]:
    where = {r["iso3"]: (float(r["lat"]), float(r["lon"])) for r in read_tsv("centroids.tsv", ("iso3", "lat", "lon"))}
    for row in read_tsv("countries.tsv", COUNTRY_COLUMNS):
        if row["iso3"] in where:
            lat, lon = where[row["iso3"]]
            candidate = Candidate(row["name"], "state", row["iso3"], lat, lon, 0)
            for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
                yield name, candidate


def _regions() -> Iterator[tuple[str, Candidate]]:
    for row in read_tsv("regions.tsv", ("name", "aliases", "country", "lat", "lon")):
        candidate = Candidate(row["name"], "region", row["country"] or None, float(row["lat"]), float(row["lon"]), 0)
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
            yield name, candidate


def _cities() -> Iterator[tuple[str, Candidate]]:
    packed = (files("detente.codebook") / "data" / "cities.tsv.gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        name, country, admin, lat, lon, people, others = line.split("\t")
        candidate = Candidate(name, "city", country, float(lat), float(lon), int(people), admin)
        yield name, candidate
        for other in filter(None, others.split(";")):
            yield other, candidate


@cache
def alpha2() -> Mapping[str, str]:
    """ISO 3166 alpha-2 by alpha-3."""
    return MappingProxyType({r["iso3"]: r["iso2"] for r in read_tsv("iso.tsv", ("iso3", "iso2"))})


@cache
def us_states() -> Mapping[str, str]:
    """Postal code by the ways in which datelines and addresses write a US state."""
    pairs = (
        "Ala. AL|Ariz. AZ|Ark. AR|Calif. CA|Colo. CO|Conn. CT|Del. DE|Fla. FL|Ga. GA|Ill. IL|Ind. IN|Kan. KS|Ky. KY|La. LA|"
        "Md. MD|Mass. MA|Mich. MI|Minn. MN|Miss. MS|Mo. MO|Mont. MT|Neb. NE|Nev. NV|N.H. NH|N.J. NJ|N.M. NM|N.Y. NY|N.C. NC|"
        "N.D. ND|Okla. OK|Ore. OR|Pa. PA|R.I. RI|S.C. SC|S.D. SD|Tenn. TN|Tex. TX|Vt. VT|Va. VA|Wash. WA|W.Va. WV|Wis. WI|"
        "Wyo. WY|Alabama AL|Arizona AZ|Arkansas AR|California CA|Colorado CO|Connecticut CT|Delaware DE|Florida FL|Idaho ID|"
        "Illinois IL|Indiana IN|Iowa IA|Kansas KS|Kentucky KY|Louisiana LA|Maine ME|Maryland MD|Massachusetts MA|Michigan MI|"
        "Minnesota MN|Mississippi MS|Missouri MO|Montana MT|Nebraska NE|Nevada NV|Ohio OH|Oklahoma OK|Oregon OR|"
        "Pennsylvania PA|Tennessee TN|Texas TX|Utah UT|Vermont VT|Virginia VA|Wisconsin WI|Wyoming WY"
    )
    return MappingProxyType(dict(p.rsplit(" ", 1) for p in pairs.split("|")))
