"""Mentions of somebody: names, titles, roles, peoples and demonyms in a parsed document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from detente.codebook.actors import Entry, Lexicon, RoleEntry
from detente.codebook.words import word_list
from detente.resolve.ownership import MODIFIER_DEPS, Mention, case_word, owner_of, role_at
from detente.resolve.phrases import general_role

__all__ = ["Mention", "find_mentions"]

PLACE_CASES = frozenset(
    {"in", "at", "near", "around", "outside", "inside", "across", "throughout", "over", "through", "within"}
)
TITLE_ENDS = frozenset(
    "president minister secretary chancellor premier ambassador general leader king queen envoy spokesman".split()
)
MODIFIERS = frozenset("former new deputy acting senior top chief visiting interim outgoing ailing veteran ex".split())
HONORIFICS = frozenset("mr mr. mrs mrs. ms ms. dr dr. sir sheikh shaikh lord lady prince princess king queen".split())


def find_mentions(doc: Doc, lexicon: Lexicon, *, on: str | None) -> list[Mention]:
    """All mentions in order; a phrase that holds another country's name keeps both."""
    names = dict(_names(doc, lexicon, on))
    shared = _shared_roles(doc, lexicon, names)
    found = [m for m in names.values() if m.start not in shared]
    covered = {i for m in found if m.kind == "person" for i in range(m.start, m.end)}
    for token in doc:
        if token.i in covered or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        found += _role_mentions(token, lexicon, names)
    found += shared.values()
    found = [_with_person_title(_titled_theirs(m, doc, lexicon), doc, lexicon, names) for m in found]
    return sorted(dict.fromkeys(_without_shadowed(found)), key=lambda m: (m.start, -m.end))


def _names(doc: Doc, lexicon: Lexicon, on: str | None) -> Iterator[tuple[int, Mention]]:
    """Names from the lexicon, else from the name tagger, by the position of each of their tokens."""
    words = [t.text for t in doc]
    position, found = 0, dict[int, Mention]()
    while position < len(doc):
        hit = lexicon.longest(words, position, on=on)
        if (
            hit
            and _plausible(doc, position, hit[0])
            and not _stranger(doc, position, hit)
            and not _others(words, position, hit, found, lexicon)
        ):
            size, entry = hit
            mention = _of_entry(doc, position, position + size, entry)
            found.update((i, mention) for i in range(position, position + size))
            position += size
        else:
            position += hit[0] if hit and hit[1].kind != "person" else 1
    yield from found.items()
    yield from _tagged(doc, lexicon, found, on)


def _others(words: list[str], start: int, hit: tuple[int, Entry], found: dict[int, Mention], lexicon: Lexicon) -> bool:
    """Whether a body's name is a plain role because another state owns it ("Chile's Defense Department")."""
    size, entry = hit
    at = start - 2 if start > 1 and words[start - 1] in ("'s", "’s", "'") else start - 1
    owner = found.get(at)
    if owner is None or owner.kind != "state" or entry.kind != "organisation" or entry.country in (None, owner.country):
        return False
    role = lexicon.role(words, start)
    return role is not None and role[0] == size


def _stranger(doc: Doc, start: int, hit: tuple[int, Entry]) -> bool:
    """Whether the words only look like the name: "Jack London", or the surname of somebody else ("Hunter Biden")."""
    size, entry = hit
    around = None if entry.theirs else _person_around(doc, start, size)
    if around is None:
        return False
    if entry.kind != "person":
        return True
    before = doc[start - 1]
    return size == 1 and around[0] < start and before.text[:1].isupper() and before.text not in entry.name.split()


def _plausible(doc: Doc, start: int, size: int) -> bool:
    """Lower-case words are no names ("us", "turkey")."""
    return any(t.text[:1].isupper() for t in doc[start : start + size]) and doc[start].pos_ != "PRON"


def _person_around(doc: Doc, start: int, size: int) -> tuple[int, int] | None:
    """The person's name that a place name is part of ("Jack London")."""
    if doc[start].ent_type_ != "PER":
        return None
    for ent in doc.ents:
        inside = ent.start <= start and start + size <= ent.end and ent.end - ent.start > size
        if ent.label_ == "PER" and inside and not any(t.lemma_.lower() in TITLE_ENDS for t in ent):
            return ent.start, ent.end
    return None


def _of_entry(doc: Doc, start: int, end: int, entry: Entry) -> Mention:
    head = doc[start:end].root
    if _are_people(head, entry):
        entry = replace(entry, kind="people", sector="CVL", code=f"{entry.country}CVL")
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
        theirs=entry.theirs,
    )


