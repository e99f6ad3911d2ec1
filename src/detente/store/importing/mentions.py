"""What is not a table of events: GDELT's mentions (16 columns, tab, no header), and feeds of deletions."""

from __future__ import annotations

import duckdb

from detente.store.folding import mark_unfolded
from detente.store.importing.formats import Format
from detente.store.importing.pieces import Piece
from detente.store.importing.staging import count_refused
from detente.store.importing.tally import Tally

__all__ = ["MENTIONS", "store_deletions", "store_mentions"]

COLUMNS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID"
    " Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone"
    " MentionDocTranslationInfo Extras"
).lower().split()  # fmt: skip
KINDS = "'1': 'web', '2': 'citation', '3': 'CORE', '4': 'DTIC', '5': 'JSTOR', '6': 'not text'"

STAGE = f"""
SELECT globaleventid || ' ' || mentionidentifier || ' ' || sentenceid AS key, line_start, 0::SMALLINT AS mends,
    CASE WHEN torn IS NOT NULL THEN torn WHEN TRY_CAST(globaleventid AS BIGINT) IS NULL THEN 'no event id'
        WHEN TRY_STRPTIME(mentiontimedate, '%Y%m%d%H%M%S') IS NULL THEN 'no such date' END AS refused,
    'gdelt:' || globaleventid AS event, TRY_STRPTIME(mentiontimedate, '%Y%m%d%H%M%S') AS seen,
    TRY_STRPTIME(eventtimedate, '%Y%m%d%H%M%S') AS told, MAP {{{KINDS}}}[mentiontype] AS kind,
    mentionsourcename AS publisher, mentionidentifier AS url, TRY_CAST(sentenceid AS INTEGER) AS sentence,
    TRY_CAST(confidence AS INTEGER) AS confidence, TRY_CAST(mentiondoctone AS DOUBLE) AS tone
FROM raw
"""

MENTIONS = Format("gdelt-mentions", "gdelt", tuple(COLUMNS), STAGE)


def store_mentions(connection: duckdb.DuckDBPyConnection, piece: Piece, tally: Tally) -> None:
    """Append the mentions of a piece; one that is held already is left."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {STAGE}")
    count_refused(connection, piece, tally)
    connection.execute("DELETE FROM staged WHERE refused IS NOT NULL")
    before = _count(connection, "staged")
    connection.execute(
        "DELETE FROM staged WHERE rowid NOT IN (SELECT min(rowid) FROM staged GROUP BY key)"
        " OR (event, url, sentence) IN (SELECT (event, url, sentence) FROM mentions)"
    )
    tally.new += _count(connection, "staged")
    tally.same += before - _count(connection, "staged")
    columns = "event, seen, told, kind, publisher, url, sentence, confidence, tone"
    connection.execute(f"INSERT INTO mentions (dataset, {columns}) SELECT 'gdelt', {columns} FROM staged")


def store_deletions(connection: duckdb.DuckDBPyConnection, form: Format, tally: Tally) -> None:
    """Note what a data set has withdrawn; its events are no longer current, and are not taken again."""
    ident, moment = form.deletions or ("", "")
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE withdrawn AS SELECT DISTINCT "{ident}" AS key, min("{moment}") AS deleted'
        f' FROM raw WHERE "{ident}" IS NOT NULL GROUP BY 1'
    )
    empty = _count(connection, f'raw WHERE "{ident}" IS NULL')
    if empty:
        tally.refuse("no event id", empty)
    connection.execute(
        "INSERT INTO deletions SELECT ?, key, deleted, now() FROM withdrawn"
        " WHERE key NOT IN (SELECT original_id FROM deletions WHERE dataset = ?)",
        [form.dataset, form.dataset],
    )
    gone = "SELECT id FROM events WHERE dataset = ? AND current AND original_id IN (SELECT key FROM withdrawn)"
    mark_unfolded(connection, gone, [form.dataset])
    connection.execute(
        f"UPDATE figures SET current = false WHERE dataset = ? AND split_part(id, ':f', 1) IN ({gone})",
        [form.dataset, form.dataset],
    )
    connection.execute(f"UPDATE events SET current = false WHERE id IN ({gone})", [form.dataset])
    tally.deleted += _count(connection, "withdrawn")


def _count(connection: duckdb.DuckDBPyConnection, what: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(row[0]) if row else 0
