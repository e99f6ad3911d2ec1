"""Words by which reports tell of one act: "kill" and "die", "quake" and "earthquake", "step down" and "resign"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from detente.codebook.schema import read_tsv
from detente.errors import MalformedCodebook

__all__ = ["PARTS", "act_names"]

FILE = "acts.tsv"
PARTS = ("v", "n")  # what may stand behind a word's dot


@cache
def act_names() -> Mapping[str, frozenset[str]]:
    """The acts that a word or phrase may tell of; keys are lemmas, `fire.v` the verb alone.

    Raises MalformedCodebook where an act stands twice, or a word twice in one act.
    """
    out: dict[str, set[str]] = {}
    seen: set[str] = set()
    for row in read_tsv(FILE, ("act", "words")):
        words = row["words"].split("; ")
        if row["act"] in seen or len(set(words)) < len(words) or not all(map(_well_formed, words)):
            raise MalformedCodebook("an act twice, or a word twice or with a wrong part", where=f"{FILE}:{row['#']}")
        seen.add(row["act"])
        for word in words:
            out.setdefault(word, set()).add(row["act"])
    return MappingProxyType({word: frozenset(acts) for word, acts in out.items()})


def _well_formed(word: str) -> bool:
    base, dot, part = word.partition(".")
    return bool(base) and base == base.lower() and (not dot or part in PARTS)
