"""Deaths and injuries that nobody dealt out: crashes, floods, fires, illness."""

from __future__ import annotations

from spacy.tokens import Token

from detente.codebook.words import word_list
from detente.extract.drafts import Draft

__all__ = ["is_accident"]

# Verbs and nouns that tell of harm as well where nobody does it.
HARMS = frozenset(
    {"kill", "injure", "wound", "hurt", "hit", "strike", "destroy", "damage", "explode", "blast", "explosion"}
)


def is_accident(d: Draft) -> bool:
    """Whether a harm without an actor is told as an accident: its sentence names one, and no violence."""
    if d.actors or d.plain != "ASSAULT" or d.match.token.lemma_.lower() not in HARMS:
        return False
    words = {form for token in d.match.token.sent for form in _forms(token)}
    return bool(words & word_list("accidents")) and not words & word_list("violence")


def _forms(token: Token) -> tuple[str, str, str]:
    return token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")
