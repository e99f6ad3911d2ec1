"""What the tables of actors hold: names with their codes, and roles."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Entry", "RoleEntry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody with a name. `since` and `until` bound the code in time (ISO prefixes, empty = open).

    `family` is PLOVER's country-level code of a body without a country (UNO, EUR, IGO, NGO, IMG, MNC);
    `theirs` marks an entry of the user's.
    """

    name: str
    kind: str
    country: str | None
    sector: str | None
    code: str | None
    title: str | None
    basis: str
    since: str = ""
    until: str = ""
    family: str = ""
    theirs: bool = False

    def valid(self, on: str | None) -> bool:
        """Whether the code holds on a date; without a date everything holds."""
        if not on:
            return True
        return (not self.since or self.since <= on[: len(self.since)]) and (
            not self.until or on[: len(self.until)] <= self.until
        )


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A role or group without a name. `before` is put in front of the country (`NGO~` in users' agents)."""

    phrase: str
    sector: str
    kind: str
    before: str = ""
    theirs: bool = False
