"""Our own labelled sentences: who does what to whom, every pair of marked phrases, and whether things happened.

`corpus/news_*.tsv`: text with marked phrases (`{1:Kenyan police} arrested {2:two reporters}.`), a tab, then events
(`1>2 COERCE/arrest 173 occurred narrated "arrested"`) separated by `; `; `corpus/CODEBOOK.md` explains them. Pairs
that no event joins are labelled NONE. `corpus/happened.tsv`: treebank words, predicate positions, values and classes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.codebook.ontology import cameo_codes, plover_type
from training.data import Sentence

__all__ = ["Marked", "MarkedEvent", "held_back", "read_happened", "read_marked", "relation_sentence"]

MARK = re.compile(r"\{(\d+):([^{}]+)\}")
EVENT = re.compile(
    r"^(?P<source>\d+(?:,\d+)*)(?P<join>[>=])(?P<target>\d+(?:,\d+)*) (?P<type>[A-Z]+)(?:/(?P<mode>[a-z-]+))? "
    r"(?P<cameo>\d{2,4}) (?P<status>\w+) (?P<standing>\w+) \"(?P<trigger>[^\"]+)\"$"
)
CLASSES = dict(
    zip("OGPFTHN", ("occurred", "ongoing", "planned", "offered", "threatened", "hypothetical", "negated"), strict=True)
)
MAX_NONE = 5  # pairs without an event, a sentence: more teach nothing new and drown the others
NOBODY = 0


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """One event of a marked sentence; phrase numbers, 0 for nobody."""

    source: int
    target: int
    type: str
    mode: str | None
    cameo: str
    status: str
    standing: str
    trigger: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its phrases (code point spans by number) and events."""

    text: str
    phrases: dict[int, tuple[int, int]]
    events: tuple[MarkedEvent, ...]


def held_back(text: str) -> bool:
    """Whether a sentence belongs to the tenth that is kept for tests and calibration."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 10 == 0


def read_marked(path: Path) -> Iterator[Marked]:
    """Yield the sentences of a file. Raises ValueError with the line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            text, _, events = line.partition("\t")
            try:
                yield _marked(text, events)
            except (KeyError, ValueError, TypeError) as error:
                raise ValueError(f"{path}:{number}: {error}") from error


def _marked(marked: str, events: str) -> Marked:
    text, phrases, last = "", {}, 0
    for found in MARK.finditer(marked):
        text += marked[last : found.start()]
        phrases[int(found[1])] = (len(text), len(text) + len(found[2]))
        text += found[2]
        last = found.end()
    text += marked[last:]
    return Marked(text, phrases, tuple(e for part in events.split("; ") if part.strip() for e in _events(part, text)))


def _events(part: str, text: str) -> Iterator[MarkedEvent]:
    found = EVENT.match(part.strip())
    if not found:
        raise ValueError(f"cannot read {part!r}")
    start = text.index(found["trigger"])
    rest = (found["type"], found["mode"], found["cameo"], found["status"], found["standing"])
    trigger = (start, start + len(found["trigger"]))
    for s in map(int, found["source"].split(",")):
        for t in map(int, found["target"].split(",")):
            yield MarkedEvent(s, t, *rest, trigger)
            if found["join"] == "=" and NOBODY not in (s, t):
                yield MarkedEvent(t, s, *rest, trigger)


def crosswalk(event: MarkedEvent) -> str:
    """The event's type in the crosswalk's dialect."""
    code = next((event.cameo[:n] for n in range(len(event.cameo), 1, -1) if event.cameo[:n] in cameo_codes()), None)
    return plover_type(act=event.type, mode=event.mode, status=event.status, cameo=code, dialect="crosswalk-2021")


def relation_sentence(marked: Marked, tokenize: Callable[[str], Any]) -> Sentence:
    """Words and pairs: each ordered pair of phrases, and each phrase alone, with its event or NONE."""
    words = [t for t in tokenize(marked.text) if not t.is_space]
    places = {n: _covered(words, *span) for n, span in marked.phrases.items()}
    places[NOBODY] = []
    first: dict[tuple[int, int], MarkedEvent] = {}
    for event in marked.events:
        first.setdefault((event.source, event.target), event)
        first.setdefault((event.source, NOBODY), event)
        first.setdefault((NOBODY, event.target), event)
    pairs = [_positive(e, places[s], places[t], words) for (s, t), e in first.items() if s or t]
    numbers = sorted(marked.phrases)
    free = [(s, t) for s in (NOBODY, *numbers) for t in (NOBODY, *numbers) if s != t and (s, t) not in first]
    free.sort(key=lambda p: hashlib.sha256(f"{marked.text}{p}".encode()).digest())
    pairs += [{"plover": "NONE", "source": places[s], "target": places[t]} for s, t in free[:MAX_NONE]]
    return Sentence(words=[t.text for t in words], pairs=pairs, genre="relations")


def _covered(words: list[Any], start: int, end: int) -> list[int]:
    return [i for i, t in enumerate(words) if t.idx < end and t.idx + len(t) > start]


def _positive(event: MarkedEvent, source: list[int], target: list[int], words: list[Any]) -> dict[str, Any]:
    return {
        "plover": event.type,
        "mode": event.mode,
        "cameo": event.cameo[:3],
        "crosswalk": crosswalk(event),
        "status": event.status,
        "standing": event.standing,
        "source": source,
        "target": target,
        "trigger": _covered(words, *event.trigger),
    }


def read_happened(path: Path) -> Iterator[Sentence]:
    """Yield treebank sentences with the value (-3 … 3) and class of each predicate (`4:2.5O 7:-3N`)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words, labels = line.split("\t")
        facts = [
            (int(at), float(label[:-1]), CLASSES[label[-1]]) for at, label in (x.split(":") for x in labels.split())
        ]
        yield Sentence(words=words.split(" "), facts=facts, genre="happened")
