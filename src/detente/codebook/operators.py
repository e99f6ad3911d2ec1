"""Words that say whether what they govern happened: plan, threaten, fail, prevent, end, threat, plan, call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from detente.codebook.schema import read_toml
from detente.errors import MalformedCodebook
from detente.records import Status

__all__ = ["Operators", "default_operators"]

RELATIONS = ("clause", "noun", "subject")


@dataclass(frozen=True, slots=True)
class Operators:
    """Status by governing lemma and relation; verbs whose infinitive of purpose came about."""

    by_lemma: Mapping[tuple[str, str], Status]
    achievers: frozenset[str]

    def status(self, lemma: str, relation: str) -> Status | None:
        """Status of what stands under `lemma` as `clause`, `noun` or `subject`; None where it says nothing."""
        return self.by_lemma.get((lemma, relation))

    def achieves(self, lemma: str) -> bool:
        """Whether "V to X" tells that X came about ("used troops to disperse")."""
        return lemma in self.achievers


def _status(name: str) -> Status:
    for status in get_args(Status):
        if status == name:
            return cast("Status", status)
    raise MalformedCodebook(f"unknown status {name!r}", where="operators.toml", hint=f"use {get_args(Status)}")


@cache
def default_operators() -> Operators:
    """The shipped words."""
    table = read_toml("operators.toml")
    achievers = frozenset(str(table.pop("achievers")["words"]).split())
    by_lemma: dict[tuple[str, str], Status] = {}
    for status, relations in table.items():
        for relation, words in relations.items():
            if relation not in RELATIONS:
                raise MalformedCodebook(f"unknown key {relation!r}", where="operators.toml", hint=f"use {RELATIONS}")
            for word in str(words).split():
                by_lemma[word, relation] = _status(status)
    return Operators(by_lemma, achievers)
