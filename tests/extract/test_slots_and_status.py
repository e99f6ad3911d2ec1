import pytest

from detente.extract.slots import slot
from detente.extract.status import status_of

ACTIVE = """
Iran Iran PROPN NNP 2 nsubj
attacked attack VERB VBD 0 root
Israel Israel PROPN NNP 2 obj
"""
PASSIVE = """
Israel Israel PROPN NNP 3 nsubj:pass
was be AUX VBD 3 aux:pass
attacked attack VERB VBN 0 root
by by ADP IN 5 case
Iran Iran PROPN NNP 3 obl:agent
"""
CONTROL = """
Iran Iran PROPN NNP 2 nsubj
urged urge VERB VBD 0 root
Iraq Iraq PROPN NNP 2 obj
to to PART TO 5 mark
attack attack VERB VB 2 xcomp
Israel Israel PROPN NNP 5 obj
"""
RELATIVE = """
rebels rebel NOUN NNS 5 nsubj
who who PRON WP 3 nsubj
attacked attack VERB VBD 1 acl:relcl
Goma Goma PROPN NNP 3 obj
fled flee VERB VBD 0 root
"""


def words(tokens):
    return [t.text for t in tokens]


def test_active(parse):
    verb = parse(ACTIVE)[1]
    assert (words(slot(verb, "subj")), words(slot(verb, "obj"))) == (["Iran"], ["Israel"])


def test_passive(parse):
    verb = parse(PASSIVE)[2]
    assert (words(slot(verb, "subj")), words(slot(verb, "obj"))) == (["Iran"], ["Israel"])


def test_the_object_does_what_it_is_urged_to(parse):
    assert words(slot(parse(CONTROL)[4], "subj")) == ["Iraq"]


def test_a_relative_pronoun_stands_for_its_noun(parse):
    assert words(slot(parse(RELATIVE)[2], "subj")) == ["rebels"]


@pytest.mark.parametrize(
    ("rows", "place", "status"),
    [
        (ACTIVE, 1, "occurred"),
        (CONTROL, 4, "hypothetical"),
        ("Iran Iran PROPN NNP 3 nsubj\nwill will AUX MD 3 aux\nattack attack VERB VB 0 root", 2, "planned"),
        ("Iran Iran PROPN NNP 4 nsubj\ndid do AUX VBD 4 aux\nnot not PART RB 4 advmod\nattack attack VERB VB 0 root", 3, "negated"),
        ("Iran Iran PROPN NNP 3 nsubj\nis be AUX VBZ 3 aux\nattacking attack VERB VBG 0 root", 2, "ongoing"),
        ("Iran Iran PROPN NNP 2 nsubj\nthreatened threaten VERB VBD 0 root\nto to PART TO 4 mark\nattack attack VERB VB 2 xcomp", 3, "threatened"),
        ("Iran Iran PROPN NNP 3 nsubj\ncould could AUX MD 3 aux\nattack attack VERB VB 0 root", 2, "hypothetical"),
        ("Iran Iran PROPN NNP 2 nsubj\nrefused refuse VERB VBD 0 root\nto to PART TO 4 mark\nmeet meet VERB VB 2 xcomp", 3, "negated"),
    ],
)  # fmt: skip
def test_status(parse, rows, place, status):
    token = parse(rows)[place]
    assert status_of(token, token)[0] == status
