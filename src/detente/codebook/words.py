"""Word lists by name."""

from __future__ import annotations

from functools import cache

from detente.codebook.schema import read_toml
from detente.errors import UnknownName

__all__ = ["word_list"]


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list in `words.toml` and `actor_words.toml`. Raises UnknownName."""
    lists = read_toml("words.toml") | read_toml("actor_words.toml")
    if name not in lists:
        raise UnknownName.among(name, list(lists), kind="word list")
    return frozenset(str(lists[name]).split())
