"""What an id stands for, with the words and the reason behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from detente.errors import UnknownId

__all__ = ["Shown", "show"]

Row = dict[str, Any]
NOUNS = ("reports", "events", "actors", "claims", "figures", "deadlines", "checks", "notes", "incidents")
MOST = 50  # rows that one answer lists below its head
SPANS = {"events": ("sentence",), "claims": ("source", "cue", "content"), "figures": ("span",), "deadlines": ("span",)}

LINES = (
    "SELECT t.id, t.first_day, t.type, t.mode, t.actor_names, t.recipient_names, t.status, t.standing, t.sentence,"
    " t.why FROM timeline AS t"
)
PARTY = (  # the parts are our own
    f"{LINES} WHERE t.id IN (SELECT event FROM event_parties WHERE actor IN (SELECT unnest(?)))"
    " ORDER BY t.first_day, t.id LIMIT ?"
)
BELOW = {
    "reports": f"{LINES} JOIN events AS e ON e.id = t.id WHERE t.report = ? ORDER BY e.trigger, t.id LIMIT ?",
    "incidents": f"{LINES} JOIN incident_events AS i ON i.event = t.id WHERE i.incident = ?"
    " ORDER BY t.first_day, t.id LIMIT ?",
    "events": f"{LINES} WHERE t.id = ? LIMIT ?",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One noun with its row, the words that its spans cover, and the rows that hang on it."""

    noun: str
    row: Row
    words: dict[str, str]
    events: list[Row]


def show(connection: duckdb.DuckDBPyConnection, ident: str) -> Iterator[Shown]:
    """The nouns with this id; else the actors with this name or code. Raises UnknownId."""
    found = list(_by_id(connection, ident)) or list(_by_name(connection, ident))
    if not found:
        raise UnknownId(
            f"nothing in the store is called {ident!r}",
            hint='give an id (`detente query "SELECT id FROM events LIMIT 5"`), a name or a code such as IRNGOV',
        )
    yield from found


def _by_id(connection: duckdb.DuckDBPyConnection, ident: str) -> Iterator[Shown]:
    for noun in NOUNS:
        for row in _rows(connection, f"SELECT * FROM {noun} WHERE id = ?", [ident]):
            yield Shown(noun, row, _words(connection, noun, row), _below(connection, noun, ident))


def _by_name(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[Shown]:
    """All actors of a name or code, as one."""
    found = _rows(
        connection,
        "SELECT any_value(name ORDER BY id) AS name, kind, country, sector, code, list(id ORDER BY id) AS ids"
        " FROM actors WHERE current AND (lower(name) = lower(?) OR code = upper(?))"
        " GROUP BY kind, country, sector, code ORDER BY len(ids) DESC, code, kind LIMIT ?",
        [name, name, MOST],
    )
    for row in found:
        ids = row.pop("ids")
        yield Shown("actors", {"id": ids[0], **row, "records": len(ids)}, {}, _events(connection, PARTY, [ids, MOST]))


def _below(connection: duckdb.DuckDBPyConnection, noun: str, ident: str) -> list[Row]:
    if noun == "actors":
        return _events(connection, PARTY, [[ident], MOST])
    return _events(connection, BELOW[noun], [ident, MOST]) if noun in BELOW else []


def _events(connection: duckdb.DuckDBPyConnection, sql: str, values: list[object]) -> list[Row]:
    return _rows(connection, sql, values)


def _words(connection: duckdb.DuckDBPyConnection, noun: str, row: Row) -> dict[str, str]:
    """The report's words under each span of the row."""
    if noun not in SPANS or not row.get("report"):
        return {}
    (text,) = connection.execute('SELECT "text" FROM reports WHERE id = ?', [row["report"]]).fetchone() or ("",)
    out = {}
    for key in SPANS[noun]:
        spans = row.get(key) or []
        pairs = [spans] if spans and isinstance(spans[0], int) else spans
        out[key] = " … ".join(" ".join(text[start:end].split()) for start, end in pairs)
    return {key: words for key, words in out.items() if words}


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: list[object]) -> list[Row]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
