"""What the page asks the store. Every list is paged; every value is a parameter, never a part of the SQL."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import msgspec

from detente.errors import UnknownId
from detente.measure.acts import HAPPENINGS
from detente.records import Record
from detente.store.rows import COLUMNS

if TYPE_CHECKING:
    from detente.store import Store

__all__ = ["Filters", "deadlines", "incident", "incidents", "places", "record_of", "reports"]

Row = dict[str, Any]
PAGE = 50
MOST_PAGE = 500
DAY = 'coalesce(first_day(h.date."start"), h.published)'
# One condition a filter; each takes its value as often as it has a question mark.
PARTY = """EXISTS (SELECT 1 FROM actors AS a WHERE a.id IN (SELECT unnest(list_concat(h.actors, h.recipients)))
    AND (a.country = upper(?) OR a.code = upper(?) OR contains(lower(a.name), lower(?))))"""
CONDITIONS = {
    "q": "(contains(lower(h.title), lower(?)) OR contains(lower(h.type), lower(?)))",
    "actor": PARTY,
    "other": PARTY,
    "type": "h.type = upper(?)",
    "status": "h.status = ?",
    "standing": "h.standing = ?",
    "place": "(contains(lower(h.spot.name), lower(?)) OR h.spot.country = upper(?))",
    "start": f"{DAY} >= TRY_CAST(? AS DATE)",
    "end": f"{DAY} <= TRY_CAST(? AS DATE)",
}
ROW = f"""h.incident AS id, CAST({DAY} AS VARCHAR) AS day,
    first_day(h.date."start") IS NULL AS day_of_report, h.type, h.mode,
    h.quad, h.intensity, h.status, h.standing, h.spot.name AS place, h.spot.country AS country, h.spot.lat AS lat,
    h.spot.lon AS lon, h.reports, h.sources, h.title, h.actors, h.recipients"""


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
    chosen = filters.set()
    where = " AND ".join(CONDITIONS[name] for name in chosen) or "true"
    values = [v for name, v in chosen.items() for _ in range(CONDITIONS[name].count("?"))]
    count = store.query(f"WITH {HAPPENINGS} SELECT count(*) AS n FROM happenings AS h WHERE {where}", values).rows()  # noqa: S608 - our own
    order = "ASC" if oldest_first else "DESC"
    size = min(size, MOST_PAGE)
    found = store.query(
        f"WITH {HAPPENINGS} SELECT {ROW} FROM happenings AS h WHERE {where}"  # noqa: S608 - our own conditions
        f" ORDER BY {DAY} {order} NULLS LAST, h.incident LIMIT ? OFFSET ?",
        [*values, size, (max(page, 1) - 1) * size],
    ).rows()
    return _named(store, found), int(count[0]["n"])


def _named(store: Store, rows: list[Row]) -> list[Row]:
    """Rows with names and codes for the ids of their parties."""
    ids = sorted({i for r in rows for i in (*(r["actors"] or ()), *(r["recipients"] or ()))})
    sql = "SELECT id, name, code, country FROM actors WHERE id IN (SELECT unnest(?))"
    known = {r["id"]: r for r in store.query(sql, [ids])} if ids else {}
    for row in rows:
        for side, out in (("actors", "actor"), ("recipients", "recipient")):
            found = [known[i] for i in row.pop(side) or () if i in known]
            row[f"{out}_names"] = [f["name"] for f in found]
            row[f"{out}_countries"] = sorted({f["country"] for f in found if f["country"]})
    return rows


def incident(store: Store, ident: str) -> Row:
    """One incident with its tellings, and what they agree and differ on. Raises UnknownId."""
    sql = f"WITH {HAPPENINGS} SELECT {ROW} FROM happenings AS h WHERE h.incident = ?"  # noqa: S608 - our own
    found = _named(store, store.query(sql, [ident]).rows())
    if not found:
        raise UnknownId(f"there is no incident {ident!r}", hint="look for it in the list of incidents")
    tellings = store.query(
        "SELECT t.*, r.published FROM timeline AS t LEFT JOIN reports AS r ON r.id = t.report WHERE t.id = ?"
        " OR t.id IN (SELECT event FROM incident_events WHERE incident = ?) ORDER BY r.published, t.id LIMIT 200",
        [ident, ident],
    ).rows()
    return found[0] | {"tellings": tellings, "compared": [_compared(k, tellings) for k in ATTRIBUTES]}


ATTRIBUTES = ("type", "status", "standing", "first_day", "place_name", "actor_names", "recipient_names")


def _compared(key: str, tellings: list[Row]) -> Row:
    """The values that tellings give of one attribute, each with how many give it; one value is agreement."""
    values: dict[str, int] = {}
    for telling in tellings:
        value = telling[key]
        said = ", ".join(value) if isinstance(value, list) else str(value) if value is not None else ""
        if said:
            values[said] = values.get(said, 0) + 1
    ranked = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return {"attribute": key, "values": ranked, "agreed": len(ranked) <= 1}


def places(store: Store, filters: Filters, *, most: int = 300) -> list[Row]:
    """Places of incidents: name, coordinates, how many, and the sum of intensity."""
    chosen = filters.set()
    where = " AND ".join(CONDITIONS[name] for name in chosen) or "true"
    values = [v for name, v in chosen.items() for _ in range(CONDITIONS[name].count("?"))]
    sql = (
        f"WITH {HAPPENINGS} SELECT h.spot.name AS name, h.spot.country AS country, round(h.spot.lat, 2) AS lat,"  # noqa: S608
        f" round(h.spot.lon, 2) AS lon, count(*) AS incidents, round(sum(h.intensity), 1) AS intensity"
        f" FROM happenings AS h WHERE h.spot.lat IS NOT NULL AND {where} GROUP BY ALL"
        f" ORDER BY incidents DESC, name, lat LIMIT ?"
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
    rows = store.query(
        "SELECT d.id, d.due, d.what, d.parties AS actors, NULL AS recipients, d.condition, d.basis, d.report, r.title"
        " FROM deadlines AS d LEFT JOIN reports AS r ON r.id = d.report WHERE d.current"
        " ORDER BY d.due NULLS LAST, d.id LIMIT 2000"
    ).rows()
    return _named(store, rows)


def record_of(store: Store, ident: str) -> Record:
    """A report's record as it was coded. Raises UnknownId."""
    found = store.query("SELECT * FROM reports WHERE id = ?", [ident]).rows()
    if not found:
        raise UnknownId(f"there is no report {ident!r}", hint="look for it in the list of reports")
    names = ("id", "path", "url", "source", "title", "published", "published_basis", "language", "text")
    whole: dict[str, Any] = {"report": {name: found[0][name] for name in names}}
    for noun, columns in COLUMNS.items():
        rows = store.query(f"SELECT * FROM {noun} WHERE report = ? ORDER BY length(id), id", [ident])  # noqa: S608 - our own
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