def _are_people(head: Token, entry: Entry) -> bool:
    """ "Two Algerians", "thousands of Algerians", "Algerians living in France" are people; "the Algerians" a state."""
    if entry.kind != "state" or entry.theirs or not entry.basis.startswith("adjective or people"):
        return False
    if head.tag_ not in ("NNS", "NNPS"):
        return False
    counted = head.dep_ == "nmod" and head.head.lemma_.lower() in word_list("crowd_nouns")
    return counted or any(
        c.dep_.split(":")[0] in ("nummod", "amod", "acl") or (c.dep_ == "nmod" and _is_place(c)) for c in head.children
    )


def _is_place(head: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ in PLACE_CASES for c in head.children)


def _tagged(doc: Doc, lexicon: Lexicon, found: dict[int, Mention], on: str | None) -> Iterator[tuple[int, Mention]]:
    """Persons and organisations that the tagger names and the lexicon does not."""
    for ent in doc.ents:
        if ent.label_ == "LOC":
            continue
        start = _after_title(doc, ent.start, ent.end, lexicon) if ent.label_ == "PER" else ent.start
        own = [i for i in range(start, ent.end) if i not in found]
        inside = [found[i] for i in range(start, ent.end) if i in found]
        if start >= ent.end or not own or any(m.kind not in ("state", "people") for m in inside):
            continue
        if ent.label_ == "PER" and _only_role(doc, start, ent.end, lexicon):
            continue
        if ent.label_ == "PER":
            mention = None if inside else _tagged_person(doc, start, ent.end, lexicon, on)
        else:
            mention = _tagged_body(doc, start, ent.end, lexicon, inside)
        if mention is not None:
            yield from ((i, mention) for i in own)


