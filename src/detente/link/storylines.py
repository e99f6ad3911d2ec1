"""Storylines: incidents grouped into running stories (a crisis, a negotiation), in the order of their days.

Each incident, day by day, joins the running story that it has most in common with: countries, names in the sentences,
reports that tell both, and meaning; else it begins a story. A story that rests for `REST` days is over.
Only incidents that reports tell are grouped: rows of data sets have no words to tell one story of a pair of states from
another.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.link.names import spoken_names

__all__ = ["tell_storylines"]

REST = 21  # days
LOOKED_AT = 40  # running stories of a country that an incident is compared with, the latest first
JOINS = 1.6  # what it must have in common, in the units below
PAIR, COUNTRY, NAME, REPORT = 2.0, 0.5, 0.6, 2.0
MOST_NAMES = 3  # names that count
MEANING, NEUTRAL = 4.0, 0.55  # times the cosine above this
MANY = 6  # a report that tells of more incidents than this ties none
TITLED = 3  # names in a title

AROUND = 300  # characters around its sentence in which a country that is named belongs to the scene
COMMON = 0.02  # a name in more of the incidents than this ties none
MAIN = 0.25  # a country in so many of its incidents is one that the story is about

# An incident with its day, the countries named around it and where it was, its sentences, its reports and one vector.
QUERY = """
WITH told AS (SELECT m.incident, e.id, e.report, coalesce(first_day(e.date."start"),
        first_day(split_part(r.published, '/', 1))) AS day, e.place, e.sentence, words(r."text", e.sentence) AS said,
        v.sentence AS vector
    FROM incident_events AS m JOIN events AS e ON e.id = m.event JOIN reports AS r ON r.id = e.report
    LEFT JOIN vectors AS v ON v.id = e.id),
who AS (SELECT incident, list(DISTINCT country) AS countries FROM
    (SELECT DISTINCT t.incident, a.country, unnest(a.mentions)[1] AS said_at, t.sentence FROM told AS t
        JOIN actors AS a ON a.report = t.report WHERE a.country IS NOT NULL)
    WHERE said_at BETWEEN sentence[1] - {near} AND sentence[2] + {near} GROUP BY incident)
SELECT t.incident, min(t.day) AS day, any_value(w.countries) AS countries,
    list(DISTINCT t.place.country) AS places, list(DISTINCT t.said) AS said, list(DISTINCT t.report) AS reports,
    arg_min(t.vector, t.id) AS vector
