"""Cutting text into words the way Universal Dependencies' English treebanks do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.lang.char_classes import ALPHA, CONCAT_QUOTES, LIST_ELLIPSES, LIST_ICONS
from spacy.lang.en import English
from spacy.language import Language

__all__ = ["english_tokenizer"]

# The treebanks split hyphened compounds ("US - India") but keep these prefixes whole ("co-founder").
WHOLE_PREFIXES = frozenset(
    "anti bi co e extra hyper inter intra mini mis narco neo non post pre pseudo quasi re semi tele trans ultra".split()
)

HYPHEN = re.compile(rf"(?<=[{ALPHA}0-9.])(?:-|–|—|--|---|‑)(?=[{ALPHA}0-9$€£“\"'])")
OTHER_INFIXES = re.compile(
    "|".join(
        [
            *LIST_ELLIPSES,
            *LIST_ICONS,
            r"(?<=[0-9])[+*^](?=[0-9-])",
            rf"(?<=[{ALPHA}{CONCAT_QUOTES}])\.(?=[A-Z][a-z])",
            rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
            rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
            r"(?<=[a-z])[—–](?=[\w“\"])",
        ]
    )
)
WEB = re.compile(r"https?://|www\.|@")


def _infixes(text: str) -> Iterator[re.Match[str]]:
    """Yield the places where a chunk of text is cut inside."""
    if WEB.search(text):
        return
    found = [m for m in HYPHEN.finditer(text) if text[: m.start()].lower() not in WHOLE_PREFIXES]
    taken = {m.start() for m in found}
    found += [m for m in OTHER_INFIXES.finditer(text) if m.start() not in taken]
    yield from sorted(found, key=lambda m: m.start())


def english_tokenizer() -> Language:
    """Make a blank English pipeline whose tokenizer follows the treebanks."""
    nlp = English()
    nlp.tokenizer.infix_finditer = _infixes  # type: ignore[union-attr]
    return nlp
