"""The ontology and all words, as data with a strict schema."""

VERSION = "1.0.0"

__all__ = ["VERSION"]
