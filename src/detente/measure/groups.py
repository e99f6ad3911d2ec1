"""Which states are meant: `IND`, `India`, or several as `IND,BGD`."""

from __future__ import annotations

import re

from detente.codebook.schema import read_tsv
from detente.errors import UnknownName

__all__ = ["parse_group", "state_names"]

CODE = re.compile(r"[A-Za-z][A-Za-z0-9]{1,11}")
NAMES = ("iso3", "name", "aliases", "demonyms", "capitals")


def state_names() -> dict[str, str]:
    """Name of each state by its code."""
    return {row["iso3"]: row["name"] for row in read_tsv("countries.tsv", NAMES)}


def parse_group(text: str, *, held: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Codes of one state or several, sorted. `held` are further codes that a store knows (organisations).

    Raises UnknownName with the nearest names.
    """
    names = state_names()
    by_name = {name.casefold(): code for code, name in names.items()}
    out = set()
    for part in filter(None, (p.strip() for p in re.split(r"[,+]", text))):
        code = by_name.get(part.casefold(), part.upper())
        if not CODE.fullmatch(code) or (code not in names and code not in held):
            raise UnknownName.among(part, sorted({*names, *names.values(), *held}), kind="state or organisation")
        out.add(code)
    if not out:
        raise UnknownName("no state is named", hint="give a code or a name, as IND or India; several as IND,BGD")
    return tuple(sorted(out))
