import pytest

from detente.codebook.schema import parse_tsv
from detente.errors import MalformedCodebook


def test_rows_carry_their_line():
    rows = parse_tsv("# note\na\tb\n\n1\t2\n", "t.tsv", ("a", "b"))
    assert rows == [{"a": "1", "b": "2", "#": "4"}]


@pytest.mark.parametrize(
    ("text", "where"),
    [("a\tc\n1\t2\n", "t.tsv:1"), ("a\tb\n1\n", "t.tsv:2"), ("", "t.tsv:1"), ("a\tb\n1\t2\t3\n", "t.tsv:2")],
)
def test_a_broken_table_names_its_line(text, where):
    with pytest.raises(MalformedCodebook) as caught:
        parse_tsv(text, "t.tsv", ("a", "b"))
    assert caught.value.where == where
