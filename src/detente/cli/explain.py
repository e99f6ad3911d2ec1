"""detente explain FILE"""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.saying import say
from detente.errors import UsageError

__all__ = ["explain"]


def explain(
    report: Annotated[str, typer.Argument(help="A report, or a JSONL file of records that `detente code` wrote.")],
    *,
    event: Annotated[str | None, typer.Option(help="One event, as e3.")] = None,
    date: Annotated[str | None, typer.Option(help="Publication date.")] = None,
) -> None:
    """Say why each event was coded so: sentence, rule or model, words, status, basis of date and actors."""
    shown = 0
    for record in _records(report, date):
        names = {a.id: a for a in record.actors}
        for e in record.events:
            if event and e.id != event:
                continue
            shown += 1
            sentence = " ".join(record.report.text[e.sentence[0] : e.sentence[1]].split())
            say(f"{record.report.id} {e.id}  {e.type}{'/' + e.mode if e.mode else ''}  {e.status}, {e.standing}")
            say(f"  sentence    {sentence}")
            say(f"  why         {e.why}")
            for role, ids in (("actor", e.actors), ("recipient", e.recipients)):
                for i in ids:
                    say(f"  {role:<11} {names[i].name} {names[i].code or ''}: {names[i].basis}")
            say(
                f"  date        {e.date.start or 'unknown'}: {e.date.basis}{f' ({e.date.text})' if e.date.text else ''}"
            )
            if e.place:
                say(f"  place       {e.place.name}: {e.place.basis}")
            say(f"  confidence  {e.confidence}")
    if event and not shown:
        raise UsageError(f"there is no event {event!r}", where=report, hint="see the ids with `detente brief`")


def _records(report: str, date: str | None) -> list:  # type: ignore[type-arg]
    from pathlib import Path  # noqa: PLC0415

    import msgspec  # noqa: PLC0415

    from detente.coder import Coder  # noqa: PLC0415
    from detente.read import Failure, read_reports  # noqa: PLC0415
    from detente.records import Record  # noqa: PLC0415

    path = Path(report)
    if path.suffix == ".jsonl" and path.is_file():
        lines = path.read_bytes().splitlines()
        if lines and b'"report"' in lines[0][:40]:
            return [msgspec.json.decode(line, type=Record) for line in lines if line.strip()]
    coder, out = Coder(), []
    for found in read_reports([report], published=date):
        if isinstance(found, Failure):
            raise found.error
        out.append(coder.code(found))
    return out
