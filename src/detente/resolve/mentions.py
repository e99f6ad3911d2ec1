"""Mentions of somebody: names, titles, roles, peoples and demonyms in a parsed document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from detente.codebook.actors import Entry, Lexicon, RoleEntry
from detente.records import Span

__all__ = ["Mention", "find_mentions"]

MODIFIER_DEPS = frozenset({"amod", "compound", "nmod", "flat"})
PLACE_CASES = frozenset(
    {"in", "at", "near", "around", "outside", "inside", "across", "throughout", "over", "through", "within"}
)
COUNTRY_CASES = frozenset({"of", "from", "in", "'s", "’s"})
TITLE_ENDS = frozenset(
    "president minister secretary chancellor premier ambassador general leader king queen envoy spokesman".split()
)
MODIFIERS = frozenset("former new deputy acting senior top chief visiting interim outgoing ailing veteran ex".split())
HONORIFICS = frozenset("mr mr. mrs mrs. ms ms. dr dr. sir sheikh shaikh lord lady prince princess king queen".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. `head` is the token that the tree hangs it on; `start`, `end` are token positions."""

    head: int
    start: int
    end: int
    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    code: str | None = None
    title: str | None = None
    basis: str = ""
    place: bool = False  # stands where something happens, not for a government
    plural: bool = False
    definite: bool = False
    role: str | None = None  # the role noun's lemma, where there is one
    named: bool = False

    def span(self, doc: Doc) -> Span:
        """Code points of the mention."""
        last = doc[self.end - 1]
        return doc[self.start].idx, last.idx + len(last)


def find_mentions(doc: Doc, lexicon: Lexicon, *, on: str | None) -> list[Mention]:
    """All mentions in order; a phrase that holds another country's name keeps both."""
    names = dict(_names(doc, lexicon, on))
    found = [*names.values()]
    covered = {i for m in found if m.kind == "person" for i in range(m.start, m.end)}
    for token in doc:
        if token.i in covered or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        found += _role_mentions(token, lexicon, names)
    found = [_with_person_title(m, doc, lexicon, names) for m in found]
    return sorted(set(_without_shadowed(found)), key=lambda m: (m.start, -m.end))


def _names(doc: Doc, lexicon: Lexicon, on: str | None) -> Iterator[tuple[int, Mention]]:
    """Names from the lexicon, else from the name tagger, by the position of each of their tokens."""
    words = [t.text for t in doc]
    position, taken = 0, set[int]()
    while position < len(doc):
        hit = lexicon.longest(words, position, on=on)
        if hit and _plausible(doc, position, hit[0]):
            size, entry = hit
            ent = _person_around(doc, position, size)
            if ent is not None and entry.kind != "person":
                position += size
                continue
            mention = _of_entry(doc, position, position + size, entry)
            for i in range(position, position + size):
                taken.add(i)
                yield i, mention
            position += size
        else:
            position += 1
    yield from _tagged(doc, lexicon, taken)


def _plausible(doc: Doc, start: int, size: int) -> bool:
    """Lower-case words are no names ("us", "turkey")."""
    return any(t.text[:1].isupper() for t in doc[start : start + size]) and doc[start].pos_ != "PRON"


def _person_around(doc: Doc, start: int, size: int) -> tuple[int, int] | None:
    """The person's name that a place name is part of ("Jack London")."""
    for ent in doc.ents:
        inside = ent.start <= start and start + size <= ent.end and ent.end - ent.start > size
        if ent.label_ == "PER" and inside and not any(t.lemma_.lower() in TITLE_ENDS for t in ent):
            return ent.start, ent.end
    return None


def _of_entry(doc: Doc, start: int, end: int, entry: Entry) -> Mention:
    head = doc[start:end].root
    return Mention(
        head=head.i,
        start=start,
        end=end,
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        sector=entry.sector,
        code=entry.code,
        title=entry.title,
        basis=entry.basis,
        place=_is_place(head),
        named=True,
    )


def _is_place(head: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ in PLACE_CASES for c in head.children)


