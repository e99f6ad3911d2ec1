import pytest

from detente.codebook.actors import Lexicon


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.default()


@pytest.mark.parametrize(
    ("name", "code"),
    [("India", "IND"), ("Indian", "IND"), ("New Delhi", "IND"), ("U.S.", "USA"), ("Kremlin", "RUSGOV"), ("NATO", "NATO"),
     ("Houthis", "YEMREB"), ("European Union", "EU"), ("Kosovo", "XKX"), ("Apple", "USABUS")],
)  # fmt: skip
def test_names_have_codes(lexicon, name, code):
    assert lexicon.find(name).code == code


def test_us_is_no_pronoun(lexicon):
    assert lexicon.find("us") is None
    assert lexicon.find("US").country == "USA"


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [("Donald Trump", "2019-06-01", "USAGOV"), ("Donald Trump", "2023-06-01", "USAELI"), ("Taliban", "2015-01-01", "AFGREB"),
     ("Taliban", "2023-01-01", "AFGGOV")],
)  # fmt: skip
def test_a_code_holds_as_of_a_date(lexicon, name, on, code):
    assert lexicon.find(name, on=on).code == code


def test_the_longest_name_wins(lexicon):
    size, entry = lexicon.longest("South Korea said".split(), 0)
    assert (size, entry.country) == (2, "KOR")


def test_roles_have_sectors(lexicon):
    size, role = lexicon.role("deputy secretary of state met".split(), 0)
    assert (size, role.sector) == (4, "GOV")
