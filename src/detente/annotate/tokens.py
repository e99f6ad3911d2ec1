"""Cutting text into words the way Universal Dependencies' English treebanks do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.lang.char_classes import ALPHA, CONCAT_QUOTES, LIST_ELLIPSES, LIST_ICONS
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import registry

__all__ = ["english_tokenizer", "treebank_tokenizer"]

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
LONGEST_SUFFIX = 60  # characters
WEB = re.compile(r"https?://|www\.|@")


def _infixes(text: str) -> Iterator[re.Match[str]]:
    """Yield the places where a chunk of text is cut inside."""
    if WEB.search(text):
        return
    found = [m for m in HYPHEN.finditer(text) if text[: m.start()].lower() not in WHOLE_PREFIXES]
    taken = {m.start() for m in found}
    found += [m for m in OTHER_INFIXES.finditer(text) if m.start() not in taken]
    yield from sorted(found, key=lambda m: m.start())


class _Treebank(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer for English with our infixes. They are code, so that nothing is saved with a pipeline."""

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> Tokenizer:
        return self

    def to_disk(self, path: object, **_: object) -> None:
        """Nothing to write."""

    def from_disk(self, path: object, **_: object) -> Tokenizer:
        return self


def treebank_tokenizer(nlp: Language) -> Tokenizer:
    """A tokenizer for an English pipeline that follows the treebanks."""
    usual = registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp)
    suffix = usual.suffix_search
    return _Treebank(
        nlp.vocab,
        rules=usual.rules,
        prefix_search=usual.prefix_search,
        # in the end alone: from the beginning, a line of thousands of brackets takes the square of its length
        suffix_search=lambda text: suffix(text[-LONGEST_SUFFIX:]),
        infix_finditer=_infixes,
        token_match=usual.token_match,
        url_match=usual.url_match,
    )


def english_tokenizer() -> Language:
    """Make a blank English pipeline whose tokenizer follows the treebanks."""
    nlp = English()
    nlp.tokenizer = treebank_tokenizer(nlp)
    return nlp
