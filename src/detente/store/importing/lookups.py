"""The codebook's crosswalks as temporary tables, for joins."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from detente.codebook.crosswalk import (
    SYSTEMS,
    acled_types,
    cameo_closure,
    country_codes,
    country_names,
    sectors,
)
from detente.codebook.ontology import default_cameo, intensity, quad, types
from detente.codebook.schema import read_tsv

__all__ = ["DIALECT", "lay_out"]

DIALECT = "manual-2.0"  # of the crosswalk from CAMEO that imported rows are typed by
ROOT_QUAD = {**{f"{n:02}": 1 for n in range(1, 6)}, **dict.fromkeys(("06", "07", "08"), 2)}
ROOT_QUAD |= {**dict.fromkeys(("09", "10", "11", "12", "13"), 3), **{f"{n}": 4 for n in range(14, 21)}}
# CAMEO's codes of organisations, as Détente calls them; regions that are no country.
GROUPS = {
    "UNO": "UN", "EEC": "EU", "NAT": "NATO", "ASN": "ASEAN", "OIC": "OIC", "GCC": "GCC", "IAE": "IAEA", "IMF": "IMF",
    "WBK": "WORLDBANK", "WTO": "WTO", "WHO": "WHO", "OAS": "OAS", "CIS": "CIS", "SCO": "SCO", "OPC": "OPEC",
    "AFU": "AU", "ECW": "ECOWAS", "ARL": "ARABLEAGUE", "HCH": "UNHCR", "WFP": "WFP", "ICC": "ICC", "ICJ": "ICJ",
}  # fmt: skip
REGIONS = (
    "AFR ASA BLK CRB CAU CFR CAS CEU EIN EAF EEU EUR LAM MEA MDT NAF NMR PGS SCN SAM SAS SEA SAF WAF WST IGO NGO"
).split()


def lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `cameo`, `plover`, `acled_types`, `names`, `sectors`, `groups`, `regions`, `states` and codes."""
    for system in SYSTEMS:
        _table(connection, f"by_{system}", ("code", "iso"), country_codes(system).items())
    _table(connection, "by_name", ("name", "iso"), country_names().items())
    named = read_tsv("countries.tsv", ("iso3", "name", "aliases", "demonyms", "capitals"))
    _table(connection, "states", ("iso", "name"), [(r["iso3"], r["name"]) for r in named])
    _table(connection, "groups", ("code", "ours"), GROUPS.items())
    _table(connection, "regions", ("code",), [(r,) for r in REGIONS])
    kinds = [(d, s, p) for d in ("cameo", "icews", "acled", "polecat") for s, p in sectors(d).items()]
    _table(connection, "sectors", ("dialect", "sector", "ours"), kinds)
    _cameo(connection)
    _plover(connection)
    fields = ("event_type", "sub_event_type", "type", "mode", "cameo", "directed")
    _table(connection, "acled_types", fields, [tuple(getattr(t, f) for f in fields) for t in acled_types()])


def _cameo(connection: duckdb.DuckDBPyConnection) -> None:
    rows = []
    for code, info in cameo_closure().items():
        kind = info.type or None
        strength = intensity(kind, info.mode) if kind else None
        side = quad(kind) if kind else ROOT_QUAD.get(code[:2])
        rows.append((code, kind, info.mode, list(info.contexts), side, strength, info.goldstein))
    _table(connection, "cameo", ("code", "type", "mode", "contexts", "quad", "intensity", "goldstein"), rows)


def _plover(connection: duckdb.DuckDBPyConnection) -> None:
    """Types and modes with their scores; the row without a mode is the type's own."""
    rows = [
        (name, mode, info.quad, intensity(name, mode), default_cameo(name, mode))
        for name, info in types().items()
        for mode in (None, *info.modes)
    ]
    _table(connection, "plover", ("type", "mode", "quad", "intensity", "cameo"), rows)


def _table(connection: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: object) -> None:
    table = pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows])  # type: ignore[attr-defined]
    connection.register("lookup_rows", table)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM lookup_rows")
    connection.unregister("lookup_rows")
