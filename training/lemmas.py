"""Write the lemma table: `python -m training.lemmas --treebanks FOLDER`."""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from detente.annotate.lemmas import Lemmatizer
from detente.codebook.frames_table import default_frames
from training.data import read_conllu

OUT = Path("src/detente/annotate/model/lemmas.json")


def main() -> None:
    """Collect, keep what the rules get wrong, report accuracy on the test sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    args = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    known: set[str] = {lemma for lemma, _ in default_frames().by_head}
    for name in ("en_ewt-train", "en_gum-open-train"):
        for s in read_conllu(args.treebanks / f"{name}.conllu", named=False):
            for form, tag, lemma in zip(s.words, s.xpos or [], s.lemmas or [], strict=True):
                if tag == "NNP" or (not form.isalpha() and "'" not in form and "’" not in form):
                    continue
                counts[f"{form.lower()} {tag}"][lemma.lower()] += 1
                if tag in ("VB", "VBP", "NN", "JJ"):
                    known.add(lemma.lower())
    rules = Lemmatizer({}, frozenset(known))
    irregular = {}
    for key, lemmas in counts.items():
        form, tag = key.split(" ")
        best, count = lemmas.most_common(1)[0]
        if rules.lemma(form, tag) != best and (count > 1 or tag in ("VBD", "VBN", "NNS")):
            irregular[key] = best
    table = {"irregular": dict(sorted(irregular.items())), "known": sorted(known)}
    OUT.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    lemmatizer = Lemmatizer.default()
    for name in ("en_ewt-test", "en_gum-open-test"):
        pairs = [
            (lemmatizer.lemma(w, t).lower() == m.lower())
            for s in read_conllu(args.treebanks / f"{name}.conllu", named=False)
            for w, t, m in zip(s.words, s.xpos or [], s.lemmas or [], strict=True)
        ]
        print(name, f"lemma accuracy {sum(pairs) / len(pairs):.4f} of {len(pairs)}")
    print(len(irregular), "irregular,", len(known), "known,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
