"""The field's layouts as SELECTs over the store. Each takes current events only.

POLECAT and ICEWS have no place for what is planned, threatened or denied, so that they get what happened (`occurred` and
`ongoing`); PLOVER's exchange form has auxiliary modes, and gets all.
"""

from __future__ import annotations

__all__ = ["HAPPENED", "ICEWS", "PLOVER", "POLECAT"]

# These layouts need a day. An event of unknown date gets its report's, as in those data sets.
DAY = 'coalesce(first_day(e.date."start"), first_day(r.published))'
HAPPENED = "e.status IN ('occurred', 'ongoing') AND e.type IS NOT NULL"

PARTIES = """
    SELECT event, role, list(name ORDER BY position) AS names, list(country ORDER BY position) AS countries,
        list(sector ORDER BY position) AS sectors, list(title ORDER BY position) AS titles
    FROM (SELECT p.*, a.title FROM event_parties AS p JOIN actors AS a ON a.id = p.actor) GROUP BY event, role"""

QUADS = "MAP {1: 'VERBAL COOPERATION', 2: 'MATERIAL COOPERATION', 3: 'VERBAL CONFLICT', 4: 'MATERIAL CONFLICT'}"


def _joined(values: str) -> str:
    """A list as POLECAT writes it: known values once each, joined; `None` where there is none."""
    known = f"list_distinct(list_filter({values}, lambda v: v IS NOT NULL))"
    return f"coalesce(nullif(array_to_string(list_sort({known}), '; '), ''), 'None')"


def _plain(value: str) -> str:
    """Text for a table without quoting: no tab and no line end."""
    return f"coalesce(regexp_replace({value}::VARCHAR, '[\\t\\r\\n]+', ' ', 'g'), 'None')"


def _side(role: str, who: str) -> str:
    names = f"coalesce(nullif(array_to_string({who}.names, '; '), ''), 'None')"
    return f"""
    {_plain(names)} AS "{role} Name", {_joined(f"{who}.countries")} AS "{role} Country",
    coalesce({who}_cow.code, 'None') AS "{role} COW", coalesce({who}.sectors[1], 'None') AS "Primary {role} Sector",
    {_joined(f"{who}.sectors")} AS "{role} Sectors", {_joined(f"{who}.titles")} AS "{role} Title",
    {_plain(names)} AS "{role} Name Raw", 'None' AS "Wikipedia {role} ID\""""


COW = "(SELECT iso, arg_min(code, length(code)) AS code FROM by_cow GROUP BY iso)"

POLECAT = f"""
WITH parties AS ({PARTIES})
SELECT e.id AS "Event ID", coalesce({DAY}::VARCHAR, 'None') AS "Event Date",
    e.type AS "Event Type", coalesce(e.mode, 'None') AS "Event Mode", e.intensity AS "Intensity",
    {QUADS}[e.quad] AS "Quad Code", coalesce(nullif(array_to_string(e.contexts, '; '), ''), 'None') AS "Contexts",
    {_side("Actor", "a")}, {_side("Recipient", "b")},
    {_plain("e.place.name")} AS "Placename",
    CASE WHEN e.place_precision = 'town' THEN {_plain("e.place.name")} ELSE 'None' END AS "City", 'None' AS "District",
    'None' AS "Province", coalesce(e.place.country, 'None') AS "Country", {_plain("e.place.lat")} AS "Latitude",
    {_plain("e.place.lon")} AS "Longitude", 'None' AS "GeoNames ID", {_plain("e.place.name")} AS "Raw Placename",
    'None' AS "Feature Type", {_plain("coalesce(e.publisher, r.source)")} AS "Source",
    coalesce(left(r.published, 10), 'None') AS "Publication Date", 'None' AS "Story People",
    'None' AS "Story Organizations", 'None' AS "Story Locations", 'English' AS "Language", 'Détente' AS "Version"
FROM events AS e LEFT JOIN reports AS r ON r.id = e.report
    LEFT JOIN parties AS a ON a.event = e.id AND a.role = 'actor'
    LEFT JOIN parties AS b ON b.event = e.id AND b.role = 'recipient'
    LEFT JOIN {COW} AS a_cow ON a_cow.iso = list_filter(a.countries, lambda c: c IS NOT NULL)[1]
    LEFT JOIN {COW} AS b_cow ON b_cow.iso = list_filter(b.countries, lambda c: c IS NOT NULL)[1]
WHERE e.current AND {HAPPENED} ORDER BY e.id
"""

# ICEWS's names of sectors for PLOVER's; the others have none there.
SECTORS = """MAP {'GOV': 'Government', 'MIL': 'Military', 'COP': 'Police', 'JUD': 'Judicial',
    'LEG': 'Legislative / Parliamentary', 'REB': 'Rebel', 'UAF': 'Unidentified Forces', 'PTY': 'Parties', 'OPP': 'Dissident',
    'BUS': 'Business', 'JRN': 'Media', 'EDU': 'Education', 'MED': 'Medical / Health', 'LAB': 'Labor', 'AGR': 'Agricultural',
    'CVL': 'General Population / Civilian / Social', 'SOC': 'Social', 'ELI': 'Elite', 'CRM': 'Criminals / Gangs',
    'REF': 'Refugees / Displaced', 'IGO': 'International Government Organization', 'MNC': 'Multinational Corporation',
    'NGO': 'Nongovernmental Organizations / Activists', 'REL': 'International Religious'}"""


