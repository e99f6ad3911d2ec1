"""Deaths and injuries that nobody dealt out: crashes, floods, fires, illness."""

from __future__ import annotations

from spacy.tokens import Token

from detente.codebook.words import word_list
from detente.extract.drafts import Draft

__all__ = ["is_accident"]


def is_accident(d: Draft) -> bool:
    """Whether a harm without an actor is told as an accident: its sentence names one, and no violence."""
    if d.actors or d.plain != "ASSAULT" or d.match.token.lemma_.lower() not in word_list("harms"):
        return False
    words = {form for token in d.match.token.sent for form in _forms(token)}
    return bool(words & word_list("accidents")) and not words & word_list("violence")


def _forms(token: Token) -> tuple[str, str, str]:
    return token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")
