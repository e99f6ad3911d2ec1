"""Figures: quantities tied to what they measure, whose they are and for which period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec
from spacy.tokens import Doc, Token

from detente.codebook.units import units
from detente.extract.cast import Cast
from detente.extract.quantities import AGE, Quantity, find_quantities, vague
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
# Verbs and nouns that make "from … to …" a change.
CHANGES = frozenset(
    "rise fall raise cut increase decrease reduce drop grow climb lower go jump double shrink decline slow widen "
    "narrow soar plunge slide hike slash expand move swell dip ease quicken slip surge tumble change revise".split()
)
SIGNS = {"$": "dollar", "£": "pound", "Rs": "rupee", "₹": "rupee", "₱": "peso"}
# The state whose money a bare name means first: with it in the story, nothing is changed.
HOME = {
    "dollar": "USA", "pound": "GBR", "rupee": "IND", "peso": "MEX", "won": "KOR", "ruble": "RUS", "franc": "CHE",
    "shilling": "KEN", "krone": "NOR", "crown": "SWE", "riyal": "SAU", "rial": "IRN", "dirham": "ARE", "dinar": "KWT",
}  # fmt: skip
TOLLS = frozenset({"toll", "it", "number", "figure", "count"})
DURATIONS = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})
MEASURED = DURATIONS | {"percent", "times"}  # units whose bare followers count something else
NEAR = 3  # words between an amount and what it is of


def extract_figures(doc: Doc, *, cast: Cast, times: Sequence[Timex] = (), claims: Sequence[Claim] = ()) -> list[Figure]:
    """Figures of a document in order, with ids `f1`, `f2`, … Bare numbers without a unit are left out."""
    taken = [t.span for t in times if t.type in ("DATE", "TIME", "SET")]
    found = sorted([*find_quantities(doc, taken=taken), *vague(doc)], key=lambda q: q.start)
    countries = _countries(cast)
    out: list[Figure] = []
    for quantity, base in _told(doc, found):
        whole = _in_the_storys_money(_people(doc, quantity), countries)
        if whole.unit is None and (last := _elliptic(doc, whole, out)):
            likewise = _figure(doc, (replace(whole, unit=last.unit),) * 2, f"f{len(out) + 1}", (cast, times, claims))
            out.append(
                msgspec.structs.replace(likewise, measure=last.measure, holder=last.holder, parties=last.parties)
            )
            continue
        if whole.unit is None or (out and out[-1].span[1] > whole.span(doc)[0]):
            continue
        told = (whole, whole if base is quantity else base)
        out.append(_figure(doc, told, f"f{len(out) + 1}", (cast, times, claims)))
    return out


def _people(doc: Doc, q: Quantity) -> Quantity:
    """A bare number counts people where a verb or a toll says so: "wounding eleven", "the death toll rose to 1,265".

    A fraction of something ("two-thirds of the fleet") is told in percent.
    """
    if 0 < q.value < 1 and q.name == "" and doc[q.end - 1 : q.end + 1].text.lower().endswith(" of"):
        return replace(q, value=round(100 * q.value, 1), unit="percent", change="~")
    if q.unit is not None:
        return q
    verb = doc[q.start : q.end].root.head
    toll = verb.pos_ == "VERB" and any(t.lemma_.lower() == "toll" for t in slot(verb, "subj"))
    after = doc[q.end].lemma_ if q.end < len(doc) else ""
    counted = toll or _puts_toll(verb) or verb.lemma_ in DONE or after in DONE
    return replace(q, unit="people") if counted else q


def _puts_toll(verb: Token) -> bool:
    """ "Put the death toll at 19", "put it at 17"."""
    return verb.lemma_ == "put" and any(c.dep_ == "obj" and c.lemma_.lower() in TOLLS for c in verb.children)


def _toll(doc: Doc, q: Quantity) -> str | None:
    """What a bare number of people counts: "only 12 died", "put the toll at 19"."""
    root = doc[q.start : q.end].root
    if q.unit != "people" or q.noun is not None:
        return None
    if _puts_toll(root.head):
        return "killed"
    undergone = root.dep_ in ("obj", "nsubj:pass") or (root.dep_ == "nsubj" and root.head.lemma_ in ("die", "flee"))
    return DONE.get(root.head.lemma_) if undergone else None


def _elliptic(doc: Doc, q: Quantity, before: Sequence[Figure]) -> Figure | None:
    """The figure whose noun a bare number counts too: "30 soldiers: 20 in the north and 14 in the south"."""
    if not before or q.end >= len(doc) or doc[q.end].pos_ != "ADP" or not q.start:
        return None
    last = before[-1]
    joined = doc[q.start - 1].lower_ in (":", "—", "–", ",", "and", "(")
    if not joined or last.unit is None or last.span[0] < doc[q.start].sent.start_char or last.unit in MEASURED:
        return None
    return last


def _told(doc: Doc, found: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Quantities that are figures, each with the one that stands for it in the tree.

    No ages, no scores, no "one of the …"; a change is told as its two ends, which hang where the second does.
    """
    for q in found:
        single = q.value == 1 and doc[q.end : q.end + 1].text.lower() == "of"
        if q.unit == AGE or single:
            continue
        if q.change == "-" and _changes(doc, q):
            ends = list(_ends(q))
            yield from ((end, ends[-1]) for end in ends)
        elif q.low is None or q.high is None or q.low <= q.high:
            yield q, q


