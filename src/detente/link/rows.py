"""Incidents as rows: members written, each incident told by its members, all in the store's own SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from detente.link.history import Change

__all__ = ["finish", "write_members"]

CHANGES = ("created", "grown", "merged", "split", "retired")
HISTORY = pa.schema(
    [
        ("incident", pa.string()),
        ("moment", pa.timestamp("us", tz="UTC")),
        ("change", pa.string()),
        ("other", pa.string()),
        ("events", pa.list_(pa.string())),
        ("why", pa.string()),
    ]
)
# An incident is told by its members: what most of them say; of the dates and places the narrowest.
TOLD = """
INSERT INTO incidents
WITH members AS (SELECT m.incident, m.score, e.*, r.source,
        CASE e.standing WHEN 'narrated' THEN 0 WHEN 'attributed' THEN 1 WHEN 'alleged' THEN 2 ELSE 3 END AS doubt,
        CASE e.status WHEN 'occurred' THEN 0 WHEN 'ongoing' THEN 1 WHEN 'planned' THEN 2 ELSE 3 END AS undone,
        coalesce(final_day(coalesce(e.date."end", e.date."start")) - first_day(e.date."start"), 9999) AS width,
        len(e.actors) + len(e.recipients) AS parties
    FROM incident_events AS m JOIN touched AS t ON t.incident = m.incident JOIN events AS e ON e.id = m.event
    LEFT JOIN reports AS r ON r.id = e.report),
told AS (SELECT incident, mode(type ORDER BY id) AS type, count(DISTINCT coalesce(m.report, m.id)) AS reports,
        count(DISTINCT coalesce(c.original, m.report, m.publisher, m.id)) AS sources, max(score) AS best,
        arg_min(m.status, undone * 1000000 + width) AS status,
        CASE WHEN count(*) FILTER (standing IN ('denied', 'disputed')) > 0 THEN 'disputed'
            ELSE arg_min(standing, doubt) END AS standing,
        arg_min(date, width * 10 + CASE date.basis WHEN 'publication' THEN 9 ELSE 0 END) AS date,
        arg_max(place, CASE WHEN place.lat IS NULL THEN 0 WHEN lower(place.name) = lower(place.country) THEN 1
            ELSE 2 END) AS place
    FROM members AS m LEFT JOIN copies AS c ON c.report = m.report GROUP BY incident),
chosen AS (SELECT m.*, row_number() OVER (PARTITION BY m.incident ORDER BY parties DESC, undone, doubt,
        confidence DESC NULLS LAST, id) AS rank
    FROM members AS m JOIN told ON told.incident = m.incident AND m.type IS NOT DISTINCT FROM told.type)
SELECT t.incident, t.type, c.mode, c.quad, c.intensity, c.goldstein, c.actors, c.recipients, t.status, t.standing,
    t.date, t.place, NULL, t.reports, t.sources, round(t.best, 3),
    CASE WHEN t.reports = 1 THEN 'one report' ELSE t.reports || ' reports' END, NULL, true, now()
FROM told AS t JOIN chosen AS c ON c.incident = t.incident AND c.rank = 1
"""
TITLED = """
UPDATE incidents SET title = n.title FROM (
    SELECT i.id, concat_ws(' → ', nullif(any_value(p.actors), ''), nullif(any_value(p.recipients), '')) || ': ' ||
        concat_ws('/', any_value(i.type), any_value(i.mode)) || coalesce(', ' || any_value(i.place.name), '') AS title
    FROM incidents AS i JOIN touched AS t ON t.incident = i.id LEFT JOIN (
        SELECT s.id, string_agg(DISTINCT a.name, ', ' ORDER BY a.name) FILTER (s.role = 'a') AS actors,
            string_agg(DISTINCT a.name, ', ' ORDER BY a.name) FILTER (s.role = 'r') AS recipients
        FROM (SELECT id, 'a' AS role, unnest(actors) AS party FROM incidents
            UNION ALL SELECT id, 'r', unnest(recipients) FROM incidents) AS s
        JOIN actors AS a ON a.id = s.party WHERE s.id IN (SELECT incident FROM touched)
        GROUP BY s.id) AS p ON p.id = i.id
    GROUP BY i.id) AS n WHERE n.id = incidents.id
"""


def write_members(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """Tie events to incidents; what they were tied to before is forgotten here and kept in the history."""
    connection.register("moved_rows", rows)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS SELECT incident FROM incident_events WHERE event IN"
        " (SELECT event FROM moved_rows UNION SELECT id FROM changed WHERE NOT new)"
        " UNION SELECT incident FROM moved_rows"
    )
    connection.execute(
        "DELETE FROM incident_events WHERE event IN"
        " (SELECT event FROM moved_rows UNION ALL SELECT id FROM changed WHERE NOT new)"
    )
    connection.execute("INSERT INTO incident_events SELECT incident, event, score, why, now() FROM moved_rows")
    connection.unregister("moved_rows")


def finish(connection: duckdb.DuckDBPyConnection, changes: Sequence[Change]) -> dict[str, int]:
    """Tell the touched incidents anew, and write the history. Gives how many were created, grown and so on."""
    lost = connection.execute(
        "SELECT incident FROM touched WHERE incident NOT IN (SELECT incident FROM incident_events) ORDER BY incident"
    ).fetchall()
    connection.execute("UPDATE incidents SET current = false WHERE id IN"
        " (SELECT incident FROM touched) AND id NOT IN (SELECT incident FROM incident_events)")  # fmt: skip
    connection.execute("DELETE FROM incidents WHERE id IN (SELECT incident FROM touched) AND id IN"
        " (SELECT incident FROM incident_events)")  # fmt: skip
    connection.execute(TOLD)
    connection.execute(TITLED)
    merged = {c.incident for c in changes if c.change == "merged"}
    retired = [Change(i, "retired", None, [], "its reports were replaced") for (i,) in lost if i not in merged]
    _write_history(connection, [*changes, *retired])
    return {kind: sum(c.change == kind for c in (*changes, *retired)) for kind in CHANGES}


def _write_history(connection: duckdb.DuckDBPyConnection, changes: Sequence[Change]) -> None:
    if not changes:
        return
    now = datetime.now(UTC)
    columns = [[c.incident for c in changes], [now] * len(changes), [c.change for c in changes]]
    rest = [[c.other for c in changes], [c.events for c in changes], [c.why for c in changes]]
    connection.register("told_changes", pa.table([*columns, *rest], schema=HISTORY))
    connection.execute("INSERT INTO incident_history SELECT * FROM told_changes")
    connection.unregister("told_changes")
