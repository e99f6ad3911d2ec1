from collections import Counter

from gold.gate import below, corpus_digest, raised
from gold.scoring import figures, labelled_reports


def test_a_figure_below_its_floor_is_named():
    assert below({"a": 0.5, "b": 0.9}, {"a": 0.6, "b": 0.9}) == ["a: 0.500 is below its floor 0.600"]


def test_a_missing_figure_counts_as_nothing():
    assert below({}, {"a": 0.6})


def test_floors_are_never_lowered_unless_allowed():
    assert raised({"a": 0.5}, {"a": 0.6}, allow_lower=False) == {"a": 0.6}
    assert raised({"a": 0.5}, {"a": 0.6}, allow_lower=True) == {"a": 0.5}


def test_the_digest_follows_the_reports(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    before = corpus_digest(tmp_path)
    (tmp_path / "a.txt").write_text("y")
    assert corpus_digest(tmp_path) != before


def test_labels_stand_in_their_texts():
    reports = labelled_reports()
    assert len(reports) >= 12
    for labelled in reports:
        rows = [r for k in ("events", "claims", "figures", "deadlines") for r in labelled.gold[k]]
        assert all(r["at"] in labelled.text for r in rows), labelled.name


def test_perfect_counts_give_ones():
    names = ("events", "figures", "claims", "deadlines", "dates")
    counts = Counter({f"{n} {k}": 4 for n in names for k in ("wanted", "found", "predicted", "right")})
    counts.update(
        {f"{n} right": 4 for n in ("actors", "recipients", "status", "standing", "mode", "units", "speakers")}
    )
    assert all(v == 1.0 for k, v in figures(counts).items())
