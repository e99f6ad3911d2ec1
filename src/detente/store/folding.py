"""The folded record: what pages and measures read, one row an incident, party, pair, or pair and day.

An incident is what linking made of several reports; an event that is in no incident is an incident of its own.
Whoever writes events or incidents notes in `unfolded` which of them changed; `fold` replaces the rows of those and
leaves the rest as it is. So a page reads flat columns, and never unnests a million events.

`day` is the first day of the incident; where no day is told, the day that the first report of it was published, and
`by_report` says so. In `acts` a party counts for its country, an organisation for itself; rows are directed (`source`
acts upon `target`) or, where parties act together, one each way with `directed` false. Material conflict without a
state acted upon counts against the state where it happened, and `by_place` says so ("strikes across the border").
Cooperation that names nobody as acting, and several states, is theirs together ("a truce was reached between A and B").
"""

from __future__ import annotations

import duckdb

__all__ = ["fold", "is_folded", "mark_unfolded"]

# An organisation that is no more than its sector ("rights groups": NGO) is nobody to have relations with.
SIDE = """coalesce(a.country, CASE WHEN a.kind = 'organisation' AND a.code <> coalesce(a.sector, '') AND a.code NOT IN
    ('NGO', 'IGO', 'MNC', 'MED', 'BUS', 'CVL', 'REB', 'UAF') THEN a.code END)"""
PUBLISHED = "first_day(split_part(r.published, '/', 1))"
TOLD = f"""
CREATE OR REPLACE TEMP TABLE told AS
SELECT i.id AS incident, i.type, i.mode, i.quad, i.intensity, i.goldstein, i.actors, i.recipients, i.status,
    i.standing, i.date, i.place AS spot, coalesce(i.reports, 1) AS reports, coalesce(i.sources, 1) AS sources, i.title,
    p.published, p.said
FROM incidents AS i LEFT JOIN (
    SELECT m.incident, min({PUBLISHED}) AS published,
        first(words(r."text", e.sentence) ORDER BY m.score DESC, e.id) AS said
    FROM incident_events AS m JOIN events AS e ON e.id = m.event
    JOIN reports AS r ON r.id = e.report WHERE m.incident IN (SELECT id FROM folding) GROUP BY m.incident
) AS p ON p.incident = i.id WHERE i.current AND i.id IN (SELECT id FROM folding)
UNION ALL
SELECT e.id, e.type, e.mode, e.quad, e.intensity, e.goldstein, e.actors, e.recipients, e.status, e.standing, e.date,
    e.place, 1, 1, words(r."text", e.sentence), {PUBLISHED}, words(r."text", e.sentence)
FROM events AS e LEFT JOIN reports AS r ON r.id = e.report
WHERE e.current AND e.id IN (SELECT id FROM folding) AND e.id NOT IN (SELECT event FROM incident_events)
"""
PARTIES = f"""
CREATE OR REPLACE TEMP TABLE told_parties AS
SELECT p.incident, p.role, p.position, a.name, a.code, a.country, {SIDE} AS side FROM (
    SELECT incident, 'actor' AS role, unnest(actors) AS party, generate_subscripts(actors, 1) AS position FROM told
    UNION ALL SELECT incident, 'recipient', unnest(recipients), generate_subscripts(recipients, 1) FROM told
) AS p JOIN actors AS a ON a.id = p.party
"""
# Whoever is a party in any telling of an incident can be searched for; `acts` has those of the incident itself.
NAMED = f"""
INSERT INTO happening_parties
SELECT incident, role, name, code, country, side FROM told_parties
UNION SELECT p.incident, p.role, a.name, a.code, a.country, {SIDE} FROM (
    SELECT m.incident, 'actor' AS role, unnest(e.actors) AS party FROM incident_events AS m
        JOIN events AS e ON e.id = m.event WHERE m.incident IN (SELECT incident FROM told)
    UNION ALL SELECT m.incident, 'recipient', unnest(e.recipients) FROM incident_events AS m
        JOIN events AS e ON e.id = m.event WHERE m.incident IN (SELECT incident FROM told)
) AS p JOIN actors AS a ON a.id = p.party
ORDER BY incident, role, name, code
"""
DAYS = """coalesce(first_day(t.date."start"), t.published) AS day,
    CAST(coalesce(final_day(coalesce(t.date."end", t.date."start")) - first_day(t.date."start"), 0) AS BIGINT) AS width,
    first_day(t.date."start") IS NULL AS by_report"""
