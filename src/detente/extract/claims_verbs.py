"""Reporting verbs: what they tell of, in the clause, infinitive, object or phrase that their frames allow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Token

from detente.codebook.cues import Cue, cues
from detente.codebook.words import word_list
from detente.extract.claims_quotes import Quotation
from detente.extract.claims_sources import RELATIVES, source_of_verb
from detente.extract.claims_spans import Draft, clause, cue_words, preposition
from detente.extract.slots import case_of, is_passive

__all__ = ["verbal_drafts"]

OBLIQUES = ("obl", "advcl", "nmod", "xcomp", "ccomp", "obl:agent", "acl")
# Verbs whose object is who is told, not what.
ADDRESSING = word_list("addressing")
# What may stand between a cue and its quotation.
BETWEEN = ("advmod", "aux", "aux:pass", "cc", "compound:prt", "iobj", "obj", "obl", "obl:npmod", "obl:tmod")
MAX_BETWEEN = 60
COMMAS = frozenset(", ; – — --".split())
OPENING = frozenset("“ \" '' ‘ '".split())
REASONS = frozenset("because if unless until when since once so".split())
CONTRASTS = frozenset({"though", "although", "while", "even", "as"})
SHOWING = frozenset({"show", "depict", "find", "give", "put"})
SHOWERS = word_list("documents") | word_list("showing")
REACH = 2  # words between a cue's parts


def _trailing(verb: Token, words: set[int], quotations: list[Quotation]) -> set[int]:
    """Claims that follow after a comma ("…, adding that", "…, though she conceded") are the reporter's words again."""
    doc, out = verb.doc, set[int]()
    for i in sorted(words):
        token = doc[i]
        if i in out or i <= verb.i or token.dep_ not in ("advcl", "parataxis") or token.head.i not in words:
            continue
        clause_words = {t.i for t in token.subtree}
        before = min(clause_words) - 1
        after_comma = doc[min(clause_words)].text in COMMAS or (before >= 0 and doc[before].text in COMMAS)
        if after_comma and _resumes(token) and not _is_quoted(i, quotations):
            out |= clause_words
    return out


def _resumes(token: Token) -> bool:
    if (token.lemma_.lower(), "v") not in cues():
        return False
    subjects = [c for c in token.children if c.dep_.startswith("nsubj")]
    if token.dep_ == "parataxis":
        return bool(subjects)
    return (token.tag_ == "VBG" and not subjects) or case_of(token) in CONTRASTS


def _is_quoted(i: int, quotations: list[Quotation]) -> bool:
    at = bisect_right(quotations, i, key=lambda q: q.start) - 1
    return at >= 0 and i < quotations[at].end


class Content(NamedTuple):
    """The frame that holds what is said, its token positions, and the case words that belong to the cue."""

    frame: str
    words: set[int]
    case: tuple[Token, ...] = ()
    direct: bool = False


def verbal_drafts(doc: Doc, quotations: list[Quotation]) -> Iterator[Draft]:
    """Drafts of all reporting verbs that have something to tell."""
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("amod", "case", "mark", "aux", "aux:pass"):
            continue
        cue, particle = _cue(token)
        if cue is not None and _numbered(token) and (draft := _draft(token, cue, particle, quotations)):
            yield draft


def _cue(token: Token) -> tuple[Cue | None, list[Token]]:
    """The cue of a verb: with its particle, where that is one of its own."""
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.i > token.i and child.i - token.i <= REACH and child.dep_ in ("compound:prt", "advmod", "case"):
            found = cues().get((f"{lemma}_{child.lower_}", "v"))
            if found is not None:
                return found, [child]
    return cues().get((lemma, "v")), []


def _numbered(verb: Token) -> bool:
    """ "Put the toll at 19" tells something, "put troops at the border" does not."""
    return verb.lemma_ != "put" or any(case_of(c) == "at" and c.pos_ == "NUM" for c in verb.children)


