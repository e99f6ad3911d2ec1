"""What fuzzing found, kept: each file in `cases` once broke the stage that it is named for."""

from pathlib import Path

import pytest

from fuzz.targets import TARGETS

CASES = sorted((Path(__file__).parent / "cases").glob("*.bin"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.stem)
def test_it_does_not_break_again(case):
    TARGETS[case.stem.split("-")[0]](case.read_bytes())


def test_there_are_cases():
    assert CASES
