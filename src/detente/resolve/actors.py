"""Mentions folded into actors: one actor a state, body, person or group, with every mention and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from detente.codebook.actors import Lexicon
from detente.records import Actor, Span
from detente.resolve.coreference import link_mentions
from detente.resolve.mentions import Mention, find_mentions

__all__ = ["find_actors"]

# Bare roles that stand for a person or body named before ("the president", "the ministry").
ANAPHORIC_KINDS = frozenset({"person", "organisation", "group"})
MIN_SURNAME = 3
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})


@dataclass(slots=True)
class Draft:
    """An actor in the making."""

    first: Mention
    key: str
    mentions: list[Span] = field(default_factory=list)
    surname: str = ""
    role: str | None = None


def find_actors(doc: Doc, *, lexicon: Lexicon | None = None, on: str | None = None) -> list[Actor]:
    """Actors of a document in the order of their first mention, with ids `a1`, `a2`, …

    `on` (ISO date) decides who holds an office. A phrase such as "both nations" is a mention of two actors.
    """
    lexicon = lexicon or Lexicon.default()
    mentions = _settled(doc, find_mentions(doc, lexicon, on=on))
    drafts: list[Draft] = []
    owner: dict[int, Draft] = {}
    for position, mention in enumerate(mentions):
        draft = _same(mention, drafts) or _new(mention, drafts)
        draft.mentions.append(mention.span(doc))
        if mention.title and not draft.first.title:
            draft.first = _richer(draft.first, mention)
        owner[position] = draft
    for link in link_mentions(doc, mentions):
        last = doc[link.end - 1]
        span = (doc[link.start].idx, last.idx + len(last))
        for antecedent in link.antecedents:
            if span not in owner[antecedent].mentions:
                owner[antecedent].mentions.append(span)
    return [_actor(d, f"a{n}") for n, d in enumerate(drafts, 1)]


def _settled(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """Mentions without those that stand for others ("both officials"), with countries that the context gives."""
    links = link_mentions(doc, mentions)
    replaced = {
        i
        for link in links
        if len(link.antecedents) > 1 or link.end - link.start > 1
        for i in range(link.start, link.end)
    }
    pronouns = {link.start: mentions[link.antecedents[0]] for link in links if link.end - link.start == 1}
    kept = [m for m in mentions if m.named or m.head not in replaced]
    return [_placed(m, doc, kept, pronouns) for m in kept]


def _placed(m: Mention, doc: Doc, mentions: Sequence[Mention], pronouns: dict[int, Mention]) -> Mention:
    """A role or titled person without a country takes that of "its", or of the state named just before."""
    if m.country or m.sector not in STATE_SECTORS or (m.named and m.kind != "person"):
        return m
    if any(o.sector == "IGO" and m.start <= o.start and o.end <= m.end for o in mentions if o is not m):
        return m  # "UN envoy Lakhdar Brahimi" speaks for no state
    owner = next((pronouns[c.i] for c in doc[m.head].children if c.dep_ == "nmod:poss" and c.i in pronouns), None)
    why = "whose it is"
    if owner is None and m.named and m.title:
        before = [o for o in mentions if o.country and o.kind == "state" and o.start < m.start and _near(doc, o, m)]
        owner, why = (before[-1] if before else None), "the state named just before"
    if owner is None or not owner.country:
        return m
    code = owner.country + (m.sector or "")
    return replace(m, country=owner.country, code=code, basis=f"{m.basis}; {why}: {owner.name}")


def _near(doc: Doc, a: Mention, b: Mention) -> bool:
    """Whether one mention stands in the sentence of another or the one before."""
    sentence = doc[b.start].sent
    return doc[a.start].i >= (doc[sentence.start - 1].sent.start if sentence.start else 0)


def _new(mention: Mention, drafts: list[Draft]) -> Draft:
    surname = _last_word(mention.name) if mention.kind == "person" and mention.named else ""
    draft = Draft(mention, _key(mention), surname=surname, role=mention.role)
    drafts.append(draft)
    return draft


def _key(m: Mention) -> str:
    """What makes two mentions the same without further thought."""
    if m.kind == "state" and m.country:
        return f"state {m.country}"
    if m.named:
        return f"{m.kind} {m.code or ''} {m.name.lower()}"
    return f"role {m.country or ''}{m.sector or ''} {m.role or m.name.lower()} {m.kind}"


def _same(m: Mention, drafts: Sequence[Draft]) -> Draft | None:
    key = _key(m)
    if m.named or m.country:
        for draft in drafts:
            if draft.key == key:
                return draft
    if m.kind == "person" and m.named:
        return _by_surname(m, drafts)
    if not m.named:
        return _by_role(m, drafts)
    return None


def _last_word(name: str) -> str:
    """The last word of a name; a name of white space has none."""
    return (name.split() or [""])[-1]


def _by_surname(m: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """ "Misri" after "Vikram Misri"; "Vikram Misri" after "Misri"."""
    last = _last_word(m.name)
    if len(last) < MIN_SURNAME:
        return None
    for draft in reversed(drafts):
        if draft.surname == last and (" " not in m.name or " " not in draft.first.name):
            return draft
    return None


def _by_role(m: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """A definite role stands for the last one of that role: "the minister", "the army", "the rebels"."""
    anaphoric = m.definite and not m.country and m.kind in ANAPHORIC_KINDS
    for draft in reversed(drafts):
        if draft.role != m.role or m.role is None:
            continue
        if anaphoric and (not m.plural or draft.first.plural):
            return draft
        if (
            not m.country
            and not draft.first.country
            and not draft.first.named
            and draft.first.name.lower() == m.name.lower()
        ):
            return draft
    return None


def _richer(first: Mention, other: Mention) -> Mention:
    """The first mention with the title, office and country that a later one adds."""
    return Mention(
        head=first.head,
        start=first.start,
        end=first.end,
        name=first.name if " " in first.name or " " not in other.name else other.name,
        kind=first.kind,
        country=first.country or other.country,
        sector=first.sector or other.sector,
        code=first.code or other.code,
        title=other.title,
        basis=f"{first.basis}; {other.basis}",
        role=first.role or other.role,
        named=first.named,
        plural=first.plural,
    )


def _actor(draft: Draft, ident: str) -> Actor:
    m = draft.first
    code = m.code or ((m.country or "") + (m.sector or "") or None)
    return Actor(
        id=ident,
        name=m.name,
        kind=m.kind,  # type: ignore[arg-type]
        country=m.country,
        sector=m.sector,
        code=code,
        title=m.title,
        mentions=tuple(sorted(set(draft.mentions))),
        basis=m.basis,
    )
