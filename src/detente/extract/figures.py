"""Figures: quantities tied to what they measure, whose they are and for which period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from detente.extract.cast import Cast
from detente.extract.quantities import Quantity, find_quantities, vague
from detente.extract.slots import case_of, slot
from detente.extract.standing import innermost_claim
from detente.records import Claim, Figure, Timex, When

__all__ = ["extract_figures"]

# What the verb that a counted noun undergoes makes of the count.
DONE = {
    "kill": "killed", "slay": "killed", "die": "killed", "massacre": "killed", "wound": "wounded", "injure": "wounded",
    "hurt": "wounded", "arrest": "arrested", "detain": "detained", "displace": "displaced", "release": "released",
    "free": "released", "expel": "expelled", "abduct": "abducted", "kidnap": "abducted", "execute": "executed",
    "deploy": "deployed", "evacuate": "evacuated", "down": "shot down", "shoot": "shot", "flee": "displaced",
    "destroy": "destroyed", "rescue": "rescued", "deport": "deported",
}  # fmt: skip
DURATIONS = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})
MONEY_NOUNS = frozenset(
    "trade surplus deficit aid loan budget debt deal investment export import revenue loss damage cost fund "
    "package grant fine tariff gdp economy reserve bond contract ransom bailout purchase sale spending".split()
)


def extract_figures(doc: Doc, *, cast: Cast, times: Sequence[Timex] = (), claims: Sequence[Claim] = ()) -> list[Figure]:
    """Figures of a document in order, with ids `f1`, `f2`, … Bare numbers without a unit are left out."""
    taken = [t.span for t in times if t.type in ("DATE", "TIME", "SET")]
    found = sorted([*find_quantities(doc, taken=taken), *vague(doc)], key=lambda q: q.start)
    out: list[Figure] = []
    for quantity in _without_ages(doc, found):
        whole = _people(doc, quantity)
        if whole.unit is None or (out and out[-1].span[1] > whole.span(doc)[0]):
            continue
        out.append(_figure(doc, whole, f"f{len(out) + 1}", (cast, times, claims)))
    return out


def _people(doc: Doc, q: Quantity) -> Quantity:
    """A bare number counts people where a verb or a toll says so: "wounding eleven", "the death toll rose to 1,265"."""
    if q.unit is not None:
        return q
    verb = doc[q.start : q.end].root.head
    toll = verb.pos_ == "VERB" and any(t.lemma_.lower() == "toll" for t in slot(verb, "subj"))
    return replace(q, unit="people") if toll or verb.lemma_ in DONE else q


def _without_ages(doc: Doc, found: Sequence[Quantity]) -> Iterator[Quantity]:
    for q in found:
        following = [t.lower_ for t in doc[q.end : q.end + 2]]
        if q.unit == "year" and (following[:1] == ["old"] or following == ["-", "old"]):
            continue
        yield q


def _figure(doc: Doc, q: Quantity, ident: str, around: tuple[Cast, Sequence[Timex], Sequence[Claim]]) -> Figure:
    cast, times, claims = around
    span = q.span(doc)
    measured = _measured(doc, q)
    holder, parties = _parties(doc, q, measured, cast)
    claim = innermost_claim(claims, span)
    return Figure(
        id=ident,
        value=q.value,
        low=q.low,
        high=q.high,
        unit=q.unit,
        approximate=q.change == "~",
        measure=_measure(q, measured),
        holder=holder,
        parties=parties,
        period=_period(doc, q, times),
        span=span,
        claim=claim.id if claim else None,
    )


def _measured(doc: Doc, q: Quantity) -> Token | None:
    """The noun whose size the figure gives: what it modifies, or the subject of "reaching $129 billion"."""
    if q.noun is not None and q.unit not in DURATIONS:
        return q.noun
    if q.noun is not None and q.noun.i >= q.end:
        return q.noun
    if q.unit in DURATIONS:
        return None
    head = doc[q.start : q.end].root
    node = head
    for _ in range(4):
        if node.dep_ in ("obj", "obl", "nmod", "xcomp", "attr") or node.dep_.startswith(("obl", "nmod")):
            governor = node.head
            if governor.pos_ in ("NOUN", "PROPN"):
                return governor
            subjects = slot(governor, "subj") if governor.pos_ in ("VERB", "AUX") else []
            return subjects[0] if subjects else None
        if node.dep_ == "root" and any(c.dep_ == "cop" for c in node.children):
            return next(iter(slot(node, "subj")), None)
        if node.dep_ in ("nummod", "compound", "amod", "appos", "conj", "nmod:unmarked"):
            node = node.head
            if node.pos_ == "NOUN" and node.i >= q.end:
                return node
            continue
        break
    return None


def _measure(q: Quantity, noun: Token | None) -> str | None:
    """What is measured, in the report's words: "bilateral trade", "trade surplus", "killed"."""
    if noun is None:
        return None
    for verb in (noun.head, *[c for c in noun.children if c.dep_ in ("acl", "acl:relcl", "amod")]):
        if verb.lemma_ in DONE and (noun.dep_ in ("obj", "nsubj:pass", "nsubj", "root") or verb.head is noun):
            if noun.dep_ == "nsubj" and verb.lemma_ not in ("die", "flee") and verb is noun.head:
                continue
            done = "shot down" if verb.lemma_ == "shoot" and slot(verb, "prt") else DONE[verb.lemma_]
            return done if q.unit == "people" else f"{noun.lemma_} {done}"
    words = [
        c
        for c in noun.children
        if (c.i < noun.i and c.dep_.split(":")[0] in ("amod", "compound") and c.i >= q.end)
        or (c.i < noun.i and c.i < q.start and c.dep_ in ("amod", "compound"))
    ]
    kept = [w for w in words if w.pos_ not in ("NUM", "SYM", "PUNCT") and w.lemma_ not in ("billion", "million", "$")]
    return " ".join(
        [
            *(
                w.text if w.pos_ in ("ADJ", "PROPN") and w.i > w.sent.start else w.lower_
                for w in kept
                if not w.is_punct
            ),
            noun.lemma_.lower(),
        ]
    )


