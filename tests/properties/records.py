"""Records that nobody would write, made by hypothesis: any text, any spans in it, any references that resolve."""

import hashlib

from hypothesis import strategies as st

from detente.codebook.ontology import types
from detente.records import Actor, Check, Claim, Deadline, Event, Figure, Note, Place, Record, Report, When

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
SOME = st.none() | WORDS
DAYS = st.dates().map(lambda d: d.isoformat())
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SHARES = st.floats(0, 1)


@st.composite
def spans(draw, length):
    start = draw(st.integers(0, length - 1))
    return (start, draw(st.integers(start + 1, length)))


def whens(length):
    return st.builds(When, start=st.none() | DAYS, end=st.none() | DAYS, text=SOME, span=st.none() | spans(length))


def places(length):
    return st.builds(
        Place, name=WORDS, country=st.none() | st.just("IND"), lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180), span=st.none() | spans(length), basis=WORDS,
    )  # fmt: skip


@st.composite
def events(draw, ident, length, actors, claims, figures):
    kind = draw(st.sampled_from(list(types().values())))
    status, standing = (
        draw(st.sampled_from(options))
        for options in (("occurred", "planned", "negated", "ongoing"), ("narrated", "denied"))
    )
    return Event(
        id=ident, type=kind.name, mode=draw(st.sampled_from([None, *kind.modes])),
        quad=kind.quad, intensity=draw(st.floats(-10, 10)), goldstein=draw(st.none() | st.floats(-10, 10)),
        actors=draw(some_of(actors)), recipients=draw(some_of(actors)), status=status, standing=standing,
        date=draw(whens(length)), place=draw(st.none() | places(length)), trigger=draw(spans(length)),
        sentence=draw(spans(length)), claim=draw(st.sampled_from([None, *claims])), figures=draw(some_of(figures)),
        confidence=draw(SHARES), why=draw(WORDS), contexts=draw(st.sampled_from([(), ("military", "legal")])),
    )  # fmt: skip


def some_of(ids):
    return st.lists(st.sampled_from(ids), max_size=2, unique=True).map(tuple) if ids else st.just(())


@st.composite
def records(draw):
    text = draw(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60))
    n = len(text)
    ids = {k: [f"{k}{i}" for i in range(1, draw(st.integers(0, 2)) + 1)] for k in "aecfd"}
    report = Report(
        id=hashlib.blake2b(text.encode(), digest_size=8).hexdigest(), text=text, path=draw(SOME), title=draw(SOME),
        url=draw(st.none() | st.just("https://example.org/1")), source=draw(SOME), published=draw(st.none() | DAYS),
    )  # fmt: skip
    lists = st.lists(spans(n), max_size=2).map(tuple)
    party = st.sampled_from([None, *ids["a"]])
    return Record(
        report=report,
        actors=tuple(
            draw(st.builds(Actor, id=st.just(i), name=WORDS, country=st.just("IND") | st.none(), sector=SOME, code=SOME,
                           title=SOME, mentions=lists, basis=WORDS)) for i in ids["a"]
        ),
        events=tuple(draw(events(i, n, ids["a"], ids["c"], ids["f"])) for i in ids["e"]),
        claims=tuple(
            draw(st.builds(Claim, id=st.just(i), speaker=party, speaker_text=SOME, source=lists, cue=lists,
                           content=lists, evidence_span=st.none() | spans(n), date=whens(n))) for i in ids["c"]
        ),
        figures=tuple(
            draw(st.builds(Figure, id=st.just(i), value=NUMBERS, low=st.none() | NUMBERS, high=st.none() | NUMBERS,
                           unit=SOME, measure=SOME, holder=party, parties=some_of(ids["a"]), period=whens(n),
                           span=spans(n), claim=st.sampled_from([None, *ids["c"]]))) for i in ids["f"]
        ),
        deadlines=tuple(
            draw(st.builds(Deadline, id=st.just(i), what=WORDS, due=st.none() | DAYS, parties=some_of(ids["a"]),
                           condition=SOME, span=spans(n), basis=WORDS)) for i in ids["d"]
        ),
        checks=tuple(draw(st.lists(st.builds(Check, kind=st.just("derived"), text=WORDS, value=st.none() | NUMBERS,
                                             from_=some_of(ids["f"])), max_size=1))),
        notes=tuple(draw(st.lists(st.builds(Note, kind=WORDS, text=WORDS, span=st.none() | spans(n)), max_size=1))),
    )  # fmt: skip
