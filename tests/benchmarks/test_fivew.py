import pytest

from detente.benchmarks.telling import fivew


@pytest.fixture(scope="module")
def coder():
    from detente.coder import Coder

    return Coder()


TEXT = (
    "Rebels seize radio station\n\nRebels seized the state radio station in the port of Odessa late on Monday, "
    "killing two guards. The army said on Wednesday that it had sent troops to Odessa."
)


def test_the_title_tells_who_and_what_and_the_first_sentences_when_and_where(coder):
    row = {"id": "x", "title": "Rebels seize radio station", "text": TEXT, "published": "2024-05-15"}
    told = fivew(row, coder)
    answers = told["answers"]
    assert (answers["who"][0], answers["what"][0]) == ("Rebels", "seize radio station")
    assert (answers["when"][0], told["when_date"]) == ("Monday", "2024-05-13")
    assert answers["where"][0] == "Odessa"


@pytest.mark.parametrize(
    ("title", "who", "what"),
    [
        ("Border clash: Army arrests 12 men after raid", "Army", "arrests 12 men"),
        ("Foreign Minister Li Wei praises truce", "Foreign Minister Li Wei", "praises truce"),
        ("Envoys are expelled over spying row", "Envoys", "are expelled"),
    ],
)
def test_titles(coder, title, who, what):
    answers = fivew({"id": "x", "title": title, "text": f"{title}\n\nIt was told.", "published": None}, coder)[
        "answers"
    ]
    assert (answers["who"][0], answers["what"][0]) == (who, what)
