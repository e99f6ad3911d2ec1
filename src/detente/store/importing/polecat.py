"""POLECAT: 40 columns, tab-separated, read by their names; some files have more, and missing is the word None."""

from __future__ import annotations

from types import MappingProxyType

from detente.store.importing.formats import Format
from detente.store.importing.icews import coordinates, no_counts

__all__ = ["POLECAT"]

COLUMNS = (
    "event_id event_date event_type event_mode intensity quad_code contexts actor_name actor_country actor_cow"
    " primary_actor_sector actor_sectors actor_title actor_name_raw wikipedia_actor_id recipient_name recipient_country"
    " recipient_cow primary_recipient_sector recipient_sectors recipient_title recipient_name_raw wikipedia_recipient_id"
    " placename city district province country latitude longitude geonames_id raw_placename feature_type source"
    " publication_date story_people story_organizations story_locations language version headline event_text"
).split()
MENDS = (
    "coordinates out of range: left out",
    "unknown country of an actor: left out",
    "unknown country of the place: left out",
    "a mode that PLOVER's manual does not have: kept as the original only",
)
# Modes of POLECAT's coder that the manual folds into another.
MODES = "MAP {'assassinate': 'targeted', 'execute': 'targeted', 'massacre': 'targeted', 'cleansing': 'targeted'}"


def _party(side: str, who: str) -> str:
    name, iso, sector = f"r.{who}_name", f"r.{side}_iso", f"r.{side}_sector"
    return f"""
        coalesce(r.wikipedia_{who}_id, {name}) || coalesce(' [' || {iso} || ']', '') || coalesce(' ' || {sector}, '')
            AS {side}_key,
        {name} AS {side}_name,
        CASE WHEN {iso} IS NOT NULL AND {sector} IS NULL THEN 'state' WHEN {sector} IN ('IGO', 'NGO', 'MNC', 'BUS', 'PTY')
            THEN 'organisation' WHEN {sector} = 'CVL' THEN 'people' WHEN {name} IS NOT NULL THEN 'unknown' END AS {side}_kind,
        {iso} AS {side}_country, {sector} AS {side}_sector,
        nullif(coalesce({iso}, '') || coalesce({sector}, ''), '') AS {side}_code, r.{who}_title AS {side}_title,
        CASE WHEN {name} IS NOT NULL THEN 'POLECAT: ' || coalesce(r.{who}_name_raw, {name}) END AS {side}_basis"""


def _sector(who: str) -> str:
    given = f"primary_{who}_sector"
    return f"coalesce(ours[{given}], CASE WHEN length({given}) = 3 THEN upper({given}) END)"


KEPT = (
    "event_type event_mode intensity quad_code actor_name_raw actor_cow actor_sectors wikipedia_actor_id"
    " recipient_name_raw recipient_cow recipient_sectors wikipedia_recipient_id geonames_id feature_type"
    " publication_date language version headline event_text"
).split()

STAGE = f"""
SELECT r.event_id || CASE WHEN r.turn > 1 THEN '#' || r.turn ELSE '' END AS key, NULL::VARCHAR AS digest,
    CASE WHEN r.torn IS NOT NULL THEN r.torn WHEN r.event_id IS NULL THEN 'no event id'
        WHEN r.day IS NULL THEN 'no such date' WHEN kind.type IS NULL THEN 'unknown event type' END AS refused,
    (CASE WHEN r.astray THEN 1 ELSE 0 END
     + CASE WHEN (length(r.actor_country) = 3 AND r.a_iso IS NULL) OR (length(r.recipient_country) = 3 AND r.b_iso IS NULL)
        THEN 2 ELSE 0 END
     + CASE WHEN r.country IS NOT NULL AND place.iso IS NULL THEN 4 ELSE 0 END
     + CASE WHEN r.mode IS NOT NULL AND moded.mode IS NULL THEN 8 ELSE 0 END)::SMALLINT AS mends,
    r.line_start, kind.type, moded.mode,
    list_filter(list_transform(string_split(coalesce(r.contexts, ''), ';'), lambda c: lower(trim(c))), lambda c: c <> '')
        AS contexts,
    coalesce(moded.cameo, kind.cameo) AS cameo, kind.quad, coalesce(moded.intensity, kind.intensity) AS intensity,
    cameo.goldstein, r.day::VARCHAR AS first_day, r.day::VARCHAR AS final_day, 'day' AS date_precision,
    coalesce(r.placename, r.city, r.district, r.province, r.country) AS place_name, place.iso AS place_country, r.lat,
    r.lon, CASE WHEN r.city IS NOT NULL THEN 'town' WHEN r.district IS NOT NULL THEN 'district'
        WHEN r.province IS NOT NULL THEN 'province' WHEN r.country IS NOT NULL THEN 'country' END AS place_precision,
    {_party("a", "actor")}, {_party("b", "recipient")},
    false AS mutual, {no_counts()}, r.source AS publisher, NULL::VARCHAR AS url,
    to_json(struct_pack({", ".join(f"{c} := r.{c}" for c in KEPT)})) AS original,
    'POLECAT ' || r.event_type || coalesce(' ' || r.event_mode, '') AS why
FROM (SELECT *, dense_rank() OVER (PARTITION BY event_id ORDER BY event_date, event_type, event_mode, actor_name,
            recipient_name, placename, publication_date, source) AS turn,
        coalesce(TRY_STRPTIME(event_date, '%Y-%m-%d'), TRY_STRPTIME(event_date, '%m/%d/%Y'))::DATE AS day,
        coalesce({MODES}[lower(event_mode)], lower(event_mode)) AS mode, {coordinates("latitude", "longitude")},
        {_sector("actor")} AS a_sector, {_sector("recipient")} AS b_sector,
        iso[actor_country] AS a_iso, iso[recipient_country] AS b_iso
    FROM raw, (SELECT map(list(sector), list(ours)) AS ours FROM sectors WHERE dialect = 'polecat'),
        (SELECT map(list(code), list(iso)) AS iso FROM by_letters)) AS r
    LEFT JOIN plover AS kind ON kind.type = upper(r.event_type) AND kind.mode IS NULL
    LEFT JOIN plover AS moded ON moded.type = kind.type AND moded.mode = r.mode
    LEFT JOIN cameo ON cameo.code = coalesce(moded.cameo, kind.cameo)
    LEFT JOIN (SELECT code AS named, iso FROM by_letters UNION ALL SELECT name, iso FROM by_name) AS place
        ON place.named = CASE WHEN length(r.country) = 3 THEN r.country ELSE lower(r.country) END
"""

POLECAT = Format(
    "polecat", "polecat", tuple(COLUMNS), STAGE, mends=MENDS, header="always",
    required=frozenset({"event_id", "event_date", "event_type", "event_mode", "actor_name"}),
    aliases=MappingProxyType({"event_intensity": "intensity"}),
)  # fmt: skip
