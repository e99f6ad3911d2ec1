import re
import time

import pytest

from detente.codebook.actors import Lexicon
from detente.codebook.petrarch import read_actors, read_agents
from detente.errors import IgnoredLine, MalformedCodebook

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


GOOD = "\n".join(f"NAME_{n}_ [IND{('GOV', 'MIL')[n % 2]}]" for n in range(150))


@pytest.mark.parametrize(
    ("slip", "said"),
    [("ODD_ [INDGOV >201005011]", "cannot read the dates '>201005011'"), ("ODD_ [IND}", "a bracket is not closed")],
)
def test_one_slip_among_many_lines_is_ignored_with_a_warning(tmp_path, slip, said):
    path = tmp_path / "actors.txt"
    path.write_text(f"{GOOD}\n{slip}\n+OTHER_NAME_\nLAST_ [PAK]\n")
    with pytest.warns(IgnoredLine, match=re.escape(f"{path}:151: {said}; the line is ignored")):
        entries = dict(read_actors(path))
    assert len(entries) == 151
    assert entries["LAST"].code == "PAK"
    assert "OTHER NAME" not in entries, "what belongs to the line that is ignored is not given to another"


def test_one_slip_among_many_agents_is_ignored_with_a_warning(tmp_path):
    path = tmp_path / "agents.txt"
    path.write_text(
        "\n".join(f"GUARD_{n} [~MIL]" for n in range(150))
        + "\nENVIRONMENTALIST [~ENV}\nNO_CODE_AT_ALL\nVIP [~ELI]\n"
        + "\n".join(f"POLICE_{n} [~COP]" for n in range(150))
    )
    with pytest.warns(IgnoredLine) as told:
        roles = read_agents(path)
    assert [str(w.message).split(": ", 1)[0] for w in told] == [f"{path}:151", f"{path}:152"]
    assert len(roles) == 301


def test_a_file_of_another_kind_still_fails(tmp_path):
    path = tmp_path / "actors.txt"
    path.write_text(GOOD + "\nODD_ [IND}\nODD_ [IND never]\n")
    with pytest.raises(MalformedCodebook, match="a bracket is not closed"):
        read_actors(path)


def test_brackets_without_end_take_no_time(tmp_path):
    path = tmp_path / "actors.txt"
    path.write_text("NAME_ " + "]" * 3000 + "[a" * 3000 + "\n")
    began = time.process_time()
    assert read_actors(path) == []
    assert time.process_time() - began < 0.5
