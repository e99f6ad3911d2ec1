"""What a table looks like by its first lines, so that a wrong format can be named."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise

__all__ = ["header_names", "looks_like"]

GDELT_WIDTHS = {61: "gdelt", 58: "gdelt1", 57: "gdelt1", 16: "gdelt-mentions", 27: "GDELT's Global Knowledge Graph"}
# A name that only the format's header has.
MARKS = (
    ("event_id_cnty", "acled"),
    ("type_of_violence", "ucdp"),
    ("primary_actor_sector", "polecat"),
    ("cameo_code", "icews"),
)
GDELT_ID = re.compile(r"global_?event_?id")


def header_names(line: str, delimiter: str) -> list[str]:
    """Names of a header as we compare them: lower case, words joined with underscores."""
    return [re.sub(r"[^a-z0-9]+", "_", cell.strip(' "\ufeff\r\n').lower()).strip("_") for cell in line.split(delimiter)]


def looks_like(head: bytes) -> str:
    """The format that a table seems to have, in words; the names that `detente import` takes where it is one of them."""
    text = head.decode("utf-8", "replace").lstrip("\ufeff")
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return "an empty file"
    first = lines[0]
    if text.lstrip()[:1] in "{[":
        return "JSON"
    if re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE):
        return "a web page"
    if "\x01" in first:
        return "a table of Hive, its fields split by Ctrl-A"
    return _table(first, lines)


def _table(first: str, lines: list[str]) -> str:
    for delimiter, called in (("\t", "tab"), (",", "comma"), (";", "semicolon")):
        names = header_names(first, delimiter)
        for mark, form in MARKS:
            if mark in names:
                return form
        if any(GDELT_ID.fullmatch(name) for name in names):
            return f"a {called}-separated table from GDELT with a header of its own"
    widths = [line.count("\t") + 1 for line in lines[:20]]
    usual = max(set(widths), key=widths.count)
    if usual in GDELT_WIDTHS and all(line.split("\t", 1)[0].strip().isdigit() or usual == 27 for line in lines[:1]):
        return GDELT_WIDTHS[usual]
    if usual > 1:
        return f"a tab-separated table of {usual} columns"
    return _commas(lines)


def _commas(lines: list[str]) -> str:
    row = next(csv.reader(io.StringIO("\n".join(lines)), strict=False), [])
    if len(row) == 49 and row[0].isdigit():
        return "ucdp"  # some Candidate files have no header
    widths = [line.count(",") + 1 for line in lines[:20]]
    if widths[0] > 1 and all(a == b for a, b in pairwise(widths[:3])):
        return f"a comma-separated table of {widths[0]} columns"
    return "text"
