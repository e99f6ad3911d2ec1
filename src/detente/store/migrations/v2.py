"""Version 2: what importing needs. Revised rows are told by their digest; deletions and imports are remembered."""

from __future__ import annotations

__all__ = ["STATEMENTS"]

STATEMENTS = (
    # an imported row's own codes: JSON text takes half the time of a MAP to write
    "ALTER TABLE events ALTER COLUMN original TYPE JSON USING to_json(original)",
    # digest of an imported row, where its data set revises rows
    "ALTER TABLE events ADD COLUMN digest VARCHAR",
    # where an imported event was told (GDELT's mentions)
    """CREATE TABLE mentions (
        event VARCHAR NOT NULL, dataset VARCHAR NOT NULL, seen TIMESTAMP, told TIMESTAMP, kind VARCHAR,
        publisher VARCHAR, url VARCHAR, sentence INTEGER, confidence INTEGER, tone DOUBLE)""",
    # rows that their data set has withdrawn: they are not taken again from an older file
    """CREATE TABLE deletions (
        dataset VARCHAR NOT NULL, original_id VARCHAR NOT NULL, deleted VARCHAR, read TIMESTAMPTZ NOT NULL)""",
    """CREATE TABLE imports (
        dataset VARCHAR NOT NULL, file VARCHAR NOT NULL, rows_read BIGINT, new BIGINT, revised BIGINT, same BIGINT,
        deleted BIGINT, refused MAP(VARCHAR, BIGINT), mended MAP(VARCHAR, BIGINT), finished TIMESTAMPTZ NOT NULL)""",
)