def _draft(verb: Token, cue: Cue, particle: list[Token], quotations: list[Quotation]) -> Draft | None:
    source = source_of_verb(verb)
    own = set(source.words) if source else set()
    found = _content(verb, cue, own | {verb.i})
    if "that" in cue.frames:
        found = _interposed(verb, own) or found or _fronted(verb, own) or _quoted(verb, own, quotations)
    if found is None or (source is None and not is_passive(verb)):
        return None
    words = cue_words(verb, *particle, *found.case)
    content = found.words - set(words) - own - _trailing(verb, found.words, quotations)
    if not content:
        return None
    speaker = source.speaker if source else None
    act = cue.act_in(found.frame)
    return Draft(verb, words, act, speaker, sorted(own - set(words)), content, found.direct, found.frame)


def _content(verb: Token, cue: Cue, without: set[int]) -> Content | None:
    """What the cue tells of, by the first frame that fits: clause, infinitive, gerund, name, object, phrase."""
    if is_passive(verb):
        return _of_passive(verb, cue, without)
    right = [c for c in verb.children if c.i > verb.i]
    told = [c for c in verb.children if c.dep_ in ("obj", "iobj")]
    objects = [c for c in told if c.dep_ == "obj"]
    for child in [c for c in verb.children if c.dep_ == "ccomp" or _is_subjunctive(c)]:
        frame = _clause_frame(child, cue)
        if frame:
            words = clause(child, without=without) | _said_of(child, told, cue, without)
            return Content(frame, words | _reasons(child, verb) if frame == "that" else words)
    for child in right:
        if found := _open_clause(child, cue, told, without):
            return _addressed(found, verb, cue, without)
    return _of_object(cue, objects, right, without) if objects else _of_phrase(cue, right, without)


def _is_subjunctive(child: Token) -> bool:
    """ "Demanded that Iran release the crew": an open clause by its verb, but with a subject of its own."""
    return child.dep_ == "xcomp" and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)


def _reasons(child: Token, verb: Token) -> set[int]:
    """ "He said it failed because …": reasons and conditions that the tree hangs on the cue follow what is said."""
    end = max(t.i for t in child.subtree)
    later = [c for c in verb.children if c.dep_ == "advcl" and c.i > end and case_of(c) in REASONS and child.i > verb.i]
    return {i for c in later if min(t.i for t in c.subtree) <= end + REACH for i in clause(c)}


def _clause_frame(child: Token, cue: Cue) -> str | None:
    """The frame that a complement clause fills; a finite one needs `that`."""
    if "that" in cue.frames and not (_marked_to(child) and "to" in cue.frames):
        return "that"
    if child.tag_ == "VBD":
        return None
    return next((f for f in ("to", "name", "ing") if f in cue.frames), None)


def _open_clause(child: Token, cue: Cue, told: list[Token], without: set[int]) -> Content | None:
    words = clause(child, without=without)
    objects = [t for t in told if t.dep_ == "obj"]
    if _is_infinitive(child) and "to" in cue.frames:
        return Content("to", words | _objects(told, without))
    if child.dep_ in ("xcomp", "ccomp") and child.tag_ == "VBG" and not cue.frames.isdisjoint(("ing", "obj")):
        return Content("ing", words)
    if child.dep_ == "xcomp" and objects and "name" in cue.frames:
        return Content("name", words | _objects(objects, without))
    return None


def _addressed(found: Content, verb: Token, cue: Cue, without: set[int]) -> Content:
    """ "Called on [Iran] to stop": who is to act stands in a phrase of the cue's."""
    if found.frame != "to" or cue.act_in("to") not in ("demands", "asks"):
        return found
    for child in verb.children:
        case = preposition(child)
        between = verb.i < child.i < max(found.words, default=0)
        if between and child.dep_ == "obl" and case is not None and case.lower_ in cue.cases:
            return Content("to", found.words | clause(child, without=without) - {case.i}, (case,))
    return found


def _said_of(child: Token, told: list[Token], cue: Cue, without: set[int]) -> set[int]:
    """What stands before an infinitive that the tree calls a clause: "asked [the crowd] to leave"."""
    return _objects(told, without) if _marked_to(child) and cue.lemma not in ADDRESSING else set()


