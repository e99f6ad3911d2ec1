"""An incident as its reports tell it: what they agree on, where they differ, who alone says what, who denies it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import duckdb
import msgspec

from detente.errors import UnknownId
from detente.store import Store

__all__ = ["Attribute", "Portrait", "Toll", "Value", "portrait"]

Row = dict[str, Any]
Verdict = Literal["agreed", "disputed", "single-sourced"]
NARROW = 3  # days: a range that is longer tells of no day of its own

MEMBERS = "SELECT list(event) FROM incident_events WHERE incident = ?"
TELLINGS = """
SELECT t.*, e.actors, e.recipients, e.figures, m.score, m.why AS link, c.speaker_text AS speaker, r.published,
    coalesce(k.original, t.report, t.publisher, t.id) AS source,
    k.original IS NOT NULL AND k.original <> t.report AS copy
FROM timeline_of(?) AS t JOIN events AS e ON e.id = t.id LEFT JOIN incident_events AS m ON m.event = t.id
LEFT JOIN claims AS c ON c.id = e.claim LEFT JOIN reports AS r ON r.id = t.report
LEFT JOIN copies AS k ON k.report = t.report
ORDER BY r.published, t.first_day, t.id
"""
# An event that is in no incident, as an incident of its own.
LOOSE = """
SELECT incident AS id, title, reports, sources, NULL AS storyline FROM happenings
WHERE incident = ? AND incident NOT IN (SELECT id FROM incidents)
"""
FIGURES = r"""
SELECT f.id, f.value, f.low, f.high, f.unit,
    regexp_extract(coalesce(f.measure, f.unit, 'number'), '(\S+ed|\S*dead|.*)$', 1) AS measure,
    c.speaker_text AS speaker
FROM figures AS f LEFT JOIN claims AS c ON c.id = f.claim WHERE f.id IN (SELECT unnest(?))
ORDER BY f.id
"""
HISTORY = "SELECT * FROM incident_history WHERE incident = ? OR other = ? ORDER BY moment, incident"
# A denial beside the telling: by somebody in the same report, in its sentence or the one that follows.
DENIALS = """
SELECT DISTINCT c.id, c.speaker_text, c.report,
    words(r."text", [c.cue[1][1] - 60, c.content[len(c.content)][2]]) AS said
