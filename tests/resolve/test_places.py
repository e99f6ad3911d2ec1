import pytest
from spacy.tokens import Doc, Span

from detente.annotate.tokens import english_tokenizer
from detente.codebook.gazetteer import entries, place_key
from detente.codebook.places import candidates, place_words
from detente.resolve.places import distance_km, find_places


@pytest.fixture(scope="module")
def nlp():
    return english_tokenizer()


def named(nlp, text, **kinds) -> Doc:
    """Capitalised words are names; `LOC="Paris|Lyon"` says what the tagger saw."""
    doc = nlp.make_doc(text)
    for token in doc:
        token.pos_ = "PROPN" if token.text[0].isupper() else "NOUN"
    spans = []
    for kind, names in kinds.items():
        for name in names.split("|"):
            start = text.index(name)
            spans.append(doc.char_span(start, start + len(name), label=kind))
    doc.set_ents([Span(doc, s.start, s.end, label=s.label_) for s in spans])
    return doc


def found(nlp, text, *, wide=False, **kinds):
    return {p.name: (p.country, round(p.lat), round(p.lon)) for p in find_places(named(nlp, text, **kinds), wide=wide)}


@pytest.mark.parametrize(
    ("text", "places", "name", "where"),
    [
        ("They met in Paris on Friday .", "Paris", "Paris", ("FRA", 49, 2)),
        ("They met in Paris , Texas , on Friday .", "Paris|Texas", "Paris", ("USA", 34, -96)),
        ("A man of Springfield , Ill. , was held .", "Springfield|Ill.", "Springfield", ("USA", 40, -90)),
        ("Police in Tripoli and Beirut in Lebanon", "Tripoli|Beirut|Lebanon", "Tripoli", ("LBN", 34, 36)),
        ("Police in Tripoli and Misrata in Libya", "Tripoli|Misrata|Libya", "Tripoli", ("LBY", 33, 13)),
        ("From Cordoba and Seville in Spain", "Cordoba|Seville|Spain", "Córdoba", ("ESP", 38, -5)),
        ("From Cordoba and Rosario in Argentina", "Cordoba|Rosario|Argentina", "Córdoba", ("ARG", -31, -64)),
        ("Ships in the Strait of Hormuz", "Strait of Hormuz", "Strait of Hormuz", (None, 27, 56)),
        ("Troops at Guantanamo Bay", "Guantanamo Bay", "Guantanamo Bay", ("CUB", 20, -75)),
        ("Shells fell on Kherson", "Kherson", "Kherson", ("UKR", 47, 33)),
        ("Fighting in South Sudan", "South Sudan", "South Sudan", ("SSD", 8, 30)),
    ],
)
def test_the_right_namesake_is_chosen(nlp, text, places, name, where):
    assert found(nlp, text, LOC=places)[name] == where


def test_a_division_is_chosen_over_its_city_where_the_text_says_so(nlp):
    (city,) = find_places(named(nlp, "Shells fell on Mykolaiv", LOC="Mykolaiv"))
    (land,) = find_places(named(nlp, "Shells fell on Mykolaiv province", LOC="Mykolaiv"))
    assert 20 < distance_km((city.lat, city.lon), (land.lat, land.lon)) < 120


def test_one_name_means_one_place_in_a_report(nlp):
    doc = named(nlp, "In Paris , Texas , it rained . In Paris it rained again .", LOC="Paris|Texas")
    assert {p.country for p in find_places(doc)} == {"USA"}


def test_adjectives_and_names_within_bodies_are_places_only_when_asked_for(nlp):
    text = "Georgian troops told the Columbus Police Department nothing"
    assert found(nlp, text, ORG="Columbus Police Department") == {}
    assert set(found(nlp, text, wide=True, ORG="Columbus Police Department")) == {"Georgia", "Columbus"}


def test_adjectives_are_evidence_all_the_same(nlp):
    assert found(nlp, "Georgian troops reached Batumi and Gori", LOC="Batumi|Gori")["Gori"][0] == "GEO"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Mr Jordan spoke", {}),
        ("Chelsea Victoria spoke", {"PER": "Chelsea Victoria"}),
        ("a house on Dublin Road burned", {}),
        ("Police spoke in March", {}),
        ("Us against them", {}),
        ("A SWAT team came", {}),
        ("IN OTHER NEWS", {}),
    ],
)
def test_what_is_no_place(nlp, text, kinds):
    assert found(nlp, text, **kinds) == {}


def test_the_table_finds_every_spelling_and_nothing_else():
    assert {e.country for e in entries("St. Petersburg")} >= {"RU", "US"}
    assert entries("Zürich") == entries("zurich") == entries("ZURICH")
    assert entries("Zurichh") == ()
    assert entries("") == ()
    assert place_key("Mt. Pleasant") == "mount pleasant"


def test_the_first_and_last_rows_are_found():
    assert candidates("Zyzdrój") == () or candidates("Zyzdrój")[0].country == "POL"
    assert entries("'Ali Sabieh") == () or entries("'Ali Sabieh")[0].country == "DJ"


def test_all_lists_have_words():
    words = place_words()
    assert all(getattr(words, name) for name in words.__slots__)


def test_distance():
    assert distance_km((51.5, -0.12), (48.86, 2.35)) == pytest.approx(343, abs=3)
    assert distance_km((0, 179), (0, -179)) == pytest.approx(222, abs=1)
