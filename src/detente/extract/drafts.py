"""Drafts of events: what a frame or the relation head found, before dates, places and claims are tied to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from detente.codebook.frames_table import Frame
from detente.codebook.ontology import default_cameo, plover_type
from detente.extract.cast import Cast
from detente.extract.embedding import FEARED, WISHED, Embedding
from detente.extract.matching import Match
from detente.extract.pairs import Pair
from detente.extract.status import FUTURE, status_of
from detente.records import Judgement, Status

__all__ = ["MODEL", "Draft", "draft_of_match", "draft_of_pair", "ids_of"]

MODEL = "model"
STATUS_TYPES: dict[str, Status] = {"THREATEN": "threatened", "AGREE": "planned"}
# Harms that are still to come are threats (boundary decisions of the codebook).
HARMS = frozenset({"SANCTION", "COERCE"})
OFFERING = frozenset({"offer", "propose", "proposal", "volunteer"})


@dataclass(slots=True)
class Draft:
    """An event before its last links. `plain` is the act's type before its time re-types it."""

    match: Match
    type: str
    mode: str | None
    cameo: str
    status: Status
    word: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    plain: str
    judged: Judgement | None = None
    retyped: str = ""  # the frame's type where the model overruled it


def draft_of_match(m: Match, embedding: Embedding, cast: Cast, dialect: str) -> Draft:
    """What a frame says, with its status and the type that its time makes of it."""
    status, word = status_of(m.token, m.verb)
    mode, code = embedding.mode(m), m.frame.cameo
    act = m.frame.type
    if dialect != "petrarch" and act in HARMS and _announced(m, embedding, status, word):
        act, status, mode, code = "THREATEN", "threatened", FEARED.get(act), ""
    elif status == "negated" and act in WISHED and _will(m.verb):
        act, status, mode, code = "REJECT", "occurred", WISHED[act], ""
    told, status = status, status_for(act, status, m.token)
    actors = ids_of(m.actor, cast)
    recipients = tuple(r for r in ids_of(m.recipient, cast) if r not in actors)
    kind = plover_type(act=act, mode=mode, status=told, cameo=code or None, dialect=dialect)
    if kind != act:
        mode = None
    return Draft(m, kind, mode, code or default_cameo(kind, mode), status, word, actors, recipients, act)


def _will(verb: Token) -> bool:
    """ "Will not", "said it would not": an act that is refused, not one that failed to happen."""
    return any(c.dep_ == "aux" and (c.lower_ in FUTURE or c.lower_ == "would") for c in verb.children)


def _announced(m: Match, embedding: Embedding, status: Status, word: str) -> bool:
    """Whether an act is announced: "will impose", "said it would impose"."""
    return status == "planned" or (status == "hypothetical" and word == "would" and embedding.said(m))


def status_for(act: str, status: Status, token: Token) -> Status:
    """Threats threaten and agreements plan, whatever their verb's tense."""
    if act in STATUS_TYPES and status in ("occurred", "ongoing"):
        return "offered" if token.lemma_ in OFFERING else STATUS_TYPES[act]
    return status


def ids_of(tokens: Iterable[Token], cast: Cast) -> tuple[str, ...]:
    """Actors of phrases given by their head words; of what they belong to, where they are no actors."""
    out: list[str] = []
    for token in tokens:
        out += cast.phrase(token) or cast.owners(token)
    return tuple(dict.fromkeys(out))


def draft_of_pair(pair: Pair, dialect: str) -> Draft:
    """What the relation head finds where no frame does."""
    doc = (pair.source or pair.target).head.doc  # type: ignore[union-attr]
    token = predicate_at(doc[pair.judgement.look])
    kind, _ = pair.judgement.best(dialect)
    status, word = status_of(token, token)
    mode = pair.judgement.mode if pair.judgement.best()[0] == kind else None
    actors = pair.source.ids if pair.source else ()
    recipients = tuple(r for r in pair.target.ids if r not in actors) if pair.target else ()
    match = Match(token, frame_of(kind), [pair.source.head] if pair.source else [], [])
    code = pair.judgement.cameo or default_cameo(kind, mode)
    return Draft(
        match, kind, mode, code, status_for(kind, status, token), word, actors, recipients, kind, pair.judgement
    )


def frame_of(kind: str) -> Frame:
    """A frame that stands for the model."""
    return Frame((), "v", (), (), (), kind, None, "", "", MODEL)


def predicate_at(token: Token) -> Token:
    """The verb or noun that a word belongs to."""
    while token.pos_ not in ("VERB", "NOUN", "ADJ", "PROPN") and token.head.i != token.i:
        token = token.head
    return token
