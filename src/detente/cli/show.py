"""detente show ID --store S"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.options import STORE
from detente.cli.saying import say

if TYPE_CHECKING:
    from detente.store.showing import Shown

__all__ = ["show"]

HIDDEN = frozenset({"text", "mentions", "current", "trigger", "sentence", "span", "evidence_span", "original"})
WHEN_OR_PLACE = frozenset({"date", "period", "place"})


def show(
    ident: Annotated[str, typer.Argument(metavar="ID", help="An id of any noun, or an actor's name or code.")],
    *,
    store: STORE,
) -> None:
    """Show what an id stands for: its row, its words in the report, and why it was coded so."""
    from detente.store import open_store  # noqa: PLC0415

    for shown in open_store(store).show(ident):
        _print(shown)


def _print(shown: Shown) -> None:
    from detente.cli.tables import cell  # noqa: PLC0415

    say(f"{shown.noun[:-1]} {shown.row['id']}")
    skipped = HIDDEN | {"id", *shown.words}
    for key, value in shown.row.items():
        said = _nested(value) if key in WHEN_OR_PLACE and value else cell(value)
        if key not in skipped and said:
            say(f"  {key:<16} {said}")
    for key, value in json.loads(shown.row.get("original") or "{}").items():
        say(f"  original         {key} = {value}")
    for key, words in shown.words.items():
        say(f"  {key:<16} “{words}”")
    for event in shown.events:
        _event(event, one=shown.noun == "events")


def _nested(value: dict[str, Any]) -> str:
    """A date or place on one line, with its basis."""
    if "start" in value:
        days = "/".join(dict.fromkeys(d for d in (value["start"], value["end"]) if d)) or "unknown"
        text = f": {value['text']}" if value["text"] else ""
        return f"{days} ({value['basis']}{text})"
    where = ", ".join(str(v) for v in (value["name"], value["country"], value["lat"], value["lon"]) if v is not None)
    return f"{where} ({value['basis']})"


def _event(event: dict[str, Any], *, one: bool) -> None:
    """An event on a line below what it belongs to; of an event itself, the names of its parties."""
    whom = ", ".join(event["recipient_names"] or ())
    who = (", ".join(event["actor_names"] or ()) or "?") + (f" → {whom}" if whom else "")
    if one:
        say(f"  who              {who}")
        return
    act = "/".join(filter(None, (event["type"] or "no type", event["mode"])))
    day = str(event["first_day"] or "")
    told = f"{event['status']}, {event['standing']}"
    say(f"  {day:<10} {event['id']}  {who}: {act} ({told})")
