"""Users' own event types, for one run: a TOML table a type.

[DETAIN_FISHERS]
definition = "Coast guards hold foreign fishing crews."
examples = ["Sri Lanka's navy detained 12 Indian fishermen.", "The trawler's crew was held by Tunisia."]
triggers = ["detain", "hold", "impound"]   # optional: lemmas of the words that may tell of it
quad = 4                                   # optional: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict
intensity = -5.0                           # optional, -10 to 10
replaces = "COERCE"                        # optional: only events of this type are looked at
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.codebook.ontology import type_info
from detente.errors import MalformedCodebook, UnknownName

__all__ = ["CustomType", "read_types"]

KEYS = frozenset({"definition", "examples", "triggers", "quad", "intensity", "replaces"})
FEWEST_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class CustomType:
    """A type that a user defines by examples."""

    name: str
    definition: str
    examples: tuple[str, ...]
    triggers: frozenset[str] = frozenset()
    quad: int = 4
    intensity: float = 0.0
    replaces: str | None = None


def read_types(path: Path) -> tuple[CustomType, ...]:
    """The types of a file. Raises MalformedCodebook with the line or the table, and what is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedCodebook("the types cannot be read", where=str(path), hint="give a UTF-8 TOML file") from error
    except tomllib.TOMLDecodeError as error:
        raise MalformedCodebook(str(error), where=str(path), hint="mend the TOML syntax") from error
    if not tables:
        raise MalformedCodebook("no type in it", where=str(path), hint='write [NAME], definition = "…", examples = […]')
    return tuple(_type(name, table, f"{path}: [{name}]") for name, table in tables.items())


def _type(name: str, table: Any, where: str) -> CustomType:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(table, dict):
        raise MalformedCodebook("this is not a table", where=where, hint=f"write [{name}] above its keys")
    extra = sorted(set(table) - KEYS)
    if extra:
        raise MalformedCodebook(f"unknown key {extra[0]!r}", where=where, hint="known: " + ", ".join(sorted(KEYS)))
    _check(table, where)
    return CustomType(
        name=name,
        definition=table["definition"],
        examples=tuple(table["examples"]),
        triggers=frozenset(t.lower() for t in table.get("triggers", ())),
        quad=table.get("quad", 4),
        intensity=float(table.get("intensity", 0.0)),
        replaces=table.get("replaces"),
    )


def _check(table: dict[str, Any], where: str) -> None:
    examples = table.get("examples")
    wrong = [
        (not isinstance(table.get("definition"), str), "definition must be a text"),
        (not _texts(examples) or len(examples or ()) < FEWEST_EXAMPLES, "examples must be two texts or more"),
        (not _texts(table.get("triggers", [])), "triggers must be a list of texts"),
        (table.get("quad", 4) not in (1, 2, 3, 4), "quad must be 1, 2, 3 or 4"),
        (not isinstance(table.get("intensity", 0.0), int | float), "intensity must be a number"),
    ]
    for bad, message in wrong:
        if bad:
            raise MalformedCodebook(message, where=where, hint="see the docstring of detente.codebook.custom")
    if "replaces" in table:
        try:
            type_info(str(table["replaces"]))
        except UnknownName as error:
            raise MalformedCodebook(error.message, where=where, hint=error.hint) from error


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
