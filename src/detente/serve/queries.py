"""What the page asks the store. Every list is paged; every value is a parameter, never a part of the SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from detente.brief.ics import Due
from detente.errors import UnknownId
from detente.link.portrait import portrait
from detente.measure import state_names
from detente.records import Record
from detente.store.rows import COLUMNS

if TYPE_CHECKING:
    from detente.store import Store

__all__ = ["Filters", "deadlines", "incident", "incidents", "places", "record_of", "reports"]

Row = dict[str, Any]
PAGE = 50
MOST_TELLINGS = 200
MOST_PAGE = 500
# One condition a filter; each takes its value as often as it has a question mark.
CODED = "country = upper(?) OR code = upper(?)"
PARTY = f"h.incident IN (SELECT incident FROM happening_parties WHERE {CODED})"
NAMED = "h.incident IN (SELECT incident FROM happening_parties WHERE contains(lower(name), lower(?)))"
CONDITIONS = {
    "q": "contains(h.words, lower(?))",
    "actor": PARTY,
    "other": PARTY,
    "type": "h.type = upper(?)",
    "status": "h.status = ?",
    "standing": "h.standing = ?",
    "place": "(contains(lower(h.place), lower(?)) OR h.country = upper(?))",
    "start": "h.day >= TRY_CAST(? AS DATE)",
    "end": "h.day <= TRY_CAST(? AS DATE)",
}
# A day as exact as it is told: a year, a month, a range or a day.
WHEN = """CASE WHEN h.width BETWEEN 364 AND 366 AND dayofyear(h.day) = 1 THEN strftime(h.day, '%Y')
    WHEN h.width BETWEEN 27 AND 30 AND day(h.day) = 1 THEN strftime(h.day, '%Y-%m')
    WHEN h.width > 0 THEN CAST(h.day AS VARCHAR) || ' to ' || CAST(h.day + CAST(h.width AS INTEGER) AS VARCHAR)
    ELSE CAST(h.day AS VARCHAR) END"""
ROW = f"""h.incident AS id, CAST(h.day AS VARCHAR) AS day, {WHEN} AS told_day,
    h.by_report AS day_of_report, h.type, h.mode, h.quad,
    h.intensity, h.status, h.standing, h.place, h.country, h.lat, h.lon, h.reports, h.sources, h.title, h.said,
    h.actor_names, h.actor_countries, h.recipient_names, h.recipient_countries"""


DUE = """
SELECT d.id, d.due, d.what, d.condition, d.basis, d.report, d.span, r.title, r.source, r.url, r.published,
    substring(r."text", d.span[1] + 1, d.span[2] - d.span[1]) AS said,
    coalesce(p.names, []) AS actor_names, coalesce(p.countries, []) AS actor_countries
FROM deadlines AS d LEFT JOIN reports AS r ON r.id = d.report LEFT JOIN (
    SELECT o.id, list(a.name ORDER BY o.position) AS names,
        list(DISTINCT a.country ORDER BY a.country) FILTER (a.country IS NOT NULL) AS countries
    FROM (SELECT id, unnest(parties) AS party, generate_subscripts(parties, 1) AS position FROM deadlines) AS o
    JOIN actors AS a ON a.id = o.party GROUP BY o.id) AS p ON p.id = d.id
WHERE d.current
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of incidents is narrowed to; empty means all. `start` and `end` are ISO days."""

    q: str = ""
    actor: str = ""
    other: str = ""
    type: str = ""
    status: str = ""
    standing: str = ""
    place: str = ""
    start: str = ""
    end: str = ""

    @classmethod
    def of(cls, values: dict[str, str]) -> Filters:
        """From a query string; unknown names are left out."""
        return cls(**{f.name: values.get(f.name, "").strip()[:200] for f in fields(cls)})

    def set(self) -> dict[str, str]:
        """Those that are set."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}


def incidents(
    store: Store, filters: Filters, *, page: int = 1, size: int = PAGE, oldest_first: bool = False
) -> tuple[list[Row], int]:
    """Incidents of a page, latest first unless asked, and how many there are in all."""
    where, values = _conditions(store, filters)
    order = f"h.day {'ASC' if oldest_first else 'DESC'} NULLS LAST, h.incident"
    size = min(size, MOST_PAGE)
    # the rows are chosen by two narrow columns first: the wide ones are read for a page of them alone
    once = "MATERIALIZED" if values else "NOT MATERIALIZED"
    chosen = f"chosen AS {once} (SELECT h.rowid AS found, h.day, h.incident FROM happenings AS h WHERE {where})"
    found = store.query(
        f"WITH {chosen} SELECT {ROW}, (SELECT count(*) FROM chosen) AS n FROM happenings AS h SEMI JOIN"
        f" (SELECT found FROM chosen AS h ORDER BY {order} LIMIT ? OFFSET ?) AS shown ON shown.found = h.rowid"
        f" ORDER BY {order}",
        [*values, size, (max(page, 1) - 1) * size],
    ).rows()
    total = found[0]["n"] if found else 0
    if not found and page > 1:
        counted = store.query(f"SELECT count(*) AS n FROM happenings AS h WHERE {where}", values)
        total = counted.rows()[0]["n"]
    return [{k: v for k, v in row.items() if k != "n"} for row in found], int(total)