FROM claims AS c JOIN reports AS r ON r.id = c.report
JOIN events AS e ON e.report = c.report AND e.id IN (SELECT unnest(?))
WHERE c.act IN ('denies', 'refuses') AND c.cue[1][1] BETWEEN e.sentence[1] AND e.sentence[2] + 250 ORDER BY c.id
"""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One value of an attribute: who tells it."""

    value: str
    reports: list[str]
    sources: int  # independent ones: copies count once
    speakers: list[str]


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is told of an incident, with each value that it has in the reports."""

    name: str
    verdict: Verdict
    values: list[Value]


class Toll(msgspec.Struct, frozen=True, kw_only=True):
    """A count as it stood in the reports of one day."""

    published: str | None
    measure: str
    low: float
    high: float
    reports: list[str]


class Portrait(msgspec.Struct, frozen=True, kw_only=True):
    """All that the store holds of one incident."""

    incident: Row
    attributes: list[Attribute]
    tolls: list[Toll]
    denials: list[Row]
    tellings: list[Row]
    history: list[Row]


def portrait(store: Store, ident: str) -> Portrait:
    """What is told of an incident, or of an event that is in none. Raises UnknownId."""
    with store.connected() as connection:
        found = _rows(connection, "SELECT * FROM incidents WHERE id = ?", [ident])
        found = found or _rows(connection, LOOSE, [ident])
        if not found:
            raise UnknownId(f"no incident is called {ident!r}", hint="`detente incidents --store S` lists them")
        (members,) = connection.execute(MEMBERS, [ident]).fetchone() or (None,)
        tellings = _rows(connection, TELLINGS, [members or [ident]])
        figures = {f["id"]: f for f in _rows(connection, FIGURES, [[f for t in tellings for f in t["figures"] or []]])}
        denials = _rows(connection, DENIALS, [[t["id"] for t in tellings]])
        history = _rows(connection, HISTORY, [ident, ident])
    return Portrait(
        incident=found[0],
        attributes=list(_attributes(tellings, figures)),
        tolls=_tolls(tellings, figures),
        denials=denials,
        tellings=tellings,
        history=history,
    )


def _attributes(tellings: Sequence[Row], figures: dict[str, Row]) -> Iterable[Attribute]:
    for name, values in (
        ("what", [(t, _kind(t)) for t in tellings]),
        ("who", [(t, n) for t in tellings for n in t["actor_names"]]),
        ("whom", [(t, n) for t in tellings for n in t["recipient_names"]]),
        ("when", [(t, str(t["first_day"])) for t in tellings if _dated(t)]),
        ("where", [(t, t["place_name"]) for t in tellings if t["place_name"]]),
        ("status", [(t, t["status"]) for t in tellings]),
        ("standing", [(t, t["standing"]) for t in tellings]),
    ):
        if values:
            yield _attribute(name, values, several=name in ("who", "whom"))
    counted = [(t, figures[f]) for t in tellings for f in t["figures"] or [] if f in figures]
    for measure in sorted({f["measure"] for _, f in counted}):
        yield _attribute(
            measure,
            [
                ({**t, "speaker": f["speaker"] or t["speaker"]}, _number(f))
                for t, f in counted
                if f["measure"] == measure
            ],
        )


def _kind(t: Row) -> str:
    return "/".join(filter(None, (t["type"] or "no type", t["mode"])))


def _dated(t: Row) -> bool:
    return bool(t["first_day"]) and (t["final_day"] - t["first_day"]).days < NARROW


def _number(f: Row) -> str:
    ranged = f["low"] is not None and f["high"] is not None and f["low"] != f["high"]
    return f"{f['low']:g}-{f['high']:g}" if ranged else f"{f['value']:g}"


def _attribute(name: str, told: Sequence[tuple[Row, str]], *, several: bool = False) -> Attribute:
    """The values by how many sources tell them.

    Of who and whom several may hold at once, so that they differ only where
    no value is common to all sources.
    """
    groups: dict[str, list[Row]] = {}
    for t, value in told:
        groups.setdefault(value, []).append(t)
    values = [
        Value(
            value=value,
            reports=sorted({t["report"] or t["id"] for t in rows}),
            sources=len({t["source"] for t in rows}),
            speakers=sorted({t["speaker"] for t in rows if t["speaker"]}),
        )
        for value, rows in groups.items()
    ]
    values.sort(key=lambda v: (-v.sources, v.value))
    sources = len({t["source"] for t, _ in told})
    return Attribute(name=name, verdict=_verdict(values, sources, several=several), values=values)


def _verdict(values: Sequence[Value], sources: int, *, several: bool) -> Verdict:
    if sources == 1:
        return "single-sourced"
    common = any(v.sources == sources for v in values)
    return "agreed" if len(values) == 1 or (several and common) else "disputed"


def _tolls(tellings: Sequence[Row], figures: dict[str, Row]) -> list[Toll]:
    """The range of each count of people, day by day of publication."""
    groups: dict[tuple[str, str], list[tuple[Row, Row]]] = {}
    for t in tellings:
        for f in (figures[i] for i in t["figures"] or [] if i in figures):
            if f["unit"] == "people" or f["measure"] in ("killed", "wounded", "injured"):
                groups.setdefault((f["measure"], t["published"] or ""), []).append((t, f))
    return [
        Toll(
            published=day or None,
            measure=measure,
            low=min(f["low"] if f["low"] is not None else f["value"] for _, f in rows),
            high=max(f["high"] if f["high"] is not None else f["value"] for _, f in rows),
            reports=sorted({t["report"] or t["id"] for t, _ in rows}),
        )
        for (measure, day), rows in sorted(groups.items())
    ]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: list[object]) -> list[Row]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
