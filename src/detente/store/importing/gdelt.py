"""GDELT event exports: 2.0 (61 columns) and 1.0 (58; 57 before April 2013), tab-separated without header."""

from __future__ import annotations

from detente.store.importing.formats import Format
from detente.store.importing.lookups import DIALECT

__all__ = ["GDELT", "GDELT1", "code_mended"]

ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
)
EVENT = (
    "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone"
).split()
GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()


def _columns(*, second: bool) -> tuple[str, ...]:
    geo = [g for g in GEO if second or g != "ADM2Code"]
    names = [
        *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
        *(f"Actor{n}{a}" for n in (1, 2) for a in ACTOR),
        *EVENT,
        *(f"{who}Geo_{g}" for who in ("Actor1", "Actor2", "Action") for g in geo),
        "DATEADDED",
        "SOURCEURL",
    ]
    return tuple(n.lower() for n in names)


MENDS = (
    "the code's leading zero was missing",
    "coordinates out of range: left out",
    "unknown country of an actor: left out",
    "unknown quad class: taken from the code",
    "unknown country of the place: left out",
)


def _party(side: str, n: int) -> str:
    """One party's columns: `side` is a or b, `n` GDELT's number."""
    code, name = f"r.actor{n}code", f"r.actor{n}name"
    iso, sector, group = f"{side}_iso.iso", f"{side}_sector.ours", f"{side}_group.ours"
    there = f"({code} <> '' OR {name} <> '')"
    return f"""
        CASE WHEN {there} THEN {code} || '/' || {name} END AS {side}_key,
        CASE WHEN {there} THEN CASE WHEN {code} = r.actor{n}countrycode THEN coalesce({side}_state.name, {name})
            WHEN {name} <> '' THEN {name} ELSE {code} END END AS {side}_name,
        CASE WHEN {code} <> '' AND {code} = r.actor{n}countrycode AND {iso} IS NOT NULL THEN 'state'
            WHEN r.actor{n}knowngroupcode <> '' OR {sector} IN ('IGO', 'NGO', 'MNC') THEN 'organisation'
            WHEN {sector} IS NOT NULL THEN 'group' WHEN {there} THEN 'unknown' END AS {side}_kind,
        {iso} AS {side}_country, {sector} AS {side}_sector,
        coalesce({group}, nullif(coalesce({iso}, '') || coalesce({sector}, ''), '')) AS {side}_code,
        NULL::VARCHAR AS {side}_title,
        CASE WHEN {there} THEN 'CAMEO actor ' || {code} END AS {side}_basis"""


def _joins(side: str, n: int) -> str:
    return f"""
    LEFT JOIN by_letters AS {side}_iso ON {side}_iso.code = r.actor{n}countrycode
    LEFT JOIN states AS {side}_state ON {side}_state.iso = {side}_iso.iso
    LEFT JOIN sectors AS {side}_sector ON {side}_sector.dialect = 'cameo' AND {side}_sector.sector = r.actor{n}type1code
    LEFT JOIN groups AS {side}_group ON {side}_group.code = r.actor{n}knowngroupcode"""


def _unknown(n: int) -> str:
    iso = "a_iso" if n == 1 else "b_iso"
    return (
        f"(r.actor{n}countrycode <> '' AND {iso}.iso IS NULL"
        f" AND r.actor{n}countrycode NOT IN (SELECT code FROM regions))"
    )


def code_mended(code: str) -> str:
    """A CAMEO code with the leading zero that a spreadsheet took: no root is below 01 or above 20."""
    torn = f"{code}[1] BETWEEN '1' AND '9' AND ({code}[:2] NOT BETWEEN '10' AND '20' OR length({code}) = 1)"
    return f"CASE WHEN {torn} THEN '0' || {code} ELSE {code} END"


KEPT = (
    "EventCode QuadClass IsRootEvent Actor1Code Actor2Code ActionGeo_CountryCode ActionGeo_FeatureID NumMentions"
    " NumSources NumArticles AvgTone DATEADDED"
).split()


def _original() -> str:
    """The row's own codes as JSON, put together by hand: `to_json` takes ten times as long over millions of rows."""
    cells = ', \'","'.join(f"{name}\":\"', replace(r.{name.lower()}, '\"', '')" for name in KEPT)
    return f"concat('{{\"{cells}, '\"}}')"


