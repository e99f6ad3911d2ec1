"""Reading the codebook's tables: strict, and with the line that is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.errors import MalformedCodebook

__all__ = ["parse_tsv", "read_toml", "read_tsv", "read_tsv_file"]

Row = dict[str, str]


def _text(name: str) -> str:
    return (files("detente.codebook") / "data" / name).read_text(encoding="utf-8")


def read_toml(name: str) -> dict[str, Any]:
    """Read a TOML file of the codebook."""
    try:
        return tomllib.loads(_text(name))
    except tomllib.TOMLDecodeError as error:
        raise MalformedCodebook(str(error), where=name, hint="mend the TOML syntax") from error


def read_tsv(name: str, columns: Sequence[str]) -> list[Row]:
    """Read a table of the codebook; its header must be exactly `columns`."""
    return parse_tsv(_text(name), name, columns)


def read_tsv_file(path: Path, columns: Sequence[str]) -> list[Row]:
    """Read a user's table."""
    try:
        return parse_tsv(path.read_text(encoding="utf-8"), str(path), columns)
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedCodebook("the table cannot be read", where=str(path), hint="give a UTF-8 TSV file") from error


def parse_tsv(text: str, name: str, columns: Sequence[str]) -> list[Row]:
    """Rows as dictionaries with their line number under `#`; comments and blank lines are skipped."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines or tuple(lines[0][1].split("\t")) != tuple(columns):
        where = f"{name}:{lines[0][0] if lines else 1}"
        raise MalformedCodebook("unknown or missing columns", where=where, hint="header: " + " ".join(columns))
    out = []
    for number, line in lines[1:]:
        cells = [c.strip() for c in line.split("\t")]
        if len(cells) != len(columns):
            raise MalformedCodebook(
                f"{len(cells)} cells instead of {len(columns)}", where=f"{name}:{number}", hint=" ".join(columns)
            )
        out.append({**dict(zip(columns, cells, strict=True)), "#": str(number)})
    return out
