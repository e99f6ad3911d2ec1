"""Cues of claims: reporting words, media, phrases of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from detente.codebook.schema import read_toml, read_tsv
from detente.errors import MalformedCodebook
from detente.records import Act, Evidence

__all__ = ["Cue", "EvidencePattern", "cues", "evidence_patterns", "media_phrases", "praise_words"]

POSITIONS = frozenset({"v", "n", "a"})
FRAMES = frozenset({"that", "to", "ing", "obj", "name"})


@dataclass(frozen=True, slots=True)
class Cue:
    """What a reporting word does, and which complements hold what is said.

    `frames`: `that` a clause or a quotation, `to` an infinitive, `ing` a gerund, `obj` a noun phrase, `name` an
    object with what it is called. `cases`: prepositions whose phrase holds it.
    """

    lemma: str
    pos: str
    act: Act
    frames: frozenset[str]
    cases: frozenset[str] = frozenset()
    acts: Mapping[str, Act] = field(default_factory=dict, compare=False)

    def act_in(self, frame: str) -> Act:
        """The act of one frame: "called it a lie" states, "called for talks" demands."""
        return self.acts.get(frame, self.act)


@cache
def cues() -> Mapping[tuple[str, str], Cue]:
    """Cues by (lemma, pos): a frame has the act of the first row that lists it."""
    out: dict[tuple[str, str], Cue] = {}
    for cue in _rows():
        known = out.get((cue.lemma, cue.pos), cue)
        acts = {**cue.acts, **known.acts}
        merged = Cue(cue.lemma, cue.pos, known.act, known.frames | cue.frames, known.cases | cue.cases, acts)
        out[cue.lemma, cue.pos] = merged
    return MappingProxyType(out)


def _rows() -> Iterator[Cue]:
    for row in read_tsv("cues.tsv", ("act", "pos", "frames", "lemmas")):
        where = f"cues.tsv:{row['#']}"
        if row["act"] not in get_args(Act):
            raise MalformedCodebook(f"unknown act {row['act']!r}", where=where)
        if row["pos"] not in POSITIONS:
            raise MalformedCodebook(f"unknown part of speech {row['pos']!r}", where=where)
        given = row["frames"].split(",")
        cases = frozenset(f[1:] for f in given if f.startswith("+"))
        frames = frozenset(f for f in given if not f.startswith("+"))
        if frames - FRAMES:
            raise MalformedCodebook(f"unknown frame {min(frames - FRAMES)!r}", where=where)
        acts = dict.fromkeys((f.removeprefix("+") for f in given), row["act"])
        for lemma in row["lemmas"].split():
            yield Cue(lemma, row["pos"], row["act"], frames, cases, acts)  # type: ignore[arg-type]


@cache
def _claims() -> dict[str, Any]:
    return read_toml("claims.toml")


@cache
def media_phrases() -> tuple[tuple[str, str], ...]:
    """(phrase, medium), longest phrases first."""
    table = _claims()["media"]
    return tuple(sorted(((p, m) for m, found in table.items() for p in found), key=lambda x: (-len(x[0]), x)))


@dataclass(frozen=True, slots=True)
class EvidencePattern:
    """How a report says that evidence was offered, or none, or that nobody could verify."""

    value: Evidence
    patterns: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]
    counter: tuple[str, ...]


@cache
def evidence_patterns() -> tuple[EvidencePattern, ...]:
    """Patterns over lower-case text with straight apostrophes, in the order in which they are tried."""
    rows = _claims()["evidence"]
    for row in rows:
        if row.keys() != {"value", "patterns", "examples", "counter"} or row["value"] not in get_args(Evidence):
            raise MalformedCodebook("unknown keys or value of a pattern of evidence", where="claims.toml")
    return tuple(
        EvidencePattern(
            r["value"], tuple(re.compile(p) for p in r["patterns"]), tuple(r["examples"]), tuple(r["counter"])
        )
        for r in rows
    )


@cache
def praise_words() -> frozenset[str]:
    """Words that make a description praise."""
    return frozenset(str(_claims()["praise"]["words"]).split())
