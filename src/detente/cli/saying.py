"""Printing lines for people: what a report or data set says is shown, whatever is in it, and never obeyed."""

from __future__ import annotations

import typer

from detente.brief.cells import plain

__all__ = ["say"]


def say(text: str, *, err: bool = False) -> None:
    """Print a line; characters that a terminal would obey are shown as what they are not."""
    typer.echo(plain(text), err=err)
