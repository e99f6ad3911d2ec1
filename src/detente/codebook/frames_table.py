"""Event frames: which verbs and nouns tell of which PLOVER type, and who is who in them.

The frames are data (`frames/<TYPE>.tsv`, word classes in `frames/classes.toml`); each row carries an example
with the actor in `<…>` and the recipient in `[…]`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import MalformedCodebook

__all__ = ["Condition", "Frame", "Frames", "default_frames", "load_frames"]

COLUMNS = ("head", "pos", "needs", "actor", "recipient", "mode", "cameo", "example")
POS = frozenset("vna")
NEED = re.compile(r"^(-?)([a-z_@.]+)=(\S+)$")


@dataclass(frozen=True, slots=True)
class Condition:
    """A slot that must hold one of some lemmas (`*` any word, `@actor` anything that can act)."""

    slot: str
    lemmas: frozenset[str]
    absent: bool = False

    @property
    def any_word(self) -> bool:
        """Whether every filler will do."""
        return "*" in self.lemmas


@dataclass(frozen=True, slots=True)
class Frame:
    """One row: a head, what must stand around it, and which slots hold actor and recipient."""

    heads: tuple[str, ...]
    pos: str
    needs: tuple[Condition, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    type: str
    mode: str | None
    cameo: str
    example: str
    where: str

    @property
    def weight(self) -> float:
        """How specific: lemmas weigh more than `*`, demands more than guards."""
        return sum(0.1 if c.absent else 0.6 if c.any_word or "@actor" in c.lemmas else 1.0 for c in self.needs)

    def describe(self) -> str:
        """The rule in short, for the `why` of an event."""
        needs = " ".join(f"{'-' if c.absent else ''}{c.slot}" for c in self.needs)
        return f"{self.where}: {'|'.join(self.heads[:3])} ({self.pos}){' + ' + needs if needs else ''}"


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames, by (lemma, pos), the most specific first."""

    by_head: Mapping[tuple[str, str], tuple[Frame, ...]]

    def of(self, lemma: str, pos: str) -> tuple[Frame, ...]:
        """Frames of a lemma; empty where there are none."""
        return self.by_head.get((lemma, pos), ())

    def rows(self) -> tuple[Frame, ...]:
        """Each frame once."""
        return tuple(dict.fromkeys(f for found in self.by_head.values() for f in found))

    def __len__(self) -> int:
        return sum(len(v) for v in self.by_head.values())


@cache
def default_frames() -> Frames:
    """The shipped frames."""
    folder = files("detente.codebook") / "frames"
    names = sorted(p.name for p in folder.iterdir())
    classes: dict[str, list[str]] = {}
    for name in names:
        if name.endswith(".toml"):
            classes |= tomllib.loads((folder / name).read_text(encoding="utf-8"))
    rows: list[Frame] = []
    for name in names:
        if name.endswith(".tsv"):
            rows += load_frames((folder / name).read_text(encoding="utf-8"), name, classes)
    return index_frames(rows)


def index_frames(rows: Sequence[Frame]) -> Frames:
    """Order frames for look-up."""
    by_head: dict[tuple[str, str], list[Frame]] = {}
    for frame in rows:
        for head in frame.heads:
            by_head.setdefault((head, frame.pos), []).append(frame)
    return Frames({k: tuple(sorted(v, key=lambda f: -f.weight)) for k, v in by_head.items()})


def load_frames(text: str, name: str, classes: Mapping[str, Sequence[str]]) -> list[Frame]:
    """Read one table; `name` is `<TYPE>.tsv`. Raises MalformedCodebook with the line."""
    lines = [(i, r) for i, r in enumerate(text.splitlines(), 1) if r.strip() and not r.startswith("#")]
    if not lines or tuple(lines[0][1].split("\t")) != COLUMNS:
        raise MalformedCodebook("the header must be: " + " ".join(COLUMNS), where=f"{name}:1")
    return [_frame(row.split("\t"), f"{name}:{i}", classes) for i, row in lines[1:]]


def _frame(cells: list[str], where: str, classes: Mapping[str, Sequence[str]]) -> Frame:
    cells += [""] * (len(COLUMNS) - len(cells)) if len(cells) == len(COLUMNS) - 1 else []
    if len(cells) != len(COLUMNS):
        raise MalformedCodebook(f"{len(cells)} cells instead of {len(COLUMNS)}", where=where)
    head, pos, needs, actor, recipient, mode, cameo, example = (c.strip() for c in cells)
    if pos not in POS:
        raise MalformedCodebook(f"pos is {pos!r}, not one of v, n, a", where=where)
    return Frame(
        heads=tuple(head.split("|")),
        pos=pos,
        needs=tuple(_condition(n, where, classes) for n in needs.split()),
        actor=_slots(actor, classes) or (("subj",) if pos != "n" else ("poss", "mod", "by", "of", "from")),
        recipient=_slots(recipient, classes) or (("obj",) if pos == "v" else ("on", "against", "to")),
        type=where.split(".tsv", maxsplit=1)[0].upper(),
        mode=mode or None,
        cameo=cameo,
        example=example,
        where=where.replace(".tsv:", ":"),
    )


def _slots(cell: str, classes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Slot names of a cell; `&name` stands for a list of them."""
    return tuple(s for part in cell.split("|") if part for s in (classes[part[1:]] if part[0] == "&" else (part,)))


def _condition(need: str, where: str, classes: Mapping[str, Sequence[str]]) -> Condition:
    found = NEED.match(need)
    if not found:
        raise MalformedCodebook(f"cannot read the condition {need!r}", where=where, hint="write slot=lemma|lemma")
    lemmas: set[str] = set()
    for part in found[3].split("|"):
        if part.startswith("&"):
            if part[1:] not in classes:
                raise MalformedCodebook(f"no word class is called {part}", where=where)
            lemmas |= set(classes[part[1:]])
        else:
            lemmas.add(part)
    return Condition(found[2], frozenset(lemmas), absent=bool(found[1]))
