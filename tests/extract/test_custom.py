import pytest

from detente.codebook.custom import CustomType
from detente.coder import Coder
from detente.read import report_of

FISHERS = CustomType(
    name="DETAIN_FISHERS",
    definition="Coast guards hold foreign fishing crews.",
    examples=(
        "Sri Lanka's navy detained 12 Indian fishermen on Sunday.",
        "Tunisia's coast guard seized an Italian trawler and arrested its crew.",
        "Eight Vietnamese fishermen were detained by Indonesia.",
    ),
    triggers=frozenset({"detain", "seize", "arrest"}),
    quad=4,
    intensity=-5.0,
    replaces="COERCE",
)


@pytest.fixture(scope="module")
def own(reader):
    return Coder(reader, types=[FISHERS])


def test_an_event_near_the_examples_takes_the_users_type(own):
    text = "The Pakistani coast guard detained nine Indian fishermen near Karachi on Monday."
    (event,) = own.code(report_of(text, published="2024-05-01")).events
    assert (event.type, event.quad, event.intensity) == ("DETAIN_FISHERS", 4, -5.0)
    assert "DETAIN_FISHERS" in event.why


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Police in Cairo arrested two editors of a newspaper on Monday.", "COERCE"),
        ("France imposed sanctions on Iran on Monday.", "SANCTION"),
    ],
)
def test_others_keep_theirs(own, text, kind):
    assert [e.type for e in own.code(report_of(text, published="2024-05-01")).events] == [kind]
