import pytest

from gold.times import figures, marked_reports, parse, score

MARKED = "published 2024-05-15\nThey met on {Monday|DATE|2024-05-13} for {two hours|DURATION|PT2H}."


def test_marks_are_taken_out_of_the_text():
    report = parse("x", MARKED)
    assert report.text == "They met on Monday for two hours."
    assert [report.text[s:e] for s, e, _, _ in report.expressions] == ["Monday", "two hours"]


@pytest.mark.parametrize("source", ["They met.", "published 2024-05-15\nThey met {Monday|DAY|2024-05-13}."])
def test_a_broken_mark_is_an_error(source):
    with pytest.raises(ValueError, match="x:"):
        parse("x", source)


def test_values_count_only_where_found_and_equal():
    report = parse("x", MARKED)
    counts = score(report, [(12, 18, "DATE", "2024-05-20"), (27, 32, "DURATION", "PT2H")])
    assert (counts["found"], counts["edges"], counts["values"]) == (2, 1, 1)
    assert figures(counts)["times value F1"] == 0.5


def test_there_are_two_hundred_expressions_of_all_types():
    expressions = [e for r in marked_reports() for e in r.expressions]
    assert len(expressions) >= 200
    assert {e[2] for e in expressions} == {"DATE", "TIME", "DURATION", "SET"}
