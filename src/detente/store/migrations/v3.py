"""Version 3: what linking needs. Reports that are copies of others, and which incidents belong to a storyline."""

from __future__ import annotations

__all__ = ["STATEMENTS"]

STATEMENTS = (
    # every report that was looked at: the report that it is a copy of (itself where of none), the share of their runs
    # of three words in common, and its MinHash (96 numbers of 32 bits, little-endian)
    "CREATE TABLE copies (report VARCHAR NOT NULL, original VARCHAR NOT NULL, similarity DOUBLE, signature BLOB)",
)
