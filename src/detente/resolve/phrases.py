"""Who a noun phrase stands for, read from its words alone: names, roles, and how they hang together.

No parse is needed: a mention out of its sentence ("a former CIA official", "several unions in Denmark") has none worth
having. Sectors: a general head ("official", "leader", "group") takes the sector of what it is of or made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.codebook.actors import Entry, Lexicon, RoleEntry
from detente.codebook.places import Candidate, candidates
from detente.codebook.words import word_list

__all__ = ["Reading", "general_role", "place_country", "read_phrase"]

PREPOSITIONS = frozenset(
    "of in from at for to by near against with on between among within outside inside across".split()
)
# What follows these belongs to somebody else ("ambassador to Iran", "sanctions against Russia").
FOREIGN = frozenset({"to", "against", "with", "between", "by"})
BREAKS = frozenset({",", "who", "which", "that", "whose", ";", "(", ":"})
SKIPPED = frozenset("the a an some several many few its their his her this these those other both all".split())
FORMER = frozenset({"former", "ex", "retired", "onetime", "ousted", "deposed", "late", "toppled", "erstwhile"})
# Sectors whose persons become the elite once they have left office.
OF_OFFICE = frozenset({"GOV", "MIL", "LEG", "SPY", "JUD", "COP", "PTY", "IGO"})
# People of a place that stands for its country inside a phrase ("Shanghai police")
WELL_KNOWN = 100_000
# Sectors of armed groups: their gunmen, fighters, soldiers and commanders share the group's.
ARMED = frozenset({"REB", "UAF", "PRM", "CRM", "PRE"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase says about whom it names. `family` is PLOVER's code of a body without a country."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    family: str
    basis: str


@dataclass(frozen=True, slots=True)
class _Item:
    """A name or role inside a phrase; `part` counts the prepositions before it."""

    start: int
    end: int
    part: int
    entry: Entry | None = None
    role: RoleEntry | None = None
    foreign: bool = False

    @property
    def sector(self) -> str | None:
        found = self.entry or self.role
        return (found.sector or None) if found else None

    @property
    def general(self) -> bool:
        return self.role is not None and general_role(self.role)


def general_role(role: RoleEntry) -> bool:
    """Whether a role says little by itself ("leader", "senior official") and takes the sector of its body."""
    return role.phrase in word_list("general_roles") or role.sector == "UNK"


def read_phrase(
    words: Sequence[str], lemmas: Sequence[str], lexicon: Lexicon, *, on: str | None = None, country: str | None = None
) -> Reading | None:
    """Read a phrase; `country` is the one that its context gives, for phrases that name none."""
    items = _owned_roles(list(_items(words, lemmas, lexicon, on, country)), words, lexicon)
    head = _head(items, words)
    if head is None:
        return _unknown(words, lexicon, items, on, country)
    if head.entry is not None and head.entry.kind == "person":
        return _person(head, items, words, country)
    sector, why = _sector(head, items)
    if _is_former(words, head.start) and sector in OF_OFFICE and (head.role is None or head.role.kind == "person"):
        sector, why = "ELI", f"{why}, former"
    owner = _owner(head, items)
    place = None if owner else place_country(words)
    if sector == "UNK" and (owner or place):
        sector = "CVL" if head.role is not None and head.role.kind == "people" else None
    if head.entry is not None and head.entry.kind == "state" and any(w.lower() in word_list("folk") for w in words):
        sector, why = "CVL", f"{why}; its people"
    entry = head.entry or (owner.entry if owner else None)
    return Reading(
        name=head.entry.name if head.entry else " ".join(words),
        kind=(head.entry or head.role).kind if (head.entry or head.role) else "unknown",  # type: ignore[union-attr]
        country=(owner.entry.country if owner and owner.entry else None) or place or country,
        sector=sector,
        family=entry.family if entry else "",
        basis=why + (f" of {owner.entry.basis}" if owner and owner.entry and owner is not head else ""),
    )


def _owned_roles(items: list[_Item], words: Sequence[str], lexicon: Lexicon) -> list[_Item]:
    """Names of one state's bodies that are plain roles where another state owns them ("Chile's Defense Department")."""
    out: list[_Item] = []
    for item in items:
        before = out[-1].entry if out and out[-1].part == item.part else None
        owned = before is not None and before.kind == "state" and item.entry is not None
        other = owned and item.entry.country not in (None, before.country)  # type: ignore[union-attr]
        hit = lexicon.role(words, item.start) if other else None
        if hit and hit[0] == item.end - item.start:
            out.append(replace(item, entry=None, role=hit[1]))
        else:
            out.append(item)
    return out


def _items(
    words: Sequence[str], lemmas: Sequence[str], lexicon: Lexicon, on: str | None, country: str | None
) -> Iterator[_Item]:
    """Names and roles from left to right; a name wins over a role that is no longer."""
    position, part, foreign = 0, 0, False
    while position < len(words):
        name = lexicon.longest(words, position, on=on, near=country) or _spelt(words, position, lexicon, on)
        if name and not any(w[:1].isupper() for w in words[position : position + name[0]]):
            name = None
        role = _longer(lexicon.role(words, position), lexicon.role(lemmas, position))
        if name and (not role or role[0] <= name[0]):
            sided = position > 1 and words[position - 1] == "-" and words[position - 2].lower() in ("pro", "anti")
            yield _Item(position, position + name[0], part, entry=name[1], foreign=foreign or sided)
            position += name[0]
        elif role:
            yield _Item(position, position + role[0], part, role=role[1], foreign=foreign)
            position += role[0]
        else:
            if words[position].lower() in PREPOSITIONS | BREAKS:
                part += 1
                foreign = words[position].lower() in FOREIGN | BREAKS
            position += 1


