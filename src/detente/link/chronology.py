"""A chronology: the incidents of some countries and days, story by story, for people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from detente.store import Store

__all__ = ["FORMS", "chronology"]

Row = dict[str, Any]
# An incident without a date of its own stands where its first report was published; the surest telling has the word.
QUERY = """
WITH chosen AS (SELECT h.*, i.date, i.storyline FROM happenings AS h JOIN incidents AS i ON i.id = h.incident
    WHERE {about}
    AND (? IS NULL OR coalesce(final_day(coalesce(i.date."end", i.date."start")), h.day) >= first_day(?))
    AND (? IS NULL OR h.day <= final_day(?))),
said AS (SELECT m.incident, first(words(r."text", e.sentence) ORDER BY m.score DESC, e.id) AS sentence
    FROM incident_events AS m JOIN events AS e ON e.id = m.event JOIN reports AS r ON r.id = e.report
    WHERE m.incident IN (SELECT incident FROM chosen) AND e.current GROUP BY m.incident)
SELECT h.incident AS id, coalesce(h.date."start", 'by ' || h.day) AS day, h.title, h.status, h.standing,
    h.reports, h.sources, h.storyline, s.title AS story, s."start" AS story_start, s."end" AS story_end, w.sentence
FROM chosen AS h LEFT JOIN storylines AS s ON s.id = h.storyline LEFT JOIN said AS w ON w.incident = h.incident
ORDER BY h.day NULLS LAST, h.incident
"""
# All the countries take part in the incident, or its story is about them.
PARTIES = """(h.incident IN (SELECT incident FROM happening_parties WHERE country IN (SELECT unnest(?))
        GROUP BY incident HAVING count(DISTINCT country) >= ?)
    OR i.storyline IN (SELECT id FROM storylines WHERE list_has_all(string_split(why, ' '), ?)))"""
MARKS = re.compile(r"([\\`*_\[\]<>#|&~])")


def chronology(
    store: Store, *, about: Sequence[str] = (), begin: str | None = None, end: str | None = None
) -> list[Row]:
    """Incidents in the order of their days, each with its story and a sentence."""
    countries = sorted({c.upper() for c in about})
    clause, values = (PARTIES, [countries, len(countries), countries]) if countries else ("true", [])
    return store.query(QUERY.format(about=clause), [*values, begin, begin, end, end]).rows()


def _stories(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Rows by story, in the order of their first days; what stands alone comes under no head."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["storyline"] or "", []).append(row)
    single = [r for key, g in groups.items() for r in g if len(g) == 1 or not key]
    many = [(g[0]["story"], g) for key, g in groups.items() if len(g) > 1 and key]
    return [*many, *([("Apart from these", single)] if single else [])]


def as_text(rows: Sequence[Row]) -> str:
    """For the terminal."""
    out = []
    for title, members in _stories(rows):
        out.append(f"{title}  ({len(members)} incidents)")
        out += [f"  {r['day'] or 'no date':<13}  {r['title']}{_told(r)}" for r in members] + [""]
    return "\n".join(out)


def as_markdown(rows: Sequence[Row]) -> str:
    """Markdown, a head each story."""
    out = ["# Chronology", ""]
    for title, members in _stories(rows):
        out += [f"## {_plain(title)}", ""]
        for r in members:
            said = " ".join((r["sentence"] or "").split())
            out.append(f"- **{r['day'] or 'no date'}** {_plain(r['title'])}{_told(r)}  ")
            out.append(f"  {_plain(said)}")
        out.append("")
    return "\n".join(out)


def _plain(text: str) -> str:
    """Text whose marks mean nothing in Markdown."""
    return MARKS.sub(r"\\\1", " ".join(text.split()))


def as_html(rows: Sequence[Row]) -> str:
    """A page that stands alone; everything from reports is escaped."""
    from jinja2 import Environment  # noqa: PLC0415 - only this form needs it

    page = Environment(autoescape=True).from_string(PAGE)
    return page.render(stories=[(t, [(r, _told(r)) for r in m]) for t, m in _stories(rows)])


def _told(row: Row) -> str:
    doubt = "".join(f", {row[k]}" for k in ("status", "standing") if row[k] not in ("occurred", "narrated"))
    reports = f"{row['reports']} report{'s' * (row['reports'] != 1)}"
    sources = f", {row['sources']} independent" if row["sources"] != row["reports"] else ""
    return f" ({reports}{sources}{doubt})"


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Chronology</title>
<style>body{font:16px/1.5 serif;max-width:46em;margin:2em auto;padding:0 1em}h2{margin-top:2em}
dt{font-weight:bold}dd{margin:0 0 .8em 1.5em}q{color:#555;font-size:.9em}</style></head><body>
<h1>Chronology</h1>
{% for title, rows in stories %}<h2>{{ title }}</h2>
<dl>{% for row, told in rows %}<dt>{{ row.day or "no date" }}</dt>
<dd>{{ row.title }}{{ told }}<br><q>{{ row.sentence or "" }}</q></dd>
{% endfor %}</dl>
{% endfor %}</body></html>
"""
FORMS = {"text": as_text, "md": as_markdown, "html": as_html}
