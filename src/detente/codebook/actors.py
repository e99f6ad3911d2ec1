"""Names, titles and roles: who a phrase stands for, as of a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Generic, TypeVar

from detente.codebook.actor_tables import shipped_heads, shipped_names, shipped_roles
from detente.codebook.entries import Entry, RoleEntry
from detente.codebook.spelling import alike, fold, plural, skeleton, split_name

__all__ = ["Entry", "Lexicon", "RoleEntry"]

STEM_MARK = "*"  # ends the last word of a user's name that is a stem
# Names of persons are also found by their consonants; with fewer of them, strangers would be taken for leaders.
MIN_CONSONANTS = 6
MAX_NAME = 6  # words of a person's name


Words = tuple[str, ...]


T = TypeVar("T")


class _Table(Generic[T]):
    """Phrases by their folded words; one probe a possible length."""

    def __init__(self) -> None:
        self.found: dict[Words, list[tuple[Words, T]]] = {}
        self.lengths: dict[str, tuple[int, ...]] = {}

    def add(self, words: Sequence[str], value: T) -> None:
        key = tuple(fold(w) for w in words)
        if not key:
            return
        self.found.setdefault(key, []).append((tuple(words), value))
        known = self.lengths.get(key[0], ())
        if len(key) not in known:
            self.lengths[key[0]] = tuple(sorted({*known, len(key)}, reverse=True))

    def at(self, tokens: Sequence[str], start: int) -> Iterator[tuple[int, list[tuple[Words, T]]]]:
        """Phrases that begin at a token, the longest first: their length and what they may be."""
        for size in self.lengths.get(fold(tokens[start]), ()):
            if start + size <= len(tokens):
                found = self.found.get(tuple(fold(t) for t in tokens[start : start + size]))
                if found:
                    yield size, found


class Lexicon:
    """Looks names and roles up at a position of a tokenized text. Users' entries win over ours."""

    def __init__(
        self,
        entries: Iterable[tuple[str, Entry]],
        roles: Iterable[RoleEntry],
        users: Iterable[tuple[str, Entry]] = (),
    ) -> None:
        self._users = _Table[Entry]()
        for alias, entry in users:
            self._users.add(split_name(alias), entry)
        self._names = _Table[Entry]()
        self._spelt: dict[tuple[str, str], list[Entry]] = {}
        self.families: dict[str, str] = {}
        for alias, entry in entries:
            self._add(alias, entry)
        self._roles = _Table[RoleEntry]()
        self._add_roles(roles)
        self._heads: dict[str, str] = {}

    def _add(self, alias: str, entry: Entry) -> None:
        words = split_name(alias)
        self._names.add(words, entry)
        if entry.kind == "person" and len(words) > 1:
            key = skeleton(words[0]), skeleton(words[-1])
            if len(key[0]) + len(key[1]) >= MIN_CONSONANTS:
                self._spelt.setdefault(key, []).append(entry)
        if entry.family and entry.code:
            self.families.setdefault(entry.code, entry.family)

    def _add_roles(self, roles: Iterable[RoleEntry]) -> None:
        for role in roles:
            words = split_name(role.phrase)
            self._roles.add(words, role)
            head = next((i for i, w in enumerate(words) if i and w in ("of", "-", "in")), len(words)) - 1
            self._roles.add([*words[:head], plural(words[head]), *words[head + 1 :]], role)

    def head_sector(self, words: Sequence[str]) -> str | None:
        """The sector that the kind of a body in its name tells: "Amherst College", "Front for the Liberation of …"."""
        names = [fold(w) for w in words if w[:1].isupper()]
        if not names or not words:
            return None
        cut = next(
            (i for i, w in enumerate(words) if i and w.lower() in ("of", "for", "and", "in", "'s", "’s")), len(words)
        )
        for at in (cut, len(words)):
            for size in (3, 2, 1):
                tail = " ".join(fold(w) for w in words[max(at - size, 0) : at])
                if tail in self._heads and words[at - 1][:1].isupper():
                    return self._heads[tail]
        return None

    @classmethod
    def default(cls) -> Lexicon:
        """The shipped words."""
        return _default()

    def with_users(self, entries: Iterable[tuple[str, Entry]], roles: Iterable[RoleEntry] = ()) -> Lexicon:
        """A lexicon in which the users' entries come first."""
        ours = (role for found in self._roles.found.values() for _, role in found)
        out = Lexicon([], [*roles, *dict.fromkeys(ours)], entries)
        out._names, out._spelt, out.families, out._heads = self._names, self._spelt, self.families, self._heads
        return out

    @property
    def has_users(self) -> bool:
        """Whether a user brought names."""
        return bool(self._users.found)

    def longest(
        self, tokens: Sequence[str], start: int, *, on: str | None = None, near: str | None = None
    ) -> tuple[int, Entry] | None:
        """The longest name that begins at a token: how many tokens it takes, and who it is on that date.

        `near` is the country that a context speaks of: among namesakes its own comes first.
        """
        theirs = self._of_users(tokens, start, on) if self._users.found else None
        if theirs:
            return theirs
        for size, found in self._names.at(tokens, start):
            here = tokens[start : start + size]
            entries = [entry for words, entry in found if alike(here, words)]
            if entries:
                own = [e for e in entries if near and e.country == near]
                return size, _as_of(own or entries, on)
        return None

    def _of_users(self, tokens: Sequence[str], start: int, on: str | None) -> tuple[int, Entry] | None:
        """Users' names, whatever their case; a last word that ends in `*` is a stem."""
        if not tokens[start][:1].isupper():
            return None
        for size, found in self._users.at(tokens, start):
            entry = _dated([e for _, e in found], on)
            if entry:
                return size, entry
        return self._by_stem(tokens, start, on)

    def _by_stem(self, tokens: Sequence[str], start: int, on: str | None) -> tuple[int, Entry] | None:
        first = fold(tokens[start])
        for size in {*self._users.lengths.get(first, ()), 1}:
            words = tuple(fold(t) for t in tokens[start : start + size])
            for cut in range(len(words[-1]), 1, -1):
                found = self._users.found.get((*words[:-1], words[-1][:cut] + STEM_MARK))
                entry = _dated([e for _, e in found], on) if found else None
                if entry:
                    return len(words), entry
        return None

    def spelt(self, tokens: Sequence[str], *, on: str | None = None) -> Entry | None:
        """The person whose name these words spell otherwise ("Aleksandr Lukashenka"); None for strangers."""
        if not 2 <= len(tokens) <= MAX_NAME or not all(t[:1].isupper() for t in (tokens[0], tokens[-1])):
            return None
        found = self._spelt.get((skeleton(tokens[0]), skeleton(tokens[-1])))
        if not found or len({e.name for e in found}) > 1:
            return None
        entry = _as_of(found, on)
        return replace(entry, basis=f"{entry.basis}; spelt otherwise")

    def find(self, phrase: str, *, on: str | None = None) -> Entry | None:
        """Who a whole phrase names."""
        words = split_name(phrase)
        hit = self.longest(words, 0, on=on) if words else None
        return hit[1] if hit and hit[0] == len(words) else None

    def role(self, lemmas: Sequence[str], start: int) -> tuple[int, RoleEntry] | None:
        """The longest role that begins at a token; lemmas or words, whatever their case."""
        for size, found in self._roles.at(lemmas, start):
            return size, found[0][1]
        return None


