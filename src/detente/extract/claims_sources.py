"""Sources of claims: whose words, thoughts or wishes a cue tells of."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from detente.extract.claims_spans import phrase
from detente.extract.slots import OBJECT_CONTROL, case_of, is_passive

__all__ = ["Source", "antecedent", "source_of_noun", "source_of_verb"]

SUBJECTS = ("nsubj", "csubj", "nsubj:outer")
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
MAX_CLIMB = 6


@dataclass(frozen=True, slots=True)
class Source:
    """The head of a source's phrase, the word that its actor hangs on, and its token positions."""

    head: Token
    speaker: Token
    words: tuple[int, ...]


def source_of_verb(verb: Token) -> Source | None:
    """Own subject, the agent of a passive, or the subject that the clause inherits."""
    return _source(verb, verb, MAX_CLIMB)


def _source(verb: Token, cue: Token, climb: int) -> Source | None:
    if is_passive(verb):
        agents = [c for c in verb.children if c.dep_ == "obl:agent" or (c.dep_ == "obl" and case_of(c) == "by")]
        return _made(agents[0], cue) if agents else None
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        return _made(own[0], cue)
    return _inherited(verb, cue, climb) if climb and verb.head.i != verb.i else None


def _inherited(verb: Token, cue: Token, climb: int) -> Source | None:
    governor, dep = verb.head, verb.dep_
    if dep == "conj" and governor.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
        return _passive_subject(governor, cue) or _source(governor, cue, climb - 1)
    if dep in ("acl", "acl:relcl"):
        return _of_noun_clause(verb, governor, cue, climb)
    if dep in ("xcomp", "advcl", "ccomp") and verb.tag_ in ("VB", "VBG", "VBN"):
        return _controlled(verb, governor, cue, climb)
    if dep == "parataxis" and verb.tag_ == "VBG":
        return _source(governor, cue, climb - 1)
    return None


def _of_noun_clause(verb: Token, noun: Token, cue: Token, climb: int) -> Source | None:
    """ "An ad saying that …": the noun; "the decision to announce …": its owner, or who took it."""
    if verb.tag_ != "VB":
        return _made(noun, cue)
    owner = next((c for c in noun.children if c.dep_ == "nmod:poss"), None)
    if owner is not None:
        return _made(owner, cue)
    return _source(noun.head, cue, climb - 1) if noun.dep_ in ("obj", "obl") else None


def _controlled(verb: Token, governor: Token, cue: Token, climb: int) -> Source | None:
    if verb.dep_ == "xcomp" and governor.lemma_ in OBJECT_CONTROL:
        found = next((c for c in governor.children if c.dep_ in ("obj", "iobj", "nsubj:pass")), None)
        if found is not None:
            return _made(found, cue)
    return _passive_subject(governor, cue) or _source(governor, cue, climb - 1)


def _passive_subject(verb: Token, cue: Token) -> Source | None:
    found = next((c for c in verb.children if c.dep_ == "nsubj:pass"), None)
    return _made(found, cue) if found is not None else None


def _made(head: Token, cue: Token) -> Source:
    """The phrase without the clause that the cue stands in; a relative pronoun speaks for what it stands for."""
    own = {t.i for a in (cue, *cue.ancestors) if head.is_ancestor(a) for t in a.subtree}
    return Source(head, antecedent(head), tuple(phrase(head, without=own)))


def antecedent(head: Token) -> Token:
    """What a relative pronoun stands for; else the word itself."""
    if head.lower_ in RELATIVES:
        for verb in head.ancestors:
            if verb.dep_ == "acl:relcl":
                return verb.head
    return head


def source_of_noun(noun: Token) -> Source | None:
    """ "X's claim", "the claim by X", "criticism from X"."""
    owner = next((c for c in noun.children if c.dep_ == "nmod:poss"), None)
    if owner is None:
        owner = next((c for c in noun.children if c.dep_ == "nmod" and case_of(c) in ("by", "from")), None)
    return _made(owner, noun) if owner is not None else None
