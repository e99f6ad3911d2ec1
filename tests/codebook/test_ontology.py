import pytest

from detente.codebook.ontology import (
    cameo,
    cameo_codes,
    default_cameo,
    goldstein,
    intensity,
    mode_info,
    plover_type,
    quad,
    type_of_cameo,
    types,
)
from detente.errors import UnknownName


def test_there_are_sixteen_types_and_sixty_seven_modes():
    assert len(types()) == 16
    assert sum(len(t.modes) for t in types().values()) == 67


@pytest.mark.parametrize(
    ("type_", "number"), [("AGREE", 1), ("AID", 2), ("ACCUSE", 3), ("SANCTION", 4), ("ASSAULT", 4)]
)
def test_quads(type_, number):
    assert quad(type_) == number


def test_a_mode_is_known_by_its_type():
    assert intensity("RETREAT", "withdraw") == 8
    assert intensity("SANCTION", "withdraw") == -6
    assert intensity("ASSAULT") == -9
    with pytest.raises(UnknownName, match="mode of AID"):
        mode_info("AID", "withdraw")


def test_every_code_of_every_type_and_mode_is_a_cameo_code():
    for info in types().values():
        for name in (None, *info.modes):
            assert default_cameo(info.name, name) in cameo_codes()


def test_a_missing_code_falls_back_to_its_parent():
    assert cameo("18319").code == "1831"
    assert goldstein("18319") == goldstein("1831") == -9.5


@pytest.mark.parametrize(
    ("act", "status", "dialect", "wanted"),
    [
        ("CONSULT", "planned", "manual-2.0", "AGREE"),
        ("RETREAT", "planned", "manual-2.0", "CONCEDE"),
        ("RETREAT", "planned", "crosswalk-2021", "AGREE"),
        ("ASSAULT", "planned", "manual-2.0", "ASSAULT"),
        ("AID", "occurred", "manual-2.0", "AID"),
    ],
)
def test_future_acts_are_retyped(act, status, dialect, wanted):
    assert plover_type(act=act, mode=None, status=status, cameo=None, dialect=dialect) == wanted


def test_petrarch_ignores_time():
    assert plover_type(act="CONSULT", mode=None, status="planned", cameo="040", dialect="petrarch") == "CONSULT"
    assert plover_type(act="AGREE", mode=None, status="planned", cameo="057", dialect="petrarch") == "SUPPORT"


def test_dialects_differ_on_embargoes():
    assert type_of_cameo("163") == ("SANCTION", "discontinue")
    assert type_of_cameo("163", dialect="crosswalk-2021")[0] == "COERCE"
