import pytest

from detente.codebook import acts
from detente.codebook.acts import act_names
from detente.errors import MalformedCodebook


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kill", "die"),
        ("quake", "earthquake"),
        ("step down", "resignation"),
        ("open fire", "shooting"),
        ("sue", "suit"),
    ],
)
def test_words_for_one_act_share_it(one, other):
    assert act_names()[one] & act_names()[other]


@pytest.mark.parametrize(
    ("one", "other"), [("win", "clinch"), ("fire.n", "arson"), ("steal", "heist"), ("say", "tell")]
)
def test_neighbours_stay_apart(one, other):
    assert not act_names().get(one, frozenset()) & act_names().get(other, frozenset())


@pytest.mark.parametrize("row", ["die\tdie; die", "die\tDie", "die\tdie.x", "die\tdie\ndie\tdeath"])
def test_a_wrong_line_is_named(row, monkeypatch):
    from detente.codebook.schema import parse_tsv

    monkeypatch.setattr(acts, "read_tsv", lambda name, columns: parse_tsv(f"act\twords\n{row}\n", name, columns))
    with pytest.raises(MalformedCodebook, match=r"acts\.tsv:[23]"):
        acts.act_names.__wrapped__()
