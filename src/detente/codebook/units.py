"""Units of figures: currencies, scale words, counted things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detente.codebook.schema import read_toml
from detente.errors import MalformedCodebook

__all__ = ["Units", "units"]

TABLES = {"currency_symbols", "currency_names", "scale", "measures", "vague", "approximate"}


@dataclass(frozen=True, slots=True)
class Units:
    """Look-up tables; lemmas are lower case. `by_noun` maps a lemma to its canonical unit."""

    symbols: Mapping[str, str]
    names: Mapping[str, str]
    scale: Mapping[str, float]
    by_noun: Mapping[str, str]
    vague: Mapping[str, tuple[int, int]]
    approximate: frozenset[str]
    least: frozenset[str]
    most: frozenset[str]


@cache
def units() -> Units:
    """The shipped tables."""
    table = read_toml("units.toml")
    if set(table) != TABLES:
        raise MalformedCodebook(f"unknown or missing table {sorted(set(table) ^ TABLES)[0]!r}", where="units.toml")
    nouns = {noun: unit for unit, found in table["measures"].items() for noun in found}
    words = {k: frozenset(str(v).split()) for k, v in table["approximate"].items()}
    return Units(
        table["currency_symbols"],
        table["currency_names"],
        table["scale"],
        nouns,
        {k: (v[0], v[1]) for k, v in table["vague"].items()},
        words["words"],
        words["least"],
        words["most"],
    )
