"""Measure the exported reader: `python -m training.evaluate --treebanks FOLDER [--model FOLDER]`.

Gold sentences and words; labels with their subtypes. `core` is labelled attachment of core arguments and obliques.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from detente.annotate.model import Model, Parsed
from training.data import Sentence, name_sentences, read_conllu

CORE = frozenset("nsubj nsubj:pass obj iobj obl obl:agent ccomp xcomp".split())


def tree_scores(gold: Sequence[Sentence], parsed: Sequence[Parsed]) -> dict[str, float]:
    """UPOS, UAS, LAS, core labelled attachment and lemma accuracy."""
    hits: Counter[str] = Counter()
    for s, p in zip(gold, parsed, strict=True):
        assert s.upos
        assert s.heads
        assert s.deprels
        for i in range(len(s.words)):
            right_head = p.heads[i] == s.heads[i]
            right = right_head and p.deprels[i] == s.deprels[i]
            hits["words"] += 1
            hits["upos"] += p.upos[i] == s.upos[i]
            hits["uas"] += right_head
            hits["las"] += right
            if s.deprels[i] in CORE:
                hits["core words"] += 1
                hits["core"] += right
    scores = {k: hits[k] / hits["words"] for k in ("upos", "uas", "las")}
    return {**scores, "core": hits["core"] / hits["core words"], "words": hits["words"]}


def name_f1(gold: Sequence[Sentence], parsed: Sequence[Parsed]) -> float:
    """F1 of name spans with their kinds."""
    right = predicted = wanted = 0
    for s, p in zip(gold, parsed, strict=True):
        a, b = spans(s.names or []), spans(p.names)
        right, predicted, wanted = right + len(a & b), predicted + len(b), wanted + len(a)
    return 2 * right / (predicted + wanted)


def spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Name spans of a tag sequence."""
    out, start = set(), 0
    for i in range(len(tags) + 1):
        tag = tags[i] if i < len(tags) else "O"
        before = tags[i - 1] if i else "O"
        if before != "O" and (tag[:1] != "I" or tag[2:] != before[2:]):
            out.add((start, i, before[2:]))
        if tag[:1] == "B" or (tag[:1] == "I" and tag[2:] != before[2:]):
            start = i
    return out


def measure(model: Model, treebanks: Path) -> dict[str, dict[str, float]]:
    """All figures of one model."""
    sets = {
        "EWT test": list(read_conllu(treebanks / "en_ewt-test.conllu", named=False)),
        "GUM test, news and interviews": [
            s
            for s in read_conllu(treebanks / "en_gum-open-test.conllu", named=True)
            if s.genre.startswith(("GUM_news", "GUM_interview"))
        ],
    }
    out = {name: tree_scores(gold, model.parse([s.words for s in gold])) for name, gold in sets.items()}
    named = list(name_sentences(treebanks / "uner_en_ewt-test.iob2"))
    out["names, UNER test"] = {"f1": name_f1(named, model.parse([s.words for s in named]))}
    return out


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    args = parser.parse_args()
    print(json.dumps(measure(Model(args.model), args.treebanks), indent=1))


if __name__ == "__main__":
    main()
