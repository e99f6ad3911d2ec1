from typing import get_args

import pytest

from detente.codebook.slots import slots
from detente.records import Standing, Status


def test_the_values_are_those_of_records():
    assert [v.name for v in slots()["status"]] == list(get_args(Status))
    assert [v.name for v in slots()["standing"]] == list(get_args(Standing))


@pytest.mark.parametrize(
    ("slot", "value"), [(s, v) for s, values in slots().items() for v in values if v.example], ids=str
)
def test_each_example_has_its_value(coded, slot, value):
    record = coded(value.example, published="2024-06-05")
    assert value.name in {getattr(event, slot) for event in record.events}
