"""Text from outside made harmless: for spreadsheets and for terminals."""

from __future__ import annotations

import re

__all__ = ["FORMULA", "harmless", "plain"]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run, or look behind for something to run


def harmless(value: object) -> object:
    """A value that a spreadsheet takes for text, whatever a report said: an apostrophe stands before a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


# Control characters but for tab and line end, and marks that turn the direction of what follows.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """A text in which a terminal finds nothing to obey: escape sequences are shown, not run."""
    return OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)