def _longer(a: tuple[int, RoleEntry] | None, b: tuple[int, RoleEntry] | None) -> tuple[int, RoleEntry] | None:
    return max((x for x in (a, b) if x), key=lambda x: x[0], default=None)


def _spelt(words: Sequence[str], start: int, lexicon: Lexicon, on: str | None) -> tuple[int, Entry] | None:
    """A person's name in another spelling, up to the end of the capitalised words."""
    end = start
    while end < len(words) and (words[end][:1].isupper() or (words[end] in ("-", "al", "bin") and end > start)):
        end += 1
    for stop in range(end, start + 1, -1):
        found = lexicon.spelt(words[start:stop], on=on)
        if found:
            return stop - start, found
    return None


def _head(items: Sequence[_Item], words: Sequence[str]) -> _Item | None:
    """The item that the phrase is about: a person, else the last of the first part, past words that only count."""
    persons = [i for i in items if i.entry and i.entry.kind == "person" and not i.foreign]
    if persons and persons[0].part == min(i.part for i in items) and not _possessive(words, persons[0].end):
        return persons[0]
    for part in sorted({i.part for i in items}):
        here = [i for i in items if i.part == part]
        head = here[-1]
        counting = head.role is not None and head.role.phrase in word_list("counting_nouns")
        if counting and any(i.part > part for i in items):
            continue
        return head
    return None


def _possessive(words: Sequence[str], end: int) -> bool:
    return end + 1 < len(words) and words[end] in ("'s", "’s", "'")


def _person(head: _Item, items: Sequence[_Item], words: Sequence[str], country: str | None) -> Reading:
    """A known person; a title in the phrase ("Senator", "former President") outweighs the table."""
    assert head.entry is not None
    before = [i for i in items if i.role is not None and i.end <= head.start]
    role = before[-1].role if before else None
    sector, why = head.entry.sector, head.entry.basis
    if role is not None and not general_role(role):
        sector, why = role.sector, f"{why}; title {role.phrase!r}"
    if _is_former(words, head.start):
        sector, why = "ELI", f"{why}; former"
    return Reading(head.entry.name, "person", head.entry.country or country, sector, head.entry.family, why)


def _sector(head: _Item, items: Sequence[_Item]) -> tuple[str | None, str]:
    """The head's sector, or for a general head that of the role or body that it belongs to."""
    if head.role is None:
        return head.sector, head.entry.basis if head.entry else ""
    phrase = f"role {head.role.phrase!r}"
    others = [i for i in items if i is not head and i.sector and not i.foreign and i.part >= head.part]
    within = [i for i in others if i.part == head.part and i.end <= head.start][::-1]
    after = [i for i in others if i.part == head.part + 1][-1:]
    if head.general:
        for item in (*within, *after):
            if item.sector not in ("UNK", None) and not item.general and item.sector not in ("IGO",):
                return item.sector, f"{phrase} of {_label(item)}"
        general = [i for i in within if i.sector != "UNK"] if head.sector == "UNK" else []
        if general:
            return general[0].sector, f"{phrase} of {_label(general[0])}"
    if head.role.phrase in word_list("armed_roles"):
        for item in (*within, *after):
            if item.sector in ARMED:
                return item.sector, f"{phrase} of {_label(item)}"
    if head.sector in ("CVL", "LAB", "EDU") and any(i.role and i.sector == "REL" for i in within):
        return "REL", f"{phrase} of a religion"
    return head.sector, phrase


def _label(item: _Item) -> str:
    return repr(item.role.phrase) if item.role else (item.entry.name if item.entry else "")


def _is_former(words: Sequence[str], before: int) -> bool:
    return any(w.lower() in FORMER for w in words[:before]) or (before == 0 and words[0].lower() in FORMER)


def _owner(head: _Item, items: Sequence[_Item]) -> _Item | None:
    """Whose it is: the head itself if it has a country, else the nearest state or body that is no stranger."""
    if head.entry and (head.entry.country or head.entry.family):
        return head
    named = [i for i in items if i.entry and (i.entry.country or i.entry.family) and not i.foreign]
    return min(named, key=lambda i: (i.part, -i.start), default=None)


def _unknown(
    words: Sequence[str], lexicon: Lexicon, items: Sequence[_Item], on: str | None, country: str | None
) -> Reading | None:
    """Words that no table holds: a place, or a body with a telling last word."""
    sector = lexicon.head_sector(words)
    place = place_country([w for w in words if w.lower() not in SKIPPED], whole=True)
    if sector is None and place is None:
        return None
    name = " ".join(words)
    if sector is None:
        return Reading(name, "people", place, "CVL", "", f"place: {name}")
    return Reading(
        name, "organisation", place or place_country(words) or country, sector, "", f"named after its kind: {sector}"
    )


def place_country(words: Sequence[str], *, whole: bool = False) -> str | None:
    """The country of the largest place that a phrase names (or, with `whole`, is)."""
    sizes = [len(words)] if whole else range(min(len(words), 3), 0, -1)
    for size in sizes:
        for start in range(len(words) - size + 1):
            text = " ".join(words[start : start + size])
            found = candidates(text) if text[:1].isupper() else ()
            if found and (whole or _known(found[0])):
                return found[0].country
    return None


def _known(place: Candidate) -> bool:
    """Whether a place is known well enough to stand for its country inside a longer phrase."""
    return place.kind in ("state", "region") or place.people >= WELL_KNOWN
