"""Training data as the network wants it: treebank sentences, name tags, relation sentences."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NAME_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
DIALECTS_DIFFER = frozenset({"SANCTION", "CONCEDE"})  # by code, which the seed corpus does not tell
RARE_MODE, RARE_CODE = 5, 10
RARE_LABEL = 20  # a relation label met less often is cut to its base: too rare to learn


@dataclass(slots=True)
class Sentence:
    """One training sentence; None where a layer is not annotated."""

    words: list[str]
    upos: list[str] | None = None
    xpos: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    deprels: list[str] | None = None
    names: list[str] | None = None
    pairs: list[dict[str, object]] = field(default_factory=list)
    facts: list[tuple[int, float, str]] = field(default_factory=list)  # predicate, value, class: did it happen?
    genre: str = ""


def read_conllu(path: Path, *, named: bool) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file; `named` reads GUM's entity spans as name tags."""
    genre, rows = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc id = "):
            genre = line.removeprefix("# newdoc id = ")
        elif line and line[0] != "#":
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif not line and rows:
            yield _sentence(rows, genre, named=named)
            rows = []
    if rows:
        yield _sentence(rows, genre, named=named)


def _sentence(rows: list[list[str]], genre: str, *, named: bool) -> Sentence:
    return Sentence(
        words=[r[1] for r in rows],
        lemmas=[r[2] for r in rows],
        upos=[r[3] for r in rows],
        xpos=[r[4] for r in rows],
        heads=[int(r[6]) for r in rows],
        deprels=[r[7] for r in rows],
        names=_names(rows) if named else None,
        genre=genre,
    )


def _names(rows: list[list[str]]) -> list[str]:
    """Name tags from GUM's entity spans: the run of proper nouns around a proper head."""
    tags = ["O"] * len(rows)
    for start, end, kind in sorted(_entities(rows), key=lambda e: e[0] - e[1]):
        heads = [i for i in range(start, end) if not start <= int(rows[i][6]) - 1 < end]
        if kind not in NAME_KINDS or not heads or rows[heads[0]][3] != "PROPN":
            continue
        left, right = _name_run(rows, heads[0], start, end)
        if any(tags[i] != "O" for i in range(left, right)):
            continue  # the longer span has it
        for i in range(left, right):
            tags[i] = ("B-" if i == left else "I-") + NAME_KINDS[kind]
    return tags


def _name_run(rows: list[list[str]], head: int, start: int, end: int) -> tuple[int, int]:
    def proper(i: int) -> bool:
        return rows[i][3] == "PROPN" or rows[i][4].startswith("NNP") or rows[i][7] == "flat"

    glue = {"-", ".", "of", "the", "and", "&", "for", "/"}
    left = head
    while left > start:
        step = 1
        while left - step >= start and rows[left - step][1].lower() in glue and step <= 2:
            step += 1
        if left - step < start or not proper(left - step):
            break
        left -= step
    right = head + 1
    while right < end:
        step = 0
        while right + step < end and rows[right + step][1].lower() in glue and step <= 1:
            step += 1
        if right + step >= end or not proper(right + step):
            break
        right += step + 1
    return left, right


def _entities(rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """Read `Entity=(1-person-…(2-place-…)2)1)`: spans that open and close within the sentence."""
    opened: list[tuple[str, int, str]] = []
    spans = []
    for i, row in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]+)", row[9])
        if not found:
            continue
        for opening, closing in re.findall(r"(\([^()]+)|(?:([^()]*)\))", found[1]):
            if opening:
                number, kind = opening[1:].split("-")[:2]
                opened.append((number, i, kind))
            else:
                number = closing
                match = next((o for o in reversed(opened) if not number or o[0] == number), None)
                if match:
                    opened.remove(match)
                    spans.append((match[1], i + 1, match[2]))
    return spans


def read_iob2(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the sentences of an IOB2 file as (word, tag) pairs."""
    rows: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if not line.strip():
            if rows:
                yield rows
            rows = []
        else:
            columns = line.split("\t")
            rows.append((columns[1], columns[2] if re.match(r"[BI]-(PER|ORG|LOC)", columns[2]) else "O"))
    if rows:
        yield rows


def name_sentences(path: Path) -> Iterator[Sentence]:
    """Yield sentences that carry name tags only."""
    for rows in read_iob2(path):
        yield Sentence(words=[w for w, _ in rows], names=[t for _, t in rows], genre="uner")


def read_relations(path: Path, tokenize: object) -> Iterator[Sentence]:
    """Yield relation sentences: each row's source and target as word index lists."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        doc = tokenize(row["text"])  # type: ignore[operator]
        pairs = []
        for pair in row.get("pairs", [row]):
            source, target = _word_span(doc, pair["source"]), _word_span(doc, pair["target"])
            if source and target:
                crosswalk = None if pair["plover"] in DIALECTS_DIFFER else pair["plover"]
                pairs.append({**pair, "crosswalk": crosswalk, "source": source, "target": target})
        yield Sentence(words=[t.text for t in doc if not t.is_space], pairs=pairs, genre="relations")


def _word_span(doc: object, text: str) -> list[int]:
    start = doc.text.find(text)  # type: ignore[attr-defined]
    if start < 0 or not text:
        return []
    words = [t for t in doc if not t.is_space]  # type: ignore[attr-defined]
    return [i for i, t in enumerate(words) if t.idx < start + len(text) and t.idx + len(t) > start]


@dataclass(frozen=True, slots=True)
class Labels:
    """The label sets of the network, in order of their ids."""

    upos: list[str]
    xpos: list[str]
    deprels: list[str]
    names: list[str]
    types: list[str]
    modes: list[str]
    status: list[str]
    standing: list[str]
    cameo: list[str]
    crosswalk: list[str]


def collect_labels(sentences: list[Sentence]) -> Labels:
    """Collect the label sets from the training sentences, most frequent first."""
    upos: Counter[str] = Counter()
    xpos: Counter[str] = Counter()
    deprels: Counter[str] = Counter()
    modes: Counter[str] = Counter()
    cameo: Counter[str] = Counter()
    types: set[str] = set()
    for s in sentences:
        upos.update(s.upos or [])
        xpos.update(s.xpos or [])
        deprels.update(s.deprels or [])
        for p in s.pairs:
            types.add(str(p["plover"]))
            modes[f"{p['plover']}/{p.get('mode') or ''}"] += 1
            cameo[str(p.get("cameo") or "")] += 1
    frequent = [k for k, n in deprels.most_common() if n >= RARE_LABEL or ":" not in k]
    return Labels(
        upos=[k for k, _ in upos.most_common()],
        xpos=[k for k, _ in xpos.most_common()],
        deprels=frequent,
        names=["O"] + [f"{b}-{k}" for k in ("PER", "ORG", "LOC") for b in "BI"],
        types=sorted(types | {"NONE"}),
        modes=[k for k, n in sorted(modes.items()) if n >= RARE_MODE and not k.startswith("NONE")],
        status=["occurred", "ongoing", "planned", "offered", "threatened", "hypothetical", "negated"],
        standing=["narrated", "attributed", "alleged", "denied"],
        cameo=[k for k, n in sorted(cameo.items()) if k and n >= RARE_CODE],
        crosswalk=sorted(types | {"NONE"}),
    )


def label_id(labels: list[str], label: str) -> int:
    """Id of a label, of its base where the subtype is rare, -100 (ignored) where neither is known."""
    if label in labels:
        return labels.index(label)
    base = label.split(":", maxsplit=1)[0]
    return labels.index(base) if base in labels else -100