def _objects(objects: list[Token], without: set[int]) -> set[int]:
    return {i for o in objects for i in clause(o, without=without)}


def _is_infinitive(child: Token) -> bool:
    return child.dep_ in ("xcomp", "advcl", "ccomp", "acl") and _marked_to(child)


def _marked_to(child: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ in ("mark", "aux", "case") for c in child.children)


def _of_object(cue: Cue, objects: list[Token], right: list[Token], without: set[int]) -> Content | None:
    """The object, with the phrases after it that the cue's frames name."""
    tail = [c for c in right if c.dep_ in OBLIQUES and case_of(c) in cue.cases and c.i > objects[0].i]
    if cue.lemma in ADDRESSING and "obj" not in cue.frames:
        return _of_phrase(cue, tail, without)
    if "name" in cue.frames and (named := _named(objects[0], right, without)):
        return Content("name", named)
    if "obj" not in cue.frames and not tail:
        return _shown(objects[0], right) if cue.lemma in SHOWING else None
    if cue.lemma == "call" and objects[0].pos_ != "NOUN":  # a telephone call, not "called a strike"
        return None
    words = _objects(objects, without) | {i for c in tail for i in clause(c, without=without)}
    return Content(case_of(tail[0]) if "obj" not in cue.frames else "obj", words)


def _shown(thing: Token, right: list[Token]) -> Content | None:
    """ "The poll shows her ahead by four points": told by polls, images and papers, not by people."""
    source = source_of_verb(thing.head)
    if source is None or source.head.lemma_.lower() not in SHOWERS:
        return None
    later = [c for c in right if c.i > thing.i and c.dep_ in ("xcomp", "obl", "advmod", "acl", "amod", "dep")]
    return Content("obj", {i for c in (thing, *later) for i in clause(c)})


def _named(thing: Token, right: list[Token], without: set[int]) -> set[int]:
    """ "Called him a liar" where the tree has two objects, or called it “a lie” in quotation marks."""
    names = [c for c in right if c.i > thing.i and (c.dep_ in ("obj", "appos", "dep") or c.text in OPENING)]
    inside = any(t.text in OPENING for t in thing.subtree if t.i > thing.i)
    if not names and not inside:
        return set()
    return _objects([thing], without) | {i for c in names for i in clause(c, without=without)}


def _of_phrase(cue: Cue, right: list[Token], without: set[int]) -> Content | None:
    """A phrase with a preposition of the cue's; the preposition belongs to the cue where it stands beside it."""
    for child in right:
        case = preposition(child)
        if child.dep_ in OBLIQUES and case is not None and case.lower_ in cue.cases:
            near = (case,) if case.i - child.head.i <= REACH else ()
            rest = {t.i for c in right if c.i > child.i and _is_infinitive(c) for t in c.subtree if "to" in cue.frames}
            words = clause(child, without=without) | (rest - without)
            return Content(case.lower_, words - {case.i}, near)
    return None


def _of_passive(verb: Token, cue: Cue, without: set[int]) -> Content | None:
    """ "X was called a liar", "X is expected to win", "it was announced that …"."""
    undergoer = [c for c in verb.children if c.dep_ in ("nsubj:pass", "csubj:pass")]
    subject = _objects([s for s in undergoer if s.lower_ not in ("it", "there")], without)
    for child in verb.children:
        found = _passive_complement(child, verb, cue, without)
        if found is not None:
            said = found.frame == "that"
            return found if said else Content(found.frame, found.words | subject, found.case)
    return Content("obj", subject) if subject and "obj" in cue.frames and cue.lemma not in ADDRESSING else None


def _passive_complement(child: Token, verb: Token, cue: Cue, without: set[int]) -> Content | None:
    words = clause(child, without=without)
    if child.dep_ in ("ccomp", "csubj:pass", "csubj") and "that" in cue.frames:
        return Content("that", words)
    if child.i < verb.i:
        return None
    if _is_infinitive(child) and "to" in cue.frames:
        return Content("to", words)
    if child.dep_ == "xcomp" and "name" in cue.frames:
        return Content("name", words)
    case = preposition(child)
    if child.dep_ in OBLIQUES and case is not None and case.lower_ in cue.cases:
        return Content(case.lower_, words - {case.i}, (case,) if case.i - verb.i <= REACH else ())
    return None


