"""Names in a sentence that tell one happening from another: towns, groups, persons; not states, peoples or days."""

from __future__ import annotations

import re
from functools import cache

from detente.codebook.places import capital_words, demonym_words, state_names
from detente.codebook.times import time_words

__all__ = ["spoken_names"]

NAME = re.compile(r"(?:(?P<in>\b(?:in|near|outside|of|over|around|from)) (?:[a-z]+ ){0,2})?(?P<name>\b[A-Z][\w'’-]+)")
POSSESSIVE = re.compile(r"['’]s?$")


@cache
def _common() -> frozenset[str]:
    """Words of states, peoples and the calendar."""
    states = {w for n in state_names() for w in n.split()}
    peoples = {w for n in demonym_words() for w in n.split()}
    times = time_words()
    return frozenset(states | peoples | set(times.months) | set(times.weekdays))


def spoken_names(sentence: str) -> frozenset[str]:
    """Capitalised words, in lower case.

    The first word is none, and a capital only where something is in or near it:
    else it may stand for a government.
    """
    out = set()
    for found in NAME.finditer(sentence):
        word = POSSESSIVE.sub("", found["name"]).lower()
        capital = word in capital_words() and not found["in"]
        if found.start("name") and not capital and word not in _common():
            out.add(word)
    return frozenset(out)
