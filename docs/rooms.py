"""The picture of the rooms, drawn from the layers in pyproject.toml and the first sentence of each room's docstring."""

from __future__ import annotations

import ast
import textwrap
import tomllib
from html import escape
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).parents[1]
WIDTH, LEFT, GAP = 980, 20, 10  # of the picture, its margin, between boxes
TALL, LOW = 86, 52  # boxes of floors with more rooms than two, and of others
TEXT = {"read", "annotate", "resolve", "extract", "coder"}  # rooms that know text and no database
TABLES = {"store", "link", "measure"}  # rooms that know tables and no text
FILLS = ("#e8f0fb", "#fdf1df", "#f1f1f1")  # text, tables, others


def floors() -> list[list[str]]:
    """The rooms of each floor, from the top."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[room.strip() for room in floor.split("|")] for floor in layers]


def contracts() -> list[str]:
    """The names of all contracts."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def about(room: str) -> str:
    """The first sentence of a room's docstring."""
    folder = ROOT / "src" / "detente"
    path = folder / room / "__init__.py"
    path = path if path.exists() else folder / f"{room}.py"
    line = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]
    return line.split(". ")[0].split(": for ")[0].rstrip(".")


def picture() -> str:
    """The picture as SVG."""
    rows = floors()
    tops = list(accumulate((_height(rooms) + GAP for rooms in rows), initial=GAP))
    boxes = "".join(_floor(rooms, top) for rooms, top in zip(rows, tops, strict=False))
    bottom = tops[-1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 26}" font-family="sans-serif">\n'
        "<title>The rooms: imports go down only</title>\n"
        f'<rect width="{WIDTH}" height="{bottom + 26}" fill="#ffffff"/>\n{boxes}{_legend(bottom)}</svg>\n'
    )


def _height(rooms: list[str]) -> int:
    return TALL if len(rooms) > 2 else LOW


def _floor(rooms: list[str], top: int) -> str:
    width = (WIDTH - 2 * LEFT - GAP * (len(rooms) - 1)) // len(rooms)
    return "".join(_box(room, LEFT + n * (width + GAP), top, width, _height(rooms)) for n, room in enumerate(rooms))


def _box(room: str, left: int, top: int, width: int, height: int) -> str:
    fill = FILLS[0] if room in TEXT else FILLS[1] if room in TABLES else FILLS[2]
    lines = textwrap.wrap(about(room), max(width // 7, 20))[:4]
    told = "".join(
        f'<text x="{left + 10}" y="{top + 38 + 14 * n}" font-size="12" fill="#333333">{escape(line)}</text>\n'
        for n, line in enumerate(lines)
    )
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="6" fill="{fill}" stroke="#999999"/>\n'
        f'<text x="{left + 10}" y="{top + 20}" font-size="15" font-weight="bold" fill="#111111">{room}</text>\n{told}'
    )


def _legend(top: int) -> str:
    said = ("know text and no database", "know tables and no text", "the others")
    parts = []
    for n, (fill, what) in enumerate(zip(FILLS, said, strict=True)):
        left = LEFT + n * 230
        parts.append(f'<rect x="{left}" y="{top}" width="14" height="14" fill="{fill}" stroke="#999999"/>\n')
        parts.append(f'<text x="{left + 20}" y="{top + 12}" font-size="12" fill="#333333">{what}</text>\n')
    return "".join(parts)
