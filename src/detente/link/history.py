"""Names of incidents that survive, and what became of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Change", "changes_of", "name_groups"]


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the history: created, grown, merged (into `other`), split (from `other`) or retired."""

    incident: str
    change: str
    other: str | None
    events: list[str]
    why: str


def name_groups(
    members: Mapping[int, Sequence[int]], old: Sequence[str | None], ids: Sequence[str], taken: set[str]
) -> dict[int, str]:
    """An id for each group: of the old incident that it holds most of, else a new one.

    An old id goes to the group with the most of its events (of equals, to the one with the lowest event).
    """
    claims = []
    for group, rows in members.items():
        counts = Counter(name for row in rows if (name := old[row]) is not None)
        claims += [(-n, ids[rows[0]], name, group) for name, n in counts.items()]
    out: dict[int, str] = {}
    given: set[str] = set()
    for _, _, name, group in sorted(claims):
        if group not in out and name not in given:
            out[group] = name
            given.add(name)
    used = taken | given
    for group, rows in members.items():
        if group not in out:
            out[group] = _fresh(ids[rows[0]], used)
            used.add(out[group])
    return out


def _fresh(event: str, used: set[str]) -> str:
    """A new id, from the first event; another where that id is taken."""
    salt = 0
    while True:
        name = "i" + hashlib.blake2b(f"{event}#{salt}".encode(), digest_size=8).hexdigest()
        if name not in used:
            return name
        salt += 1


def changes_of(
    members: Mapping[int, Sequence[int]], names: Mapping[int, str], old: Sequence[str | None], ids: Sequence[str]
) -> list[Change]:
    """What became of each incident; those that only lost events which are no longer current are told elsewhere."""
    out: list[Change] = []
    alive = set(names.values())
    for group, rows in members.items():
        name = names[group]
        before = {o for row in rows if (o := old[row]) is not None}
        new = [ids[row] for row in rows if old[row] is None]
        if before == {name} and not new:
            continue
        if name not in before:
            out.append(_begun(name, before, [ids[row] for row in rows]))
        elif new:
            out.append(Change(name, "grown", None, new, f"{len(new)} more"))
        for other in sorted(before - {name}):
            moved = [ids[row] for row in rows if old[row] == other]
            out += _moved(name, other, moved, gone=other not in alive, held=name in before)
    return out


def _begun(name: str, before: set[str], events: list[str]) -> Change:
    if before:
        return Change(name, "split", min(before), events, "does not fit with the rest any longer")
    return Change(name, "created", None, events, "first told")


def _moved(name: str, other: str, moved: list[str], *, gone: bool, held: bool) -> list[Change]:
    if gone:
        return [Change(other, "merged", name, moved, "tells of the same happening")]
    return [Change(name, "grown", other, moved, "moved here")] if held else []
