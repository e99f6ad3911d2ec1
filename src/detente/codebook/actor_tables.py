"""The shipped tables of actors, read into entries: states, peoples, bodies, holders of office, roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from detente.codebook.entries import Entry, RoleEntry
from detente.codebook.schema import read_tsv
from detente.codebook.spelling import plural
from detente.codebook.words import word_list

__all__ = ["body_codes", "country_codes", "shipped_heads", "shipped_names", "shipped_roles"]

COUNTRY_COLUMNS = ("iso3", "name", "aliases", "demonyms", "capitals")
PEOPLE_COLUMNS = ("country", "sector", "names")
BODY_COLUMNS = ("name", "aliases", "kind", "country", "sector", "code", "from", "to")
LEADER_COLUMNS = ("name", "aliases", "country", "sector", "title", "from", "to")
HEAD_COLUMNS = ("sector", "heads")
ROLE_COLUMNS = ("sector", "kind", "phrases")
# What stands in a body's country column where it has none: PLOVER's codes of non-states.
FAMILIES = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"})
PACKED_COLUMNS = ("country", "sector", "kind", "names")
MIN_SURNAME = 4
WHY = {
    "aliases": "name of the state",
    "demonyms": "adjective or people",
    "capitals": "capital for government",
}


def shipped_names() -> Iterator[tuple[str, Entry]]:
    """All names with their entries; where two share a name, the earlier wins."""
    leaders = list(_leaders())
    yield from leaders
    yield from _bodies()
    yield from _packed()
    yield from _countries()
    yield from _peoples()
    yield from _surnames([entry for _, entry in leaders])


@cache
def country_codes() -> frozenset[str]:
    """The codes of states and territories (ISO 3166 alpha-3, XKX)."""
    states = {row["iso3"] for row in read_tsv("countries.tsv", COUNTRY_COLUMNS)}
    return frozenset(states | {row["iso3"] for row in read_tsv("iso.tsv", ("iso3", "iso2"))})


@cache
def body_codes() -> Mapping[str, str]:
    """The codes of bodies without a country ("NATO"), with PLOVER's code of their family."""
    return MappingProxyType({code: e.family for _, e in _bodies() if (code := e.code) and e.family})


def _countries() -> Iterator[tuple[str, Entry]]:
    for row in read_tsv("countries.tsv", COUNTRY_COLUMNS):
        iso, name = row["iso3"], row["name"]
        for kind, why in WHY.items():
            for alias in filter(None, row[kind].split(";")):
                yield alias, Entry(name, "state", iso, None, iso, None, f"{why}: {alias}")
        yield name, Entry(name, "state", iso, None, iso, None, f"name of the state: {name}")


def _peoples() -> Iterator[tuple[str, Entry]]:
    """Peoples and parts of states ("Chechens", "Rakhine"): they own what is theirs, but are not the state."""
    for row in read_tsv("peoples.tsv", PEOPLE_COLUMNS):
        country, sector = row["country"] or None, row["sector"] or None
        code = (country or "") + (sector or "") or None
        for name, alias in _unpacked(row["names"]):
            yield alias, Entry(name, "people", country, sector, code, None, f"people or region: {alias}")


def _unpacked(names: str) -> Iterator[tuple[str, str]]:
    """(name, alias) of a cell: `;` separates bodies, `=` the names of one, the first being its own."""
    for body in names.split(";"):
        name, *aliases = (n.strip() for n in body.split("="))
        for alias in filter(None, (name, *aliases)):
            yield name, alias


def _bodies() -> Iterator[tuple[str, Entry]]:
    for row in read_tsv("bodies.tsv", BODY_COLUMNS):
        family = row["country"] if row["country"] in FAMILIES else ""
        country = None if family else row["country"] or None
        for alias in [row["name"], *filter(None, row["aliases"].split(";"))]:
            basis = f"named body: {alias}"
            entry = Entry(
                row["name"], row["kind"], country, row["sector"], row["code"], None, basis, row["from"], row["to"], family
            )  # fmt: skip
            yield alias, entry


def _packed() -> Iterator[tuple[str, Entry]]:
    """Bodies of one country and sector in one row."""
    for row in read_tsv("packed.tsv", PACKED_COLUMNS):
        family = row["country"] if row["country"] in FAMILIES else ""
        country = None if family else row["country"] or None
        code = family if family else (country or "") + row["sector"]
        for name, alias in _unpacked(row["names"]):
            basis = f"named body: {alias}"
            yield alias, Entry(name, row["kind"], country, row["sector"], code, None, basis, family=family)


def _leaders() -> Iterator[tuple[str, Entry]]:
    """Holders of office. A body's code in the country column makes them its own; `~` marks a period of several holders."""
    families = body_codes()
    rows = read_tsv("leaders.tsv", LEADER_COLUMNS)
    aliases: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        aliases[row["name"]].update(dict.fromkeys([row["name"], *filter(None, row["aliases"].split(";"))]))
    for row in rows:
        body = row["country"] in families
        country, sector = None if body else row["country"] or None, row["sector"]
        code = row["country"] if body else row["country"] + sector
        since = row["from"].removeprefix("~")
        when = "some time from" if since != row["from"] else "from"
        entry = Entry(
            row["name"],
            "person",
            country,
            sector,
            code or None,
            row["title"],
            f"{row['title']}, {when} {since} to {row['to'] or 'now'}",
            since,
            row["to"],
            families.get(row["country"], "") if body else "",
        )
        yield from ((alias, entry) for alias in aliases[row["name"]])


def _surnames(leaders: list[Entry]) -> Iterator[tuple[str, Entry]]:
    """Surnames that only one family of our table bears and that are no common names or words."""
    bearers: dict[str, list[Entry]] = defaultdict(list)
    for entry in leaders:
        bearers[entry.name.split()[-1]].append(entry)
    for surname, found in sorted(bearers.items()):
        one = len({e.name for e in found}) == 1
        if one and len(surname) >= MIN_SURNAME and surname.lower() not in word_list("common_surnames"):
            for entry in found:
                yield surname, entry


def shipped_roles() -> Iterator[RoleEntry]:
    """Roles and groups without a name; where two sectors claim a phrase, the earlier row wins."""
    for row in read_tsv("roles.tsv", ROLE_COLUMNS):
        for phrase in filter(None, row["phrases"].split(";")):
            yield RoleEntry(phrase.strip(), row["sector"], row["kind"])


def shipped_heads() -> Iterator[tuple[str, str]]:
    """Last words of bodies' names, singular and plural, with the sector that they tell."""
    for row in read_tsv("heads.tsv", HEAD_COLUMNS):
        for phrase in filter(None, row["heads"].split(";")):
            yield phrase, row["sector"]
            yield " ".join([*phrase.split()[:-1], plural(phrase.split()[-1])]), row["sector"]
