import pytest

from detente.read import report_of

PUBLISHED = "2025-05-20"  # a Tuesday


@pytest.fixture(scope="module")
def coded():
    from detente.coder import Coder

    coder = Coder()
    return lambda text: coder.code(report_of(text, published=PUBLISHED))


@pytest.mark.parametrize(
    ("text", "due", "condition"),
    [
        ("Iran must hand over the crew within 72 hours, the US said on Monday.", "2025-05-22", None),
        ("The rebels have 48 hours to leave the city, the army said on Sunday.", "2025-05-20", None),
        ("The 90-day pause announced on April 9 will end soon, China said.", "2025-07-08", None),
        ("The 90-day pause on tariffs that China announced on April 9 is still in force.", "2025-07-08", None),
        ("Russia gave Ukraine until Friday to withdraw its troops from the town.", "2025-05-23", None),
        (
            "The two presidents will meet on June 3 in Geneva, provided that the truce holds.",
            "2025-06-03",
            "provided that the truce holds",
        ),
        (
            "The sanctions are set to expire on July 31 unless the council extends them.",
            "2025-07-31",
            "unless the council extends them",
        ),
        ("The deadline for an agreement is July 9.", "2025-07-09", None),
        ("Talks between India and Pakistan are scheduled for Thursday in Doha.", "2025-05-22", None),
        ("Israel and Hamas agreed on Sunday to a 60-day truce.", "2025-07-17", None),
        ("The tariffs take effect on June 1.", "2025-06-01", None),
        ("France agreed to pay Mali $10 million by December 31, 2025.", "2025-12-31", None),
    ],
)
def test_what_is_due(coded, text, due, condition):
    (deadline,) = coded(text).deadlines
    assert (deadline.due, deadline.condition) == (due, condition)


@pytest.mark.parametrize(
    "text",
    [
        "The army left the town within 72 hours.",
        "The sanctions expired on March 1.",
        "The two presidents met on May 3 in Geneva.",
    ],
)
def test_what_is_past_or_bare_is_no_deadline(coded, text):
    assert coded(text).deadlines == ()


def test_who_owes_and_who_is_owed(coded):
    record = coded("France agreed to pay Mali $10 million by December 31, 2025.")
    names = {a.id: a.name for a in record.actors}
    assert [names[p] for p in record.deadlines[0].parties] == ["France", "Mali"]
