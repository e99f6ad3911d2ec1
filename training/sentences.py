"""Train the sentence segmenter: `python -m training.sentences --treebanks FOLDER`.

Rebuilds each treebank document's text (`SpaceAfter`, `newpar`), tokenizes it as at run time, and learns which
candidate places end a sentence. News writes a paragraph a line, so half of the paragraph breaks are shown as
single line breaks; some sentence ends become line breaks too.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from detente.annotate.sentences import Segmenter, features, may_end, units
from training.sources import blank_tokenizer

OUT = Path("src/detente/annotate/model/sentences.json")
SMALLEST = 0.05  # weights nearer to zero are left out: they decide nothing


@dataclass
class Document:
    """A document's text and the offsets where its sentences end."""

    name: str
    text: str
    ends: set[int]


def documents(path: Path, breaks: random.Random | None) -> Iterator[Document]:  # noqa: C901 - one pass over the lines
    """Rebuild the documents of a CoNLL-U file."""
    document: Document | None = None
    paragraph = False
    separator = "\n\n"
    multiword_end, spaced = 0, True
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            if document:
                yield document
            document = Document(line.split("= ")[-1], "", set())
            separator = "\n" if breaks and breaks.random() < 0.5 else "\n\n"
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# text = ") and document is not None:
            if document.text:
                document.text = document.text.rstrip(" ") + separator if paragraph else document.text
            paragraph = False
        elif line and line[0].isdigit() and document is not None:
            columns = line.split("\t")
            if "-" in columns[0]:
                document.text += columns[1]
                multiword_end, spaced = int(columns[0].split("-")[1]), "SpaceAfter=No" not in columns[9]
                document.text += " " if spaced else ""
            elif columns[0].isdigit() and int(columns[0]) > multiword_end:
                document.text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
        elif not line and document is not None:
            multiword_end = 0
            document.ends.add(len(document.text.rstrip()))
    if document:
        yield document


def examples(path: Path, nlp: object, rng: random.Random) -> Iterator[tuple[dict[str, int], bool]]:
    """Yield features and truth at every candidate place, the sentence's true beginning given."""
    for document in documents(path, rng):
        doc = nlp(document.text)  # type: ignore[operator]
        rows, kept = units(doc)
        begun = 0
        for k, i in enumerate(kept):
            end = doc[i].idx + len(doc[i]) in document.ends
            if rows[k].after != "p" and k + 1 < len(rows) and may_end(rows, k):
                yield dict.fromkeys(features(rows, k, begun), 1), end
            if end:
                begun = k + 1


def evaluate(segmenter: Segmenter, path: Path, nlp: object, wanted: tuple[str, ...]) -> tuple[float, int]:
    """F1 of sentence spans on the documents whose names begin with one of `wanted`."""
    right = predicted = gold = 0
    for document in documents(path, None):
        if not document.name.startswith(wanted):
            continue
        doc = nlp(document.text)  # type: ignore[operator]
        found = {(doc[s[0]].idx, doc[s[-1]].idx + len(doc[s[-1]])) for s in segmenter.sentences(doc)}
        ends = sorted(document.ends)
        starts = [0] + [e + len(document.text[e:]) - len(document.text[e:].lstrip()) for e in ends[:-1]]
        truth = set(zip(starts, ends, strict=True))
        right, predicted, gold = right + len(found & truth), predicted + len(found), gold + len(truth)
    return 2 * right / (predicted + gold), gold


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    args = parser.parse_args()
    nlp, rng = blank_tokenizer(), random.Random(3)
    rows = [
        row
        for _ in range(2)
        for name in ("en_ewt-train", "en_gum-open-train")
        for row in examples(args.treebanks / f"{name}.conllu", nlp, rng)
    ]
    vectorizer = DictVectorizer(dtype=np.float32)
    x = vectorizer.fit_transform([r[0] for r in rows])
    model = LogisticRegression(C=1.0, max_iter=400).fit(x, [r[1] for r in rows])
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0].round(3).tolist(), strict=True))
    weights = {k: v for k, v in weights.items() if abs(v) >= SMALLEST}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"bias": round(float(model.intercept_[0]), 3), "weights": weights}, ensure_ascii=False))
    segmenter = Segmenter.default()
    print(len(rows), "places,", len(weights), "weights,", OUT.stat().st_size, "bytes")
    for name in ("en_ewt-dev", "en_ewt-test", "en_gum-open-test"):
        for genre in ("weblog", "newsgroup", "email", "reviews", "answers", "GUM_news", "GUM_interview", "GUM_bio"):
            try:
                f1, count = evaluate(segmenter, args.treebanks / f"{name}.conllu", nlp, (genre,))
            except ZeroDivisionError:
                continue
            print(f"{name} {genre}: F1 {f1:.4f} of {count}")


if __name__ == "__main__":
    main()