def _changes(doc: Doc, q: Quantity) -> bool:
    """Whether "from 10 to 15 percent" is a change and not a range: it hangs on a verb or noun of change."""
    if not q.start or doc[q.start - 1].lower_ != "from":
        return False
    return any(t.lemma_.lower() in CHANGES for t in doc[q.start : q.end].root.ancestors)


def _ends(q: Quantity) -> Iterator[Quantity]:
    """Both ends of a change, each with the unit."""
    if q.low is None or q.high is None:
        return
    yield replace(q, end=q.second - 1, value=q.low, low=None, high=None, change="=")
    yield replace(q, start=q.second, value=q.high, low=None, high=None, change="=")


def _countries(cast: Cast) -> list[str]:
    """The states of a report, the most mentioned first."""
    times = Counter(a.country for a in cast.by_id.values() if a.kind == "state" and a.country for _ in a.mentions)
    return sorted(times, key=lambda c: (-times[c], c))


def _in_the_storys_money(q: Quantity, countries: Sequence[str]) -> Quantity:
    """A dollar, pound or rupee without more is that of the story's country, where only one such state is in it."""
    name = SIGNS.get(q.name, q.name.lower().removesuffix("s"))
    table = units().by_country.get(name)
    if not table or q.unit is None or (HOME.get(name) in countries):
        return q
    local = [table[c] for c in countries if c in table]
    if name == "dollar" and len(countries) > 1:  # between states, sums are told in US dollars
        return q
    return replace(q, unit=local[0]) if len(local) == 1 else q


def _figure(
    doc: Doc, told: tuple[Quantity, Quantity], ident: str, around: tuple[Cast, Sequence[Timex], Sequence[Claim]]
) -> Figure:
    (q, base), (cast, times, claims) = told, around
    span = q.span(doc)
    measured = _measured(doc, base)
    holder, parties = _parties(doc, base, measured, cast)
    claim = innermost_claim(claims, span)
    return Figure(
        id=ident,
        value=q.value,
        low=q.low,
        high=q.high,
        unit=q.unit,
        approximate=q.change == "~",
        measure=_with_rate(_toll(doc, q) or _measure(q, measured) or _done_to(doc, q), q),
        holder=holder,
        parties=parties,
        period=_period(doc, base, times),
        span=span,
        claim=claim.id if claim else None,
    )


def _done_to(doc: Doc, q: Quantity) -> str | None:
    """ "About 30 wounded": what befell people whom no noun names."""
    return DONE.get(doc[q.end].lemma_) if q.unit == "people" and q.end < len(doc) else None


