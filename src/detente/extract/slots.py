"""Slots of a predicate: subject, object and obliques, through passives, relatives, control and coordination."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from detente.codebook.words import word_list

__all__ = ["REFLEXIVE", "case_of", "is_passive", "slot"]

SUBJECTS = ("nsubj", "csubj")
OBJECT_CONTROL = word_list("object_control")
REFLEXIVE = frozenset({"each", "itself", "himself", "themselves", "herself"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
MAX_CLIMB = 6
# Cases of places, of what a protest is against, of those whom an act touches.
PLACES = frozenset(
    """near along around on at in into to toward towards over off outside inside opposite across before within through
    onto upon beyond behind between""".split()
)
AIMS = frozenset({"against", "at", "over", "outside", "about", "on", "before", "around", "near", "inside"})
TOUCHING = frozenset(
    {"on", "with", "against", "to", "from", "for", "at", "into", "in", "over", "of", "between", "about"}
)
OUTCRIES = frozenset(
    {"protest", "revolt", "anger", "defiance", "demonstration", "rally", "march", "sympathy", "campaign", "strike"}
)


def case_of(token: Token) -> str:
    """The case word of an oblique or modifier (`on`, `against`; of several the last), lower case."""
    found = ""
    for child in token.children:
        if (
            child.dep_ in ("case", "mark")
            and child.pos_ in ("ADP", "SCONJ", "PART")
            and child.lower_ not in ("'s", "’s")
        ):
            found = child.lower_
    return found


def is_passive(verb: Token) -> bool:
    """Whether the predicate's subject undergoes the act."""
    if any(c.dep_ in ("nsubj:pass", "aux:pass", "csubj:pass") for c in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl"):
        return not any(c.dep_ in ("aux", "obj") for c in verb.children)
    if verb.tag_ == "VBN" and verb.dep_ == "conj":
        return not any(c.dep_ in ("nsubj", "aux", "obj") for c in verb.children) and is_passive(verb.head)
    return False


def slot(head: Token, name: str) -> list[Token]:
    """Words that fill a slot; empty where none does. Nested slots (`obj.on`) go through their first part."""
    if "." in name:
        first, _, rest = name.partition(".")
        return [t for outer in slot(head, first) for t in slot(outer, rest)]
    finder = NAMED.get(name)
    if finder is not None:
        return finder(head)
    return list(_by_case(head, name))


def _by_case(head: Token, case: str) -> Iterator[Token]:
    for child in head.children:
        if child.dep_.startswith(("obl", "nmod", "advcl", "acl", "xcomp", "ccomp")) and case_of(child) == case:
            yield _relative(child)
    if head.pos_ in ("VERB", "AUX") and head.dep_ == "conj" and head.head.pos_ == "VERB":
        return
    if head.pos_ == "NOUN":  # a light verb's obliques count as the noun's, see events.py
        return


def _relative(token: Token) -> Token:
    """What a relative pronoun stands for."""
    if token.lower_ in RELATIVES and token.tag_ in ("WP", "WDT", "IN", "WP$"):
        for verb in token.ancestors:
            if verb.dep_ == "acl:relcl":
                return verb.head
    return token


def subject(head: Token) -> list[Token]:
    """Who acts: active subject, by-agent, or the subject that the clause inherits."""
    if is_passive(head):
        agents = [c for c in head.children if c.dep_ == "obl:agent" or (c.dep_ == "obl" and case_of(c) == "by")]
        return [_relative(a) for a in agents]
    return _surface_subject(head, MAX_CLIMB)


def _surface_subject(head: Token, climb: int) -> list[Token]:
    own = [_relative(c) for c in head.children if c.dep_ in SUBJECTS]
    if own or climb == 0:
        return own
    governor, dep = head.head, head.dep_
    if governor.i == head.i:
        return []
    if dep == "conj" and governor.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
        return _passive_subject(governor) or _surface_subject(governor, climb - 1)
    if dep in ("acl", "acl:relcl"):
        return _of_modifier(head, governor, climb)
    if dep in ("xcomp", "advcl", "ccomp") and _is_open(head):
        return _controlled(head, governor, climb)
    return []


def _passive_subject(verb: Token) -> list[Token]:
    return [_relative(c) for c in verb.children if c.dep_ == "nsubj:pass"]


def _is_open(head: Token) -> bool:
    """Whether a clause takes its subject from outside: infinitives and participles."""
    return head.tag_ in ("VB", "VBG", "VBN") and not any(c.dep_ == "aux" and c.tag_ == "MD" for c in head.children)


def _of_modifier(head: Token, noun: Token, climb: int) -> list[Token]:
    """Subject of a clause that modifies a noun: the noun itself, or for "the decision to attack" its owner."""
    if head.dep_ == "acl" and head.tag_ == "VB":
        owners = [c for c in noun.children if c.dep_ == "nmod:poss"]
        if owners:
            return owners
        verb = noun.head
        return _surface_subject(verb, climb - 1) if noun.dep_ in ("obj", "obl") else []
    if head.dep_ == "acl" and any(c.dep_ == "mark" for c in head.children):
        return [c for c in noun.children if c.dep_ == "nmod:poss"]
    return [noun]


def _controlled(head: Token, governor: Token, climb: int) -> list[Token]:
    if governor.lemma_ in OBJECT_CONTROL:
        objects = [_relative(c) for c in governor.children if c.dep_ in ("obj", "iobj", "nsubj:pass")]
        if objects and (head.dep_ != "advcl" or _marked(head, ("of", "to", "into", "from", "for", "with"))):
            return objects
    return _passive_subject(governor) or _surface_subject(governor, climb - 1)


def _marked(head: Token, words: tuple[str, ...]) -> bool:
    return any(c.dep_ in ("mark", "case") and c.lower_ in words for c in head.children)


def obj(head: Token) -> list[Token]:
    """Who or what undergoes the act: object, passive subject, or the noun that a passive clause modifies."""
    own = [_relative(c) for c in head.children if c.dep_ == "obj"]
    if own:
        return own
    if is_passive(head):
        return _undergoer(head)
    if head.dep_ == "acl:relcl" and not any(c.dep_ == "obj" for c in head.children):
        subjects = [c for c in head.children if c.dep_ in SUBJECTS]
        if subjects and subjects[0].lower_ not in RELATIVES:
            return [head.head]  # "the village the army shelled"
    return [o for c in head.children if c.dep_ == "conj" and c.pos_ == "VERB" for o in _own_object(c)]


def _own_object(verb: Token) -> list[Token]:
    if any(c.dep_ in SUBJECTS or c.dep_ == "nsubj:pass" for c in verb.children):
        return []
    return [c for c in verb.children if c.dep_ == "obj"]


def _undergoer(head: Token) -> list[Token]:
    own = _passive_subject(head)
    if own:
        return own
    if head.dep_ in ("acl", "amod", "acl:relcl"):
        return [head.head]
    if head.dep_ == "conj":
        return _passive_subject(head.head) or obj(head.head)
    return _surface_subject(head, MAX_CLIMB)


def _children(*deps: str) -> Callable[[Token], list[Token]]:
    def find(head: Token) -> list[Token]:
        return [_relative(c) for c in head.children if c.dep_ in deps or c.dep_.split(":")[0] in deps]

    return find


def _particle(head: Token) -> list[Token]:
    return [
        c
        for c in head.children
        if c.dep_ == "compound:prt" or (c.dep_ == "advmod" and c.pos_ in ("ADP", "ADV")) or c.dep_ == "case"
    ]


def _modifiers(head: Token) -> list[Token]:
    return [c for c in head.children if c.dep_.split(":")[0] in ("amod", "compound", "nummod") or c.dep_ == "nmod:desc"]


def _complement(head: Token) -> list[Token]:
    """Open complements: xcomp, infinitives of nouns, and purpose clauses that the treebank calls advcl."""
    return [
        c
        for c in head.children
        if c.dep_ == "xcomp" or (c.dep_ in ("acl", "advcl", "ccomp") and c.tag_ == "VB" and _marked(c, ("to",)))
    ]


def _place(head: Token) -> Iterator[Token]:
    """Where it is done: locative phrases of the predicate and of its object ("troops near the border")."""
    for outer in (head, *(c for c in head.children if c.dep_ == "obj")):
        for child in outer.children:
            if child.dep_.startswith(("obl", "nmod")) and case_of(child) in PLACES:
                yield _relative(child)


def _aim(head: Token) -> Iterator[Token]:
    """Against whom or what: "against", "over", "outside"; also through "in protest at"."""
    for outer in (head, *(c for c in head.children if c.dep_ == "obj")):
        for child in outer.children:
            if not child.dep_.startswith(("obl", "nmod")):
                continue
            if case_of(child) in AIMS and child.ent_type_ not in ("DATE", "TIME"):
                yield _relative(child)
            elif child.lemma_ in OUTCRIES:
                yield from (c for c in child.children if c.dep_.startswith("nmod") and case_of(c) in AIMS)


def _deep(head: Token) -> Iterator[Token]:
    """Whom the act inside concerns ("threatened to stop shipping gas to"), the nearest first."""
    for clause in (c for c in head.children if c.dep_ in ("xcomp", "ccomp") or c in _complement(head)):
        yield from _parties_of(clause)
        yield from _deep(clause)


def _parties_of(clause: Token) -> Iterator[Token]:
    inner = [c for c in clause.children if c.dep_ in ("obj", "iobj", "nsubj:pass")]
    outer = [c for c in clause.children if c.dep_.startswith("obl") and case_of(c) in TOUCHING]
    yield from (_relative(c) for c in inner + outer)
    for noun in inner + outer:
        yield from (c for c in noun.children if c.dep_ in ("nmod:poss", "nmod", "compound", "amod"))


def _if(head: Token) -> Iterator[Token]:
    """Whose deed is the condition: the subject of "unless" and "if"."""
    for child in head.children:
        if child.dep_ == "advcl" and _marked(child, ("if", "unless", "until", "should")):
            yield from (_relative(c) for c in child.children if c.dep_ in (*SUBJECTS, "nsubj:pass"))
        elif child.dep_ in ("xcomp", "ccomp"):
            yield from _if(child)


def _listed(find: Callable[[Token], Iterator[Token]]) -> Callable[[Token], list[Token]]:
    return lambda head: list(find(head))


NAMED: dict[str, Callable[[Token], list[Token]]] = {
    "subj": subject,
    "obj": obj,
    "iobj": _children("iobj"),
    "poss": lambda head: [_relative(c) for c in head.children if c.dep_ == "nmod:poss"],
    "mod": _modifiers,
    "prt": _particle,
    "xcomp": _complement,
    "ccomp": lambda head: [c for c in head.children if c.dep_ in ("ccomp", "acl") or c.dep_ == "acl:relcl"],
    "appos": _children("appos"),
    "aux": _children("aux"),
    "conj": _children("conj"),
    "any": lambda head: list(head.children),
    "place": _listed(_place),
    "aim": _listed(_aim),
    "deep": _listed(_deep),
    "if": _listed(_if),
    "manner": lambda head: [c for c in head.children if c.dep_ == "advcl" and c.tag_ == "VBG"],
}
