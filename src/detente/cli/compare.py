"""detente compare REPORT REPORT…"""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import FORM, STORE
from detente.cli.saying import say
from detente.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from detente.link.compare import Comparison, Line

__all__ = ["compare"]


def compare(
    reports: Annotated[list[str], typer.Argument(metavar="REPORT…", help="Ids of two or more reports.")],
    *,
    store: STORE,
    form: FORM = "table",
) -> None:
    """Lay reports side by side: what all tell, what one alone tells, where they contradict, and their loaded words."""
    import msgspec  # noqa: PLC0415

    from detente.link.compare import compare as compared  # noqa: PLC0415
    from detente.store import open_store  # noqa: PLC0415

    UnknownName.check(form, ("table", "csv", "json"), kind="format")
    if len(set(reports)) < 2:
        raise UsageError("one report cannot be compared", hint="give the ids of two or more")
    found = compared(open_store(store), reports)
    if form == "json":
        typer.echo(msgspec.json.encode(found).decode())
    elif form == "csv":
        _csv(found)
    else:
        _print(found)


def _csv(found: Comparison) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["told by", "incident", "title", "report", "sentence"])
    for name, lines in (("all", found.common), ("some", found.some), ("one", found.alone)):
        for line in lines:
            writer.writerows([name, line.incident, line.title, r, s] for r, s in line.sentences.items())


def _print(found: Comparison) -> None:
    letters = {r["id"]: chr(65 + n) if n < 26 else str(n) for n, r in enumerate(found.reports)}
    for r in found.reports:
        parts = (letters[r["id"]], r["id"], r["published"] or "no date", r["source"] or r["path"], r["title"])
        say("  ".join(filter(None, parts)))
    for head, lines in (("All tell", found.common), ("Some tell", found.some), ("One alone tells", found.alone)):
        if lines:
            say(f"\n{head}")
        for line in lines:
            _line(line, letters)
    if found.contradictions:
        say("\nThey contradict each other")
    titles = {line.incident: line.title for line in (*found.common, *found.some)}
    for incident, attributes in found.contradictions.items():
        for a in attributes:
            said = "; ".join(
                f"{v.value} ({', '.join(letters[r] for r in v.reports if r in letters)})" for v in a.values
            )
            say(f"  {titles[incident]}: {a.name} {said}")
    say("\nLoaded words")
    for ident, words in found.wording.items():
        say(f"  {letters[ident]}  {', '.join(words) or 'none'}")


def _line(line: Line, letters: dict[str, str]) -> None:
    say(f"  {line.title}  [{line.incident}]")
    for report, sentence in line.sentences.items():
        say(f"    {letters[report]}  “{sentence}”")
