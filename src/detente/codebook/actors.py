"""Names, titles and roles: who a phrase stands for, as of a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from detente.codebook.schema import read_tsv

__all__ = ["Entry", "Lexicon", "RoleEntry"]

COUNTRY_COLUMNS = ("iso3", "name", "aliases", "demonyms", "capitals")
BODY_COLUMNS = ("name", "aliases", "kind", "country", "sector", "code", "from", "to")
LEADER_COLUMNS = ("name", "aliases", "country", "sector", "title", "from", "to")
ROLE_COLUMNS = ("sector", "kind", "phrases")
STEM = 3  # letters by which users' names are looked up


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody with a name. `since` and `until` bound the code in time (ISO prefixes, empty = open)."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    code: str | None
    title: str | None
    basis: str
    since: str = ""
    until: str = ""

    def valid(self, on: str | None) -> bool:
        """Whether the code holds on a date; without a date everything holds."""
        if not on:
            return True
        return (not self.since or self.since <= on[: len(self.since)]) and (
            not self.until or on[: len(self.until)] <= self.until
        )


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A role or group without a name."""

    phrase: str
    sector: str
    kind: str


class Lexicon:
    """Looks names and roles up at a position of a tokenized text. Users' entries win over ours."""

    def __init__(
        self,
        entries: Iterable[tuple[str, Entry]],
        roles: Iterable[RoleEntry],
        users: Iterable[tuple[str, Entry]] = (),
    ) -> None:
        self._users: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for alias, entry in users:
            words = tuple(_split(alias.lower()))
            if words:
                self._users.setdefault(words[0][:STEM], []).append((words, entry))
        for found in self._users.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair[0][-1].endswith("*")))
        self._names: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for alias, entry in entries:
            words = tuple(_split(alias))
            if words:
                self._names.setdefault(words[0], []).append((words, entry))
        for found in self._names.values():
            found.sort(key=lambda pair: -len(pair[0]))
        self._roles: dict[str, list[tuple[tuple[str, ...], RoleEntry]]] = {}
        for role in roles:
            words = tuple(_split(role.phrase))
            self._roles.setdefault(words[0], []).append((words, role))
        for ranked in self._roles.values():
            ranked.sort(key=lambda pair: -len(pair[0]))

    @classmethod
    def default(cls) -> Lexicon:
        """The shipped words."""
        return _default()

    def with_users(self, entries: Iterable[tuple[str, Entry]], roles: Iterable[RoleEntry] = ()) -> Lexicon:
        """A lexicon in which the users' entries come first."""
        out = Lexicon([], [*roles, *(role for found in self._roles.values() for _, role in found)], entries)
        out._names = self._names
        return out

    def longest(self, tokens: Sequence[str], start: int, *, on: str | None = None) -> tuple[int, Entry] | None:
        """The longest name that begins at a token: how many tokens it takes, and who it is on that date."""
        own = self._users and self._of_users(tokens, start, on)
        if own:
            return own
        known = self._names.get(tokens[start])
        if not known:
            return None
        fallback: tuple[int, Entry] | None = None
        for words, entry in known:
            if fallback and len(words) < fallback[0]:
                break
            if tuple(tokens[start : start + len(words)]) == words:
                if entry.valid(on):
                    return len(words), entry
                fallback = fallback or (len(words), entry)
        if fallback and on:
            return fallback[0], _out_of_office(fallback[1], on)
        return fallback

    def _of_users(self, tokens: Sequence[str], start: int, on: str | None) -> tuple[int, Entry] | None:
        """Users' names, whatever their case; a last word that ends in `*` is a stem."""
        if not tokens[start][:1].isupper():
            return None
        for words, entry in self._users.get(tokens[start].lower()[:STEM], ()):
            here = [t.lower() for t in tokens[start : start + len(words)]]
            last = words[-1]
            same = here[:-1] == list(words[:-1]) and len(here) == len(words)
            if (
                same
                and (here[-1] == last or (last.endswith("*") and here[-1].startswith(last[:-1])))
                and entry.valid(on)
            ):
                return len(words), entry
        return None

    def find(self, phrase: str, *, on: str | None = None) -> Entry | None:
        """Who a whole phrase names."""
        words = _split(phrase)
        hit = self.longest(words, 0, on=on) if words else None
        return hit[1] if hit and hit[0] == len(words) else None

    def role(self, lemmas: Sequence[str], start: int) -> tuple[int, RoleEntry] | None:
        """The longest role that begins at a token."""
        for words, role in self._roles.get(lemmas[start], ()):
            if tuple(lemmas[start : start + len(words)]) == words:
                return len(words), role
        return None


def _out_of_office(entry: Entry, on: str) -> Entry:
    """Somebody before or after the time in office: PLOVER's elite (ELI), with the country kept."""
    if entry.kind != "person" or entry.sector != "GOV":
        return entry
    basis = f"{entry.basis}; not in office on {on}"
    return Entry(entry.name, "person", entry.country, "ELI", f"{entry.country or ''}ELI", None, basis)


def _split(name: str) -> list[str]:
    """Words as the tokenizer cuts them: hyphens, commas and the genitive apart."""
    out: list[str] = []
    for word in name.replace("-", " - ").replace(",", " ,").split():
        for mark in ("'s", "’s"):
            if word.endswith(mark):
                out += [word[: -len(mark)], mark]
                break
        else:
            out += [word[:-1], "'"] if word.endswith("s'") else [word]
    return out


@cache
def _default() -> Lexicon:
    return Lexicon([*_leaders(), *_bodies(), *_countries()], _roles())


def _countries() -> Iterator[tuple[str, Entry]]:
    for row in read_tsv("countries.tsv", COUNTRY_COLUMNS):
        iso, name = row["iso3"], row["name"]
        for kind in ("aliases", "demonyms", "capitals"):
            why = {
                "aliases": "name of the state",
                "demonyms": "adjective or people",
                "capitals": "capital for government",
            }
            for alias in filter(None, row[kind].split(";")):
                yield alias, Entry(name, "state", iso, None, iso, None, f"{why[kind]}: {alias}")
        yield name, Entry(name, "state", iso, None, iso, None, f"name of the state: {name}")


def _bodies() -> Iterator[tuple[str, Entry]]:
    for row in read_tsv("bodies.tsv", BODY_COLUMNS):
        own = len(row["aliases"].split(";")) < 2 or row["sector"] not in ("BUS", "JRN", "NGO")
        for alias in [row["name"], *filter(None, row["aliases"].split(";"))]:
            name = row["name"] if own else alias
            yield (
                alias,
                Entry(
                    name,
                    row["kind"],
                    row["country"] or None,
                    row["sector"] or None,
                    row["code"] or None,
                    None,
                    f"named body: {alias}",
                    row["from"],
                    row["to"],
                ),
            )


def _leaders() -> Iterator[tuple[str, Entry]]:
    for row in read_tsv("leaders.tsv", LEADER_COLUMNS):
        country, sector = row["country"], row["sector"]
        code = country if sector == "IGO" else country + sector
        place = None if sector == "IGO" else country or None
        for alias in [row["name"], *filter(None, row["aliases"].split(";"))]:
            basis = f"{row['title']}, {row['from']} to {row['to'] or 'now'}"
            yield (
                alias,
                Entry(row["name"], "person", place, sector, code or None, row["title"], basis, row["from"], row["to"]),
            )


def _roles() -> Iterator[RoleEntry]:
    for row in read_tsv("roles.tsv", ROLE_COLUMNS):
        for phrase in row["phrases"].split(";"):
            yield RoleEntry(phrase, row["sector"], row["kind"])
