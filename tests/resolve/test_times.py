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
        ("at 10:30 a.m. Monday they", "2025-05-19T10:30", "2025-05-19"),
        ("the last 24 hours were", "PT24H", None),
        ("two and a half years in", "P2.5Y", None),
        ("in the third quarter of 2024 they", "2024-Q3", "2024-07-01"),
        ("the first half of 2024 was", "2024-H1", "2024-01-01"),
        ("in the 19th century they", "18", "1800-01-01"),
        ("the late '80s were", "198", "1980-01-01"),
        ("in recent weeks they", "PAST_REF", None),
        ("the 26 - year - old was", "P26Y", None),
        ("last winter they", "2024-WI", "2024-12-01"),
        ("twice a week they", "P1W", None),
        ("every two years they", "P2Y", None),
        ("on Christmas Day 2012 the", "2012-12-25", "2012-12-25"),
        ("fiscal 1989 was", "1989", "1989-01-01"),
        ("the end of the month was", "2025-05", "2025-05-01"),
        ("for decades they", "PXDE", None),
        ("half a century ago they", "1975", "1975-01-01"),
        ("four hundred and fifty years of", "P450Y", None),
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


@pytest.mark.parametrize(
    ("text", "day_first", "value", "start", "basis"),
    [
        ("It began on February 30 .", None, "2025-02-30", None, "impossible date"),
        ("It began on 2025-02-31 .", None, "2025-02-31", None, "impossible date"),
        ("It began on 03/04/2025 .", None, "2025", None, "ambiguous date"),
        ("It began on 03/04/2025 .", True, "2025-04-03", "2025-04-03", "explicit"),
        ("It began on 03/04/2025 .", False, "2025-03-04", "2025-03-04", "explicit"),
        ("It began on 25/04/2025 .", False, "2025-04-25", "2025-04-25", "explicit"),
    ],
)
def test_doubtful_dates_are_marked_and_not_guessed(nlp, text, day_first, value, start, basis):
    (time,) = find_times(tagged(nlp, text), published=PUBLISHED, day_first=day_first)
    assert (time.value, time.start, time.basis) == (value, start, basis)


def test_days_count_from_the_day_last_told_of(nlp):
    first, second, third = find_times(
        tagged(nlp, "On May 6 they . Two days later it . The next day he"), published=PUBLISHED
    )
    assert [first.start, second.start, third.start] == ["2025-05-06", "2025-05-08", "2025-05-09"]
    assert second.basis == "relative to 2025-05-06"
