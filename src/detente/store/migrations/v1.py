"""Version 1: the nouns as tables, versions of reports, incidents, and views that flatten.

Columns are the keys of the record, `id` first, then what only a store knows: `report` (whose record it is; null where
a data set was imported), `dataset` (`report`, or the data set's name), `current` (false where a newer version has
replaced it).
Ids that are short within a record carry their report's id here: `e1` of report `3f…` is `3f…:e1`.
Spans are `[start, end)` in code points of `reports.text`.
"""

from __future__ import annotations

__all__ = ["STATEMENTS"]

WHEN = 'STRUCT("start" VARCHAR, "end" VARCHAR, "text" VARCHAR, span INTEGER[], basis VARCHAR)'
PLACE = "STRUCT(name VARCHAR, country VARCHAR, lat DOUBLE, lon DOUBLE, span INTEGER[], basis VARCHAR)"
OWNER = "report VARCHAR, dataset VARCHAR NOT NULL DEFAULT 'report', current BOOLEAN NOT NULL DEFAULT true"

NOUNS = (
    "CREATE TABLE schema_version (version INTEGER NOT NULL, applied TIMESTAMPTZ NOT NULL)",
    """CREATE TABLE reports (
        id VARCHAR NOT NULL, path VARCHAR, url VARCHAR, source VARCHAR, title VARCHAR, published VARCHAR,
        published_basis VARCHAR, language VARCHAR, "text" VARCHAR,
        version INTEGER NOT NULL, current BOOLEAN NOT NULL, added TIMESTAMPTZ NOT NULL)""",
    # one row each time that a path or address was found to hold another text; `key` is the address, else the path
    """CREATE TABLE report_versions (
        key VARCHAR NOT NULL, version INTEGER NOT NULL, report VARCHAR NOT NULL,
        current BOOLEAN NOT NULL, added TIMESTAMPTZ NOT NULL)""",
    f"""CREATE TABLE actors (
        id VARCHAR NOT NULL, name VARCHAR, kind VARCHAR, country VARCHAR, sector VARCHAR, code VARCHAR, title VARCHAR,
        mentions INTEGER[][], basis VARCHAR, {OWNER})""",
    f"""CREATE TABLE events (
        id VARCHAR NOT NULL, type VARCHAR, mode VARCHAR, contexts VARCHAR[], cameo VARCHAR, quad TINYINT,
        intensity DOUBLE, goldstein DOUBLE, actors VARCHAR[], recipients VARCHAR[], status VARCHAR, standing VARCHAR,
        date {WHEN}, place {PLACE}, trigger INTEGER[], sentence INTEGER[], claim VARCHAR, figures VARCHAR[],
        confidence DOUBLE, why VARCHAR, {OWNER},
        original_id VARCHAR, original MAP(VARCHAR, VARCHAR), dialect VARCHAR, date_precision VARCHAR,
        place_precision VARCHAR, publisher VARCHAR, url VARCHAR)""",
    f"""CREATE TABLE claims (
        id VARCHAR NOT NULL, speaker VARCHAR, speaker_text VARCHAR, source INTEGER[][], cue INTEGER[][],
        content INTEGER[][], act VARCHAR, medium VARCHAR, evidence VARCHAR, evidence_span INTEGER[], date {WHEN},
        {OWNER})""",
    f"""CREATE TABLE figures (
        id VARCHAR NOT NULL, value DOUBLE, low DOUBLE, high DOUBLE, unit VARCHAR, approximate BOOLEAN, measure VARCHAR,
        holder VARCHAR, parties VARCHAR[], period {WHEN}, span INTEGER[], claim VARCHAR, {OWNER})""",
    f"""CREATE TABLE deadlines (
        id VARCHAR NOT NULL, what VARCHAR, due VARCHAR, "start" VARCHAR, parties VARCHAR[], condition VARCHAR,
        span INTEGER[], basis VARCHAR, {OWNER})""",
    f"""CREATE TABLE checks (
        id VARCHAR NOT NULL, kind VARCHAR, "text" VARCHAR, value DOUBLE, unit VARCHAR, "from" VARCHAR[], {OWNER})""",
    f"CREATE TABLE notes (id VARCHAR NOT NULL, kind VARCHAR, \"text\" VARCHAR, span INTEGER[], {OWNER})",
    # the encoder's mean word vectors of an event's trigger and of its sentence: 384 float16 each, little-endian
    "CREATE TABLE vectors (id VARCHAR NOT NULL, trigger BLOB NOT NULL, sentence BLOB NOT NULL)",
)  # fmt: skip

