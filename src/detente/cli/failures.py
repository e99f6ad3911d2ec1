"""What could not be done in a batch: counted by reason, listed, told at the end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import typer

from detente.cli.output import opened_whole
from detente.cli.saying import say
from detente.errors import DetenteError

__all__ = ["Failures", "tell"]

LISTED = 20  # failures told one by one; of more, each reason with its number and where it was met first
EXAMPLES = 3
DIGITS = re.compile(r"\d[\d.,]*")


class Failures:
    """Failures of a batch, in bounded memory. With a file, all of them are written there as JSON lines."""

    def __init__(self, path: Path | None = None) -> None:
        self.count = 0
        self.first: list[DetenteError] = []
        self.reasons: dict[tuple[str, str], tuple[int, list[str]]] = {}
        self._path = path
        self._rows: list[str] = []

    def append(self, error: DetenteError) -> None:
        """Count a failure."""
        self.count += 1
        if len(self.first) < LISTED:
            self.first.append(error)
        reason = (DIGITS.sub("…", error.message), error.hint)
        number, places = self.reasons.get(reason, (0, []))
        self.reasons[reason] = (number + 1, places if len(places) >= EXAMPLES else [*places, error.where])
        if self._path:
            row = {"where": error.where, "error": type(error).__name__, "message": error.message, "hint": error.hint}
            self._rows.append(json.dumps(row, ensure_ascii=False))

    def write(self) -> None:
        """Write the file that was asked for, empty where nothing failed."""
        if self._path:
            with opened_whole(self._path) as file:
                file.write("".join(f"{row}\n" for row in self._rows).encode(errors="backslashreplace"))

    def lines(self) -> list[str]:
        """What a reader should know: each failure where they are few, else each reason."""
        if self.count <= LISTED:
            return [f"  {error}" for error in self.first]
        out = []
        for (message, hint), (number, places) in sorted(self.reasons.items(), key=lambda r: (-r[1][0], r[0])):
            more = ", …" if number > len(places) else ""
            out += [f"  {number:,} × {message}: {', '.join(places)}{more}", *([f"    hint: {hint}"] if hint else [])]
        return out


def tell(failures: Failures) -> None:
    """Tell what could not be coded and why, and leave with 1."""
    failures.write()
    if not failures.count:
        return
    say(f"detente: {failures.count:,} could not be coded; the rest is done:", err=True)
    for line in failures.lines():
        say(line, err=True)
    raise typer.Exit(1)
