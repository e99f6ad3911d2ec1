"""Write the lemma table: `python -m training.lemmas --treebanks FOLDER`."""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from detente.annotate.lemmas import Lemmatizer
from detente.codebook.frames_table import default_frames
from training.data import read_conllu

# Irregular verbs of the news that the treebanks may lack: base, past, participle.
IRREGULAR = """shoot shot shot|strike struck struck|sink sank sunk|flee fled fled|overthrow overthrew overthrown|withdraw withdrew withdrawn
fight fought fought|hold held held|sell sold sold|buy bought bought|spread spread spread|hit hit hit|beat beat beaten|seek sought sought
lay laid laid|lend lent lent|spend spent spent|forbid forbade forbidden|forgive forgave forgiven|swear swore sworn|freeze froze frozen
steal stole stolen|throw threw thrown|bear bore born|arise arose arisen|break broke broken|burn burnt burnt|cut cut cut|deal dealt dealt
draw drew drawn|drive drove driven|fall fell fallen|feed fed fed|fly flew flown|hang hung hung|lead led led|leave left left
light lit lit|lose lost lost|mislead misled misled|pay paid paid|put put put|quit quit quit|ride rode ridden|rise rose risen|send sent sent
shake shook shaken|shut shut shut|sit sat sat|slay slew slain|speak spoke spoken|split split split|stick stuck stuck|sweep swept swept
take took taken|teach taught taught|undertake undertook undertaken|uphold upheld upheld|weep wept wept|win won won|foresee foresaw foreseen
outlaw outlawed outlawed|bind bound bound|wind wound wound|strive strove striven|resell resold resold|rebuild rebuilt rebuilt|retake retook retaken|withhold withheld withheld
overrun overran overrun|tear tore torn|dig dug dug|swing swung swung|slide slid slid|unfreeze unfroze unfrozen|override overrode overridden
mistake mistook mistaken|repay repaid repaid|string strung strung|cling clung clung|fling flung flung|outrun outran outrun|foreswear foreswore foresworn
forswear forswore forsworn|overfly overflew overflown|bid bid bid|spring sprang sprung|spit spat spat|swim swam swum|sling slung slung|undo undid undone
forgo forwent forgone|bleed bled bled|breed bred bred|wage waged waged|rip ripped ripped|free freed freed|decree decreed decreed"""


OUT = Path("src/detente/annotate/model/lemmas.json")


def main() -> None:
    """Collect, keep what the rules get wrong, report accuracy on the test sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    args = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    frames = [f for found in default_frames().by_head.values() for f in found]
    known: set[str] = {lemma for lemma, _ in default_frames().by_head}
    known |= {
        w for f in frames for c in f.needs for w in c.lemmas if w.isalpha() and not w.endswith(("ing", "ed", "s"))
    }
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
    for base, past, participle in (row.split() for line in IRREGULAR.splitlines() for row in line.split("|")):
        known.add(base)
        irregular[f"{past} VBD"] = irregular[f"{participle} VBN"] = base
    irregular |= {"found VBD": "find", "found VBN": "find", "wounded VBD": "wound", "wounded VBN": "wound"}
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
