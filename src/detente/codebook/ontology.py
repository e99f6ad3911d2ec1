"""PLOVER's types and modes, CAMEO's codes, and the dialects between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from detente.codebook.schema import read_toml, read_tsv
from detente.errors import MalformedCodebook, UnknownName

__all__ = [
    "DIALECTS",
    "CameoInfo",
    "ModeInfo",
    "TypeInfo",
    "cameo",
    "cameo_codes",
    "default_cameo",
    "goldstein",
    "intensity",
    "mode_info",
    "plover_type",
    "quad",
    "type_info",
    "type_of_cameo",
    "types",
]

# The manual's types; those of the crosswalk of 2021, as older data and the field's sets have them; and those of the
# crosswalk for acts whatever their time, as PETRARCH codes them ("is about to restore ties" restores them).
DIALECTS = ("manual-2.0", "crosswalk-2021", "petrarch")
FUTURE = frozenset({"planned", "offered"})
# Manual, section on auxiliary modes: these acts, still to come, are other types.
FUTURE_TYPES = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}
# The crosswalk of 2021 counts the intent to yield (CAMEO 035x) as AGREE.
CROSSWALK_FUTURE = {**FUTURE_TYPES, "RETREAT": "AGREE", "CONCEDE": "AGREE"}


@dataclass(frozen=True, slots=True)
class ModeInfo:
    """A mode of a type; its score is PLOVER's conflict-cooperation score."""

    name: str
    score: float
    cameo: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """A PLOVER type."""

    name: str
    definition: str
    quad: int
    score: float
    recipient: bool
    cameo: str
    modes: Mapping[str, ModeInfo]


@dataclass(frozen=True, slots=True)
class CameoInfo:
    """A CAMEO code with its PLOVER readings; `type` is empty for 01 and 02, which PLOVER drops."""

    code: str
    label: str
    goldstein: float
    type: str
    mode: str | None
    crosswalk_type: str
    crosswalk_mode: str | None
    contexts: tuple[str, ...]


@cache
def types() -> Mapping[str, TypeInfo]:
    """The sixteen types by name, in the manual's order."""
    return MappingProxyType({name: _type(name, table) for name, table in read_toml("types.toml").items()})


def _type(name: str, table: dict[str, Any]) -> TypeInfo:
    extra = set(table) - {"definition", "quad", "score", "recipient", "cameo", "modes"}
    if extra:
        raise MalformedCodebook(f"unknown key {sorted(extra)[0]!r}", where=f"types.toml: {name}")
    modes = {m: ModeInfo(name=m, **row) for m, row in table.pop("modes", {}).items()}
    return TypeInfo(name=name, modes=MappingProxyType(modes), **table)


def type_info(name: str) -> TypeInfo:
    """A type by name. Raises UnknownName with the nearest."""
    found = types().get(name.upper())
    if found is None:
        raise UnknownName.among(name, list(types()), kind="PLOVER type")
    return found


def mode_info(type_: str, mode: str) -> ModeInfo:
    """A mode by (type, mode): the same name means other things under other types."""
    info = type_info(type_)
    found = info.modes.get(mode)
    if found is None:
        raise UnknownName.among(mode, list(info.modes), kind=f"mode of {type_}")
    return found


def quad(type_: str) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return type_info(type_).quad


def intensity(type_: str, mode: str | None = None) -> float:
    """PLOVER's score of the mode, else of the type (-10 to 10)."""
    info = type_info(type_)
    found = info.modes.get(mode or "")
    return float(found.score if found else info.score)


@cache
def cameo_codes() -> Mapping[str, CameoInfo]:
    """All CAMEO codes."""
    columns = ("code", "label", "goldstein", "type", "mode", "xtype", "xmode", "contexts")
    rows = read_tsv("cameo.tsv", columns)
    return MappingProxyType(
        {
            r["code"]: CameoInfo(
                r["code"],
                r["label"],
                float(r["goldstein"]),
                r["type"],
                r["mode"] or None,
                r["xtype"],
                r["xmode"] or None,
                tuple(r["contexts"].split()),
            )
            for r in rows
        }
    )


def cameo(code: str) -> CameoInfo:
    """A code, or the nearest parent that is listed (1831 → 183 → 18)."""
    codes = cameo_codes()
    for length in range(len(code), 1, -1):
        if code[:length] in codes:
            return codes[code[:length]]
    raise UnknownName.among(code, list(codes), kind="CAMEO code")


def goldstein(code: str) -> float:
    """Goldstein value of a code (-10 to 10)."""
    return cameo(code).goldstein


def type_of_cameo(code: str, *, dialect: str = "manual-2.0") -> tuple[str, str | None]:
    """PLOVER type and mode of a code; ("", None) for 01 and 02."""
    info = cameo(code)
    if _checked(dialect) != "manual-2.0":
        return info.crosswalk_type, info.crosswalk_mode
    return info.type, info.mode


def default_cameo(type_: str, mode: str | None) -> str:
    """The code for a type and mode where no rule says better."""
    info = type_info(type_)
    found = info.modes.get(mode or "")
    return found.cameo if found else info.cameo


def plover_type(*, act: str, mode: str | None, status: str, cameo: str | None, dialect: str = "manual-2.0") -> str:
    """The type of an act with its time: future consulting is AGREE, announced withdrawal CONCEDE, and so on."""
    if _checked(dialect) != "manual-2.0":
        if status in FUTURE and dialect != "petrarch":
            return CROSSWALK_FUTURE.get(act, act)
        found = type_of_cameo(cameo, dialect=dialect)[0] if cameo else ""
        return found or act
    if status in FUTURE:
        return FUTURE_TYPES.get(act, act)
    del mode
    return act


def _checked(dialect: str) -> str:
    UnknownName.check(dialect, DIALECTS, kind="dialect")
    return dialect