def _tagged(doc: Doc, lexicon: Lexicon, taken: set[int]) -> Iterator[tuple[int, Mention]]:
    """Persons and organisations that the tagger names and the lexicon does not."""
    for ent in doc.ents:
        start = _after_title(doc, ent.start, ent.end, lexicon) if ent.label_ == "PER" else ent.start
        if ent.label_ == "LOC" or start >= ent.end or any(i in taken for i in range(start, ent.end)):
            continue
        mention = Mention(
            head=doc[start : ent.end].root.i,
            start=start,
            end=ent.end,
            name=doc[start : ent.end].text,
            kind="person" if ent.label_ == "PER" else "organisation",
            basis=f"named {ent.label_} by the tagger",
            named=True,
        )
        for i in range(start, ent.end):
            yield i, mention


def _after_title(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a person's name begins after titles and countries that the tagger took in."""
    first = start
    words, lemmas = [t.text for t in doc[first:end]], [t.lemma_.lower() for t in doc[first:end]]
    while start < end - 1:
        hit = lexicon.role(lemmas, start - first)
        place = lexicon.longest(words, start - first)
        if hit:
            start += hit[0]
        elif place and place[1].kind != "person" and start + place[0] < end:
            start += place[0]
        elif lemmas[start - first] in ("deputy", "former", "then", "acting", "of", "chief", "senior"):
            start += 1
        else:
            break
    return start


def _role_mentions(token: Token, lexicon: Lexicon, names: dict[int, Mention]) -> list[Mention]:
    """A role or group without a name ("Indian army", "the rebels"); one a country for "leaders of Chad and Mali"."""
    if token.pos_ == "ADJ" or token.dep_ in ("compound", "amod", "flat") or token.i in names:
        return []
    role, start = _role_at(token, lexicon)
    if role is None:
        return []
    start, owner = _owner_of(token, start, names)
    first = _role_mention(token, role, start, owner)
    others = [names[t.i] for c in token.children for t in _conjuncts(c) if t.i in names and names[t.i].country]
    more = {m.country: m for m in others if owner and m.country != owner.country} if first.plural else {}
    return [first, *(_role_mention(token, role, start, other) for other in more.values())]


def _conjuncts(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ == "conj":
            yield child
            yield from _conjuncts(child)


def _role_mention(token: Token, role: RoleEntry, start: int, owner: Mention | None) -> Mention:
    country, why = (owner.country, owner.name) if owner else (None, "")
    sector = role.sector or None
    code = owner.code if owner and owner.sector == "IGO" else (country or "") + (sector or "") or None
    text = token.doc[start : token.i + 1].text
    return Mention(
        head=token.i,
        start=start,
        end=token.i + 1,
        name=text,
        kind=role.kind,
        country=country,
        sector=sector,
        code=code,
        basis=f"role {role.phrase!r}" + (f" of {why}" if why else ""),
        plural="Plur" in token.morph.get("Number", []) or token.tag_ in ("NNS", "NNPS"),
        definite=any(c.lower_ in ("the", "both", "these", "those", "this", "that") for c in token.children),
        role=role.phrase.split()[-1],
    )


def _role_at(token: Token, lexicon: Lexicon) -> tuple[RoleEntry | None, int]:
    """The longest role that ends with this noun; its first token."""
    first = max(token.sent.start, token.i - 4)
    lemmas = [t.lemma_.lower() for t in token.doc[first : token.i + 1]]
    for offset in range(len(lemmas)):
        hit = lexicon.role(lemmas, offset)
        if hit and offset + hit[0] == len(lemmas):
            return hit[1], first + offset
    return None, token.i


def _owner_of(token: Token, start: int, names: dict[int, Mention]) -> tuple[int, Mention | None]:
    """The state or international body that a role noun belongs to, from its modifiers; the phrase grows to hold it."""
    for child in token.children:
        owner = names.get(child.i)
        if owner and _owns(owner) and child.i < token.i and child.dep_.split(":")[0] in MODIFIER_DEPS:
            return min(start, owner.start), owner
    for i in range(start, token.i):
        if i in names and _owns(names[i]):
            return min(start, names[i].start), names[i]
    if start > 0 and start - 1 in names and _owns(names[start - 1]) and names[start - 1].end == start:
        near = names[start - 1]
        if near.head == start - 1 and token.doc[near.head].head.i in range(start, token.i + 1):
            return near.start, near
    for child in token.children:
        owner = names.get(child.i)
        if owner and _owns(owner) and child.i > token.i and _case(child) in COUNTRY_CASES:
            return start, owner
    return start, None


def _owns(m: Mention) -> bool:
    return bool(m.country) or m.sector == "IGO"


def _case(token: Token) -> str:
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _with_person_title(m: Mention, doc: Doc, lexicon: Lexicon, names: dict[int, Mention]) -> Mention:
    """Take in the title before (or in apposition after) a person's name: role, sector and country."""
    if m.kind != "person":
        return m
    start = _title_start(m, doc, lexicon, names)
    title = doc[start : m.start].text
    role, country, phrase = _title_parts(doc, start, m, lexicon, names)
    if role is None:
        role, country, phrase = _apposition(doc, m, lexicon, names)
        start = m.start
    sector = m.sector or (role.sector if role else None)
    country = m.country or country or _of_country(doc[m.head], names)
    code = m.code or ((country or "") + (sector or "") or None)
    basis = m.basis if role is None else f"{m.basis}; title {phrase!r}"
    return replace(
        m,
        start=start,
        title=m.title or title or phrase or None,
        sector=sector,
        country=country,
        code=code,
        basis=basis,
        role=role.phrase.split()[-1] if role else None,
    )


def _of_country(head: Token, names: dict[int, Mention]) -> str | None:
    """ "King Hassan of Morocco"."""
    owners = [names[c.i] for c in head.children if c.dep_ == "nmod" and c.i in names and _case(c) == "of"]
    return owners[0].country if owners else None


def _title_start(m: Mention, doc: Doc, lexicon: Lexicon, names: dict[int, Mention]) -> int:
    """Where the title before a name begins: roles, countries and their adjectives, honorifics, walking left."""
    start, first = m.start, doc[m.start].sent.start
    while start > first:
        size = _role_before(doc, start, lexicon, first)
        before = names.get(start - 1)
        if size:
            start -= size
        elif (
            before is not None and before.kind in ("state", "organisation") and before.end == start and start < m.start
        ):
            start = before.start
        elif doc[start - 1].lower_ in HONORIFICS or (start < m.start and doc[start - 1].lower_ in MODIFIERS):
            start -= 1
        elif start < m.start and doc[start - 1].text in ("'s", "’s") and names.get(start - 2):
            start = names[start - 2].start
        else:
            break
    return start


def _role_before(doc: Doc, end: int, lexicon: Lexicon, first: int) -> int:
    """How many words of a role end right before a position."""
    lemmas = [t.lemma_.lower() for t in doc[max(first, end - 6) : end]]
    for offset in range(len(lemmas)):
        hit = lexicon.role(lemmas, offset)
        if hit and offset + hit[0] == len(lemmas):
            return hit[0]
    return 0


def _title_parts(
    doc: Doc, start: int, m: Mention, lexicon: Lexicon, names: dict[int, Mention]
) -> tuple[RoleEntry | None, str | None, str]:
    lemmas = [t.lemma_.lower() for t in doc[start : m.start]]
    country = next((names[i].country for i in range(start, m.start) if i in names and names[i].country), None)
    for offset in range(len(lemmas)):
        hit = lexicon.role(lemmas, offset)
        if hit:
            return hit[1], country, doc[start : m.start].text
    return None, country, ""


def _apposition(
    doc: Doc, m: Mention, lexicon: Lexicon, names: dict[int, Mention]
) -> tuple[RoleEntry | None, str | None, str]:
    """ "Zarif, Iran's foreign minister," or "the foreign minister, Zarif"."""
    head = doc[m.head]
    near = [c for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos":
        near.append(head.head)
    for token in near:
        role, start = _role_at(token, lexicon)
        if role:
            start, owner = _owner_of(token, start, names)
            return role, owner.country if owner else None, doc[start : token.i + 1].text
    return None, None, ""


def _without_shadowed(found: list[Mention]) -> Iterator[Mention]:
    """Drop role mentions that a person's mention has taken in as a title."""
    titles = [(m.start, m.end) for m in found if m.kind == "person" and m.named]
    for m in found:
        inside = any(s <= m.start and m.end <= e and (s, e) != (m.start, m.end) for s, e in titles)
        if inside and not m.named:
            continue
        yield m
