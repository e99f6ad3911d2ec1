"""Cells of tables for spreadsheets."""

from __future__ import annotations

__all__ = ["FORMULA", "harmless"]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run, or look behind for something to run


def harmless(value: object) -> object:
    """A value that a spreadsheet takes for text, whatever a report said: an apostrophe stands before a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
