"""Version 4: the folded record. Incidents flat, with their parties, pairs and days, so that no page folds events anew.

`detente.store.folding` keeps these tables; what an older store holds is folded when it is next read.
"""

from __future__ import annotations

__all__ = ["STATEMENTS"]

# The view `timeline` of some events alone: it names the parties of these only.
TIMELINE_OF = """CREATE MACRO timeline_of(ids) AS TABLE
    WITH chosen AS (SELECT * FROM events WHERE current AND id IN (SELECT unnest(ids))),
    parties AS (SELECT p.event, p.role, p.position, a.name, a.code
        FROM (SELECT id AS event, 'actor' AS role, unnest(actors) AS party,
                generate_subscripts(actors, 1) AS position FROM chosen
            UNION ALL SELECT id, 'recipient', unnest(recipients), generate_subscripts(recipients, 1) FROM chosen) AS p
        JOIN actors AS a ON a.id = p.party),
    told AS (SELECT event, list(name ORDER BY position) FILTER (role = 'actor') AS actor_names,
            list(code ORDER BY position) FILTER (role = 'actor') AS actor_codes,
            list(name ORDER BY position) FILTER (role = 'recipient') AS recipient_names,
            list(code ORDER BY position) FILTER (role = 'recipient') AS recipient_codes
        FROM parties GROUP BY event)
    SELECT e.id, first_day(e.date."start") AS first_day, final_day(coalesce(e.date."end", e.date."start")) AS
        final_day, e.type, e.mode, e.cameo, e.quad, e.intensity, e.goldstein,
        coalesce(t.actor_names, []) AS actor_names, coalesce(t.actor_codes, []) AS actor_codes,
        coalesce(t.recipient_names, []) AS recipient_names, coalesce(t.recipient_codes, []) AS recipient_codes,
        e.status, e.standing, e.date.basis AS date_basis,
        e.place.name AS place_name, e.place.country AS place_country, e.place.lat AS lat, e.place.lon AS lon,
        e.confidence, e.dataset, e.report, r.title, coalesce(e.publisher, r.source) AS publisher,
        coalesce(e.url, r.url) AS url, words(r."text", e.sentence) AS sentence, e.why
    FROM chosen AS e LEFT JOIN told AS t ON t.event = e.id LEFT JOIN reports AS r ON r.id = e.report"""

STATEMENTS = (
    TIMELINE_OF,
    # incidents and events whose folded rows are out of date
    "CREATE TABLE unfolded (id VARCHAR NOT NULL)",
    # a row an incident that is current; an event that is in none is an incident of its own
    """CREATE TABLE happenings (
        incident VARCHAR NOT NULL, day DATE, width BIGINT, by_report BOOLEAN, type VARCHAR, mode VARCHAR, quad BIGINT,
        intensity DOUBLE, goldstein DOUBLE, status VARCHAR, standing VARCHAR, place VARCHAR, country VARCHAR,
        lat DOUBLE, lon DOUBLE, reports BIGINT, sources BIGINT, title VARCHAR, said VARCHAR, actor_names VARCHAR[],
        actor_countries VARCHAR[], recipient_names VARCHAR[], recipient_countries VARCHAR[], words VARCHAR)""",
    # a row a party; `side` is the state or organisation that it acts for
    """CREATE TABLE happening_parties (
        incident VARCHAR NOT NULL, role VARCHAR NOT NULL, name VARCHAR, code VARCHAR, country VARCHAR, side VARCHAR)""",
    # a row a pair of sides: the flat table that every measure is an expression over
    """CREATE TABLE acts (
        incident VARCHAR NOT NULL, source VARCHAR NOT NULL, target VARCHAR NOT NULL, directed BOOLEAN NOT NULL,
        day DATE, width BIGINT, by_report BOOLEAN, by_place BOOLEAN, type VARCHAR, mode VARCHAR, quad BIGINT,
        intensity DOUBLE, goldstein DOUBLE, status VARCHAR, standing VARCHAR, reports BIGINT, sources BIGINT,
        title VARCHAR)""",
    # sums of each unordered pair's incidents by day and status
    """CREATE TABLE pair_days (
        a VARCHAR NOT NULL, b VARCHAR NOT NULL, day DATE NOT NULL, status VARCHAR, incidents BIGINT, conflict BIGINT,
        intensity DOUBLE, square DOUBLE)""",
    # how much was read: reports by the day of their publication, rows of data sets by their own
    "CREATE TABLE read_days (dataset VARCHAR NOT NULL, day DATE NOT NULL, reports BIGINT NOT NULL)",
    "INSERT INTO unfolded SELECT id FROM incidents WHERE current UNION ALL SELECT id FROM events WHERE current",
)
