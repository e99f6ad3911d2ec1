import pytest

from detente.codebook.actors import Lexicon
from detente.codebook.users import read_actors
from detente.errors import MalformedCodebook

HEADER = "name\tcode\tfrom\tto\tkind\taliases\n"
TABLE = (
    HEADER + "Fezzik\tINDGOV\t2001\t2003-05\tperson\tThe Giant; Fezzik the Giant\nFezzik\tINDELI\t2003-06\t\tperson\t\n"
)


def test_a_table_of_ones_own_wins_with_dates_and_aliases(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text(TABLE + "Kremlin\tFRAGOV\t\t\torganisation\t\n")
    lexicon = Lexicon.default().with_users(read_actors(path))
    assert lexicon.find("The Giant", on="2002-01-01").code == "INDGOV"
    assert lexicon.find("Fezzik", on="2010-01-01").code == "INDELI"
    assert lexicon.find("Kremlin").code == "FRAGOV"
    assert lexicon.find("Pentagon").code == "USAMIL"


def test_bodies_have_their_own_codes(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text(HEADER + "The Alliance\tNATO\t\t\t\t\n")
    entry = read_actors(path)[0][1]
    assert (entry.country, entry.code, entry.family, entry.kind) == (None, "NATO", "IGO", "organisation")


@pytest.mark.parametrize(
    ("row", "message", "hint"),
    [
        ("Fezzik\tINDGVO\t\t\t\t", "unknown code 'INDGVO'", "did you mean INDGOV?"),
        ("Fezzik\tINDGOV\t2001-13\t\t\t", "cannot read the date '2001-13'", "write 2019"),
        ("Fezzik\tINDGOV\t2005\t2001\t\t", "from 2005 to 2001 is no period", "earlier"),
        ("Fezzik\tINDGOV\t\t\tpersn\t", "unknown kind 'persn'", "did you mean person?"),
        ("\tINDGOV\t\t\t\t", "the row has no name", "name"),
        ("Fezzik\tINDGOV", "2 cells instead of 6", "name code"),
    ],
)
def test_a_broken_row_names_its_line(tmp_path, row, message, hint):
    path = tmp_path / "mine.tsv"
    path.write_text(HEADER + "# a comment\n" + row + "\n")
    with pytest.raises(MalformedCodebook) as caught:
        read_actors(path)
    assert caught.value.where == f"{path}:3"
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_other_files_are_read_as_dictionaries(tmp_path):
    path = tmp_path / "actors.txt"
    path.write_text("FLORIN_ [FLO]\n")
    assert read_actors(path)[0][1].code == "FLO"
