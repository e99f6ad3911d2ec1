"""How tellings are judged to be of one happening: families of types, and match weights with the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.ontology import types
from detente.codebook.schema import read_toml
from detente.errors import MalformedCodebook

__all__ = ["LEVELS", "LinkRules", "link_rules"]

FILE = "linking.toml"
# What is compared, and the levels of agreement in the order of their numbers.
LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "type": ("same-mode", "same-type", "other-mode", "family"),
        "dates": ("same", "overlap", "next", "near", "apart", "unknown"),
        "place": ("spot", "near", "country", "unknown", "far", "abroad"),
        "actors": ("same", "overlap", "open", "differ", "joint"),
        "recipients": ("same", "overlap", "open", "differ"),
        "names": ("same", "open", "differ"),
        "figures": ("same", "open", "differ"),
        "meaning": ("same", "close", "related", "loose", "other", "unknown"),
        "told": ("elsewhere", "same-report", "same-sentence", "same-article", "one-sentence", "other-sentence"),
        "home": ("abroad", "within"),
        "status": ("same", "differ"),
    }
)


@dataclass(frozen=True, slots=True)
class LinkRules:
    """Weights in bits and words, by comparison and level; the prior in bits; the probability that joins."""

    prior: float
    merge: float
    families: Mapping[str, str]  # family by type
    symmetric: frozenset[str]
    bits: Mapping[str, tuple[float, ...]]
    say: Mapping[str, tuple[str, ...]]


@cache
def link_rules() -> LinkRules:
    """The shipped rules. Raises MalformedCodebook."""
    table = read_toml(FILE)
    if set(table) != {"prior", "merge", "families", "symmetric", "weights"}:
        raise MalformedCodebook("unknown or missing table", where=FILE)
    families = {kind: family for family, kinds in table["families"].items() for kind in kinds}
    if set(families) != set(types()):
        raise MalformedCodebook("the families do not hold each type once", where=FILE)
    bits, say = {}, {}
    for name, levels in LEVELS.items():
        rows = table["weights"].get(name, {})
        if tuple(rows) != levels:
            raise MalformedCodebook(f"weights.{name} must have the levels {', '.join(levels)}", where=FILE)
        bits[name] = tuple(float(rows[level]["bits"]) for level in levels)
        say[name] = tuple(str(rows[level]["say"]) for level in levels)
    return LinkRules(
        prior=float(table["prior"]),
        merge=float(table["merge"]),
        families=MappingProxyType(families),
        symmetric=frozenset(table["symmetric"]["families"]),
        bits=MappingProxyType(bits),
        say=MappingProxyType(say),
    )
