"""Deadlines: what is due when, from which words it follows, and who owes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from detente.codebook.times import day_after
from detente.extract.cast import Cast
from detente.extract.slots import case_of, slot
from detente.records import Deadline, Span, Timex

__all__ = ["extract_deadlines"]

UNTIL = frozenset({"by", "until", "till", "before", "within"})
EXPIRY = frozenset("expire lapse end run due close elapse".split())
SCHEDULED = frozenset(
    "meet hold visit travel begin start resume convene sign vote attend take host return open".split()
)
UNIT_DAYS = {"D": 1, "W": 7, "M": 30, "Y": 365}
TERMS = frozenset(
    "pause deadline truce ceasefire ultimatum extension period moratorium halt suspension freeze waiver notice "
    "reprieve grace transition exemption licence license mandate window delay stay".split()
)
CONDITIONS = frozenset({"unless", "if", "provided", "providing", "until", "once"})
# Passives of what is fixed for a day, and nouns that are due on one.
FIXED = frozenset("schedule set plan slate due".split())
DUE_NOUNS = frozenset("deadline expiry ultimatum".split())
GRANTS = frozenset({"have", "give", "grant", "get"})


def extract_deadlines(doc: Doc, *, cast: Cast, times: Sequence[Timex], published: str | None = None) -> list[Deadline]:
    """Deadlines in the order of their spans, with ids `d1`, `d2`, … Dates long past at publication are left out."""
    found = [
        *_terms(doc, cast, times), *_dated(doc, cast, times, published), *_within(doc, cast, times, published),
        *_named(doc, cast, times, published),
    ]  # fmt: skip
    out = []
    kept = [d for d in found if not any(_counted_in(d, other) for other in found)]
    for n, d in enumerate(sorted(kept, key=lambda d: (d.span, d.due or "")), 1):
        out.append(Deadline(id=f"d{n}", **{f: getattr(d, f) for f in d.__struct_fields__ if f != "id"}))
    return out


def _counted_in(d: Deadline, other: Deadline) -> bool:
    """Whether a day is only what another deadline counts from: "the 90-day pause announced on April 9 will end"."""
    inside = other.span[0] <= d.span[0] and d.span[1] <= other.span[1]
    return inside and other.start is not None and d.due == other.start


def _terms(doc: Doc, cast: Cast, times: Sequence[Timex]) -> Iterator[Deadline]:
    """ "the 90-day pause that Trump announced on April 9": a length of time and the day it counts from."""
    for t in times:
        days = _days(t.value) if t.type == "DURATION" else None
        token = _root(doc, t.span)
        if days is None or token is None:
            continue
        noun = token if token.lemma_ in TERMS else next((a for a in token.ancestors if a.pos_ == "NOUN"), None)
        if noun is None or noun.lemma_ not in TERMS or abs(noun.i - token.i) > 4:
            continue
        start = _start_of(noun, times, doc)
        if start is None or start.start is None:
            continue
        due = day_after(start.start, days)
        if due is None:
            continue
        clause = _clause(noun)
        yield Deadline(
            id="",
            what=f"end of the {_phrase(noun)}",
            due=due,
            start=start.start,
            parties=_actors(noun, cast),
            span=clause,
            basis=f"{days} days from {start.start}",
        )


def _within(doc: Doc, cast: Cast, times: Sequence[Timex], published: str | None) -> Iterator[Deadline]:
    """ "within 72 hours", "have ten days to leave": from a day of the sentence that is past, else from publication."""
    today = (published or "").split("/")[-1]
    for t in times:
        days = _days(t.value) if t.type == "DURATION" else None
        token = _root(doc, t.span)
        if days is None or token is None or not today:
            continue
        verb = next((a for a in token.ancestors if a.pos_ in ("VERB", "AUX")), None)
        if verb is None or not (_bounded(token, verb) or (token.dep_ == "obj" and _granted(verb))):
            continue
        start = _said_on(token, times, today)
        yield Deadline(
            id="",
            what=_what(verb),
            due=day_after(start, days),
            start=start,
            parties=_parties(verb, cast),
            condition=_condition(verb),
            span=t.span,
            basis=f"{days} days from {start}" + (" (publication)" if start == today else ""),
        )


def _bounded(token: Token, verb: Token) -> bool:
    """Under "within", of something still to be done."""
    return case_of(token) == "within" and (_to_come(verb) or any(_to_come(a) for a in verb.ancestors))


def _to_come(verb: Token) -> bool:
    return verb.tag_ == "VB" or any(c.tag_ == "MD" for c in verb.children)


def _granted(verb: Token) -> bool:
    """ "have 48 hours to leave", "gave them ten days to pay"."""
    to = [v for v in verb.subtree if v.tag_ == "VB" and any(c.lower_ == "to" for c in v.children)]
    return verb.lemma_ in GRANTS and bool(to)


def _said_on(token: Token, times: Sequence[Timex], today: str) -> str:
    """The last day of the sentence up to publication, else publication."""
    start, end = token.sent.start_char, token.sent.end_char
    days = [t.start for t in times if t.start and t.start == t.end and start <= t.span[0] < end and t.start <= today]
    return max(days, default=today)


def _named(doc: Doc, cast: Cast, times: Sequence[Timex], published: str | None) -> Iterator[Deadline]:
    """ "The deadline for an agreement is July 9"."""
    today = (published or "").split("/")[-1]
    for t in times:
        token = _root(doc, t.span)
        if token is None or t.type not in ("DATE", "TIME") or t.end is None or t.end < today:
            continue
        noun = next((c for c in token.children if c.dep_.startswith("nsubj") and c.lemma_ in DUE_NOUNS), None)
        if noun is None:
            continue
        yield Deadline(
            id="",
            what=_phrase(noun),
            due=_due_day(t),
            parties=_actors(noun, cast),
            span=t.span,
            basis=f"{t.text!r}, {t.basis}",
        )


def _due_day(t: Timex) -> str | None:
    return t.value[:10] if len(t.value) >= 7 and t.value[:4].isdigit() and t.value[4:6] != "-W" else t.end


def _parties(verb: Token, cast: Cast) -> tuple[str, ...]:
    """Who owes and who is owed: subject, object and recipient, and those of the verb above an infinitive."""
    slots = [*slot(verb, "subj"), *slot(verb, "obj")]
    if not slot(verb, "subj") and verb.head.pos_ == "VERB":
        slots = [*slot(verb.head, "subj"), *slot(verb.head, "obj"), *slots]
    return tuple(dict.fromkeys(a for s in slots for a in cast.phrase(s)))


def _days(value: str) -> int | None:
    """Days in a TIMEX3 duration (`P90D`, `PT72H`)."""
    body = value.removeprefix("PT") if value.startswith("PT") else value.removeprefix("P")
    count, unit = body[:-1], body[-1:]
    if not count.isdigit():
        return None
    if value.startswith("PT"):
        return round(int(count) / 24) if unit == "H" and int(count) >= 24 else None
    return int(count) * UNIT_DAYS[unit] if unit in UNIT_DAYS else None


def _root(doc: Doc, span: Span) -> Token | None:
    found = doc.char_span(*span, alignment_mode="expand")
    return found.root if found is not None and len(found) else None


def _start_of(noun: Token, times: Sequence[Timex], doc: Doc) -> Timex | None:
    """The day in the clause that tells of the term's beginning."""
    inside = {t.i for t in noun.subtree} | {t.i for t in noun.head.subtree if t.sent.start == noun.sent.start}
    for t in times:
        token = _root(doc, t.span)
        if token is not None and t.type == "DATE" and t.start and t.start == t.end and token.i in inside:
            return t
    return None