def _only_role(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name is nothing but an office ("the US President")."""
    hit = lexicon.role([t.text for t in doc[start:end]], 0)
    return hit is not None and hit[0] == end - start and not hit[1].theirs


def _tagged_person(doc: Doc, start: int, end: int, lexicon: Lexicon, on: str | None) -> Mention:
    """A person by the tagger, perhaps one of the lexicon's in another spelling."""
    known = lexicon.spelt([t.text for t in doc[start:end]], on=on)
    if known is not None:
        return _of_entry(doc, start, end, known)
    head, name = doc[start:end].root.i, doc[start:end].text
    return Mention(
        head=head, start=start, end=end, name=name, kind="person", basis="named PER by the tagger", named=True
    )


def _tagged_body(doc: Doc, start: int, end: int, lexicon: Lexicon, inside: list[Mention]) -> Mention | None:
    """A body by the tagger; one that is only a state and a role ("Latvian Court") is left to roles."""
    role, first = role_at(doc[end - 1], lexicon)
    if role is not None and all(
        i in range(first, end) or any(m.start <= i < m.end for m in inside) for i in range(start, end)
    ):
        return None
    words = [t.text for t in doc[start:end]]
    sector = lexicon.head_sector(words)
    if inside and sector is None:
        return None
    country = inside[0].country if inside else None
    return Mention(
        head=doc[start:end].root.i,
        start=start,
        end=end,
        name=doc[start:end].text,
        kind="organisation",
        country=country,
        sector=sector,
        code=(country or "") + (sector or "") or None,
        basis="named ORG by the tagger" + (f"; {sector} by the kind in its name" if sector else ""),
        named=True,
    )


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
    role, start = role_at(token, lexicon)
    if role is None:
        return []
    made_of = _made_of(token, role, start, lexicon, names)
    start, owner = owner_of(token, start, names)
    moved = role.sector == "MIL" and token.dep_ == "obj" and token.head.lemma_ in word_list("movers")
    if moved and (owner is None or owner.start > token.i):
        return []  # "sent troops", "sent peacekeepers to Iraq": what is moved, not somebody acted upon
    first = _role_mention(token, role, start, owner, made_of)
    owners = [*token.children, *([token.doc[owner.head]] if owner and owner.start > token.i else [])]
    joined = [t for c in owners for t in _conjuncts(c)]
    if any(t.dep_ == "cc" for t in token.doc[start : token.i]):  # "Chinese and U.S. officials", however they are joined
        joined += [c for c in token.children if c.dep_.split(":")[0] in MODIFIER_DEPS and c.i < token.i]
    others = [names[t.i] for t in joined if t.i in names and names[t.i].country]
    more = {m.country: m for m in others if owner and m.country != owner.country} if first.plural else {}
    return [first, *(_role_mention(token, role, start, other, made_of) for other in more.values())]


def _shared_roles(doc: Doc, lexicon: Lexicon, names: dict[int, Mention]) -> dict[int, Mention]:
    """The first of "U.S. and Russian negotiators", which the parser takes for the state: by the state's first token."""
    shared: dict[int, Mention] = {}
    for token in doc:
        state = names.get(token.head.i) if token.dep_ == "conj" and _several(token) else None
        if state is None or state.kind != "state" or state.theirs or token.i in names:
            continue
        role, start = role_at(token, lexicon)
        start, owner = owner_of(token, start, names) if role else (start, None)
        if role and owner and owner.start == start == state.end + 1 and doc[state.end].lower_ in ("and", "or"):
            mention = _role_mention(token, role, state.start, state, None)
            shared[state.start] = replace(mention, head=state.head, end=state.end)
    return shared


def _several(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS") or token.lower_.endswith("s")


def _conjuncts(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ == "conj":
            yield child
            yield from _conjuncts(child)


def _role_mention(token: Token, role: RoleEntry, start: int, owner: Mention | None, made_of: str | None) -> Mention:
    country, why = (owner.country, owner.name) if owner else (None, "")
    sector = made_of or role.sector or None
    if sector == "UNK" and role.kind == "people":
        sector = "CVL"
    return Mention(
        head=token.i,
        start=start,
        end=token.i + 1,
        name=token.doc[start : token.i + 1].text,
        kind=role.kind,
        country=country,
        sector=sector,
        code=_role_code(role, sector, owner),
        basis=f"role {role.phrase!r}" + (f" of {why}" if why else ""),
        plural="Plur" in token.morph.get("Number", []) or token.tag_ in ("NNS", "NNPS"),
        definite=any(c.lower_ in ("the", "both", "these", "those", "this", "that") for c in token.children),
        role=role.phrase.split()[-1],
    )


def _role_code(role: RoleEntry, sector: str | None, owner: Mention | None) -> str | None:
    """Country and sector; a body without a country keeps its own code; a user's code is only added to."""
    if owner is None:
        return role.before + (sector or "") or None
    if owner.theirs:
        code = owner.code or ""
        return role.before + code + (sector if sector and sector not in code[3:] else "")
    if not owner.country and owner.code:
        return owner.code
    return role.before + (owner.country or "") + (sector or "") or None


def _made_of(token: Token, role: RoleEntry, start: int, lexicon: Lexicon, names: dict[int, Mention]) -> str | None:
    """The sector that a general or armed role takes from what stands before or after it ("CIA official")."""
    armed = role.phrase in word_list("armed_roles")
    if role.theirs or not (armed or general_role(role)):
        return None
    for i in range(start - 1, max(start - 4, token.sent.start) - 1, -1):
        if token.doc[i].dep_ not in ("compound", "amod", "flat", "nmod:poss", "case", "punct", "nmod", "nmod:desc"):
            break
        if i in names:
            return _lent(names[i].sector, armed=armed)
        hit = lexicon.role([token.doc[i].text], 0) or lexicon.role([token.doc[i].lemma_], 0)
        if hit and not general_role(hit[1]) and token.doc[i].head.i in range(start - 3, token.i + 1):
            return _lent(hit[1].sector, armed=armed)
    for child in token.children:
        if child.dep_ == "nmod" and child.i > token.i and case_word(child) == "of":
            inner = names[child.i].sector if child.i in names else _sector_at(child, lexicon)
            if inner:
                return _lent(inner, armed=armed)
    return None


def _sector_at(token: Token, lexicon: Lexicon) -> str | None:
    """The sector of a role that another counts ("a group of diplomats")."""
    role, _ = role_at(token, lexicon)
    return role.sector if role is not None and not general_role(role) else None


def _lent(sector: str | None, *, armed: bool) -> str | None:
    """What a body's sector makes of a role: armed roles only take that of armed groups."""
    if sector in (None, "UNK", "IGO", "NGO"):
        return None
    return sector if not armed or sector in ("REB", "UAF", "PRM", "CRM", "MIL", "COP") else None


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
    body = _titled_body(start, m, names) if not country else None
    code = m.code or ((country or "") + (sector or "") or None)
    if body is not None and not m.code:
        code = body.code
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


def _titled_theirs(m: Mention, doc: Doc, lexicon: Lexicon) -> Mention:
    """A name of the user's that has a country's code and a role before it ("President Romendacil") is a person."""
    if not m.theirs or m.kind != "state":
        return m
    size = _role_before(doc, m.start, lexicon, doc[m.start].sent.start)
    role = role_at(doc[m.start - 1], lexicon)[0] if size else None
    flat = {doc[m.start - 1].dep_, doc[m.start].dep_} == {"flat"}  # one name to the parser
    if role is None or not (flat or doc[m.start - 1].head.i in range(m.start, m.end)):
        return m
    return replace(m, kind="person", sector=role.sector or None, code=_role_code(role, role.sector, m))


def _titled_body(start: int, m: Mention, names: dict[int, Mention]) -> Mention | None:
    """The international body in a title ("Arab League Secretary-General …")."""
    bodies = [names[i] for i in range(start, m.start) if i in names and names[i].code and not names[i].country]
    return bodies[0] if bodies else None


def _of_country(head: Token, names: dict[int, Mention]) -> str | None:
    """ "King Hassan of Morocco"."""
    owners = [names[c.i] for c in head.children if c.dep_ == "nmod" and c.i in names and case_word(c) == "of"]
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
        role, start = role_at(token, lexicon)
        if role:
            start, owner = owner_of(token, start, names)
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