def _cell(value: str) -> str:
    return f"coalesce(regexp_replace({value}::VARCHAR, '[\\t\\r\\n]+', ' ', 'g'), 'NA')"


# One row a pair, as ICEWS has it: each of the actors with each recipient; those who act together, both ways.
ICEWS = f"""
WITH pairs AS (
    SELECT a.event, a.actor AS source, b.actor AS target, a.position AS p, b.position AS q
    FROM event_parties AS a JOIN events AS e ON e.id = a.event LEFT JOIN event_parties AS b ON b.event = a.event
        AND (b.role = 'recipient' OR (len(e.recipients) = 0 AND b.role = 'actor' AND b.actor <> a.actor))
    WHERE a.role = 'actor')
SELECT CASE WHEN e.dataset = 'icews' THEN split_part(e.original_id, ':', 1)
        ELSE (md5_number_lower(e.id || ' ' || coalesce(a.id, '') || ' ' || coalesce(b.id, '')) % 1000000000000)::VARCHAR END
        AS "Event ID",
    {DAY}::VARCHAR AS "Event Date", {_cell("a.name")} AS "Source Name",
    coalesce({SECTORS}[a.sector], 'NA') AS "Source Sectors", coalesce(a_state.name, 'NA') AS "Source Country",
    {_cell("labels.label")} AS "Event Text", e.cameo AS "CAMEO Code", {_cell("e.goldstein")} AS "Intensity",
    {_cell("b.name")} AS "Target Name", coalesce({SECTORS}[b.sector], 'NA') AS "Target Sectors",
    coalesce(b_state.name, 'NA') AS "Target Country", {_cell("e.report")} AS "Story ID", 'NA' AS "Sentence Number",
    {_cell("coalesce(e.publisher, r.source)")} AS "Publisher", {_cell("e.place.name")} AS "City", 'NA' AS "District",
    'NA' AS "Province", coalesce(place.name, 'NA') AS "Country", {_cell("e.place.lat")} AS "Latitude",
    {_cell("e.place.lon")} AS "Longitude"
FROM events AS e LEFT JOIN reports AS r ON r.id = e.report JOIN pairs ON pairs.event = e.id
    JOIN actors AS a ON a.id = pairs.source LEFT JOIN actors AS b ON b.id = pairs.target
    LEFT JOIN states AS a_state ON a_state.iso = a.country LEFT JOIN states AS b_state ON b_state.iso = b.country
    LEFT JOIN states AS place ON place.iso = e.place.country LEFT JOIN cameo_labels AS labels ON labels.code = e.cameo
WHERE e.current AND {HAPPENED} AND {DAY} IS NOT NULL
ORDER BY e.id, pairs.p, pairs.q, b.id
"""

AUXILIARY = """MAP {'planned': 'future', 'offered': 'future', 'threatened': 'future', 'hypothetical': 'hypothetical',
    'negated': 'negation'}"""


def _entities(role: str) -> str:
    return f"""coalesce((SELECT list({{'code': p.code, 'sector': p.sector, 'entity_text': p.name}} ORDER BY p.position)
        FROM event_parties AS p WHERE p.event = e.id AND p.role = '{role}'), [])"""


PLOVER = f"""
SELECT e.id, true AS has_event, {DAY}::VARCHAR AS date,
    final_day(e.date."end")::VARCHAR AS enddate, {_entities("actor")} AS actor, {_entities("recipient")} AS recipient,
    [e.type] AS event,
    CASE WHEN e.place IS NOT NULL THEN {{'name': e.place.name, 'country': e.place.country, 'lat': e.place.lat,
        'lon': e.place.lon}} END AS event_loc,
    list_filter([words(r."text", e.trigger)], lambda w: w IS NOT NULL) AS event_text, e.quad AS quad_code,
    e.intensity AS event_scale, list_filter([e.mode, {AUXILIARY}[e.status]], lambda m: m IS NOT NULL) AS mode,
    e.contexts AS context, coalesce(e.url, r.url) AS link, words(r."text", e.sentence) AS "text",
    e.dataset || ' ' || coalesce(e.original_id, e.report) AS text_info, coalesce(e.publisher, r.source) AS cite_info,
    'detente' AS coder, e.status || ', ' || e.standing || ': ' || e.why
        || CASE WHEN e.date."start" IS NULL THEN '; date of publication' ELSE '' END AS comment
FROM events AS e LEFT JOIN reports AS r ON r.id = e.report WHERE e.current AND e.type IS NOT NULL ORDER BY e.id
"""