def _fronted(verb: Token, own: set[int]) -> Content | None:
    """ "Talks will go on, the minister said", "as the minister said": the clause that the reporting verb hangs on."""
    if verb.dep_ == "acl:relcl":
        return _relative_object(verb)
    as_clause = verb.dep_ == "advcl" and case_of(verb) == "as"
    if verb.dep_ != "parataxis" and not as_clause:
        return None
    beside = [c for c in verb.head.children if c.dep_ == "parataxis" and c.i > verb.i]
    mine = {t.i for c in (verb, *beside) for t in c.subtree}
    words = {t.i for t in verb.head.subtree if not t.is_space} - mine - own
    if not words or (not as_clause and (min(words) > verb.i or _reports(verb.head))):
        return None
    return Content("that", words)


def _interposed(verb: Token, own: set[int]) -> Content | None:
    """ "The plan, he said, would fail": all of the sentence but what stands between the commas."""
    doc, sentence = verb.doc, verb.sent
    parts = own | {verb.i}
    if not own or max(parts) - min(parts) >= len(parts) + REACH:
        return None
    parts |= {c.i for c in verb.children if c.dep_ in ("aux", "advmod") and abs(c.i - verb.i) <= REACH}
    left, right = min(parts) - 1, max(parts) + 1
    inner = left > sentence.start and right < sentence.end - 2
    if not inner or doc[left].text not in COMMAS or doc[right].text not in COMMAS:
        return None
    words = {t.i for t in sentence if not t.is_space and not left <= t.i <= right}
    return Content("that", words)


def _reports(governor: Token) -> bool:
    """Whether the governor tells of something itself: then what stands beside it is another sentence."""
    return (governor.lemma_.lower(), "v") in cues() and any(c.dep_ == "ccomp" for c in governor.children)


def _relative_object(verb: Token) -> Content | None:
    """ "What critics say", "the plan, which he announced": the pronoun."""
    subjects = [c for c in verb.children if c.dep_.startswith("nsubj")]
    if not subjects or subjects[0].lower_ in RELATIVES:
        return None
    pronoun = next((c for c in verb.children if c.i < verb.i and c.lower_ in RELATIVES | {"what"}), None)
    return Content("obj", {pronoun.i}) if pronoun is not None else None


def _quoted(verb: Token, own: set[int], quotations: list[Quotation]) -> Content | None:
    """The quotation that ends before the cue or begins after it, with nothing but source and marks between."""
    at = bisect_left(quotations, verb.i, key=lambda q: q.start)
    told = verb.lemma_.lower() in ADDRESSING
    for q in quotations[max(0, at - 1) : at + 1]:
        between = range(q.end, verb.i) if q.end <= verb.i else range(verb.i + 1, q.start)
        inside = q.start <= verb.i < q.end
        if not q.speech or inside or len(between) > MAX_BETWEEN or not _in_reach(q, verb):
            continue
        outside = own - set(range(q.start, q.end))
        if all(_passable(verb.doc[i], verb, outside) for i in between):
            said = {i for c in verb.children if c.dep_ == "obj" and not told for i in clause(c) if i in between}
            return Content("that", set(range(q.start, q.end)) | said, direct=not said)
    return None


def _in_reach(q: Quotation, verb: Token) -> bool:
    """A quotation ends in the cue's sentence or begins there; with the next, where a colon announces it."""
    sentence = verb.sent
    if q.end <= verb.i:
        return q.end > sentence.start
    announced = any(t.text == ":" for t in verb.doc[verb.i : q.start])
    return q.start < sentence.end or (announced and q.start <= sentence.end + 1)


def _passable(token: Token, verb: Token, own: set[int]) -> bool:
    if token.i in own or token.is_space or token.is_punct:
        return True
    top = token
    while top.head.i not in (verb.i, top.i):
        top = top.head
    return top.head.i == verb.i and top.dep_ in BETWEEN
