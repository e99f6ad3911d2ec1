import pytest

from detente.read import report_of


@pytest.fixture(scope="module")
def coded():
    from detente.coder import Coder

    coder = Coder()
    return lambda text, url=None: coder.code(report_of(text, published="2025-05-20", url=url))


def test_a_sentence_that_goes_on_keeps_the_day_and_says_so(coded):
    first, second = coded("The army killed three people on Monday. It also arrested 20 protesters.").events
    assert (second.date.start, second.date.basis) == ("2025-05-19", f"relative to event {first.id}")


def test_a_sentence_that_does_not_go_on_stays_without_a_date(coded):
    events = coded("The army killed three people on Monday. Police arrested 20 protesters.").events
    assert [e.date.start for e in events] == ["2025-05-19", None]


def test_a_day_counts_from_the_day_of_what_it_names(coded):
    (event,) = coded("Two days before the vote on May 12, police arrested the leader of the opposition.").events
    assert (event.date.start, event.date.basis) == ("2025-05-10", "relative to 2025-05-12")


def test_dates_that_are_none_or_two_have_a_note_and_no_day(coded):
    record = coded("Turkey seized a Greek ship on 31 February. Iran seized a tanker on 03/04/2025.")
    assert [(e.date.start, e.date.basis) for e in record.events] == [(None, "unknown"), (None, "unknown")]
    assert [n.kind for n in record.notes].count("dates") == 2


@pytest.mark.parametrize(
    ("url", "start"), [("https://news.example.uk/a", "2025-04-03"), ("https://news.example.us/a", "2025-03-04")]
)
def test_the_country_of_the_source_tells_day_from_month(coded, url, start):
    (event,) = coded("Iran seized a Greek tanker on 03/04/2025.", url).events
    assert event.date.start == start