def _with_rate(measure: str | None, q: Quantity) -> str | None:
    """ "aid per year": what the amount is for each of belongs to what is measured."""
    return f"{measure or 'amount'} per {q.per}" if q.per else measure


def _measured(doc: Doc, q: Quantity) -> Token | None:
    """The noun whose size the figure gives: what it modifies, or the subject of "reaching $129 billion"."""
    if q.name and (goods := _goods(doc, q)) is not None:
        return goods
    counted = q.noun is not None and (q.noun.i >= q.end or (q.unit not in DURATIONS and not q.name))
    if counted:
        return q.noun
    return None if q.unit in DURATIONS else _climb(doc[q.start : q.end].root, q.end)


def _climb(node: Token, end: int) -> Token | None:
    """Up the tree from the root of a figure that ends at `end` to what it measures."""
    for _ in range(4):
        if node.dep_ in ("xcomp", "attr") or node.dep_.split(":")[0] in ("obj", "obl", "nmod"):
            governor = node.head
            if governor.lower_ in ("percent", "%"):  # "rose 20 percent, from 1,000 to 1,500": on to what rose
                node = governor
                continue
            return governor if governor.pos_ in ("NOUN", "PROPN") else _of_verb(governor, node)
        if node.dep_ == "root" and any(c.dep_ == "cop" for c in node.children):
            return next(iter(slot(node, "subj")), None)
        if node.dep_ not in ("nummod", "compound", "amod", "appos", "conj", "nmod:unmarked"):
            return None
        node = node.head
        if node.pos_ == "NOUN" and node.i >= end:
            return node
    return None


def _goods(doc: Doc, q: Quantity) -> Token | None:
    """What an amount is of or in: "20 tonnes of rice", "30 million euros in aid"."""
    for head in (doc[q.start : q.end].root, doc[q.start : q.end].root.head):
        for case in ("of", "in"):
            for child in head.children:
                kept = child.i >= q.end and child.pos_ == "NOUN" and child.ent_type_ == ""
                if kept and case_of(child) == case and child.i - q.end < NEAR:
                    return child
    return None


def _of_verb(verb: Token, figure: Token) -> Token | None:
    """The subject whose size the figure is ("trade reached …"), the object that is changed by it ("cut output by …").

    Where somebody does something with it ("spent …"), the act itself.
    """
    if verb.pos_ not in ("VERB", "AUX", "ADJ"):
        return None
    objects = [t for t in slot(verb, "obj") if t.i != figure.i]
    if objects and verb.lemma_.lower() in CHANGES:
        return objects[0]
    subjects = slot(verb, "subj")
    if not subjects:
        return None
    someone = subjects[0].pos_ in ("PROPN", "PRON") or subjects[0].ent_type_ in ("PER", "ORG", "LOC")
    return verb if someone and verb.pos_ == "VERB" else subjects[0]


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
    if not holders and (verb := _governor(noun)) is not None:
        holders += [a for t in slot(verb, "subj") for a in cast.phrase(t)]
    others = _partners(noun, cast)
    if not holders and len(both := tuple(dict.fromkeys(others))) > 1:
        return None, both
    holders = holders or modifiers
    if not holders or (not others and len(set(holders)) < 2 and "trade" in noun.lemma_):
        return _of_sentence(doc, q, noun, cast, holders)
    rest = tuple(dict.fromkeys(a for a in (*holders[1:], *modifiers, *others) if a != holders[0]))
    return holders[0], rest


def _governor(noun: Token) -> Token | None:
    """The verb whose object a noun is, or is part of: "gave 20 tonnes of rice and 3,000 tents"."""
    node = noun
    for _ in range(4):
        if node.pos_ == "VERB":
            return node
        if node.dep_ not in ("obj", "xcomp", "obl", "nmod", "conj", "appos") or node.dep_ == "root":
            return None
        node = node.head
    return None


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
