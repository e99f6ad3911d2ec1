"""Reports side by side: what all tell, what one alone tells, where they contradict, and the loaded words of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from detente.codebook.words import loaded_words
from detente.errors import UnknownId
from detente.link.portrait import Attribute, portrait
from detente.store import Store

__all__ = ["Comparison", "Line", "compare"]

Row = dict[str, Any]
WORD = re.compile(r"[A-Za-z][a-z-]+")
REPORTS = """SELECT id, path, url, source, title, published, "text" FROM reports WHERE id IN (SELECT unnest(?))"""
EVENTS = """
SELECT m.incident, t.id, t.report, i.title, t.type, t.mode, t.sentence FROM incident_events AS m
JOIN timeline_of((SELECT list(id) FROM events WHERE report IN (SELECT unnest(?)))) AS t ON t.id = m.event
JOIN incidents AS i ON i.id = m.incident ORDER BY t.first_day, t.id
"""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An incident, and the sentence of each report that tells of it."""

    incident: str
    title: str
    sentences: dict[str, str]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """`common` is told by all, `some` by more than one, `alone` by one.

    `contradictions` are by incident, loaded `wording` is by report.
    """

    reports: list[Row]
    common: list[Line]
    some: list[Line]
    alone: list[Line]
    contradictions: dict[str, list[Attribute]]
    wording: dict[str, list[str]]


def compare(store: Store, reports: Sequence[str]) -> Comparison:
    """Compare reports by what they tell. Raises UnknownId."""
    idents = list(dict.fromkeys(reports))
    rows = {r["id"]: r for r in store.query(REPORTS, [idents])}
    for ident in idents:
        if ident not in rows:
            raise UnknownId(
                f"no report is called {ident!r}", hint='`detente query "SELECT id, path FROM reports"` lists them'
            )
    lines = _lines(store.query(EVENTS, [idents]).rows())
    told = {line.incident: line for line in lines if len(line.sentences) > 1}
    return Comparison(
        reports=[{k: v for k, v in rows[i].items() if k != "text"} for i in idents],
        common=[line for line in lines if len(line.sentences) == len(idents)],
        some=[line for line in told.values() if len(line.sentences) < len(idents)],
        alone=[line for line in lines if len(line.sentences) == 1],
        contradictions={name: found for name in told if (found := _differing(store, name, idents))},
        wording={i: loaded_in(rows[i]["text"] or "") for i in idents},
    )


def _lines(events: Sequence[Row]) -> list[Line]:
    found: dict[str, dict[str, str]] = {}
    titles: dict[str, str] = {}
    for e in events:
        titles[e["incident"]] = e["title"]
        found.setdefault(e["incident"], {}).setdefault(e["report"], e["sentence"])
    return [Line(incident=i, title=titles[i] or "", sentences=s) for i, s in found.items()]


def _differing(store: Store, incident: str, reports: Sequence[str]) -> list[Attribute]:
    """What these reports tell differently of an incident."""
    out = []
    for a in portrait(store, incident).attributes:
        values = [v for v in a.values if set(v.reports) & set(reports)]
        if a.verdict == "disputed" and a.name != "standing" and len(values) > 1:
            out.append(msgspec.structs.replace(a, values=values))
    return out


def loaded_in(text: str) -> list[str]:
    """Words that judge what they tell of, in the order of the text, each once."""
    return list(dict.fromkeys(w for w in (m[0].lower() for m in WORD.finditer(text)) if w in _loaded()))


@cache
def _loaded() -> Mapping[str, str]:
    return loaded_words()
