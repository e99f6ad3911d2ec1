import pytest
from spacy.tokens import Doc

from detente.annotate.tokens import english_tokenizer
from detente.codebook.units import units
from detente.extract.measures import rate_after, unit_after
from detente.extract.numerals import numerals
from detente.extract.quantities import AGE, find_quantities, vague


@pytest.fixture(scope="module")
def nlp():
    return english_tokenizer()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,265 people", 1265),
        ("3.5 percent", 3.5),
        ("$45.7 billion", 45.7e9),
        ("£2.5bn", 2.5e9),
        ("€300m", 300e6),
        ("USD10m", 10e6),
        ("12.3m tonnes", 12.3e6),
        ("7 lakh rupees", 7e5),
        ("12,34,567 voters", 1234567),
        ("minus-40 degrees", -40),
        ("2½ years", 2.5),
        ("3 1/4 percent", 3.25),
        ("forty-five", 45),
        ("two hundred and fifty thousand", 250000),
        ("a dozen", 12),
        ("half a million", 500000),
        ("three quarters of a billion", 750e6),
        ("one and a half million", 1.5e6),
        ("two-thirds of the fleet", 2 / 3),
        ("a quarter of them", 0.25),
    ],
)
def test_a_number_as_written(text, value):
    assert [n.value for n in numerals(text)] == pytest.approx([value])


@pytest.mark.parametrize(
    "text",
    ["an F-16 jet", "COVID-19 cases", "the 1990s", "the 16th day", "a 5G network", "at 4:30", "a one-on-one talk"],
)
def test_digits_that_are_no_number(text):
    assert numerals(text) == []


@pytest.mark.parametrize(
    ("text", "end", "unit"),
    [
        ("5 percent", 1, "percent"),
        ("5 per cent", 1, "percent"),
        ("5%", 1, "percent"),
        ("80km/h", 2, "km/h"),
        ("80 kilometres per hour", 2, "km/h"),
        ("9 square miles", 1, "mi2"),
        ("9 tonnes", 1, "t"),
        ("9 Egyptian pounds", 1, "EGP"),
        ("9 Danish crowns", 1, "DKK"),
        ("9-pound", 1, "lb"),
        ("9 pounds of rice", 1, "lb"),
        ("9 pounds", 1, "GBP"),
        ("110 JPY", 3, "JPY"),
        ("5 €", 1, "EUR"),
        ("9 barrels a day", 1, "bbl/day"),
    ],
)
def test_a_unit_behind_a_number(text, end, unit):
    assert unit_after(text, end).unit == unit


@pytest.mark.parametrize("text", ["5 a side", "5 g", "9 men", "9 kgb men", "9 dayspring"])
def test_what_is_no_unit(text):
    assert unit_after(text, 1) is None


def test_rates():
    assert rate_after("$5 a barrel", 2) == ("barrel", 11)
    assert rate_after("$5 per household", 2) == ("household", 16)
    assert rate_after("$5 a year earlier", 2) is None
    assert rate_after("$5 a man", 2) is None


def found(nlp, text):
    """Every word a noun that counts nothing: units and ranges need no tree."""
    doc = nlp.make_doc(text)
    heads = list(range(len(doc)))
    doc = Doc(
        doc.vocab,
        [t.text for t in doc],
        [bool(t.whitespace_) for t in doc],
        heads=heads,
        deps=["root"] * len(doc),
        pos=["NOUN"] * len(doc),
        lemmas=[t.text for t in doc],
    )
    return find_quantities(doc)


@pytest.mark.parametrize(
    ("text", "low", "high", "change"),
    [
        ("between 20 and 30 km", 20, 30, "-"),
        ("20-30 km", 20, 30, "-"),
        ("from $10 to $15 billion", 10e9, 15e9, "-"),
        ("$200,000 to $4 million", 200000, 4e6, "-"),
        ("5 percent to 7 percent", 5, 7, "-"),
        ("three or four years", 3, 4, "-"),
        ("more than 50 km", 50, None, ">"),
        ("at least 50 km", 50, None, ">"),
        ("up to 50 km", None, 50, "<"),
        ("about 50 km", None, None, "~"),
        ("50 km", None, None, "="),
    ],
)
def test_ranges_and_bounds(nlp, text, low, high, change):
    (q,) = found(nlp, text)
    assert (q.low, q.high, q.change) == (low, high, change)


def test_other_units_are_no_range(nlp):
    assert [(q.value, q.unit) for q in found(nlp, "110 JPY to 1 USD")] == [(110, "JPY"), (1, "USD")]
    assert [(q.value, q.unit) for q in found(nlp, "It rose 10 percent to 50 dollars")] == [(10, "percent"), (50, "USD")]


@pytest.mark.parametrize("text", ["in Resolution 242", "in 1988", "between 1600 and 1900", "row 21"])
def test_names_and_years_are_no_quantities(nlp, text):
    assert found(nlp, text) == [] or all(
        q.unit is None and q.low is None for q in found(nlp, text) if not text.startswith("in")
    )


def test_ages(nlp):
    assert [q.unit for q in found(nlp, "a 15-year-old boy aged 16")] == [AGE, AGE]


def test_spans_hold_the_number_and_its_unit(nlp):
    text = "They gave 1.5 million Egyptian pounds a year to it"
    doc = nlp.make_doc(text)
    (q,) = found(nlp, text)
    start, end = q.span(doc)
    assert text[start:end] == "1.5 million Egyptian pounds a year"
    assert (q.unit, q.per) == ("EGP", "year")


def test_numbers_in_taken_spans_are_left_out(nlp):
    doc = nlp.make_doc("on May 5 9 km on")
    assert [q.value for q in find_quantities(doc, taken=[(3, 8)])] == [9]


def test_vague_numbers_are_ranges(nlp):
    words = ["tens", "of", "thousands", "of", "people"]
    doc = Doc(
        nlp.vocab,
        words,
        heads=[2, 0, 2, 4, 2],
        deps=["nummod", "case", "root", "case", "nmod"],
        pos=["NOUN", "ADP", "NOUN", "ADP", "NOUN"],
        lemmas=["ten", "of", "thousand", "of", "people"],
    )
    assert [(q.low, q.high, q.unit) for q in vague(doc)] == [(10000, 100000, "people")]


def test_every_currency_that_a_country_can_mean_has_a_code():
    assert all(len(code) == 3 and code.isupper() for table in units().by_country.values() for code in table.values())
    assert set(units().by_country) <= set(units().names)


@pytest.mark.parametrize(
    ("lemma", "unit"), [("soldier", "people"), ("servicemen", "people"), ("kilometer", "km"), ("tank", "tank")]
)
def test_what_is_counted(lemma, unit):
    assert units().counted(lemma) == unit


def test_peoples_are_people(nlp):
    doc = Doc(
        nlp.vocab,
        ["13", "Tajiks", "fled"],
        heads=[1, 2, 2],
        deps=["nummod", "nsubj", "root"],
        pos=["NUM", "PROPN", "VERB"],
        lemmas=["13", "Tajik", "flee"],
    )
    assert [(q.value, q.unit) for q in find_quantities(doc)] == [(13, "people")]
