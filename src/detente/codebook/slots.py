"""The values of status and standing, with what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.schema import read_toml
from detente.errors import MalformedCodebook

__all__ = ["SlotValue", "slots"]


@dataclass(frozen=True, slots=True)
class SlotValue:
    """A value of a slot; in the example an act has it."""

    name: str
    meaning: str
    example: str


@cache
def slots() -> Mapping[str, tuple[SlotValue, ...]]:
    """Values by slot (`status`, `standing`), in the order of `records`."""
    tables = read_toml("slots.toml")
    return MappingProxyType({slot: tuple(_value(slot, n, row) for n, row in t.items()) for slot, t in tables.items()})


def _value(slot: str, name: str, row: Mapping[str, str]) -> SlotValue:
    if set(row) != {"meaning", "example"}:
        raise MalformedCodebook("a value has a meaning and an example", where=f"slots.toml: {slot}.{name}")
    return SlotValue(name, row["meaning"], row["example"])
