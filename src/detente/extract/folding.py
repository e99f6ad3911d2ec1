"""Drafts put together: one event for a verb and the noun it carries, parties filled in, model and frames joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from detente.codebook.ontology import default_cameo
from detente.extract.cast import Cast
from detente.extract.drafts import Draft, draft_of_pair
from detente.extract.embedding import Embedding
from detente.extract.pairs import Pair, Pairs
from detente.records import Judgement

__all__ = [
    "GENEROUS",
    "PRECISE",
    "Trust",
    "among_themselves",
    "bear_upon",
    "judge_drafts",
    "lay_to_charge",
    "merged",
    "only_thought",
    "resume_conflict",
    "with_pairs",
]


@dataclass(frozen=True, slots=True)
class Trust:
    """Probabilities of the relation head at which it is believed, set on the held-back tenth of our corpus."""

    retypes: float  # against a frame that joins both parties
    fills: float  # who acts or is acted upon, where a frame leaves it open
    found: float  # an event between two where no frame fires
    alone: float  # an event with one party where no frame fires
    reaches: bool  # whether an act without a recipient bears upon the nearest party of another country


# What a record holds: nine in ten events are right. Recall for those who sift by confidence themselves.
PRECISE = Trust(retypes=0.95, fills=0.9, found=0.9, alone=1.1, reaches=False)
GENEROUS = Trust(retypes=1.1, fills=0.45, found=0.45, alone=0.7, reaches=True)
# Acts that bear upon whom they reach, also where the grammar calls it a place ("strengthened its forces in Lebanon");
# who consults where says nothing of whom.
UNREACHING = frozenset({"CONSULT"})
VIOLENT = frozenset({"ASSAULT"})
HAPPENED = frozenset({"occurred", "ongoing"})
# What parties that are named together do with each other; all else they do to somebody else.
MUTUAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "ASSAULT", "RETREAT", "CONCEDE"})
REACHED_BY = frozenset({"obj", "iobj", "obl", "nmod", "conj", "appos", "compound", "amod", "xcomp"})
REACH = 5  # steps down the tree


def merged(drafts: list[Draft]) -> list[Draft]:
    """One event for a verb and the act of the same type that is its argument or its manner."""
    gone: set[int] = set()
    by_token = {d.match.token.i: d for d in drafts}
    for d in drafts:
        other = _carried_by(d, by_token)
        if other is None or other is d or other.plain != d.plain or other.match.token.i in gone:
            continue
        keep, drop = (d, other) if d.match.token.pos_ != "NOUN" and not other.recipients else (other, d)
        keep.actors = keep.actors or drop.actors
        keep.recipients = keep.recipients or tuple(r for r in drop.recipients if r not in keep.actors)
        gone.add(drop.match.token.i)
    return [d for d in drafts if d.match.token.i not in gone]


def _carried_by(d: Draft, by_token: dict[int, Draft]) -> Draft | None:
    """The event whose argument (a noun, also through "two days of") or manner ("killing four") this one is."""
    token = d.match.token
    if token.pos_ == "NOUN":
        node = token
        for _ in range(3):
            node = node.head
            if node.i in by_token or node.pos_ != "NOUN":
                break
        return by_token.get(node.i)
    if token.dep_ in ("advcl", "acl") and token.tag_ == "VBG":
        return by_token.get(token.head.i)
    return None


def only_thought(d: Draft) -> bool:
    """Purposes ("to protest") and conditions ("if sanctions are imposed") tell of no event of their own."""
    return d.status == "hypothetical" and d.word.lower() in ("to", "if", "unless", "whether")


def lay_to_charge(drafts: list[Draft]) -> None:
    """What somebody is accused of has the accused as its actor."""
    accusations = [d for d in drafts if d.mode == "allege" and d.recipients]
    for d in drafts:
        for accusation in accusations:
            if not d.actors and d is not accusation and accusation.match.token.is_ancestor(d.match.token):
                d.actors = tuple(r for r in accusation.recipients if r not in d.recipients)


def resume_conflict(drafts: list[Draft]) -> None:
    """ "The conflict ceased": it is that of the parties that fought before."""
    fighters: tuple[str, ...] = ()
    for d in drafts:
        if d.plain == "ASSAULT" and len(d.actors) > 1:
            fighters = d.actors
        elif d.mode == "ceasefire" and not d.actors and fighters:
            d.actors = fighters


def judge_drafts(drafts: Sequence[Draft], pairs: Pairs, dialect: str, trust: Trust) -> None:
    """Let the relation head see every draft; a sure head overrules a frame."""
    judged = pairs.of([(d.match.actor, d.match.recipient) for d in drafts])
    for d, judgement in zip(drafts, judged, strict=True):
        d.judged = judgement
        if d.judged is None:
            continue
        kind, probability = d.judged.best(dialect)
        if d.actors and d.recipients and kind not in (d.type, "NONE") and probability >= trust.retypes:
            _retype(d, d.judged, kind)


def _retype(d: Draft, judged: Judgement, kind: str) -> None:
    d.retyped, d.type = d.type, kind
    d.mode = judged.mode if judged.best()[0] == kind else None
    d.cameo = judged.cameo if judged.cameo else default_cameo(kind, d.mode)


def with_pairs(drafts: list[Draft], pairs: Pairs, embedding: Embedding, dialect: str, trust: Trust) -> list[Draft]:
    """Fill open parties from judged pairs, and add the events that no frame tells of.

    What is only asked, refused, offered or threatened is no event beside the asking.
    """
    found = list(drafts)
    for pair in sorted(pairs.all, key=lambda p: _probability(p, dialect), reverse=True):
        if pair.source and pair.target:
            _take(pair, found, embedding, dialect, trust)
    for pair in pairs.all:
        if not (pair.source and pair.target) and _probability(pair, dialect) >= trust.alone:
            party = pair.source or pair.target
            if party and not any(i in (*d.actors, *d.recipients) for d in _of_sentence(pair, found) for i in party.ids):
                found.append(draft_of_pair(pair, dialect))
    return sorted(found, key=lambda d: d.match.token.i)


def _probability(pair: Pair, dialect: str) -> float:
    kind, probability = pair.judgement.best(dialect)
    return 0.0 if kind == "NONE" else probability


def _of_sentence(pair: Pair, drafts: Sequence[Draft]) -> list[Draft]:
    head = (pair.source or pair.target).head  # type: ignore[union-attr]
    return [d for d in drafts if d.match.token.sent.start == head.sent.start]


def _take(pair: Pair, drafts: list[Draft], embedding: Embedding, dialect: str, trust: Trust) -> None:
    """One pair: known already, one more party of a draft, or an event of its own."""
    assert pair.source
    assert pair.target
    probability = _probability(pair, dialect)
    if probability < min(trust.fills, trust.found):
        return
    near = _of_sentence(pair, drafts)
    if any(_joined(d, pair) for d in near):
        return
    made = draft_of_pair(pair, dialect)
    if not made.recipients and made.type not in MUTUAL:
        return
    same = [d for d in near if made.type in (d.type, d.plain)]
    widened = probability >= trust.fills and any(_widen(d, pair) for d in same)
    if widened or any(d.match.token.i == made.match.token.i for d in same):
        return
    if probability >= trust.found and made.match.token.i not in embedding.content:
        drafts.append(made)


def _joined(d: Draft, pair: Pair) -> bool:
    """Whether a draft joins both already, in either direction."""
    assert pair.source
    assert pair.target
    parties = {*d.actors, *d.recipients}
    return bool(parties & set(pair.source.ids)) and bool(parties & set(pair.target.ids))


def _widen(d: Draft, pair: Pair) -> bool:
    """Give a draft the party that it lacks, or one more that is coordinated with those it has."""
    assert pair.source
    assert pair.target
    source, target = pair.source, pair.target
    if set(d.actors) & set(source.ids) and (not d.recipients or _beside(target.head, d.match.recipient)):
        d.recipients = tuple(dict.fromkeys([*d.recipients, *(i for i in target.ids if i not in d.actors)]))
        d.match.recipient = [*(d.match.recipient if _named(d) else ()), target.head]
        return True
    if set(d.recipients) & set(target.ids) and (not d.actors or _beside(source.head, d.match.actor)):
        d.actors = tuple(dict.fromkeys([*d.actors, *(i for i in source.ids if i not in d.recipients)]))
        d.match.actor = [*d.match.actor, source.head]
        return True
    return False


def _named(d: Draft) -> bool:
    return len(d.recipients) > 1


def _beside(head: Token, heads: Sequence[Token]) -> bool:
    """Whether a phrase is coordinated with one of those."""
    return any(head.dep_ == "conj" and h in (head.head, *head.ancestors) for h in heads) or any(
        h.dep_ == "conj" and h.head.i == head.i for h in heads
    )


def among_themselves(drafts: Sequence[Draft], cast: Cast) -> None:
    """What parties of several countries agree or discuss is among them: their own countries are no recipients."""
    for d in drafts:
        own = {cast.by_id[a].country for a in d.actors} - {None}
        if len(own) > 1 and d.plain in MUTUAL:
            d.recipients = tuple(r for r in d.recipients if cast.by_id[r].country not in own and _a_party(cast, r))


def _a_party(cast: Cast, ident: str) -> bool:
    """Whether somebody could be a party to an agreement: known by a country or a name, not "people"."""
    actor = cast.by_id[ident]
    return bool(actor.country) or actor.kind in ("organisation", "person")


def bear_upon(drafts: Sequence[Draft], cast: Cast, trust: Trust) -> None:
    """Where nobody is acted upon in so many words: the nearest party of another country under the predicate.

    Violence bears upon the state it reaches whatever the trust.
    """
    for d in drafts:
        reaches = d.type not in UNREACHING if trust.reaches else d.plain in VIOLENT and d.status in HAPPENED
        if d.actors and not d.recipients and reaches:
            own = {cast.by_id[a].country for a in d.actors}
            for head in _reached(d.match.verb, REACH):
                ids = tuple(i for i in cast.at(head) if i not in d.actors)
                if ids and not {cast.by_id[i].country for i in ids} & (own | {None}):
                    d.recipients, d.match.recipient = ids, [head]
                    break


def _reached(token: Token, steps: int) -> list[Token]:
    """Words below a predicate through arguments and their modifiers, the nearest level first."""
    level, out = [token], []
    for _ in range(steps):
        level = [c for t in level for c in t.children if _carries_on(c)]
        out += level
    return out


def _carries_on(token: Token) -> bool:
    """Whether an act goes on in a word below it: an argument, a modifier, or what it is done for."""
    if token.dep_ in ("advcl", "acl"):
        return token.tag_ == "VB"
    return token.dep_.split(":")[0] in REACHED_BY and token.dep_ != "obl:tmod"