def _parties(doc: Doc, q: Quantity, noun: Token | None, cast: Cast) -> tuple[str | None, tuple[str, ...]]:
    """Whose figure it is (possessor, subject of "has"), and with whom."""
    if noun is None:
        return None, ()
    holders: list[str] = []
    for t in (*slot(noun, "poss"), *slot(noun, "of")):
        holders += cast.phrase(t)
    modifiers = [a for c in noun.children if c.dep_.split(":")[0] in ("amod", "compound") for a in cast.phrase(c)]
    verb = noun.head
    if not holders and noun.dep_ in ("obj", "xcomp", "obl") and verb.pos_ == "VERB":
        holders += [a for t in slot(verb, "subj") for a in cast.phrase(t)]
    others = _partners(noun, cast)
    holders = holders or modifiers
    if not holders or (not others and len(set(holders)) < 2 and "trade" in noun.lemma_):
        return _of_sentence(doc, q, noun, cast, holders)
    rest = tuple(dict.fromkeys(a for a in (*holders[1:], *modifiers, *others) if a != holders[0]))
    return holders[0], rest


def _partners(noun: Token, cast: Cast) -> list[str]:
    verb = noun.head if noun.head.pos_ == "VERB" else noun
    found = [c for head in (noun, verb) for c in head.children if case_of(c) in ("with", "to", "from", "between")]
    return [a for c in found for a in cast.phrase(c)]


def _of_sentence(
    doc: Doc, q: Quantity, noun: Token, cast: Cast, holders: list[str]
) -> tuple[str | None, tuple[str, ...]]:
    """Bilateral figures without names of their own take the two states of their sentence."""
    if not any(w.lower_ in ("bilateral", "mutual", "two-way", "trade") for w in noun.subtree):
        return (holders[0] if holders else None), ()
    found: list[str] = list(holders)
    for token in doc[q.start].sent:
        found += [a for a in cast.at(token) if cast.by_id[a].kind == "state"]
    both = tuple(dict.fromkeys(found))
    return (None, both) if len(both) == 2 else (holders[0] if holders else None, ())


def _period(doc: Doc, q: Quantity, times: Sequence[Timex]) -> When:
    """The time expression that hangs near the figure: "in 2024"."""
    sentence = doc[q.start].sent
    inside = [
        t for t in times if sentence.start_char <= t.span[0] < sentence.end_char and t.type in ("DATE", "DURATION")
    ]
    after = [t for t in inside if t.start and t.span[0] >= doc[q.end - 1].idx and not _overlap(t, q, doc)]
    if not after:
        return When()
    t = after[0]
    return When(start=t.start, end=t.end, text=t.text, span=t.span, basis=t.basis)


def _overlap(t: Timex, q: Quantity, doc: Doc) -> bool:
    start, end = q.span(doc)
    return t.span[0] < end and start < t.span[1]
