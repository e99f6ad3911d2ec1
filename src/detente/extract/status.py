"""Did it happen? The status of a predicate, from negation, mood, tense and what governs it."""

from __future__ import annotations

from spacy.tokens import Token

from detente.codebook.operators import Operators, default_operators
from detente.records import Status

__all__ = ["FUTURE", "status_of"]

FUTURE = frozenset({"will", "shall", "wo", "'ll", "’ll"})
CONDITIONAL = frozenset({"would", "could", "might", "may", "should", "can", "must", "ought"})
CONDITIONS = frozenset({"if", "unless", "whether", "should", "lest", "provided"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without"})
MAX_GOVERNORS = 4


def status_of(predicate: Token, verb: Token, *, operators: Operators | None = None) -> tuple[Status, str]:
    """Status of an event and the word that decided it. `verb` carries tense and mood (it may be a light verb)."""
    operators = operators or default_operators()
    own = _own(predicate, verb)
    if own:
        return own
    governed = _governed(verb, operators) or (_governed(predicate, operators) if predicate.i != verb.i else None)
    if governed:
        return governed
    return _aspect(verb)


def _own(predicate: Token, verb: Token) -> tuple[Status, str] | None:
    """Negation, conditions and modals at the predicate itself."""
    for head in dict.fromkeys((verb, predicate)):
        for child in head.children:
            if child.dep_ in ("advmod", "det", "cc:preconj", "mark", "case") and child.lower_ in NEGATIONS:
                if child.lower_ == "without" and child.dep_ == "case":
                    continue
                return "negated", child.text
    return next((found for child in _with_shared(verb) if (found := _mood(child, verb))), None)


def _mood(child: Token, verb: Token) -> tuple[Status, str] | None:
    """What a mark or auxiliary says: "if", "will", "could"."""
    word = child.lower_
    if child.dep_ == "mark" and word in CONDITIONS:
        return "hypothetical", child.text
    if child.dep_ != "aux" or child.tag_ != "MD":
        return None
    if word in FUTURE or (word == "would" and _reported(verb)):
        return "planned", child.text
    return ("hypothetical", child.text) if word in CONDITIONAL and not _ability(verb, word) else None


def _reported(verb: Token) -> bool:
    """ "said it would attack": the future of what is reported, unless it hangs on a condition."""
    if verb.dep_ != "ccomp" or verb.head.tag_ not in ("VBD", "VBN"):
        return False
    return not any(
        c.dep_ == "advcl" and {"if", "unless", "once"} & {m.lower_ for m in c.children} for c in verb.children
    )


def _ability(verb: Token, word: str) -> bool:
    """ "can see" tells of an ability, which is left to tense."""
    return word == "can" and verb.lemma_ in ("see", "hear")


def _with_shared(verb: Token) -> list[Token]:
    """Auxiliaries of a verb, or of the verb it is coordinated with where it has none of its own."""
    own = list(verb.children)
    if verb.dep_ == "conj" and not any(c.dep_ in ("aux", "nsubj", "nsubj:pass", "mark") for c in own):
        own += [c for c in verb.head.children if c.dep_ in ("aux", "mark") and c.i < verb.i]
    return own


def _governed(token: Token, operators: Operators) -> tuple[Status, str] | None:
    """What the words above make of it: plan to, threaten to, fail to, call for, end, the threat of."""
    node = token
    for _ in range(MAX_GOVERNORS):
        governor = node.head
        if governor.i == node.i:
            return None
        if node.dep_ in ("xcomp", "ccomp", "obj", "obl", "nmod", "acl", "advcl", "csubj", "nsubj:pass", "nsubj"):
            status = operators.status(governor.lemma_.lower(), _relation(node))
            # "blocked a road to protest": what is done for a purpose is not what the verb above prevents
            if status and not (status == "negated" and node.dep_ == "advcl" and _infinitive(node)):
                return status, governor.text
        if node.dep_ == "advcl" and _infinitive(node):
            return ("hypothetical", "to") if not operators.achieves(governor.lemma_.lower()) else None
        if node.dep_ in ("acl:relcl", "parataxis", "advcl") or (node.dep_ == "ccomp" and node.tag_ != "VB"):
            return None
        if node.dep_ == "xcomp" and any(c.lower_ in NEGATIONS and c.dep_ == "advmod" for c in governor.children):
            return "negated", "not"
        node = governor
    return None


def _relation(node: Token) -> str:
    if node.dep_ in ("xcomp", "ccomp", "acl", "advcl", "csubj"):
        return "clause"
    if node.dep_.startswith("nsubj"):
        return "subject"
    return "noun"


def _infinitive(node: Token) -> bool:
    return node.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "mark" for c in node.children)


def _aspect(verb: Token) -> tuple[Status, str]:
    """Progressive present is ongoing, all else told as fact has occurred."""
    auxiliaries = [c for c in verb.children if c.dep_.startswith("aux")]
    if verb.tag_ == "VBG" and any(a.lower_ in ("is", "are", "'s", "’s", "'re", "am", "been") for a in auxiliaries):
        return "ongoing", verb.text
    if verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children) and verb.dep_ == "root":
        return "planned", "to"  # headlines: "Iran to resume talks"
    return "occurred", verb.text
