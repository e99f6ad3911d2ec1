import msgspec
import pytest

from detente.records import Record

BRIEFLY = "OSLO, March 3, 2022 - Norway gave 30 million euros in aid to Moldova on Tuesday. Iran threatened to close the strait."


def names(record, ids):
    actors = {a.id: a for a in record.actors}
    return [actors[i].code for i in ids]


def test_a_record_is_the_same_each_time(coder, coded):
    assert msgspec.json.encode(coded(BRIEFLY)) == msgspec.json.encode(coded(BRIEFLY))


def test_every_span_lies_in_the_text_and_every_id_resolves(coded):
    record = coded(BRIEFLY)
    check_whole(record)


def check_whole(record: Record):
    text, ids = record.report.text, {r.id for rows in (record.actors, record.claims, record.figures) for r in rows}
    for event in record.events:
        assert 0 <= event.sentence[0] <= event.trigger[0] < event.trigger[1] <= event.sentence[1] <= len(text)
        assert {*event.actors, *event.recipients, *event.figures, *([event.claim] if event.claim else [])} <= ids
        assert 0 <= event.confidence <= 1
        assert event.why
    for claim in record.claims:
        assert all(0 <= s < e <= len(text) for part in (claim.source, claim.cue, claim.content) for s, e in part)
        assert claim.speaker is None or claim.speaker in ids
    for figure in record.figures:
        assert any(c.isdigit() or c.isalpha() for c in text[slice(*figure.span)])
    for actor in record.actors:
        assert actor.basis
        assert all(0 <= s < e <= len(text) for s, e in actor.mentions)
    assert any(n.kind == "versions" for n in record.notes)


def test_the_dateline_gives_the_date_and_weekdays_follow(coded):
    record = coded(BRIEFLY)
    assert (record.report.published, record.report.published_basis) == ("2022-03-03", "dateline")
    aid = next(e for e in record.events if e.type == "AID")
    assert aid.date.start == "2022-03-01"
    assert names(record, aid.recipients) == ["MDA"]


def test_an_empty_answer_carries_its_reason(coded):
    record = coded("The weather in the hills was mild and the flowers were out on every slope.", published="2022-01-01")
    assert not record.events
    assert any("no events were found" in n.text for n in record.notes)


@pytest.mark.parametrize(
    ("text", "type_", "actors", "recipients", "status"),
    [
        ("France expelled three Russian diplomats.", "SANCTION", ["FRA"], ["RUSGOV"], "occurred"),
        ("Three Russian diplomats were expelled by France.", "SANCTION", ["FRA"], ["RUSGOV"], "occurred"),
        ("Kenya sent troops to Haiti.", "MOBILIZE", ["KEN"], ["HTI"], "occurred"),
        ("Talks between Armenia and Azerbaijan ended in Prague.", "CONSULT", ["ARM", "AZE"], [], "occurred"),
        ("Turkey did not attack Syria.", "ASSAULT", ["TUR"], ["SYR"], "negated"),
        ("Qatar offered to mediate between Chad and Sudan.", "AGREE", ["QAT"], ["TCD", "SDN"], "offered"),
        ("President Xi Jinping met Vladimir Putin in Moscow.", "CONSULT", ["CHNGOV"], ["RUSGOV"], "occurred"),
    ],
)
def test_who_did_what_to_whom(coded, text, type_, actors, recipients, status):
    record = coded(text, published="2024-05-01")
    event = next(e for e in record.events if e.type == type_)
    assert (names(record, event.actors), names(record, event.recipients), event.status) == (actors, recipients, status)
