import pytest

from detente.codebook.actors import Lexicon
from detente.codebook.spelling import split_name
from detente.resolve.phrases import read_phrase


def read(text, *, on="2022-03-01", country=None):
    words = split_name(text)
    found = read_phrase(words, [w.lower() for w in words], Lexicon.default(), on=on, country=country)
    return (found.country or found.family, found.sector) if found else None


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("Peruvian police officers", "PER", "COP"),
        ("an FSB official", "RUS", "SPY"),
        ("a former MI6 officer", "GBR", "ELI"),
        ("the head of the Danish central bank", "DNK", "GOV"),
        ("hundreds of miners in Zambia", "ZMB", "LAB"),
        ("a crowd of students", "", "EDU"),
        ("Hamas gunmen", "PSE", "REB"),
        ("the speaker of the Knesset", "ISR", "LEG"),
        ("Norway's ambassador to Iran", "NOR", "GOV"),
        ("UNICEF spokesman", "UNO", "GOV"),
        ("EU lawmakers", "EUR", "LEG"),
        ("ordinary Bolivians", "BOL", "CVL"),
        ("a Lagos-based bank", "NGA", "BUS"),
        ("Ghana's Defense Department", "GHA", "GOV"),
        ("Osaka police", "JPN", "COP"),
        ("a cocaine cartel", "", "CRM"),
    ],
)
def test_phrases_have_country_and_sector(text, country, sector):
    assert read(text) == (country, sector)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2010-01-01", ("DEU", "GOV")), ("2023-01-01", ("DEU", "ELI"))],
)
def test_persons_are_read_as_of_a_date(on, expected):
    assert read("Angela Merkel", on=on) == expected


def test_a_title_outweighs_the_table():
    assert read("Senator Marco Rubio", on="2025-06-01") == ("USA", "LEG")
    assert read("former President Emmanuel Macron") == ("FRA", "ELI")


def test_another_spelling_is_the_same_person():
    assert read("Aleksander Lukashenka") == ("BLR", "GOV")


def test_the_context_gives_the_country():
    assert read("the Defence Minister", country="KEN") == ("KEN", "GOV")
    assert read("Defence Minister of Chad", country="KEN") == ("TCD", "GOV")


def test_bodies_tell_their_kind():
    assert read("Grantville College") == ("", "EDU")
    assert read("Front for the Liberation of Florin") == ("", "REB")


def test_strangers_are_nobody():
    assert read("Wobbly Gadget") is None
    assert read("a thing") is None
