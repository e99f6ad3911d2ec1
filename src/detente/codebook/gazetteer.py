"""The table of cities and divisions (GeoNames, CC BY 4.0), found by halving: no index is built, nothing is parsed twice."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Entry", "entries", "place_key"]

KEPT = 50_000  # names whose entries are kept for the next asking
MARKS = {ord(c): None for c in "'’‘ʻʼ`"} | {ord(c): " " for c in "-–"}
SAINTS = (
    (re.compile(r"\bst[.e]? "), "saint "), (re.compile(r"\bmt\.? "), "mount "), (re.compile(r"\bft\.? "), "fort "),
)  # fmt: skip


class Entry(NamedTuple):
    """A row: kind is c (city), a (first division) or d (second); `own` is false for another name of the place."""

    name: str
    kind: str
    country: str
    admin: str
    lat: float
    lon: float
    people: int
    own: bool


@lru_cache(maxsize=KEPT)
def place_key(name: str) -> str:
    """A name as the table sorts it: lower case, no accents or apostrophes, hyphens as spaces, saints written out.

    >>> place_key("St. Étienne")
    'saint etienne'
    """
    plain = unicodedata.normalize("NFKD", name.translate(MARKS)).casefold()
    plain = " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
    for short, long in SAINTS:
        plain = short.sub(long, plain)
    return plain


@lru_cache(maxsize=KEPT)
def entries(name: str) -> tuple[Entry, ...]:
    """Rows of the table for a name, in the table's order; none for an unknown one."""
    return tuple(_found(_table(), place_key(name).encode()))


def _found(table: bytes, key: bytes) -> Iterator[Entry]:
    wanted = key + b"\t"
    low, high = 0, len(table)  # rows before `low` are smaller, rows from `high` on are not
    while low < high:
        start = table.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = table.find(b"\n", start)
        if table[start:end] < wanted:
            low = end + 1
        else:
            high = start
    while table.startswith(wanted, low):
        end = table.find(b"\n", low)
        yield _entry(table[low:end].decode())
        low = end + 1


def _entry(row: str) -> Entry:
    key, kind, country, admin, lat, lon, people, name = row.split("\t")
    shown = name.lstrip("~") or key.title()
    return Entry(shown, kind, country, admin, float(lat), float(lon), int(people), not name.startswith("~"))


@cache
def _table() -> bytes:
    return gzip.decompress((files("detente.codebook") / "data" / "places.tsv.gz").read_bytes())
