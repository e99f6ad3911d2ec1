"""Which capitalised names of a document are places, and what the text says they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from detente.codebook.places import Candidate, PlaceWords, candidates, containers, demonyms, place_words

__all__ = ["Toponym", "find_toponyms"]

LONGEST = 5  # words in a place name
TOWN = 50_000  # people of a city whose name within an organisation's is taken for it
LARGE = 500_000  # people of a division whose name needs no other sign that it is one


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name between two token positions with what it may mean.

    `container` is the name of the larger place that the text gives ("Paris, Texas"); `named` is false for an adjective
    or a name within an organisation's, which is evidence for its neighbours but no place of its own.
    """

    start: int
    end: int
    name: str
    options: tuple[Candidate, ...]
    container: str | None
    named: bool


def find_toponyms(doc: Doc) -> Iterator[Toponym]:
    """Toponyms in order; none overlap."""
    finder, position = _Finder(doc), 0
    while position < len(doc):
        found = finder.longest(position)
        if found:
            yield found
        position = found.end if found else position + 1


class _Finder:
    """One document with what is asked of it again and again made ready."""

    def __init__(self, doc: Doc) -> None:
        self._tokens: list[Token] = list(doc)
        self._words = [t.text for t in doc]
        self._lower = [w.lower() for w in self._words]
        self._text = doc.text
        self._entity: dict[int, Span] = {i: e for e in doc.ents for i in range(e.start, e.end)}
        self._seen = frozenset(e.text for e in doc.ents if e.label_ == "LOC")  # a name is a place in all of a report
        self._surnames = frozenset(e[-1].text for e in doc.ents if e.label_ == "PER" and len(e) > 1)
        self._lists: PlaceWords = place_words()

    def longest(self, start: int) -> Toponym | None:
        """The longest name of a place that begins here."""
        if not self._words[start][:1].isupper():
            return None
        for end in range(min(start + LONGEST, len(self._words)), start, -1):
            name = self._name(start, end)
            if found := demonyms().get(name):
                return Toponym(start, end, name, (found,), None, named=False)
            if not self._ends_well(end) or name in self._lists.never or name.lower() in self._lists.never:
                continue
            options = self._options(start, end, name)
            if options and self._is_place(start, end, options):
                return Toponym(start, end, name, options, self._container(end), self._whole(start, end))
        return None

    def _name(self, start: int, end: int) -> str:
        last = self._tokens[end - 1]
        return self._text[self._tokens[start].idx : last.idx + len(self._words[end - 1])]

    def _ends_well(self, end: int) -> bool:
        return self._words[end - 1][:1].isalnum() or self._words[end - 1] == "."

    def _before(self, start: int) -> str:
        return self._lower[start - 1] if start else ""

    def _after(self, end: int) -> str:
        return self._lower[end] if end < len(self._words) else ""

    def _options(self, start: int, end: int, name: str) -> tuple[Candidate, ...]:
        if (code := containers().get(name)) and self._abbreviates(start, name, code[0]):
            found = candidates(_full_name(code))
            return tuple(c for c in found if c.country == code[0] and c.kind == "division")[:1] or found
        if end - start == 1 and (len(name) < 3 or (name.isupper() and len(name) < 4)):
            return tuple(c for c in candidates(name) if c.kind in ("state", "region") and c.own)
        found = candidates(name)
        if self._after(end) in self._lists.divisions and (larger := [c for c in found if c.kind == "division"]):
            return tuple(larger)
        return found

    def _abbreviates(self, start: int, name: str, country: str) -> bool:
        """ "Calif." anywhere; "IN", "OR" only where an address or a party's bracket has them, or the tagger a place."""
        if name.endswith(".") or (name.isupper() and country != "USA" and not self._before(start)[-1:].isdigit()):
            return True
        placed = self._before(start) in (",", "-", "(") or self._tokens[start].ent_type_ == "LOC"
        return name.isupper() and placed

    def _is_place(self, start: int, end: int, options: Sequence[Candidate]) -> bool:
        certain = _certain(options[0])
        if self._before(start) in self._lists.person_titles or self._names_a_street(end, certain=certain):
            return False
        if not certain and self._is_surname(start, end):
            return False
        kinds = {self._tokens[i].ent_type_ for i in range(start, end)}
        if "LOC" in kinds:
            return True
        entity = self._entity.get(start)
        if entity is None or entity.end < end:
            if kinds == {""}:
                return self._bare(start, end, certain=certain)
            return certain or (end - start > 1 and "PER" not in kinds)
        if entity.label_ == "PER":
            return self._in_person(start, end, entity, certain=certain)
        if options[0].kind == "state":
            return True
        return self._in_body(start, end, entity, certain=certain or max(c.people for c in options) >= TOWN)

    def _names_a_street(self, end: int, *, certain: bool) -> bool:
        after = self._after(end)
        if certain and after in self._lists.works:
            return False
        return after in self._lists.features and self._words[end][:1].isupper()

    def _in_person(self, start: int, end: int, entity: Span, *, certain: bool) -> bool:
        if start == entity.start and end == entity.end:
            return certain or self._elsewhere(start, end) or self._located(start) or self._container(end) is not None
        return (certain and start == entity.start) or self._before(start) in ("of", "-")

    def _in_body(self, start: int, end: int, entity: Span, *, certain: bool) -> bool:
        if start == entity.start and end == entity.end:
            return True
        if start > entity.start:
            return certain and (self._before(start) in ("of", "in", "at", ",") or end == entity.end)
        return certain or self._after(end) in self._lists.bodies

    def _bare(self, start: int, end: int, *, certain: bool) -> bool:
        if any(self._tokens[i].pos_ != "PROPN" for i in range(start, end)):
            return False
        return certain or self._located(start) or self._container(end) is not None

    def _is_surname(self, start: int, end: int) -> bool:
        """ "Fairfield has rejected", after "Ann Fairfield": the person, where nothing says that it is the town."""
        named = end - start == 1 and self._words[start] in self._surnames
        return named and not self._located(start) and self._container(end) is None

    def _elsewhere(self, start: int, end: int) -> bool:
        """Whether the tagger saw a place in the same name elsewhere."""
        return self._name(start, end) in self._seen

    def _located(self, start: int) -> bool:
        return self._before(start) in self._lists.locative

    def _whole(self, start: int, end: int) -> bool:
        """Whether the name stands for itself and not within that of an organisation or person."""
        entity = self._entity.get(start)
        return entity is None or entity.label_ == "LOC" or (entity.start == start and entity.end == end)

    def _container(self, end: int) -> str | None:
        """ "Paris, Texas", "Alexandria, La.", "Lima (Ohio)", "Mosul in Iraq": the larger place named after it."""
        if end + 1 >= len(self._words) or self._lower[end] not in (",", "(", "in", "-"):
            return None
        if not self._words[end + 1][:1].isupper():
            return None
        for last in range(min(end + 4, len(self._words)), end + 1, -1):
            if _contains(name := self._name(end + 1, last)):
                return name
        return None


def _contains(name: str) -> bool:
    return name in containers() or any(c.kind != "city" for c in candidates(name))


def _certain(c: Candidate) -> bool:
    """States, regions and large divisions are places wherever their names stand."""
    return c.kind in ("state", "region") or (c.kind == "division" and c.own and c.people >= LARGE)


def _full_name(code: tuple[str, str]) -> str:
    """The longest spelling of a division: "Calif." is California."""
    return max((name for name, other in containers().items() if other == code), key=len)