INCIDENTS = (
    f"""CREATE TABLE incidents (
        id VARCHAR NOT NULL, type VARCHAR, mode VARCHAR, quad TINYINT, intensity DOUBLE, goldstein DOUBLE,
        actors VARCHAR[], recipients VARCHAR[], status VARCHAR, standing VARCHAR, date {WHEN}, place {PLACE},
        title VARCHAR, reports INTEGER, sources INTEGER, confidence DOUBLE, why VARCHAR, storyline VARCHAR,
        current BOOLEAN NOT NULL DEFAULT true, made TIMESTAMPTZ)""",
    """CREATE TABLE incident_events (
        incident VARCHAR NOT NULL, event VARCHAR NOT NULL, score DOUBLE, why VARCHAR, added TIMESTAMPTZ)""",
    # change: created, grown, merged, split, retired; `other` is the incident that it merged into or split from
    """CREATE TABLE incident_history (
        incident VARCHAR NOT NULL, moment TIMESTAMPTZ NOT NULL, change VARCHAR NOT NULL, other VARCHAR,
        events VARCHAR[], why VARCHAR)""",
    'CREATE TABLE storylines (id VARCHAR NOT NULL, title VARCHAR, "start" VARCHAR, "end" VARCHAR, why VARCHAR)',
)

# A date may be known to the year or month only: the days that bound it.
MACROS = (
    """CREATE MACRO first_day(iso) AS TRY_CAST(CASE length(iso) WHEN 4 THEN iso || '-01-01' WHEN 7 THEN iso || '-01'
        ELSE left(iso, 10) END AS DATE)""",
    """CREATE MACRO final_day(iso) AS CASE length(iso) WHEN 4 THEN TRY_CAST(iso || '-12-31' AS DATE)
        WHEN 7 THEN last_day(TRY_CAST(iso || '-01' AS DATE)) ELSE TRY_CAST(left(iso, 10) AS DATE) END""",
    # words of a report by span; white space as single blanks
    """CREATE MACRO words(body, span) AS trim(regexp_replace(substring(body, span[1] + 1, span[2] - span[1]),
        '\\s+', ' ', 'g'))""",
)

VIEWS = (
    # who is in an event, one row a party: role is `actor` or `recipient`
    """CREATE VIEW event_parties AS
        SELECT p.event, p.role, p.position, a.id AS actor, a.name, a.kind, a.country, a.sector, a.code
        FROM (SELECT id AS event, 'actor' AS role, unnest(actors) AS party,
                generate_subscripts(actors, 1) AS position FROM events
              UNION ALL SELECT id, 'recipient', unnest(recipients), generate_subscripts(recipients, 1) FROM events) AS p
        JOIN actors AS a ON a.id = p.party""",
    # events with names for ids, days for dates and words for spans; superseded ones are left out
    """CREATE VIEW timeline AS
        WITH told AS (SELECT event, list(name ORDER BY position) FILTER (role = 'actor') AS actor_names,
                list(code ORDER BY position) FILTER (role = 'actor') AS actor_codes,
                list(name ORDER BY position) FILTER (role = 'recipient') AS recipient_names,
                list(code ORDER BY position) FILTER (role = 'recipient') AS recipient_codes
            FROM event_parties GROUP BY event)
        SELECT e.id, first_day(e.date."start") AS first_day, final_day(coalesce(e.date."end", e.date."start")) AS
            final_day, e.type, e.mode, e.cameo, e.quad, e.intensity, e.goldstein,
            coalesce(t.actor_names, []) AS actor_names, coalesce(t.actor_codes, []) AS actor_codes,
            coalesce(t.recipient_names, []) AS recipient_names, coalesce(t.recipient_codes, []) AS recipient_codes,
            e.status, e.standing, e.date.basis AS date_basis,
            e.place.name AS place_name, e.place.country AS place_country, e.place.lat AS lat, e.place.lon AS lon,
            e.confidence, e.dataset, e.report, r.title, coalesce(e.publisher, r.source) AS publisher,
            coalesce(e.url, r.url) AS url, words(r."text", e.sentence) AS sentence, e.why
        FROM events AS e LEFT JOIN told AS t ON t.event = e.id LEFT JOIN reports AS r ON r.id = e.report
        WHERE e.current""",
    # one row a pair of countries in an event; where both act together each is the other's partner
    """CREATE VIEW dyads AS
        SELECT DISTINCT e.id AS event, a.country AS country_a, b.country AS country_b,
            a.role = 'actor' AND b.role = 'recipient' AS directed, first_day(e.date."start") AS first_day,
            final_day(coalesce(e.date."end", e.date."start")) AS final_day, e.type, e.mode, e.quad, e.intensity,
            e.goldstein, e.status, e.standing, e.dataset, e.report
        FROM events AS e
        JOIN event_parties AS a ON a.event = e.id AND a.role = 'actor'
        JOIN event_parties AS b ON b.event = e.id AND a.country <> b.country
            AND (b.role = 'recipient' OR len(e.recipients) = 0)
        WHERE e.current""",
)

STATEMENTS = (*NOUNS, *INCIDENTS, *MACROS, *VIEWS)
