"""Codes of other systems in ours: countries, sectors, and ACLED's event types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.ontology import CameoInfo, cameo_codes
from detente.codebook.schema import Row, read_tsv

__all__ = ["SYSTEMS", "AcledType", "acled_types", "cameo_closure", "country_codes", "country_names", "sectors"]

CODE_COLUMNS = ("iso3", "name", "numeric", "fips", "cow", "gw", "letters", "names")
SYSTEMS = ("numeric", "fips", "cow", "gw", "letters")


@dataclass(frozen=True, slots=True)
class AcledType:
    """What an ACLED type is in PLOVER; `directed` where the first actor acts upon the second."""

    event_type: str
    sub_event_type: str
    type: str | None
    mode: str | None
    cameo: str | None
    directed: bool


@cache
def _codes() -> tuple[Row, ...]:
    return tuple(read_tsv("codes.tsv", CODE_COLUMNS))


@cache
def country_codes(system: str) -> Mapping[str, str]:
    """ISO 3166 alpha-3 by a code of another system (`letters` has the alpha-3 codes themselves, too)."""
    out: dict[str, str] = {}
    for row in _codes():
        for code in filter(None, row[system].split(";")):
            out.setdefault(code.lstrip("0") or "0" if system == "numeric" else code, row["iso3"])
        if system == "letters":
            out[row["iso3"]] = row["iso3"]
    return MappingProxyType(out)


@cache
def country_names() -> Mapping[str, str]:
    """ISO 3166 alpha-3 by a country's name in lower case; data sets' own spellings win."""
    out: dict[str, str] = {}
    for row in read_tsv("countries.tsv", ("iso3", "name", "aliases", "demonyms", "capitals")):
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
            out[name.lower()] = row["iso3"]
    for row in _codes():
        out.setdefault(row["name"].lower(), row["iso3"])
        for name in filter(None, row["names"].split(";")):
            out[name.lower()] = row["iso3"]
    return MappingProxyType(out)


@cache
def sectors(dialect: str) -> Mapping[str, str]:
    """PLOVER's sector by another system's."""
    rows = read_tsv("sectors.tsv", ("dialect", "sector", "plover"))
    return MappingProxyType({r["sector"]: r["plover"] for r in rows if r["dialect"] == dialect})


@cache
def acled_types() -> tuple[AcledType, ...]:
    """ACLED's types."""
    rows = read_tsv("acled.tsv", ("event_type", "sub_event_type", "type", "mode", "cameo", "directed"))
    return tuple(
        AcledType(
            r["event_type"],
            r["sub_event_type"],
            r["type"] or None,
            r["mode"] or None,
            r["cameo"] or None,
            r["directed"] == "yes",
        )
        for r in rows
    )


@cache
def cameo_closure() -> Mapping[str, CameoInfo]:
    """Every code of two to four digits under a listed root, with the nearest parent that is listed."""
    codes = cameo_codes()
    roots = [code for code in codes if len(code) == 2]
    tails = ["", *map(str, range(10)), *(f"{n:02}" for n in range(100))]
    out: dict[str, CameoInfo] = {}
    for root in roots:
        for tail in tails:
            code = root + tail
            out[code] = next(codes[code[:n]] for n in (4, 3, 2) if code[:n] in codes)
    return MappingProxyType(out)
