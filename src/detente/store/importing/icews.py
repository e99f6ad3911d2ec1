"""ICEWS events: 20 columns, tab-separated, with a header and without quoting. The key is the id with its date."""

from __future__ import annotations

from detente.store.importing.formats import Format
from detente.store.importing.gdelt import code_mended
from detente.store.importing.lookups import DIALECT

__all__ = ["ICEWS", "coordinates", "no_counts"]

COLUMNS = (
    "event_id event_date source_name source_sectors source_country event_text cameo_code intensity target_name"
    " target_sectors target_country story_id sentence_number publisher city district province country latitude longitude"
).split()
MENDS = (
    "the code's leading zero was missing",
    "coordinates out of range: left out",
    "unknown country of an actor: left out",
    "unknown country of the place: left out",
)


def coordinates(latitude: str, longitude: str) -> str:
    """Columns `lat`, `lon` where both are in range, and `astray` where they are given and are not."""
    lat, lon = f"TRY_CAST({latitude} AS DOUBLE)", f"TRY_CAST({longitude} AS DOUBLE)"
    inside = f"coalesce({lat} BETWEEN -90 AND 90 AND {lon} BETWEEN -180 AND 180, false)"
    return (
        f"CASE WHEN {inside} THEN {lat} END AS lat, CASE WHEN {inside} THEN {lon} END AS lon,"
        f" ({latitude} IS NOT NULL OR {longitude} IS NOT NULL) AND NOT {inside} AS astray"
    )


def no_counts() -> str:
    """The column `counts` of a data set that has none."""
    return "NULL::STRUCT(measure VARCHAR, value DOUBLE, low DOUBLE, high DOUBLE, side VARCHAR)[] AS counts"


def _party(side: str, who: str) -> str:
    name, iso, sector = f"r.{who}_name", f"{side}_iso.iso", f"r.{side}_sector"
    return f"""
        {name} || coalesce(' [' || r.{who}_country || ']', '') AS {side}_key, {name} AS {side}_name,
        CASE WHEN {name} = r.{who}_country AND {iso} IS NOT NULL THEN 'state'
            WHEN {sector} IN ('IGO', 'NGO', 'MNC', 'BUS', 'PTY') THEN 'organisation' WHEN {sector} = 'CVL' THEN 'people'
            WHEN {name} LIKE '%(%' THEN 'group' WHEN {name} IS NOT NULL THEN 'unknown' END AS {side}_kind,
        {iso} AS {side}_country, CASE WHEN {name} = r.{who}_country THEN NULL ELSE {sector} END AS {side}_sector,
        nullif(coalesce({iso}, '') || CASE WHEN {name} = r.{who}_country THEN '' ELSE coalesce({sector}, '') END, '')
            AS {side}_code, NULL::VARCHAR AS {side}_title,
        CASE WHEN {name} IS NOT NULL THEN 'ICEWS: ' || coalesce(r.{who}_sectors, 'no sectors') END AS {side}_basis"""


def _sector(who: str) -> str:
    """The telling one of a comma list of sectors: the first that is more than government, party or society."""
    found = f"list_filter(list_transform(string_split({who}_sectors, ','), lambda s: ours[trim(s)]), lambda s: s IS NOT NULL)"
    return f"coalesce(list_filter({found}, lambda s: s NOT IN ('GOV', 'PTY', 'SOC', 'UNK'))[1], {found}[1])"


KEPT = [c for c in COLUMNS if c not in ("latitude", "longitude")]

STAGE = f"""
SELECT r.event_id || ':' || r.day::VARCHAR AS key, NULL::VARCHAR AS digest,
    CASE WHEN r.torn IS NOT NULL THEN r.torn WHEN r.event_id IS NULL THEN 'no event id'
        WHEN r.day IS NULL THEN 'no such date' WHEN cameo.code IS NULL THEN 'unknown event code' END AS refused,
    (CASE WHEN r.fixed <> r.cameo_code THEN 1 ELSE 0 END + CASE WHEN r.astray THEN 2 ELSE 0 END
     + CASE WHEN (r.source_country IS NOT NULL AND a_iso.iso IS NULL)
        OR (r.target_country IS NOT NULL AND b_iso.iso IS NULL) THEN 4 ELSE 0 END
     + CASE WHEN r.country IS NOT NULL AND place.iso IS NULL THEN 8 ELSE 0 END)::SMALLINT AS mends,
    r.line_start, cameo.type, cameo.mode, cameo.contexts, r.fixed AS cameo, cameo.quad, cameo.intensity,
    coalesce(TRY_CAST(r.intensity AS DOUBLE), cameo.goldstein) AS goldstein, r.day::VARCHAR AS first_day,
    r.day::VARCHAR AS final_day, 'day' AS date_precision,
    coalesce(r.city, r.district, r.province, r.country) AS place_name, place.iso AS place_country, r.lat, r.lon,
    CASE WHEN r.city IS NOT NULL THEN 'town' WHEN r.district IS NOT NULL THEN 'district'
        WHEN r.province IS NOT NULL THEN 'province' WHEN r.country IS NOT NULL THEN 'country' END AS place_precision,
    {_party("a", "source")}, {_party("b", "target")},
    false AS mutual, {no_counts()}, r.publisher, NULL::VARCHAR AS url,
    to_json(struct_pack({", ".join(f"{c} := r.{c}" for c in KEPT)})) AS original,
    'CAMEO ' || r.fixed || CASE WHEN cameo.type IS NULL THEN ', which has no PLOVER type' ELSE ' by {DIALECT}' END AS why
FROM (SELECT *, coalesce(TRY_STRPTIME(event_date, '%Y-%m-%d'), TRY_STRPTIME(event_date, '%m/%d/%Y'))::DATE AS day,
        {code_mended("cameo_code")} AS fixed, {coordinates("latitude", "longitude")},
        {_sector("source")} AS a_sector, {_sector("target")} AS b_sector
    FROM raw, (SELECT map(list(sector), list(ours)) AS ours FROM sectors WHERE dialect = 'icews')) AS r
    LEFT JOIN cameo ON cameo.code = r.fixed
    LEFT JOIN by_name AS place ON place.name = lower(r.country)
    LEFT JOIN by_name AS a_iso ON a_iso.name = lower(r.source_country)
    LEFT JOIN by_name AS b_iso ON b_iso.name = lower(r.target_country)
"""

ICEWS = Format(
    "icews", "icews", tuple(COLUMNS), STAGE, mends=MENDS, header="maybe",
    required=frozenset({"event_id", "event_date", "cameo_code", "source_name", "target_name"}),
)  # fmt: skip
