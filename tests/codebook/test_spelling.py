import pytest

from detente.codebook.spelling import alike, fold, plural, skeleton


@pytest.mark.parametrize(
    ("word", "folded"), [("Thaçi", "thaci"), ("Łódź", "lodz"), ("Søreide", "soreide"), ("NATO", "nato")]
)
def test_folding_drops_accents_and_capitals(word, folded):
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aleksandr", "Alexander"), ("Mohamed", "Muhammad"), ("Lukashenka", "Lukashenko"), ("Kadhafi", "Kadafi")],
)
def test_transliterations_share_consonants(one, other):
    assert skeleton(one) == skeleton(other)


def test_different_names_do_not():
    assert skeleton("Erdogan") != skeleton("Ertugrul")


@pytest.mark.parametrize(
    ("word", "alias", "same"),
    [
        ("turkey", "Turkey", False),
        ("TEHRAN", "Tehran", True),
        ("Who", "WHO", False),
        ("Nato", "NATO", True),
        ("al", "al", True),
    ],
)
def test_capitals_tell_names_from_words(word, alias, same):
    assert alike([word], [alias]) is same


@pytest.mark.parametrize(
    ("one", "many"),
    [("policeman", "policemen"), ("ally", "allies"), ("coach", "coaches"), ("human", "humans"), ("boy", "boys")],
)
def test_plurals(one, many):
    assert plural(one) == many
