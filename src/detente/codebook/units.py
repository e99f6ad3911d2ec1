"""Units of figures: currencies, scale words, measures, counted things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detente.codebook.schema import read_toml
from detente.errors import MalformedCodebook

__all__ = ["Units", "units"]

TABLES = {
    "currency_symbols", "currency_codes", "currency_names", "currency_by_country", "scale", "scale_letters", "measures",
    "symbols", "people", "rates", "vague", "approximate", "spelled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Units:
    """Look-up tables; words are lemmas in lower case, symbols as they are written. See units.toml."""

    currency: Mapping[str, str]  # by what stands before a number
    names: Mapping[str, str]  # currencies by the name after it
    by_country: Mapping[str, Mapping[str, str]]
    scale: Mapping[str, float]
    letters: Mapping[str, float]
    words: Mapping[str, str]  # measures
    symbols: Mapping[str, str]
    people: frozenset[str]
    rates: frozenset[str]
    vague: Mapping[str, tuple[int, int]]
    approximate: frozenset[str]
    least: frozenset[str]
    most: frozenset[str]
    spelled: Mapping[str, str]

    def counted(self, lemma: str) -> str:
        """The unit of a counted noun: `people`, a measure, or the noun itself."""
        lemma = lemma.removesuffix("men") + "man" if lemma.endswith("men") and lemma != "men" else lemma
        return "people" if lemma in self.people else self.words.get(lemma, lemma)


@cache
def units() -> Units:
    """The shipped tables."""
    table = read_toml("units.toml")
    if set(table) != TABLES:
        raise MalformedCodebook(f"unknown or missing table {sorted(set(table) ^ TABLES)[0]!r}", where="units.toml")
    codes = {c: "CNY" if c == "RMB" else c for c in table["currency_codes"]["codes"].split()}
    approximate = {k: frozenset(str(v).split()) for k, v in table["approximate"].items()}
    return Units(
        currency={**table["currency_symbols"], **codes},
        names=table["currency_names"],
        by_country=table["currency_by_country"],
        scale=table["scale"],
        letters=table["scale_letters"],
        words={word: unit for unit, found in table["measures"].items() for word in found},
        symbols=table["symbols"],
        people=frozenset(table["people"]["nouns"].split()),
        rates=frozenset(table["rates"]["per"]),
        vague={k: (v[0], v[1]) for k, v in table["vague"].items()},
        approximate=approximate["words"],
        least=approximate["least"],
        most=approximate["most"],
        spelled=table["spelled"],
    )