def _phrase(noun: Token) -> str:
    """The noun with its modifiers, without article and relative clause."""
    words = [
        t
        for t in noun.subtree
        if (
            not any(
                (a.dep_ in ("acl:relcl", "acl") and a.is_ancestor(t)) or (a is t and a.dep_ in ("acl:relcl", "acl"))
                for a in [t, *t.ancestors]
                if noun.is_ancestor(a)
            )
            and t.dep_ not in ("det", "punct")
        )
        or (t.text == "-" and noun.is_ancestor(t))
    ]
    kept = [t for t in words if not (t.i == min(w.i for w in words) and t.dep_ == "case")]
    text = "".join(t.text_with_ws for t in kept).strip()
    return text[:120]


def _clause(noun: Token) -> Span:
    tokens = sorted(noun.subtree, key=lambda t: t.i)
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _actors(noun: Token, cast: Cast) -> tuple[str, ...]:
    out: list[str] = []
    for token in noun.subtree:
        if token.dep_.startswith(("nsubj", "nmod", "obl", "compound", "amod")):
            out += cast.at(token)
    for subject in slot(noun.head, "subj") if noun.head.pos_ == "VERB" else []:
        out += cast.phrase(subject)
    return tuple(dict.fromkeys(out))


def _dated(doc: Doc, cast: Cast, times: Sequence[Timex], published: str | None) -> Iterator[Deadline]:
    """ "by June 30", "until Friday", "expires on May 3", "will meet on May 20"."""
    today = (published or "").split("/")[-1]
    for t in times:
        token = _root(doc, t.span)
        if token is None or t.type not in ("DATE", "TIME") or t.end is None or (today and t.end < today):
            continue
        verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
        if verb is None or not (today or case_of(token) in UNTIL):
            continue
        if not (_due(token, verb) or _scheduled(verb)):
            continue
        yield Deadline(
            id="",
            what=_what(verb),
            due=_due_day(t),
            parties=_parties(verb, cast),
            condition=_condition(verb),
            span=t.span,
            basis=f"{t.text!r}, {t.basis}",
        )


