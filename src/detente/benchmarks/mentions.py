"""The task of NGEC's tests: country and sector of one mention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from detente.coder import Coder
from detente.records import Actor
from detente.resolve.actors import find_actors
from detente.resolve.phrases import Reading, read_phrase

__all__ = ["actors", "cameo_actor"]

Row = dict[str, Any]
DAY_FORMS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%Y-%m", "%Y")
# What "today" means in a row: the day when the table of holders of office was closed, so that answers do not drift.
TODAY = "2025-11-01"


def actors(row: Row, coder: Coder) -> Row:
    """Country and sector of one mention, read by itself and in its context."""
    mention, context, on = row["mention"].strip(), row.get("context") or "", _day(row.get("date"))
    found = read_mention(mention, coder, on=on, country=_country_of(context, coder, on))
    if found is None or not (found.country and found.sector):
        found = _in_context(mention, context, coder, on, found)
    if found is None:
        return {
            "id": row["id"],
            "country": "",
            "sector": "",
            "name": mention,
            "why": "no name, role or people was found",
        }
    return {
        "id": row["id"],
        "country": found.country or found.family or "",
        "sector": found.sector if found.sector not in (None, "IGO", "NGO") else "",
        "name": found.name,
        "why": found.basis,
    }


def cameo_actor(actor: Actor, families: Mapping[str, str]) -> str | None:
    """An actor's code as the field's sets write it: bodies by their family (IGO), `---` for an unknown country."""
    family = families.get(actor.code or "") if actor.country is None else None
    if family:
        sector = "GOV" if actor.kind == "person" and actor.sector == "IGO" else actor.sector or ""
        head = "IGO" if family in ("UNO", "EUR") else family
        return head + ("" if sector in ("IGO", "NGO", "SOC", "REB") else sector)
    if actor.country is None and actor.code and actor.code == actor.sector:
        return f"---{actor.code}"
    return actor.code


def read_mention(mention: str, coder: Coder, *, on: str | None, country: str | None) -> Reading | None:
    """What a mention says by itself: a capital stands for its government, another city for its people."""
    doc = coder.reader.read([mention])[0]
    words = [t.text for t in doc]
    if len(words) == 1 and doc[0].pos_ == "PRON":
        return Reading(mention, "unknown", None, "UNK", "", "a pronoun by itself")
    found = read_phrase(words, [t.lemma_.lower() for t in doc], coder.lexicon, on=on, country=country)
    if found and found.sector is None and found.basis.startswith("capital"):
        return replace(found, sector="GOV")
    return found


def _day(text: str | None) -> str | None:
    """An ISO date from a row's date; "today" is the day that the table of leaders was closed."""
    if not text or not text.strip():
        return None
    if text.strip().lower() in ("today", "now"):
        return TODAY
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return None


def _country_of(context: str, coder: Coder, on: str | None) -> str | None:
    """The country that a context speaks of: the first that it names."""
    words = context.replace(",", " ").replace(".", " ").split()
    for i in range(len(words)):
        hit = coder.lexicon.longest(words, i, on=on)
        if hit and hit[1].country:
            return hit[1].country
    return None


def _in_context(mention: str, context: str, coder: Coder, on: str | None, alone: Reading | None) -> Reading | None:
    """The actor that the context makes of a mention, where the words alone leave something open."""
    if mention not in context or mention == context:
        return alone
    doc = coder.reader.read([context])[0]
    start = context.find(mention)
    found = [
        a
        for a in find_actors(doc, lexicon=coder.lexicon, on=on)
        if any(s < start + len(mention) and start < e for s, e in a.mentions)
    ]
    found.sort(key=lambda a: (a.sector is None, a.country is None, a.kind == "unknown"))
    if not found:
        return alone
    best = found[0]
    if alone is not None:
        return replace(alone, country=alone.country or best.country, sector=alone.sector or best.sector)
    family = coder.lexicon.families.get(best.code or "", "")
    return Reading(best.name, best.kind, best.country, best.sector, family, best.basis)
