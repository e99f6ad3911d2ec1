"""Contradictions inside a report: denials, negations, tolls."""

import pytest


@pytest.fixture(scope="module")
def read(coder):
    from detente.read import report_of

    return lambda text: coder.code(report_of(text, published="2025-05-05"))


def contradictions(record):
    return [c for c in record.checks if c.kind == "contradiction"]


DENIALS = [
    ("Rwanda said Ugandan agents had kidnapped two traders in Goma. Uganda denied the kidnapping.", "ASSAULT"),
    ("Armenia accused Azerbaijan of shelling the village of Sotk on Monday. Baku denied it.", "ASSAULT"),
    ("Sudan said Ethiopia attacked a border post. Ethiopia denied attacking the post, and Kenya called for talks.", "ASSAULT"),
    ("Chad accused Sudan of bombing a convoy, and Khartoum rejected the allegation as a fantasy.", "ASSAULT"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), DENIALS)
def test_a_denial_is_tied_to_what_it_denies(read, text, kind):
    record = read(text)
    (check,) = contradictions(record)
    denied = next(e for e in record.events if e.standing == "disputed")
    denial = next(c for c in record.claims if c.act == "denies")
    assert denied.type == kind
    assert {denial.id, denied.id, denied.claim} <= set(check.from_)


def test_two_voices_with_two_tolls_of_one_strike_contradict(read):
    record = read(
        "An air strike on a village in Rakhine state killed 31 people, two sources said; the junta put it at 17."
    )
    (check,) = contradictions(record)
    figures = {f.id: f.value for f in record.figures}
    assert {figures[i] for i in check.from_ if i in figures} == {31.0, 17.0}
    assert [e.standing for e in record.events if e.type == "ASSAULT"] == ["disputed"]


@pytest.mark.parametrize(
    "text",
    [
        "Rescue workers said 25 people were killed in Kano. The mayor said at least 20 people were killed.",
        "The Kyrgyz ministry said 33 of its citizens had died. Officials in Sughd said 13 Tajiks were killed.",
        "Iran rejected the proposal on Tuesday. The White House denied a visa to the envoy.",
        "Kenya called for talks. Uganda dismissed its army chief.",
    ],
)
def test_what_agrees_or_concerns_others_is_no_contradiction(read, text):
    record = read(text)
    assert contradictions(record) == []
    assert all(e.standing != "disputed" for e in record.events)


def test_an_act_and_its_negation_by_another_are_both_disputed(read):
    record = read("The rebels said they had captured the town of Goma. The army said the town had not been captured.")
    assert [e.standing for e in record.events if e.type == "COERCE"] == ["disputed", "disputed"]


def test_what_a_speaker_denies_first_stays_denied(read):
    record = read("Serbia denied that it had attacked the convoy.")
    assert [e.standing for e in record.events if e.type == "ASSAULT"] in ([], ["denied"])
    assert contradictions(record) == []
