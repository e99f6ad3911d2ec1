"""UCDP's georeferenced events: GED (42 or 49 columns, by name) and Candidate (some files without a header)."""

from __future__ import annotations

from detente.store.importing.formats import Format
from detente.store.importing.icews import coordinates

__all__ = ["UCDP"]

COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id"
    " dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources"
    " source_article source_office source_date source_headline source_original where_prec where_coordinates"
    " where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity"
    " date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"
).split()
MENDS = (
    "coordinates out of range: left out",
    "unknown country of the place: left out",
    "deaths that are not numbers: left out",
)
WHERE = "'1': 'town', '2': 'near a town', '3': 'district', '4': 'province', '5': 'area', '6': 'country', '7': 'waters'"
WHEN = "'1': 'day', '2': 'days', '3': 'week', '4': 'month', '5': 'year'"
COUNT = "STRUCT(measure VARCHAR, value DOUBLE, low DOUBLE, high DOUBLE, side VARCHAR)"


def _party(side: str) -> str:
    """A government, civilians, or a group; the state by its Gleditsch-Ward number, else by its name."""
    name, iso = f"r.side_{side}", f"{side}_iso.iso"
    state, civil = f"{name} LIKE 'Government of %'", f"{name} = 'Civilians'"
    sector = (
        f"CASE WHEN {state} THEN 'GOV' WHEN {civil} THEN 'CVL' WHEN r.type_of_violence = '2' THEN 'UAF' ELSE 'REB' END"
    )
    country = f"CASE WHEN {state} THEN {iso} WHEN {civil} THEN place.iso END"
    return f"""
        CASE WHEN {civil} THEN 'civilians ' || coalesce(place.iso, '') ELSE coalesce(r.side_{side}_new_id, {name}) END
            AS {side}_key, {name} AS {side}_name,
        CASE WHEN {state} THEN 'organisation' WHEN {civil} THEN 'people' ELSE 'group' END AS {side}_kind,
        {country} AS {side}_country, {sector} AS {side}_sector, coalesce({country}, '') || {sector} AS {side}_code,
        NULL::VARCHAR AS {side}_title, 'UCDP actor ' || coalesce(r.side_{side}_new_id, 'without a number') AS {side}_basis"""


def _count(measure: str, column: str, side: str) -> str:
    number = f"TRY_CAST(r.{column} AS DOUBLE)"
    return (
        f"CASE WHEN {number} > 0 THEN [{{'measure': '{measure}', 'value': {number}, 'low': NULL, 'high': NULL,"
        f" 'side': {side}}}::{COUNT}] ELSE []::{COUNT}[] END"
    )


COUNTS = f"""list_concat(CASE WHEN TRY_CAST(r.best AS DOUBLE) IS NULL THEN []::{COUNT}[] ELSE [{{'measure': 'killed',
            'value': TRY_CAST(r.best AS DOUBLE), 'low': TRY_CAST(r.low AS DOUBLE), 'high': TRY_CAST(r.high AS DOUBLE),
            'side': NULL}}::{COUNT}] END, {_count("killed of side A", "deaths_a", "'a'")},
        {_count("killed of side B", "deaths_b", "'b'")}, {_count("civilians killed", "deaths_civilians", "NULL")},
        {_count("killed, of no known side", "deaths_unknown", "NULL")})"""
KEPT = (
    "relid code_status type_of_violence conflict_new_id conflict_name dyad_new_id dyad_name side_a_new_id side_b_new_id"
    " gwnoa gwnob country_id number_of_sources source_headline source_original event_clarity where_prec date_prec"
).split()

STAGE = f"""
SELECT r.id AS key, NULL::VARCHAR AS digest,
    CASE WHEN r.year LIKE '#%' OR r.date_start LIKE '#%' THEN 'a row of HXL tags'
        WHEN TRY_CAST(r.id AS BIGINT) IS NULL THEN 'no event id'
        WHEN r.first_day IS NULL OR r.final_day IS NULL OR r.final_day < r.first_day THEN 'no such date'
        WHEN r.type_of_violence NOT IN ('1', '2', '3') OR r.type_of_violence IS NULL THEN 'unknown type of violence'
        END AS refused,
    (CASE WHEN r.astray THEN 1 ELSE 0 END + CASE WHEN place.iso IS NULL THEN 2 ELSE 0 END
     + CASE WHEN TRY_CAST(r.best AS DOUBLE) IS NULL THEN 4 ELSE 0 END)::SMALLINT AS mends,
    r.line_start, 'ASSAULT' AS type, NULL::VARCHAR AS mode, []::VARCHAR[] AS contexts, cameo.code AS cameo,
    cameo.quad, kind.intensity, cameo.goldstein, r.first_day::VARCHAR AS first_day, r.final_day::VARCHAR AS final_day,
    MAP {{{WHEN}}}[r.date_prec] AS date_precision, coalesce(r.where_coordinates, r.adm_2, r.adm_1, r.country) AS place_name,
    place.iso AS place_country, r.lat, r.lon, MAP {{{WHERE}}}[r.where_prec] AS place_precision,
    {_party("a")}, {_party("b")},
    r.type_of_violence <> '3' AS mutual, {COUNTS} AS counts, r.source_office AS publisher, NULL::VARCHAR AS url,
    to_json(struct_pack({", ".join(f"{c} := r.{c}" for c in KEPT)})) AS original,
    'UCDP type of violence ' || r.type_of_violence || CASE r.type_of_violence WHEN '1' THEN ': a state fights a group'
        WHEN '2' THEN ': groups fight each other' ELSE ': one-sided, against civilians' END AS why
FROM (SELECT *, TRY_CAST(left(date_start, 10) AS DATE) AS first_day, TRY_CAST(left(date_end, 10) AS DATE) AS final_day,
        {coordinates("latitude", "longitude")} FROM raw) AS r
    LEFT JOIN cameo ON cameo.code = CASE WHEN r.type_of_violence = '3' THEN '180' ELSE '190' END
    LEFT JOIN plover AS kind ON kind.type = 'ASSAULT' AND kind.mode IS NULL
    LEFT JOIN (SELECT given.number, given.name, coalesce(n.iso, g.iso) AS iso
        FROM (SELECT DISTINCT country_id AS number, lower(country) AS name FROM raw) AS given
        LEFT JOIN by_name AS n ON n.name = given.name LEFT JOIN by_gw AS g ON g.code = given.number) AS place
        ON place.number IS NOT DISTINCT FROM r.country_id AND place.name IS NOT DISTINCT FROM lower(r.country)
    LEFT JOIN by_gw AS a_iso ON a_iso.code = coalesce(r.gwnoa, 'none')
    LEFT JOIN by_gw AS b_iso ON b_iso.code = coalesce(r.gwnob, 'none')
"""
UCDP = Format(
    "ucdp", "ucdp", tuple(COLUMNS), STAGE, mends=MENDS, delimiter=",", quoted=True, header="maybe", revised=True,
    required=frozenset({"id", "type_of_violence", "side_a", "side_b", "date_start", "date_end", "best"}),
)  # fmt: skip
