import pytest

from detente.codebook.custom import read_types
from detente.errors import MalformedCodebook

GOOD = """
[FISHERS]
definition = "Coast guards hold foreign crews."
examples = ["The navy held 12 fishermen.", "A trawler's crew was detained."]
triggers = ["hold", "Detain"]
quad = 4
intensity = -5
replaces = "COERCE"
"""


def written(tmp_path, text):
    path = tmp_path / "types.toml"
    path.write_text(text)
    return path


def test_a_type_is_read(tmp_path):
    (kind,) = read_types(written(tmp_path, GOOD))
    assert (kind.name, kind.triggers, kind.intensity) == ("FISHERS", frozenset({"hold", "detain"}), -5.0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("examples", "exmaples", "unknown key 'exmaples'"),
        ('"The navy held 12 fishermen.", ', "", "two texts or more"),
        ("quad = 4", "quad = 7", "quad must be"),
        ("intensity = -5", 'intensity = "low"', "must be a number"),
        ('replaces = "COERCE"', 'replaces = "COERSE"', "COERSE"),
        ("[FISHERS]", "[FISHERS", "line 2"),
        (GOOD, "", "no type in it"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path, old, new, message):
    with pytest.raises(MalformedCodebook, match=message) as caught:
        read_types(written(tmp_path, GOOD.replace(old, new)))
    assert "types.toml" in caught.value.where


def test_an_unknown_type_suggests_the_nearest(tmp_path):
    with pytest.raises(MalformedCodebook) as caught:
        read_types(written(tmp_path, GOOD.replace("COERCE", "COERSE")))
    assert "COERCE" in caught.value.hint