HAPPENINGS = f"""
INSERT INTO happenings
WITH named AS (SELECT incident, role, list(name ORDER BY position) AS names,
        list(DISTINCT country ORDER BY country) FILTER (country IS NOT NULL) AS countries
    FROM told_parties GROUP BY incident, role)
SELECT t.incident, {DAYS}, t.type, t.mode, t.quad, t.intensity, t.goldstein, t.status, t.standing, t.spot.name,
    t.spot.country, t.spot.lat, t.spot.lon, t.reports, t.sources, t.title, t.said, coalesce(a.names, []),
    coalesce(a.countries, []), coalesce(r.names, []), coalesce(r.countries, []),
    lower(concat_ws(' ', t.title, nullif(t.said, t.title), t.type, t.mode, t.spot.name,
        list_aggregate(a.names, 'string_agg', ' '),
        list_aggregate(r.names, 'string_agg', ' ')))
FROM told AS t LEFT JOIN named AS a ON a.incident = t.incident AND a.role = 'actor'
LEFT JOIN named AS r ON r.incident = t.incident AND r.role = 'recipient' ORDER BY day, t.incident
"""
ACTS = f"""
INSERT INTO acts
WITH named AS (SELECT DISTINCT incident, role, side FROM told_parties WHERE side IS NOT NULL),
struck AS (SELECT incident, spot.country AS side FROM told AS t WHERE quad = 4 AND spot.country IS NOT NULL
    AND incident NOT IN (SELECT incident FROM named WHERE role = 'recipient')),
pairs AS (
    SELECT a.incident, a.side AS source, b.side AS target, b.role = 'recipient' AS directed, false AS by_place
    FROM named AS a JOIN named AS b ON b.incident = a.incident AND a.side <> b.side
    JOIN told AS t ON t.incident = a.incident
    WHERE a.role = 'actor' AND (b.role = 'recipient' OR len(t.recipients) = 0)
    UNION
    SELECT a.incident, a.side, b.side, false, false
    FROM named AS a JOIN named AS b ON b.incident = a.incident AND a.side <> b.side
    JOIN told AS t ON t.incident = a.incident
    WHERE a.role = 'recipient' AND b.role = 'recipient' AND t.quad <= 2
        AND a.incident NOT IN (SELECT incident FROM named WHERE role = 'actor')
    UNION
    SELECT a.incident, a.side, s.side, true, true
    FROM named AS a JOIN struck AS s ON s.incident = a.incident AND s.side <> a.side WHERE a.role = 'actor')
SELECT t.incident, p.source, p.target, p.directed, {DAYS}, p.by_place, t.type, t.mode, t.quad, t.intensity,
    t.goldstein, t.status, t.standing, t.reports, t.sources, t.title
FROM pairs AS p JOIN told AS t ON t.incident = p.incident
ORDER BY least(p.source, p.target), greatest(p.source, p.target), day, t.incident, p.source
"""
KEYS = """SELECT DISTINCT least(source, target) AS a, greatest(source, target) AS b, day FROM acts
    WHERE incident IN (SELECT id FROM folding) AND day IS NOT NULL"""
# An incident counts once for a pair, whoever acted; all its rows have one day and one status.
PAIRS = """
INSERT INTO pair_days
SELECT a, b, day, status, count(*), count(*) FILTER (quad >= 3), sum(intensity), sum(intensity * intensity) FROM (
    SELECT k.a, k.b, k.day, t.incident, any_value(t.status) AS status, any_value(t.quad) AS quad,
        any_value(t.intensity) AS intensity
    FROM acts AS t JOIN pair_keys AS k
        ON k.a = least(t.source, t.target) AND k.b = greatest(t.source, t.target) AND k.day = t.day
    GROUP BY ALL)
GROUP BY ALL ORDER BY a, b, day, status
"""
READ = f"""
INSERT INTO read_days
SELECT 'report', day, count(*) FROM (SELECT {PUBLISHED} AS day FROM reports AS r WHERE current)
WHERE day IS NOT NULL GROUP BY day
"""
READ_ROWS = """
INSERT INTO read_days
SELECT dataset, day, count(*) FROM (SELECT dataset, first_day(date."start") AS day FROM events
    WHERE current AND dataset IN (SELECT dataset FROM folded_sets)) WHERE day IS NOT NULL GROUP BY dataset, day
"""
FOLDED = ("happenings", "happening_parties", "acts")


def mark_unfolded(connection: duckdb.DuckDBPyConnection, query: str, parameters: list[object] | None = None) -> None:
    """Note the incidents and events whose ids `query` gives: they will be folded anew."""
    connection.execute(f"INSERT INTO unfolded {query}", parameters or [])


def is_folded(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether nothing waits."""
    return connection.execute("SELECT 1 FROM unfolded LIMIT 1").fetchone() is None


def fold(connection: duckdb.DuckDBPyConnection) -> None:
    """Fold what waits. The caller holds the transaction."""
    connection.execute("CREATE OR REPLACE TEMP TABLE folding AS SELECT DISTINCT id FROM unfolded")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE pair_keys AS {KEYS}")
    for table in FOLDED:
        connection.execute(f"DELETE FROM {table} WHERE incident IN (SELECT id FROM folding)")
    connection.execute(TOLD)
    connection.execute(PARTIES)
    connection.execute(HAPPENINGS)
    connection.execute(NAMED)
    connection.execute(ACTS)
    _fold_days(connection)
    connection.execute("DELETE FROM unfolded")
    for table in ("told", "told_parties", "pair_keys", "folding"):
        connection.execute(f"DROP TABLE {table}")


def _fold_days(connection: duckdb.DuckDBPyConnection) -> None:
    """Sums of the pairs and days that changed, and how much was read of each data set that did."""
    connection.execute(f"INSERT INTO pair_keys {KEYS} EXCEPT SELECT * FROM pair_keys")
    connection.execute("DELETE FROM pair_days WHERE (a, b, day) IN (SELECT (a, b, day) FROM pair_keys)")
    connection.execute(PAIRS)
    connection.execute("DELETE FROM read_days WHERE dataset = 'report'")
    connection.execute(READ)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE folded_sets AS SELECT DISTINCT dataset FROM events"
        " WHERE dataset <> 'report' AND id IN (SELECT id FROM folding)"
    )
    connection.execute("DELETE FROM read_days WHERE dataset IN (SELECT dataset FROM folded_sets)")
    connection.execute(READ_ROWS)