@cache
def _codes_by_name() -> Mapping[str, str]:
    return {name.casefold(): code for code, name in state_names().items()}


def _conditions(store: Store, filters: Filters) -> tuple[str, list[str]]:
    """SQL that keeps what the filters ask for, and its values. An actor is a state, a code, or part of a name."""
    chosen = filters.set()
    conditions = {name: CONDITIONS[name] for name in chosen}
    for name in sorted({"actor", "other"} & set(chosen)):
        chosen[name] = _codes_by_name().get(chosen[name].casefold(), chosen[name])
        sql = f"SELECT 1 FROM happening_parties WHERE {CODED} LIMIT 1"
        if not len(store.query(sql, [chosen[name]] * 2)):
            conditions[name] = NAMED
    values = [chosen[name] for name, sql in conditions.items() for _ in range(sql.count("?"))]
    return " AND ".join(conditions.values()) or "true", values


def incident(store: Store, ident: str) -> Row:
    """One incident with all that is told of it: agreements, differences, and each telling. Raises UnknownId."""
    sql = f"SELECT {ROW} FROM happenings AS h WHERE h.incident = ?"
    found = store.query(sql, [ident]).rows()
    if not found:
        raise UnknownId(f"there is no incident {ident!r}", hint="look for it in the list of incidents")
    told = portrait(store, ident)
    return found[0] | {
        "storyline": told.incident["storyline"],
        "tellings": told.tellings[:MOST_TELLINGS],
        "attributes": told.attributes,
        "tolls": told.tolls,
        "denials": told.denials,
        "history": told.history,
    }


def places(store: Store, filters: Filters, *, most: int = 300) -> list[Row]:
    """Places of incidents: name, coordinates, how many, and the sum of intensity."""
    where, values = _conditions(store, filters)
    sql = (
        f"SELECT h.place AS name, h.country, round(h.lat, 2) AS lat, round(h.lon, 2) AS lon, count(*) AS incidents,"
        f" round(sum(h.intensity), 1) AS intensity FROM happenings AS h WHERE h.lat IS NOT NULL AND {where}"
        f" GROUP BY ALL ORDER BY incidents DESC, name, lat LIMIT ?"
    )
    return store.query(sql, [*values, most]).rows()


def reports(store: Store, *, page: int = 1, size: int = PAGE) -> list[Row]:
    """Reports, latest first."""
    return store.query(
        'SELECT id, title, source, url, path, published, left("text", 120) AS opening FROM reports WHERE current'
        " ORDER BY published DESC NULLS LAST, id LIMIT ? OFFSET ?",
        [min(size, MOST_PAGE), (max(page, 1) - 1) * size],
    ).rows()


def deadlines(store: Store) -> list[Row]:
    """What is due, the next first, with the names of those who owe it."""
    return store.query(
        "SELECT id, due, what, condition, basis, report, title, actor_names, actor_countries,"
        f" [] AS recipient_names, [] AS recipient_countries FROM ({DUE}) ORDER BY due NULLS LAST, id LIMIT 2000"
    ).rows()


def dues(store: Store) -> list[Due]:
    """The same for a calendar."""
    rows = store.query(f"SELECT * FROM ({DUE}) ORDER BY due NULLS LAST, id")
    return [
        Due(r["report"], tuple(r["span"]), r["due"], r["what"], tuple(r["actor_names"]), r["condition"], r["basis"],
            r["said"] or "", r["title"] or r["source"], r["url"], r["published"])
        for r in rows
    ]  # fmt: skip


def record_of(store: Store, ident: str) -> Record:
    """A report's record as it was coded. Raises UnknownId."""
    found = store.query("SELECT * FROM reports WHERE id = ?", [ident]).rows()
    if not found:
        raise UnknownId(f"there is no report {ident!r}", hint="look for it in the list of reports")
    names = ("id", "path", "url", "source", "title", "published", "published_basis", "language", "text")
    whole: dict[str, Any] = {"report": {name: found[0][name] for name in names}}
    for noun, columns in COLUMNS.items():
        rows = store.query(f"SELECT * FROM {noun} WHERE report = ? ORDER BY length(id), id", [ident])
        whole[noun] = [{c: _local(row[c], ident) for c in columns} for row in rows]
    return msgspec.convert(whole, Record)


def _local(value: Any, report: str) -> Any:  # noqa: ANN401 - any cell
    """Ids as the record has them."""
    prefix = f"{report}:"
    if isinstance(value, str):
        return value.removeprefix(prefix)
    if isinstance(value, list):
        return [_local(v, report) for v in value]
    return value
