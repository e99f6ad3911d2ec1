"""Lemmas: regular inflection undone by rule, the rest looked up.

`model/lemmas.json` is written by `training/lemmas.py`: forms of the treebanks that the rules get wrong, and the
verbs and nouns that decide between spellings ("carried" → carry, "shared" → share).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

__all__ = ["Lemmatizer", "candidates"]

VOWELS = "aeiou"
# Stems that take an e where neither spelling is known: "-ize", "-ate", "-ve", "-ce", "-ge", "-ue", "-se" after a vowel.
SILENT_E = (
    "iz",
    "at",
    "v",
    "c",
    "g",
    "u",
    "ys",
    "as",
    "is",
    "os",
    "us",
    "ns",
    "rs",
    "ur",
    "ir",
    "bl",
    "tl",
    "pl",
    "gl",
    "dl",
    "ut",
    "id",
    "ad",
)
# One short syllable would have doubled its consonant ("rapped"), so an e was dropped ("raped" is rape).
ONE_SHORT = re.compile(r"[^aeiou]+[aeiou][^aeiouwxyhs]$")
TAIL = {
    "VBZ": "s",
    "NNS": "s",
    "NNPS": "s",
    "VBD": "ed",
    "VBN": "ed",
    "VBG": "ing",
    "JJR": "er",
    "RBR": "er",
    "JJS": "est",
    "RBS": "est",
}


def candidates(form: str, tag: str) -> Iterator[str]:
    """Possible base forms of a regularly inflected word, the likeliest first where nothing is known."""
    tail = TAIL.get(tag)
    if tail is None or not form.endswith(tail) or len(form) <= len(tail) + 1:
        return
    stem = form[: -len(tail)]
    if tail == "s":
        if form.endswith("ies") and len(form) > 4:
            yield form[:-3] + "y"
        if form.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
            yield form[:-2]
        yield stem
        return
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in VOWELS + "ls":
        yield stem[:-1]
    if stem.endswith(SILENT_E) or ONE_SHORT.match(stem):
        yield stem + "e"
    yield stem
    yield stem + "e"
    if len(stem) > 2 and stem[-1] == stem[-2]:
        yield stem[:-1]


class Lemmatizer:
    """Gives the lemma of a form with its Penn tag."""

    def __init__(self, irregular: Mapping[str, str], known: frozenset[str]) -> None:
        self._irregular, self._known = irregular, known

    @classmethod
    def default(cls) -> Lemmatizer:
        """The shipped table."""
        text = (files("detente.annotate") / "model" / "lemmas.json").read_text(encoding="utf-8")
        table = json.loads(text)
        return cls(table["irregular"], frozenset(table["known"]))

    def lemma(self, form: str, tag: str) -> str:
        """Lower-case lemma; names keep their letters."""
        if tag == "NNP":
            return form
        word = form.lower()
        listed = self._irregular.get(f"{word} {tag}")
        if listed:
            return listed
        if tag == "NNPS":
            return form
        options = list(candidates(word, tag))
        return next((o for o in options if o in self._known), options[0] if options else word)
