"""ACLED: 31 columns or more, comma-separated, read by name; and its deletions feed."""

from __future__ import annotations

from detente.store.importing.formats import Format
from detente.store.importing.icews import coordinates
from detente.store.importing.ucdp import COUNT

__all__ = ["ACLED"]

COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1"
    " actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location"
    " latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
).split()
MENDS = (
    "coordinates out of range: left out",
    "unknown country of the place: left out",
    "fatalities that are not a number: left out",
)


def _party(side: str) -> str:
    """A named force, group or people; the state stands in its name: `Police Forces of X (2015-)`, `Civilians (X)`."""
    name, iso, sector = f"r.name_{side}", f"coalesce({side}_of.iso, {side}_in.iso)", f"{side}_sector.ours"
    kind = f"CASE WHEN {name} LIKE 'Police%' THEN 'COP' WHEN {name} LIKE 'Government of%' THEN 'GOV' ELSE {sector} END"
    return f"""
        {name} AS {side}_key, {name} AS {side}_name,
        CASE WHEN {name} IS NULL THEN NULL WHEN {kind} = 'CVL' THEN 'people' WHEN {kind} IN ('MIL', 'COP', 'GOV')
            THEN 'organisation' ELSE 'group' END AS {side}_kind,
        {iso} AS {side}_country, {kind} AS {side}_sector, nullif(coalesce({iso}, '') || coalesce({kind}, ''), '')
            AS {side}_code, NULL::VARCHAR AS {side}_title,
        CASE WHEN {name} IS NOT NULL THEN 'ACLED: ' || coalesce(r.inter_{side}, 'no kind') END AS {side}_basis"""


def _joins(side: str) -> str:
    name = f"r.name_{side}"
    return f"""
    LEFT JOIN by_name AS {side}_of ON {side}_of.name = lower(regexp_extract({name}, ' of (?:the )?([A-Z][^(]*[^( ])', 1))
    LEFT JOIN by_name AS {side}_in ON {side}_in.name = lower(regexp_extract({name}, '\\(([A-Z][^)]*)\\)', 1))
    LEFT JOIN sectors AS {side}_sector ON {side}_sector.dialect = 'acled' AND {side}_sector.sector = r.inter_{side}"""


KEPT = (
    "disorder_type event_type sub_event_type assoc_actor_1 inter1 assoc_actor_2 inter2 interaction civilian_targeting"
    " iso admin1 admin2 admin3 source_scale notes tags timestamp time_precision geo_precision"
).split()

# Who acts: not always the first. Police that beat protesters, and whoever attacks civilians, come first here.
TURNED = (
    "sub_event_type = 'Excessive force against protesters' AND actor2 IS NOT NULL"
    " OR event_type = 'Violence against civilians' AND inter1 IN ('7', 'Civilians') AND inter2 NOT IN ('7', 'Civilians')"
)

STAGE = f"""
SELECT r.event_id_cnty AS key, NULL::VARCHAR AS digest,
    CASE WHEN r.event_id_cnty IS NULL THEN 'no event id' WHEN r.day IS NULL THEN 'no such date'
        WHEN kind.event_type IS NULL THEN 'unknown event type' END AS refused,
    (CASE WHEN r.astray THEN 1 ELSE 0 END + CASE WHEN place.iso IS NULL AND named.iso IS NULL THEN 2 ELSE 0 END
     + CASE WHEN r.fatalities IS NOT NULL AND TRY_CAST(r.fatalities AS DOUBLE) IS NULL THEN 4 ELSE 0 END)::SMALLINT AS mends,
    r.line_start, kind.type, kind.mode, []::VARCHAR[] AS contexts, kind.cameo,
    coalesce(plover.quad, cameo.quad) AS quad, plover.intensity, cameo.goldstein, r.day::VARCHAR AS first_day,
    CASE r.time_precision WHEN '3' THEN last_day(r.day) ELSE r.day END::VARCHAR AS final_day,
    MAP {{'1': 'day', '2': 'week', '3': 'month'}}[r.time_precision] AS date_precision,
    coalesce(r.location, r.admin3, r.admin2, r.admin1, r.country) AS place_name,
    coalesce(place.iso, named.iso) AS place_country, r.lat, r.lon,
    MAP {{'1': 'town', '2': 'district', '3': 'province'}}[r.geo_precision] AS place_precision,
    {_party("a")}, {_party("b")},
    NOT kind.directed AS mutual,
    CASE WHEN TRY_CAST(r.fatalities AS DOUBLE) IS NOT NULL THEN [{{'measure': 'killed',
        'value': TRY_CAST(r.fatalities AS DOUBLE), 'low': NULL, 'high': NULL, 'side': NULL}}::{COUNT}] END AS counts,
    r.source AS publisher, NULL::VARCHAR AS url,
    to_json(struct_pack({", ".join(f"{c} := r.{c}" for c in KEPT)})) AS original,
    'ACLED ' || r.event_type || coalesce(': ' || r.sub_event_type, '') AS why
FROM (SELECT *, coalesce(TRY_STRPTIME(event_date, '%Y-%m-%d'), TRY_STRPTIME(event_date, '%d %B %Y'))::DATE AS day,
        {coordinates("latitude", "longitude")},
        CASE WHEN {TURNED} THEN actor2 ELSE actor1 END AS name_a, CASE WHEN {TURNED} THEN actor1 ELSE actor2 END AS name_b,
        CASE WHEN {TURNED} THEN inter2 ELSE inter1 END AS inter_a, CASE WHEN {TURNED} THEN inter1 ELSE inter2 END AS inter_b
    FROM raw) AS r
    LEFT JOIN acled_types AS known ON known.event_type = r.event_type AND known.sub_event_type = r.sub_event_type
    LEFT JOIN acled_types AS kind ON kind.event_type = r.event_type
        AND kind.sub_event_type = coalesce(known.sub_event_type, '')
    LEFT JOIN plover ON plover.type = kind.type AND plover.mode IS NOT DISTINCT FROM kind.mode
    LEFT JOIN cameo ON cameo.code = kind.cameo
    LEFT JOIN by_numeric AS place ON place.code = ltrim(r.iso, '0')
    LEFT JOIN by_name AS named ON named.name = lower(r.country){_joins("a")}{_joins("b")}
"""

ACLED = Format(
    "acled", "acled", tuple(COLUMNS), STAGE, mends=MENDS, delimiter=",", quoted=True, header="always", revised=True,
    required=frozenset({"event_id_cnty", "event_date", "event_type", "actor1", "country"}),
    deletions=("event_id_cnty", "deleted_timestamp"),
)  # fmt: skip
