"""The founding report: everything that it contains must come out right. Skipped where the report is absent."""

import pytest

from detente.read import report_of
from tests.test_coder import check_whole


@pytest.fixture(scope="module")
def record(coder, shared):
    (path,) = (shared / "article").glob("*.txt")
    return coder.code(report_of(path.read_text(encoding="utf-8")))


def told(record, type_, actors, recipients=None, **more):
    """Whether an event of that type, actors and recipients (by country) is in the record."""
    country = {a.id: a.country for a in record.actors}
    found = [
        e
        for e in record.events
        if e.type == type_
        and set(actors) <= {country[a] for a in e.actors}
        and (recipients is None or set(recipients) <= {country[a] for a in e.recipients})
        and all(getattr(e, k) == v for k, v in more.items())
    ]
    return found[0] if found else None


def test_the_record_is_whole(record):
    check_whole(record)


def test_the_date_is_inferred_with_its_basis(record):
    assert (record.report.published, record.report.published_basis) == ("2025-05-10/2025-05-31", "inferred")


@pytest.mark.parametrize(
    ("type_", "actors", "recipients", "more"),
    [
        ("AGREE", ["USA", "IND"], [], {"standing": "attributed"}),
        ("ASSAULT", ["IND", "PAK"], [], {}),
        ("ACCUSE", ["IND"], ["PAK"], {}),
        ("ASSAULT", ["PAK"], [], {"standing": "alleged"}),
        ("ASSAULT", ["IND"], ["PAK"], {}),
        ("ASSAULT", ["PAK"], ["IND"], {}),
        ("CONSULT", ["USA"], [], {"mode": "third-party"}),
        ("RETREAT", ["IND", "PAK"], [], {"mode": "ceasefire"}),
        ("THREATEN", ["USA"], ["IND", "PAK"], {"status": "threatened"}),
        ("CONSULT", ["USA"], ["IND"], {}),
        ("SUPPORT", ["USA"], ["IND"], {}),
        ("REQUEST", ["USA"], [], {}),
        ("AGREE", ["USA", "IND"], [], {"standing": "narrated"}),
        ("AGREE", ["IND"], [], {"status": "offered", "standing": "attributed"}),
        ("ACCUSE", ["USA"], [], {}),
        ("AGREE", ["IND"], ["USA"], {"status": "planned"}),
    ],
)
def test_its_events(record, type_, actors, recipients, more):
    assert told(record, type_, actors, recipients, **more)


@pytest.mark.parametrize(
    ("type_", "actors", "start", "end"),
    [
        ("ASSAULT", ["IND"], "2025-05-06", "2025-05-07"),
        ("RETREAT", ["IND", "PAK"], "2025-05-10", "2025-05-10"),
        ("CONSULT", ["USA"], "2025-05-10", "2025-05-10"),
    ],
)
def test_its_dates(record, type_, actors, start, end):
    country = {a.id: a.country for a in record.actors}
    dated = [
        (e.date.start, e.date.end)
        for e in record.events
        if e.type == type_ and set(actors) <= {country[a] for a in e.actors}
    ]
    assert (start, end) in dated


def test_a_day_before_the_ceasefire(record):
    meeting = told(record, "CONSULT", ["USA"], ["IND"])
    assert (meeting.date.start, meeting.place.name) == ("2025-05-09", "Washington")
    assert meeting.date.basis.startswith("relative to event e")


def test_an_accusation_without_evidence(record):
    claim = next(c for c in record.claims if c.act == "accuses")
    assert claim.evidence == "none offered"
    assert record.report.text[slice(*claim.evidence_span)] == "without presenting evidence"


def test_its_figures_and_what_follows(record):
    values = {(f.value, f.unit) for f in record.figures}
    assert {(129e9, "USD"), (45.7e9, "USD")} <= values
    derived = [c.value for c in record.checks if c.value]
    assert derived == [87.35e9, 41.65e9]


def test_its_deadline(record):
    assert [(d.start, d.due) for d in record.deadlines] == [("2025-04-09", "2025-07-08")]
