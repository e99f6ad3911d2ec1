"""Mentions folded into actors: one actor a state, body, person or group, with every mention and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from detente.codebook.actors import Lexicon
from detente.records import Actor, Span
from detente.resolve.coreference import link_mentions
from detente.resolve.mentions import Mention, find_mentions

__all__ = ["find_actors"]

# Bare roles that stand for a person or body named before ("the president", "the ministry").
ANAPHORIC_KINDS = frozenset({"person", "organisation", "group"})
MIN_SURNAME = 3


@dataclass(slots=True)
class Draft:
    """An actor in the making."""

    first: Mention
    key: str
    mentions: list[Span] = field(default_factory=list)
    surname: str = ""
    role: str | None = None
    positions: list[int] = field(default_factory=list)


def find_actors(doc: Doc, *, lexicon: Lexicon | None = None, on: str | None = None) -> list[Actor]:
    """Actors of a document in the order of their first mention, with ids `a1`, `a2`, …

    `on` (ISO date) decides who holds an office. A phrase such as "both nations" is a mention of two actors.
    """
    lexicon = lexicon or Lexicon.default()
    mentions = find_mentions(doc, lexicon, on=on)
    drafts: list[Draft] = []
    owner: dict[int, Draft] = {}
    for position, mention in enumerate(mentions):
        draft = _same(mention, drafts, doc) or _new(mention, drafts)
        draft.mentions.append(mention.span(doc))
        draft.positions.append(position)
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


def _new(mention: Mention, drafts: list[Draft]) -> Draft:
    surname = mention.name.split()[-1] if mention.kind == "person" and mention.named else ""
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


def _same(m: Mention, drafts: Sequence[Draft], doc: Doc) -> Draft | None:
    key = _key(m)
    if m.named or m.country:
        for draft in drafts:
            if draft.key == key:
                return draft
    if m.kind == "person" and m.named:
        return _by_surname(m, drafts)
    if not m.named:
        return _by_role(m, drafts, doc)
    return None


def _by_surname(m: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """ "Misri" after "Vikram Misri"; "Vikram Misri" after "Misri"."""
    last = m.name.split()[-1]
    if len(last) < MIN_SURNAME:
        return None
    for draft in reversed(drafts):
        if draft.surname == last and (" " not in m.name or " " not in draft.first.name):
            return draft
    return None


def _by_role(m: Mention, drafts: Sequence[Draft], doc: Doc) -> Draft | None:
    """A definite role stands for the last one of that role: "the minister", "the army", "the rebels"."""
    anaphoric = m.definite and not m.country and m.kind in ANAPHORIC_KINDS
    for draft in reversed(drafts):
        if draft.role != m.role or m.role is None:
            continue
        if anaphoric and (not m.plural or draft.first.plural):
            return draft
        if not m.country and not draft.first.country and not draft.first.named and draft.first.name.lower() == m.name.lower():
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
