"""detente doctor"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.saying import say

__all__ = ["doctor"]

MARKS = {"ok": "ok    ", "note": "note  ", "broken": "BROKEN"}


def doctor(
    *,
    store: Annotated[Path | None, typer.Option("--store", "-s", help="Look at this store, too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look whether everything that Détente needs is there and works. Exit code 1 where something is broken."""
    import msgspec  # noqa: PLC0415 - commands open only the rooms they need

    from detente.doctor import examine  # noqa: PLC0415

    findings = []
    for found in examine(store):
        findings.append(found)
        if not as_json:
            say(f"{MARKS[found.state]}  {found.name:<9}  {found.text}")
            if found.hint:
                say(f"{'':19}hint: {found.hint}")
    ok = all(f.state != "broken" for f in findings)
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode({"ok": ok, "findings": findings}), indent=1).decode())
    if not ok:
        raise typer.Exit(1)
