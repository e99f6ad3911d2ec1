import pytest

from detente.extract.checks import extract_checks
from detente.extract.sums import extract_sums
from detente.records import Actor, Deadline, Figure, When

YEAR = When(start="2024-01-01", end="2024-12-31", text="2024")


def figures(text, *rows):
    """Figures at the given words of a text: (words, value, unit, more)."""
    out, at = [], 0
    for i, (words, value, unit, *more) in enumerate(rows, 1):
        at = text.index(words, at)
        span = (at, at + len(words))
        out.append(Figure(id=f"f{i}", value=value, unit=unit, span=span, **(more[0] if more else {})))
        at = span[1]
    return out


def said(text, *rows):
    return [(c.kind, c.value, c.from_) for c in extract_sums(text, figures(text, *rows))]


def test_the_rest_of_a_whole_follows():
    text = "The blast killed 40 people, 25 of them pupils."
    assert said(text, ("40", 40, "people"), ("25", 25, "people")) == [("derived", 15, ("f1", "f2"))]


def test_a_part_is_no_larger_than_its_whole():
    text = "They freed 40 people, including 55 women."
    assert said(text, ("40", 40, "people"), ("55", 55, "people")) == [("arithmetic", None, ("f1", "f2"))]


def test_bounds_are_no_contradiction():
    text = "They freed at least 40 people, including 55 women."
    assert said(text, ("40", 40, "people", {"low": 40.0}), ("55", 55, "people")) == []


def test_parts_that_do_not_make_up_the_whole():
    text = "The fund has 90 million: 50 million for roads and 30 million for schools."
    rows = [("90 million", 90e6, "EUR"), ("50 million", 50e6, "EUR"), ("30 million", 30e6, "EUR")]
    assert said(text, *rows) == [("arithmetic", None, ("f1", "f2", "f3"))]
    assert said(text.replace("30", "40"), *rows[:2], ("40 million", 40e6, "EUR")) == []


def test_wounded_are_no_part_of_the_dead():
    text = "It killed 12 people, including a nurse, and wounded 30 of them."
    dead, hurt = {"measure": "killed"}, {"measure": "wounded"}
    assert said(text, ("12", 12, "people", dead), ("30", 30, "people", hurt)) == []


def test_figures_of_other_sentences_are_no_parts():
    text = "It hit 12 people. Including guards, 30 came."
    assert said(text, ("12", 12, "people"), ("30", 30, "people")) == []


def test_a_share_of_a_base():
    text = "They laid off 5 percent of the 2,000 guards."
    assert said(text, ("5 percent", 5, "percent"), ("2,000", 2000, "people")) == [("derived", 100, ("f1", "f2"))]


def test_a_share_that_is_not_so():
    text = "Some 33 deputies, or 60 percent of the 46 present, agreed."
    rows = [("33", 33, "people"), ("60 percent", 60, "percent"), ("46", 46, "people")]
    assert said(text, *rows) == [("arithmetic", None, ("f1", "f2", "f3"))]
    right = text.replace("60", "72")
    assert said(right, rows[0], ("72 percent", 72, "percent"), rows[2]) == []


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        (
            "It rose from 4 percent to 6 percent.",
            [("4 percent", 4, "percent"), ("6 percent", 6, "percent")],
            ("derived", 2),
        ),
        ("It grew from 10 ships to 15 ships.", [("10", 10, "ship"), ("15", 15, "ship")], ("derived", 50)),
        ("It tripled from 10 ships to 15 ships.", [("10", 10, "ship"), ("15", 15, "ship")], ("arithmetic", None)),
        (
            "It grew 20 percent, from 10 ships to 15 ships.",
            [("20 percent", 20, "percent"), ("10", 10, "ship"), ("15", 15, "ship")],
            ("arithmetic", None),
        ),
    ],
)
def test_changes(text, rows, expected):
    assert [(k, v) for k, v, _ in said(text, *rows)] == [expected]


def test_a_change_that_is_told_right_needs_no_word():
    text = "It grew 50 percent, from 10 ships to 15 ships."
    assert said(text, ("50 percent", 50, "percent"), ("10", 10, "ship"), ("15", 15, "ship")) == []


def test_prices():
    text = "They buy 12 jets at $50 million each."
    assert said(text, ("12", 12, "jet"), ("$50 million", 50e6, "USD")) == [("derived", 600e6, ("f1", "f2"))]
    total = text.replace(".", ", $900 million in all, for a total of $900 million.")
    rows = [("12", 12, "jet"), ("$50 million", 50e6, "USD"), ("total of $900 million"[9:], 900e6, "USD")]
    kinds = [k for k, *_ in said(total.replace("$900 million in all, ", ""), *rows)]
    assert kinds == ["arithmetic"]


def test_sums_a_year():
    text = "It gives $3 billion a year for ten years."
    rows = [("$3 billion a year", 3e9, "USD", {"measure": "aid per year"}), ("ten years", 10, "year")]
    assert said(text, *rows) == [("derived", 30e9, ("f2", "f1"))]


def test_trade_and_balance_follow_from_exports_and_imports():
    more = {"holder": "a1", "period": YEAR, "span": (0, 1), "unit": "EUR"}
    out = Figure(id="f1", value=90e9, measure="exports", **more)
    back = Figure(id="f2", value=70e9, measure="imports", **more)
    checks = extract_checks([out, back], actors=[Actor(id="a1", name="Chile")])
    assert [(c.kind, c.value) for c in checks] == [("derived", 160e9), ("derived", 20e9)]
    told = Figure(id="f3", value=50e9, measure="trade surplus", **more)
    assert [c.kind for c in extract_checks([out, back, told])][:2] == ["derived", "arithmetic"]


def test_a_deadline_before_its_beginning():
    late = Deadline(id="d1", what="truce", start="2024-05-10", due="2024-05-01", span=(0, 1), basis="explicit")
    assert [c.kind for c in extract_checks([], deadlines=[late])] == ["arithmetic"]


def test_two_voices_on_one_sum():
    more = {"holder": "a1", "unit": "USD", "span": (0, 1), "measure": "defence budget", "period": YEAR}
    a, b = Figure(id="f1", value=10e9, claim="c1", **more), Figure(id="f2", value=14e9, claim="c2", **more)
    assert [(c.kind, c.from_) for c in extract_checks([a, b])] == [("contradiction", ("f1", "f2"))]
    same = Figure(id="f2", value=10.1e9, claim="c2", **more)
    assert extract_checks([a, same]) == []
