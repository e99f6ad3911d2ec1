"""Word lists by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from detente.codebook.schema import read_toml, read_tsv
from detente.errors import UnknownName

__all__ = ["loaded_words", "word_list"]


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list in `words.toml` and `actor_words.toml`. Raises UnknownName."""
    lists = read_toml("words.toml") | read_toml("actor_words.toml")
    UnknownName.check(name, lists, kind="word list")
    return frozenset(str(lists[name]).split())


@cache
def loaded_words() -> Mapping[str, str]:
    """Words that judge what they tell of, each with a plainer one (or nothing)."""
    return MappingProxyType({row["word"]: row["plain"] for row in read_tsv("loaded.tsv", ("word", "plain"))})
