"""Who acted towards whom, one row an incident and pair: the flat table that every measure is an expression over.

An incident is what linking made of several reports; an event that is in no incident is an incident of its own.
A party counts for its country, an organisation for itself. Rows are directed (`source` acts upon `target`) or, where
parties act together, one each way with `directed` false.

`day` is the first day of the incident; where no day is told, the day that the first report of it was published, and
`by_report` says so. Material conflict without a state acted upon counts against the state where it happened, and
`by_place` says so ("strikes across the border"). Dates wider than `width` days say too little for a series: callers
leave them out and count them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from detente.store import Frame

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from detente.store import Store

__all__ = ["COLUMNS", "HAPPENINGS", "known_codes", "rows", "tables"]

# Columns of the flat table and their Ibis types: what another back end must hold.
COLUMNS = {
    "incident": "string", "source": "string", "target": "string", "directed": "boolean", "day": "date",
    "width": "int64", "by_report": "boolean", "by_place": "boolean", "type": "string", "mode": "string",
    "quad": "int64", "intensity": "float64", "goldstein": "float64", "status": "string", "standing": "string",
    "reports": "int64", "sources": "int64", "title": "string",
}  # fmt: skip

# An organisation that is no more than its sector ("rights groups": NGO) is nobody to have relations with.
CODE = """coalesce(a.country, CASE WHEN a.kind = 'organisation' AND a.code <> coalesce(a.sector, '') AND a.code NOT IN
    ('NGO', 'IGO', 'MNC', 'MED', 'BUS', 'CVL', 'REB', 'UAF') THEN a.code END)"""
PUBLISHED = "first_day(split_part(r.published, '/', 1))"
HAPPENINGS = f"""
happenings AS (
    SELECT i.id AS incident, i.type, i.mode, i.quad, i.intensity, i.goldstein, i.actors, i.recipients, i.status,
        i.standing, i.date, i.place AS spot, coalesce(i.reports, 1) AS reports,
        coalesce(i.sources, 1) AS sources, i.title,
        (SELECT min({PUBLISHED}) FROM incident_events AS m JOIN events AS e ON e.id = m.event
            JOIN reports AS r ON r.id = e.report WHERE m.incident = i.id) AS published
    FROM incidents AS i WHERE i.current
    UNION ALL
    SELECT e.id, e.type, e.mode, e.quad, e.intensity, e.goldstein, e.actors, e.recipients, e.status, e.standing, e.date,
        e.place, 1, 1, words(r."text", e.sentence), {PUBLISHED}
    FROM events AS e LEFT JOIN reports AS r ON r.id = e.report
    WHERE e.current AND NOT EXISTS (SELECT 1 FROM incident_events AS m WHERE m.event = e.id))
"""  # noqa: S608 - our own words
FLAT = f"""
WITH {HAPPENINGS},
parties AS (
    SELECT incident, false AS acted_upon, unnest(actors) AS party FROM happenings
    UNION ALL SELECT incident, true, unnest(recipients) FROM happenings),
named AS (
    SELECT DISTINCT p.incident, p.acted_upon, {CODE} AS code
    FROM parties AS p JOIN actors AS a ON a.id = p.party),
struck AS (
    SELECT incident, spot.country AS code FROM happenings AS h
    WHERE quad = 4 AND spot.country IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM named AS n WHERE n.incident = h.incident AND n.acted_upon AND n.code IS NOT NULL)),
pairs AS (
    SELECT a.incident, a.code AS source, b.code AS target, b.acted_upon AS directed, false AS by_place
    FROM named AS a JOIN named AS b ON b.incident = a.incident AND a.code <> b.code
    JOIN happenings AS h ON h.incident = a.incident
    WHERE NOT a.acted_upon AND (b.acted_upon OR len(h.recipients) = 0)
    UNION
    SELECT a.incident, a.code, s.code, true, true
    FROM named AS a JOIN struck AS s ON s.incident = a.incident AND s.code <> a.code WHERE NOT a.acted_upon)
SELECT h.incident, p.source, p.target, p.directed,
    coalesce(first_day(h.date."start"), h.published) AS day,
    CAST(coalesce(final_day(coalesce(h.date."end", h.date."start")) - first_day(h.date."start"), 0) AS BIGINT)
        AS width, first_day(h.date."start") IS NULL AS by_report, p.by_place, h.type, h.mode,
    CAST(h.quad AS BIGINT) AS quad, h.intensity, h.goldstein, h.status,
    h.standing, CAST(h.reports AS BIGINT) AS reports, CAST(h.sources AS BIGINT) AS sources,
    h.title
FROM pairs AS p JOIN happenings AS h ON h.incident = p.incident
"""  # noqa: S608 - our own words
# How much was read on a day: reports by the day of their publication, and rows of imported data sets.
READ = f"""
SELECT day, CAST(sum(n) AS BIGINT) AS reports FROM (
    SELECT {PUBLISHED} AS day, count(*) AS n FROM reports AS r WHERE current GROUP BY ALL
    UNION ALL SELECT first_day(date."start"), count(*) FROM events
        WHERE current AND dataset <> 'report' GROUP BY ALL)
WHERE day IS NOT NULL GROUP BY day
"""  # noqa: S608 - our own words


def tables() -> tuple[ir.Table, ir.Table]:
    """The flat table and the days that were read, as Ibis tables that belong to no back end yet."""
    import ibis  # noqa: PLC0415 - half a second of processor time, which most commands do not need

    return ibis.table(COLUMNS, name="acts"), ibis.table({"day": "date", "reports": "int64"}, name="read_days")


def rows(store: Store, expression: ir.Table) -> Frame:
    """An expression over `tables()`, run on the store.

    Ibis writes the SQL and the store's own connection runs it: Ibis' DuckDB back end would bring pandas, and knows
    DuckDB only up to version 1.
    """
    import ibis  # noqa: PLC0415

    sql = ibis.to_sql(expression, dialect="duckdb")
    whole = f"WITH acts AS ({FLAT}), read_days AS ({READ}) SELECT * FROM ({sql})"  # noqa: S608 - Ibis quotes
    return Frame(lambda: _narrowed(store.query(whole).arrow()))


def _narrowed(table: pa.Table) -> pa.Table:
    """DuckDB's sums of integers have 128 bits, which Arrow calls decimals: as integers of 64 again."""
    fields = [pa.field(f.name, pa.int64()) if pa.types.is_decimal(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))


def known_codes(store: Store) -> frozenset[str]:
    """Codes of the states and organisations that the store tells of."""
    sql = f"SELECT DISTINCT {CODE} AS code FROM actors AS a WHERE a.current AND {CODE} IS NOT NULL"  # noqa: S608 - our own
    return frozenset(row["code"] for row in store.query(sql))
