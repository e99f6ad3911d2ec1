"""Cues of claims: reporting words, media, phrases of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import get_args

from detente.codebook.schema import read_toml, read_tsv
from detente.errors import MalformedCodebook
from detente.records import Act, Evidence

__all__ = ["Cue", "cues", "evidence_phrases", "media_phrases", "praise_words"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What a reporting word does, and which complements hold what is said."""

    lemma: str
    pos: str
    act: Act
    frames: frozenset[str]


@cache
def cues() -> Mapping[tuple[str, str], Cue]:
    """Cues by (lemma, pos); the first act listed for a lemma counts."""
    out: dict[tuple[str, str], Cue] = {}
    for row in read_tsv("cues.tsv", ("act", "pos", "frames", "lemmas")):
        if row["act"] not in get_args(Act):
            raise MalformedCodebook(f"unknown act {row['act']!r}", where=f"cues.tsv:{row['#']}")
        for lemma in row["lemmas"].split():
            cue = Cue(lemma, row["pos"], row["act"], frozenset(row["frames"].split(",")))  # type: ignore[arg-type]
            out.setdefault((lemma, row["pos"]), cue)
    return MappingProxyType(out)


@cache
def media_phrases() -> tuple[tuple[str, str], ...]:
    """(phrase, medium), longest phrases first."""
    table = read_toml("claims.toml")["media"]
    return tuple(sorted(((p, m) for m, found in table.items() for p in found), key=lambda x: (-len(x[0]), x)))


@cache
def evidence_phrases() -> tuple[tuple[str, Evidence], ...]:
    """(phrase, evidence), longest phrases first."""
    table = read_toml("claims.toml")["evidence"]
    return tuple(sorted(((p, e) for e, found in table.items() for p in found), key=lambda x: (-len(x[0]), x)))


@cache
def praise_words() -> frozenset[str]:
    """Words that make a description praise."""
    return frozenset(str(read_toml("claims.toml")["praise"]["words"]).split())