FROM told AS t LEFT JOIN who AS w ON w.incident = t.incident GROUP BY t.incident ORDER BY day NULLS LAST, t.incident
"""
Row = dict[str, Any]
Vector = NDArray[np.float32]


@dataclass(slots=True)
class _Scene:
    """An incident as storylines see it."""

    incident: str
    day: int
    countries: frozenset[str]
    names: frozenset[str]
    reports: frozenset[str]
    vector: Vector | None


@dataclass(slots=True)
class _Story:
    """A running story, and what its incidents have in common."""

    scenes: list[_Scene] = field(default_factory=list)
    countries: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    reports: set[str] = field(default_factory=set)
    total: Vector | None = None
    last: int = 0

    def take(self, scene: _Scene) -> None:
        """An incident more."""
        self.scenes.append(scene)
        self.countries.update(scene.countries)
        self.pairs.update(combinations(sorted(scene.countries), 2))
        self.names.update(scene.names)
        self.reports |= scene.reports
        self.last = max(self.last, scene.day)
        if scene.vector is not None:
            self.total = scene.vector.copy() if self.total is None else self.total + scene.vector

    def near(self, scene: _Scene, tying: frozenset[str]) -> float:
        """What the incident has in common with this story."""
        pairs = [p for p in combinations(sorted(scene.countries), 2) if p in self.pairs]
        known = [c for c in scene.countries if c in self.countries]
        shared = sum(n in self.names for n in scene.names)
        out = (PAIR if pairs else COUNTRY if known else 0.0) + NAME * min(shared, MOST_NAMES)
        out += REPORT if tying & self.reports else 0.0
        if scene.vector is not None and self.total is not None:
            cosine = float(scene.vector @ self.total) / max(float(np.linalg.norm(self.total)), 1e-9)
            out += MEANING * (cosine - NEUTRAL)
        return out - (scene.day - self.last) / REST


def tell_storylines(connection: duckdb.DuckDBPyConnection) -> int:
    """Group all incidents of reports anew. Gives the number of storylines."""
    stories = group(_scenes(connection))
    connection.execute("DELETE FROM storylines")
    connection.execute("UPDATE incidents SET storyline = NULL WHERE storyline IS NOT NULL")
    if stories:
        _write(connection, stories)
    return len(stories)


def _scenes(connection: duckdb.DuckDBPyConnection) -> list[_Scene]:
    cursor = connection.execute(QUERY.format(near=AROUND))
    names = [c[0] for c in cursor.description or []]
    scenes = [_scene(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    often = Counter(n for s in scenes for n in s.names)
    most = max(5.0, COMMON * len(scenes))
    return [replace(s, names=frozenset(n for n in s.names if often[n] <= most)) for s in scenes]


def _scene(row: Row) -> _Scene:
    vector = np.frombuffer(row["vector"], "<f2").astype(np.float32) if row["vector"] else None
    return _Scene(
        incident=row["incident"],
        day=row["day"].toordinal() if row["day"] else 0,
        countries=frozenset(filter(None, [*(row["countries"] or []), *(row["places"] or [])])),
        names=frozenset(n for said in row["said"] or [] for n in spoken_names(said or "")),
        reports=frozenset(row["reports"]),
        vector=vector,
    )


def group(scenes: list[_Scene]) -> list[_Story]:
    """Incidents in the order of their days into stories. Those without a day are left out."""
    stories: list[_Story] = []
    by_country: dict[str, list[_Story]] = {}
    told = Counter(r for s in scenes for r in s.reports)
    for scene in scenes:
        if not scene.day:
            continue
        tying = frozenset(r for r in scene.reports if told[r] <= MANY)
        story = _nearest(scene, tying, by_country)
        if story is None:
            story = _Story(last=scene.day)
            stories.append(story)
        for country in sorted(scene.countries):
            listed = by_country.setdefault(country, [])
            if story in listed[-LOOKED_AT:]:
                listed.remove(story)
            listed.append(story)  # the latest stand last
            del listed[:-LOOKED_AT]
        story.take(scene)
    return stories


def _nearest(scene: _Scene, tying: frozenset[str], by_country: dict[str, list[_Story]]) -> _Story | None:
    best, most = None, JOINS
    seen: set[int] = set()
    for country in sorted(scene.countries):
        for story in reversed(by_country.get(country, ())):
            if id(story) in seen or scene.day - story.last > REST:
                continue
            seen.add(id(story))
            near = story.near(scene, tying)
            if near > most:
                best, most = story, near
    return best


def _write(connection: duckdb.DuckDBPyConnection, stories: list[_Story]) -> None:
    told, members = [], []
    for story in stories:
        ident = "s" + hashlib.blake2b(story.scenes[0].incident.encode(), digest_size=6).hexdigest()
        days = [np.datetime64("0001-01-01") + (s.day - 1) for s in story.scenes]
        told.append(
            {"id": ident, "title": _title(story), "start": str(min(days)), "end": str(max(days)), "why": _about(story)}
        )
        members += [{"incident": s.incident, "storyline": ident} for s in story.scenes]
    connection.register("told_stories", pa.Table.from_pylist(told))
    connection.register("story_members", pa.Table.from_pylist(members))
    connection.execute('INSERT INTO storylines SELECT id, title, "start", "end", why FROM told_stories')
    connection.execute(
        "UPDATE incidents SET storyline = m.storyline FROM story_members AS m WHERE m.incident = incidents.id"
    )
    connection.unregister("told_stories")
    connection.unregister("story_members")


def _about(story: _Story) -> str:
    """The countries that it is about."""
    return " ".join(sorted(c for c, n in story.countries.items() if n >= MAIN * len(story.scenes)))


def _title(story: _Story) -> str:
    """Its main countries and most frequent names."""
    countries = [c for c, _ in sorted(story.countries.items(), key=lambda x: (-x[1], x[0]))[:2]]
    names = [n.title() for n, k in sorted(story.names.items(), key=lambda x: (-x[1], x[0]))[:TITLED] if k > 1]
    return "–".join(countries) + (f": {', '.join(names)}" if names else "")
