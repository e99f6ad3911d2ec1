"""Claims: who says what, in direct, mixed and indirect speech."""

import pytest

from detente.extract.cast import Cast
from detente.extract.claims import extract_claims, outermost


@pytest.fixture
def claims(reader):
    """Claims of a text as (source, cue, content, act), pieces joined by `…`."""

    def find(text, *, nested=True):
        doc = reader.read([text])[0]
        found = extract_claims(doc, cast=Cast(doc, []))
        rows = found if nested else outermost(found)
        return [
            (*("…".join(doc.text[s:e] for s, e in role) for role in (c.source, c.cue, c.content)), c.act) for c in rows
        ]

    return find


CASES = [
    ("The minister said that talks would resume on Monday.", "The minister", "said", "that talks would resume on Monday", "states"),
    ("Talks will resume on Monday, the minister said.", "the minister", "said", "Talks will resume on Monday", "states"),
    ("“We will resume the talks,” said Foreign Minister Anna Kask.", "Foreign Minister Anna Kask", "said", "“We will resume the talks,”", "states"),
    ("According to two diplomats, the envoy left on Sunday.", "two diplomats", "According to", "the envoy left on Sunday", "states"),
    ("Rwanda denied the kidnapping.", "Rwanda", "denied", "the kidnapping", "denies"),
    ("The president called for an immediate ceasefire.", "The president", "called for", "an immediate ceasefire", "demands"),
    ("The premier called the deal a betrayal of the nation.", "The premier", "called", "the deal a betrayal of the nation", "states"),
    ("Tehran has not said whether it will attend.", "Tehran", "has not said", "whether it will attend", "states"),
    ("Officials are confident that the truce will hold.", "Officials", "are confident", "that the truce will hold", "thinks"),
    ("Kyiv refused to hand over the prisoners.", "Kyiv", "refused", "to hand over the prisoners", "refuses"),
    ("The envoy urged both sides to stop shelling the port.", "The envoy", "urged", "both sides to stop shelling the port", "demands"),
    ("Satellite images showed that the runway had been hit.", "Satellite images", "showed", "that the runway had been hit", "states"),
    ("The general accused the rebels of shelling a school.", "The general", "accused", "the rebels of shelling a school", "accuses"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "act"), CASES)
def test_one_claim(claims, text, source, cue, content, act):
    assert (source, cue, content, act) in claims(text)


def test_a_quotation_of_several_sentences_around_its_cue_is_one_claim(claims):
    text = "“We came here for peace,” said the envoy. “Nobody gains from this war. It must end now.”"
    found = claims(text)
    assert len(found) == 1
    assert found[0][2] == "“We came here for peace,”…“Nobody gains from this war. It must end now.”"


def test_a_quotation_that_begins_sentences_before_its_cue_is_whole(claims):
    found = claims("“The road is closed. No convoy has passed since May,” the governor said.")
    assert [row[2] for row in found] == ["“The road is closed. No convoy has passed since May,”"]


def test_a_relative_pronoun_is_the_source(claims):
    assert claims("The plan angered the rebels, who said they would fight on.")[0][0] == "who"


def test_a_claim_inside_a_claim_keeps_both_and_only_the_outer_is_outermost(claims):
    text = "The spokesman said that Serbia had denied the attack."
    assert [row[0] for row in claims(text)] == ["The spokesman", "Serbia"]
    assert [row[0] for row in claims(text, nested=False)] == ["The spokesman"]


def test_what_one_thinks_inside_ones_own_quotation_is_no_second_claim(claims):
    assert [row[0] for row in claims("“I think the truce will hold,” the general said.")] == ["the general"]


def test_turns_of_a_transcript_are_claims(claims):
    text = "HOST: What will you do now?\n\nMINISTER: We will wait for the council.\n"
    assert [(row[0], row[2]) for row in claims(text)] == [
        ("HOST", "What will you do now?"),
        ("MINISTER", "We will wait for the council"),
    ]


def test_a_name_under_a_quotation_speaks_it(claims):
    assert claims("“They must never come back here.” ― Maria Lindt")[0][:2] == ("Maria Lindt", "―")


def test_who_is_called_on_belongs_to_the_content(claims):
    found = claims("The council called on Iran to release the sailors.")
    assert ("The council", "called on", "Iran to release the sailors", "demands") in found


def test_physical_attacks_and_releases_are_no_claims(claims):
    assert claims("The rebels attacked a police post and released two prisoners.") == []
