"""Names in a sentence that tell one happening from another: towns, groups, persons; not states, peoples or days."""

from __future__ import annotations

import re
from functools import cache

from detente.codebook.actor_tables import shipped_heads, shipped_roles
from detente.codebook.places import capital_words, demonym_words, state_names
from detente.codebook.times import time_words

__all__ = ["names_nobody", "spoken_names"]

NAME = re.compile(r"(?:(?P<in>\b(?:in|near|outside|of|over|around|from)) (?:[a-z]+ ){0,2})?(?P<name>\b[A-Z][\w'’-]+)")
OF_A_COUNTRY = re.compile(r".+ \([^)]+\)")  # "Police (India)": how ICEWS writes a role
NOBODY = frozenset({"unspecified actor", "international"})  # what ICEWS writes for it
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


@cache
def _roles() -> frozenset[str]:
    """Roles, bodies, peoples and states: what names a sort of party."""
    phrases = {r.phrase for r in shipped_roles()} | {phrase for phrase, _ in shipped_heads()}
    return frozenset(phrases | set(state_names()) | set(demonym_words()))


def names_nobody(name: str) -> bool:
    """Whether a data set's name for a party is a sort of party: "Citizen (India)", "POLICE", "KILLERS"."""
    low = name.lower().removeprefix("the ")
    known = low in NOBODY or low in _roles() or low.removesuffix("s") in _roles()
    return known or OF_A_COUNTRY.fullmatch(name) is not None
