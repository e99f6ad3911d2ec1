"""How names are cut, folded and compared: accents, capitals, plurals, and transliterations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["alike", "fold", "plural", "skeleton", "split_name"]

# Letters that Unicode does not take apart into a base and an accent.
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})  # fmt: skip
# Digraphs that transliterations disagree about, longest first.
SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("ch", "c"), ("ph", "f"),
    ("ck", "k"), ("dj", "j"), ("cz", "c"), ("tz", "s"), ("ts", "s"), ("q", "k"), ("x", "ks"), ("w", "v"), ("z", "s"), ("y", ""),
    ("j", ""),
)  # fmt: skip
VOWELS = re.compile(r"(?<=.)[aeiou]+")
DOUBLE = re.compile(r"(.)\1+")
# Acronyms this short must stand in capitals ("who" is no organisation); longer ones may be written "Nato".
SHORT_ACRONYM = 3


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word in small letters without accents."""
    low = word.lower().translate(LETTERS)
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a name: "Aleksandr" and "Alexander", "Mohamed" and "Muhammad" share theirs."""
    text = re.sub(r"[^a-z]", "", fold(word))
    for old, new in SOUNDS:
        text = text[:1] + text[1:].replace(old, new) if old in ("y", "j") else text.replace(old, new)
    return DOUBLE.sub(r"\1", VOWELS.sub("", text))


def alike(words: Sequence[str], alias: Sequence[str]) -> bool:
    """Whether words whose folded forms are equal also agree in capitals: "Turkey" is a state, "turkey" is not."""
    return all(_cased(w, a) for w, a in zip(words, alias, strict=True))


def _cased(word: str, alias: str) -> bool:
    if word == alias or not alias[:1].isupper():
        return True
    if word.islower():
        return False
    acronym = alias.isupper() and len(alias) > 1
    return word.isupper() or not acronym or len(alias) > SHORT_ACRONYM


def split_name(name: str) -> list[str]:
    """Words as the tokenizer cuts them: hyphens, commas and the genitive apart."""
    out: list[str] = []
    for word in name.replace("-", " - ").replace(",", " ,").split():
        for mark in ("'s", "’s"):
            if word.endswith(mark):
                out += [word[: -len(mark)], mark]
                break
        else:
            out += [word[:-1], "'"] if word.endswith("s'") else [word]
    return out


IRREGULAR = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "wife": "wives",
    "thief": "thieves",
}


def plural(word: str) -> str:
    """The plural of an English noun in small letters."""
    for one, many in IRREGULAR.items():
        if word.endswith(one) and (word == one or one in ("man", "woman", "child", "person")) and word != "human":
            return word[: -len(one)] + many
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s")