STAGE = f"""
SELECT r.globaleventid AS key, NULL::VARCHAR AS digest,
    CASE WHEN r.torn IS NOT NULL THEN r.torn
        WHEN TRY_CAST(r.globaleventid AS BIGINT) IS NULL THEN 'no event id'
        WHEN r.first_day IS NULL THEN 'no such date'
        WHEN cameo.code IS NULL THEN 'unknown event code' END AS refused,
    (CASE WHEN r.fixed <> r.eventcode THEN 1 ELSE 0 END
     + CASE WHEN NOT coalesce(r.lat BETWEEN -90 AND 90 AND r.lon BETWEEN -180 AND 180, true) THEN 2 ELSE 0 END
     + CASE WHEN {_unknown(1)} OR {_unknown(2)} THEN 4 ELSE 0 END
     + CASE WHEN r.quadclass NOT IN ('1', '2', '3', '4') THEN 8 ELSE 0 END
     + CASE WHEN r.actiongeo_countrycode <> '' AND place.iso IS NULL AND r.actiongeo_countrycode NOT IN ('OS', 'OC')
        THEN 16 ELSE 0 END)::SMALLINT AS mends,
    r.line_start, cameo.type, cameo.mode, cameo.contexts, r.fixed AS cameo,
    coalesce(cameo.quad, TRY_CAST(r.quadclass AS TINYINT)) AS quad, cameo.intensity,
    coalesce(TRY_CAST(r.goldsteinscale AS DOUBLE), cameo.goldstein) AS goldstein,
    r.first_day::VARCHAR AS first_day, r.first_day::VARCHAR AS final_day, 'day' AS date_precision,
    CASE WHEN r.actiongeo_type IN ('1', '2', '3', '4', '5') THEN nullif(r.actiongeo_fullname, '') END AS place_name,
    place.iso AS place_country,
    CASE WHEN r.actiongeo_type IN ('1', '2', '3', '4', '5') AND r.lat BETWEEN -90 AND 90 AND r.lon BETWEEN -180 AND 180
        THEN r.lat END AS lat,
    CASE WHEN r.actiongeo_type IN ('1', '2', '3', '4', '5') AND r.lat BETWEEN -90 AND 90 AND r.lon BETWEEN -180 AND 180
        THEN r.lon END AS lon,
    CASE r.actiongeo_type WHEN '1' THEN 'country' WHEN '2' THEN 'province' WHEN '3' THEN 'town' WHEN '4' THEN 'town'
        WHEN '5' THEN 'province' END AS place_precision,
    {_party("a", 1)}, {_party("b", 2)},
    false AS mutual, NULL::STRUCT(measure VARCHAR, value DOUBLE, low DOUBLE, high DOUBLE, side VARCHAR)[] AS counts,
    CASE WHEN r.link LIKE 'http%' THEN CASE WHEN starts_with(r.site, 'www.') THEN r.site[5:] ELSE r.site END ELSE nullif(r.link, '') END AS publisher,
    CASE WHEN r.link LIKE 'http%' THEN r.link END AS url,
    {_original()} AS original,
    'CAMEO ' || r.fixed || CASE WHEN cameo.type IS NULL THEN ', which has no PLOVER type' ELSE ' by {DIALECT}' END AS why
FROM (SELECT *, {code_mended("r.eventcode")} AS fixed, TRY_STRPTIME(r.sqldate, '%Y%m%d')::DATE AS first_day,
        TRY_CAST(r.actiongeo_lat AS DOUBLE) AS lat, TRY_CAST(r.actiongeo_long AS DOUBLE) AS lon,
        rtrim(coalesce(r.sourceurl, ''), chr(13)) AS link, split_part(link, '/', 3) AS site FROM raw AS r) AS r
    LEFT JOIN cameo ON cameo.code = r.fixed
    LEFT JOIN by_fips AS place ON place.code = r.actiongeo_countrycode{_joins("a", 1)}{_joins("b", 2)}
"""

GDELT = Format("gdelt", "gdelt", _columns(second=True), STAGE, mends=MENDS)
GDELT1 = Format("gdelt1", "gdelt1", _columns(second=False), STAGE, mends=MENDS, fewest=57)
