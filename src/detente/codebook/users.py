"""Users' own actors: a table of names and codes, or a dictionary in PETRARCH's format. Theirs win over ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from detente.codebook import petrarch
from detente.codebook.actor_tables import body_codes, country_codes
from detente.codebook.entries import Entry
from detente.codebook.schema import Row, read_tsv_file
from detente.errors import MalformedCodebook

__all__ = ["OWN_COLUMNS", "read_actors"]

OWN_COLUMNS = ("name", "code", "from", "to", "kind", "aliases")
KINDS = ("state", "organisation", "person", "group", "people", "unknown")
SECTORS = tuple(
    "GOV MIL COP SPY JUD LEG PTY REB PRM UAF OPP CVL EDU LAB AGR BUS JRN REL REF CRM MED ELI SOC NGO PRE IGO UNK".split()
)
DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
LETTERS = 3  # of a country or sector in a code


def read_actors(path: Path) -> list[tuple[str, Entry]]:
    """Names with their entries from a TSV table (name, code, from, to, kind, aliases) or a PETRARCH dictionary.

    Raises MalformedCodebook with the line and what is wrong with it.
    """
    return list(_rows(path)) if _is_table(path) else petrarch.read_actors(path)


def _is_table(path: Path) -> bool:
    """A table begins with a header that has tabs; a dictionary has none before its first bracket."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False  # the dictionary's reader says what is wrong with the file
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return path.suffix == ".tsv" or "\t" in first.strip()


def _rows(path: Path) -> Iterator[tuple[str, Entry]]:
    for row in read_tsv_file(path, OWN_COLUMNS):
        where = f"{path}:{row['#']}"
        entry = _entry(row, where, path)
        for alias in [row["name"], *(a.strip() for a in row["aliases"].split(";"))]:
            if alias:
                yield alias, entry


def _entry(row: Row, where: str, path: Path) -> Entry:
    if not row["name"]:
        raise MalformedCodebook("the row has no name", where=where, hint="every actor needs a name and a code")
    country, sector, family = _parsed(row["code"], where)
    since, until = _day(row["from"], where), _day(row["to"], where)
    if since and until and since > until:
        raise MalformedCodebook(f"from {since} to {until} is no period", where=where, hint="put the earlier date first")
    kind = row["kind"] or ("organisation" if sector or family else "state")
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, 1)
        hint = f"did you mean {near[0]}?" if near else "kinds: " + ", ".join(KINDS)
        raise MalformedCodebook(f"unknown kind {kind!r}", where=where, hint=hint)
    basis = f"{path.name}: {row['name']}"
    return Entry(row["name"], kind, country, sector, row["code"], None, basis, since, until, family, theirs=True)


def _day(text: str, where: str) -> str:
    if text and not DAY.fullmatch(text):
        raise MalformedCodebook(f"cannot read the date {text!r}", where=where, hint="write 2019, 2019-05 or 2019-05-31")
    return text


def _parsed(code: str, where: str) -> tuple[str | None, str | None, str]:
    """(country, sector, family) of a code: a country with sectors ("INDGOV"), or a body's code ("NATO")."""
    if code in body_codes():
        return None, "IGO", body_codes()[code]
    sectors = [code[i : i + LETTERS] for i in range(LETTERS, len(code), LETTERS)]
    if code[:LETTERS] in country_codes() and all(s in SECTORS for s in sectors):
        return code[:LETTERS], code[LETTERS:] or None, ""
    raise MalformedCodebook(f"unknown code {code!r}", where=where, hint=_nearest(code))


def _nearest(code: str) -> str:
    near = get_close_matches(code, _codes(), 5, cutoff=0.5)
    near.sort(key=lambda known: sorted(known) != sorted(code))  # letters that changed places are the likeliest slip
    known = "a country's three letters, then sectors of three letters (INDGOV), or a body's code (NATO)"
    return f"did you mean {near[0]}? Codes are {known}" if near else f"codes are {known}"


@cache
def _codes() -> tuple[str, ...]:
    """Every code of one country and up to one sector, and those of bodies, sorted."""
    countries = sorted(country_codes())
    return (*countries, *sorted(body_codes()), *(c + s for c in countries for s in SECTORS))