def _due(token: Token, verb: Token) -> bool:
    future = verb.tag_ in ("VB",) or any(c.tag_ == "MD" or c.lower_ in ("is", "are") for c in verb.children)
    return (case_of(token) in UNTIL and (future or _granted(verb))) or (verb.lemma_ in EXPIRY and future)


def _scheduled(verb: Token) -> bool:
    helpers = {c.lower_ for c in verb.children if c.dep_.startswith(("aux", "cop"))}
    if verb.lemma_ in FIXED and verb.tag_ in ("VBN", "JJ"):
        return bool(helpers & {"is", "are", "'s"})
    takes_effect = verb.lemma_ == "take" and any(c.lemma_ == "effect" for c in verb.children)
    if takes_effect and verb.tag_ in ("VBZ", "VBP"):
        return True
    return (takes_effect or verb.lemma_ in SCHEDULED) and bool(helpers & {"will", "shall"})


def _what(verb: Token) -> str:
    """The clause without those that hang on it, up to the first that stands after its verb."""
    inner = ("advcl", "acl:relcl", "parataxis")
    kept = {t.i for t in verb.subtree if not any(a.dep_ in inner and verb.is_ancestor(a) for a in [t, *t.ancestors])}
    last = verb.i
    while last + 1 in kept:
        last += 1
    text = verb.doc[min(kept) : last + 1].text
    return " ".join(text.split()).strip(" .,")[:140]


def _condition(verb: Token) -> str | None:
    """ "unless the council extends them", "provided that the truce holds", "on condition that it signs"."""
    above = verb.head if verb.dep_ == "xcomp" else verb
    for token in above.subtree:
        clause = _clause_of_condition(token)
        if clause is not None and above.is_ancestor(clause):
            start = min(token.i - (token.lower_ == "condition"), clause.left_edge.i)
            return verb.doc[start : clause.right_edge.i + 1].text.strip(" .,")
    return None


def _clause_of_condition(token: Token) -> Token | None:
    """The head of the clause that a word of condition opens."""
    if token.dep_ == "mark" and token.lower_ in CONDITIONS:
        return token.head
    if token.lower_ in ("provided", "providing"):
        own = any(c.dep_ in ("ccomp", "advcl") for c in token.children)
        return token if own else next((c for c in token.head.children if c.i > token.i and c.dep_ == "advcl"), None)
    if token.lower_ == "condition" and token.i and token.nbor(-1).lower_ == "on":
        return token
    return None