def _dated(entries: Sequence[Entry], on: str | None) -> Entry | None:
    """Among a user's codes of one name: the first dated one that holds, else the undated default."""
    dated = [e for e in entries if (e.since or e.until) and on and e.valid(on)]
    return next(iter(dated), next((e for e in entries if not (e.since or e.until)), None)) or (
        entries[0] if not on else None
    )


def _as_of(entries: Sequence[Entry], on: str | None) -> Entry:
    """The entry that holds on a date; without a date the latest. Who holds no office is of the elite."""
    if on:
        holds = [e for e in entries if e.valid(on)]
        if holds:
            return holds[0]
        return _out_of_office(entries[0], on)
    return max(entries, key=lambda e: (not e.until, e.until[:4] or "9999", e.since == "", e.since))


def _out_of_office(entry: Entry, on: str) -> Entry:
    """Somebody before or after the time in office: PLOVER's elite (ELI), with the country kept."""
    if entry.kind != "person" or entry.sector not in ("GOV", "MIL", "LEG", "SPY", "JUD", "COP", "IGO"):
        return entry
    basis = f"{entry.basis}; not in office on {on}"
    return Entry(entry.name, "person", entry.country, "ELI", f"{entry.country or ''}ELI", None, basis)


@cache
def _default() -> Lexicon:
    lexicon = Lexicon(shipped_names(), shipped_roles())
    lexicon._heads = dict(shipped_heads())
    return lexicon
