import pytest

from detente.codebook.actors import Lexicon
from detente.codebook.petrarch import read_actors, read_agents
from detente.errors import MalformedCodebook

ACTORS = """<!-- a comment
over two lines -->
FLORIN_ [FLO]
+FLORINESE
QUEEN_BUTTERCUP [FLOGOV 870101-991231]
\t[FLOELI >000101]
GUILDER [GUI] # another
NOBODY [---]
"""
AGENTS = """!WHO! = MAN, WOMAN
ROYAL_GUARD {} [~MIL]
MASKED_!WHO! [~UAF]
"""


def test_actors_have_synonyms_dates_and_stems(tmp_path):
    path = tmp_path / "actors.txt"
    path.write_text(ACTORS)
    lexicon = Lexicon.default().with_users(read_actors(path))
    assert lexicon.find("Florin").code == "FLO"
    assert lexicon.find("Florinese").code == "FLO"
    assert lexicon.find("Guilders").code == "GUI"
    assert lexicon.find("Queen Buttercup", on="1990-05-05").code == "FLOGOV"
    assert lexicon.find("Queen Buttercup", on="2005-05-05").code == "FLOELI"
    assert lexicon.find("India").code == "IND"


def test_agents_are_roles_with_substitutions(tmp_path):
    path = tmp_path / "agents.txt"
    path.write_text(AGENTS)
    lexicon = Lexicon.default().with_users([], read_agents(path))
    assert lexicon.role(["royal", "guard"], 0)[1].sector == "MIL"
    assert lexicon.role(["masked", "woman"], 0)[1].sector == "UAF"


@pytest.mark.parametrize(("text", "line"), [("FLORIN [FLO\n", 1), ("A [A]\nB [B never]\n", 2), ("[FLO]\n", 1)])
def test_a_broken_dictionary_names_its_line(tmp_path, text, line):
    path = tmp_path / "actors.txt"
    path.write_text(text)
    with pytest.raises(MalformedCodebook) as caught:
        read_actors(path)
    assert caught.value.where == f"{path}:{line}"
