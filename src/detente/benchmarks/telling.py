"""Tasks about what is told: attributions, times, places, factuality, quantities, 5W1H."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc, Token

from detente.benchmarks.fivew import answers
from detente.codebook.units import units
from detente.coder import Coder
from detente.extract.cast import Cast
from detente.extract.claims import extract_claims, outermost
from detente.extract.quantities import Quantity, find_quantities, vague
from detente.extract.status import status_of
from detente.records import Timex, Verdict
from detente.resolve.calendar import parse_day
from detente.resolve.places import find_places
from detente.resolve.times import find_times

__all__ = ["attributions", "factuality", "fivew", "places", "quantities", "times", "timex_row"]

Row = dict[str, Any]
SHARPER = 1.5  # the head was trained with smoothed labels, which flatten its probabilities
# Values of the factuality scale (-3 … 3) for each status, near the means of our own labels.
VALUES = {
    "occurred": 3.0, "ongoing": 2.7, "planned": 0.3, "offered": 0.0, "threatened": -0.3, "hypothetical": -0.4,
    "negated": -3.0,
}  # fmt: skip


def attributions(row: Row, coder: Coder) -> Row:
    """Who says what. The sets that are scored mark no claim inside another."""
    doc = coder.reader.read([row["text"]])[0]
    found = outermost(extract_claims(doc, cast=Cast(doc, [])))
    rows = [{"source": c.source, "cue": c.cue, "content": c.content} for c in found]
    return {"id": row["id"], "attributions": rows}


def times(row: Row, coder: Coder) -> Row:
    """TIMEX3 expressions."""
    doc = coder.reader.read([row["text"]])[0]
    found = find_times(doc, published=row.get("published"))
    return {
        "id": row["id"],
        "timexes": [timex_row(t) for t in found],
    }


def timex_row(t: Timex) -> Row:
    """As TimeML writes it: a time that counts from an event ("two days before the vote") is a duration."""
    counted = t.value.lstrip("-").startswith("P") and t.value[-4:] != "_REF" and t.type in ("DATE", "TIME")
    kind = "DURATION" if counted else t.type
    return {"start": t.span[0], "end": t.span[1], "type": kind, "value": t.value.lstrip("-")}


def places(row: Row, coder: Coder) -> Row:
    """Toponyms with coordinates, adjectives too; countries as ISO 3166 alpha-2, as the scorer's sets write them."""
    from detente.codebook.places import alpha2  # noqa: PLC0415 - only this task needs the table

    doc = coder.reader.read([row["text"]])[0]
    found = [p for p in find_places(doc, wide=True) if p.span]
    rows = [
        {"start": p.span[0], "end": p.span[1], "lat": p.lat, "lon": p.lon, "country": alpha2().get(p.country or "")}
        for p in found
        if p.span
    ]
    return {"id": row["id"], "places": rows}


def factuality(row: Row, coder: Coder) -> Row:
    """Whether given events happened."""
    doc = coder.reader.read([row["text"]])[0]
    tokens = [_token(doc, event["start"], event["end"]) for event in row["events"]]
    known = [t for t in tokens if t is not None]
    verdicts = dict(
        zip((t.i for t in known), coder.reader.model.heads.happened(doc, [t.i for t in known]), strict=True)
    )
    rows = []
    for event, token in zip(row["events"], tokens, strict=True):
        value, status = _happened(token, verdicts) if token is not None else (VALUES["occurred"], "occurred")
        rows.append({"start": event["start"], "end": event["end"], "value": value, "status": status})
    return {"id": row["id"], "events": rows}


def _happened(token: Token, verdicts: Mapping[int, Verdict]) -> tuple[float, str]:
    """The mean of the classes' values under the head's probabilities, and the status that the tree says."""
    shares = {k: p**SHARPER for k, p in verdicts[token.i].status.items()}
    value = sum(p * VALUES[k] for k, p in shares.items()) / sum(shares.values())
    return round(value, 3), status_of(token, token)[0]


def _token(doc: Doc, start: int, end: int) -> Token | None:
    found = doc.char_span(start, end, alignment_mode="expand")
    return found.root if found is not None and len(found) else None


def quantities(row: Row, coder: Coder) -> Row:
    """Numbers with units."""
    doc = coder.reader.read([row["text"]])[0]
    taken = [t.span for t in find_times(doc, published=None) if t.type in ("DATE", "TIME")]
    found = sorted([*find_quantities(doc, taken=taken), *vague(doc)], key=lambda q: q.start)
    return {"id": row["id"], "quantities": [_quantity(q, doc) for q in found]}


def _quantity(q: Quantity, doc: Doc) -> Row:
    ranged = q.low is not None and q.high is not None
    value = f"{q.low!r}-{q.high!r}" if ranged else repr(q.value)
    unit = _unit_in_words(q, doc)
    return {"value": value, "unit": unit, "normalized_unit": unit, "change": "=" if q.change == "-" else q.change}


def _unit_in_words(q: Quantity, doc: Doc) -> str:
    """The unit as the set spells it; a counted noun with the words before it."""
    spelled = units().spelled
    if q.unit is None:
        return "-"
    counted = q.noun is not None and not q.name and q.unit in ("people", q.noun.lemma_.lower())
    if q.noun is not None and counted and q.noun.i >= q.end:
        words = [
            t.lemma_ for t in doc[q.end : q.noun.i] if t.pos_ not in ("DET", "ADP", "ADV", "PUNCT") or t.text == "-"
        ]
        unit = " ".join([*words, q.noun.lemma_]).lower().replace(" - ", "-").removeprefix("more ").removeprefix("- ")
    else:
        several = q.name.rstrip("s") in ("rupee", "peso", "mark", "peseta")  # the set leaves these without a country
        unit = q.name.rstrip("s") if several else spelled.get(q.unit, q.unit)
    return f"{unit} per {spelled.get(q.per, q.per)}" if q.per else unit


def fivew(row: Row, coder: Coder) -> Row:
    """Who, what, when and where of the main event."""
    published = parse_day(row.get("published"))
    day = published.isoformat() if published else None
    title, body = coder.reader.read([row.get("title") or row["text"].strip().split("\n")[0], row["text"]])
    times = find_times(body, published=day)
    return {"id": row["id"], **answers(title, body, times=times, places=find_places(body), published=day)}
