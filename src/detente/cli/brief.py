"""detente brief FILE|URL|-"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.saying import say
from detente.errors import UsageError
from detente.records import Report

__all__ = ["brief"]


def brief(
    report: Annotated[str, typer.Argument(help="A file (text or HTML), a web address, or - for standard input.")],
    *,
    date: Annotated[str | None, typer.Option(help="Publication date, as 2025-05-20.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a self-contained page.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as JSON.")] = False,
    sentences: Annotated[bool, typer.Option("--sentences", help="Show each row's sentence and reason.")] = False,
) -> None:
    """Show who did what to whom, who says so, the figures and what follows from them, and what is due."""
    from detente.read import Failure, read_reports  # noqa: PLC0415 - commands open only the rooms they need

    if report == "-":
        read = _standard_input(date)
    elif report.startswith(("http://", "https://")):
        read = _page(report, date)
    else:
        if Path(report).is_dir():
            raise UsageError("this is a folder", where=report, hint="give one report, or use `detente code FOLDER`")
        found = next(iter(read_reports([report], published=date)))
        if isinstance(found, Failure):
            raise found.error
        read = found
    _show(read, html=html, as_json=as_json, sentences=sentences)


def _standard_input(date: str | None) -> Report:
    from detente.read.html import looks_like_html, report_of_page  # noqa: PLC0415
    from detente.read.text import decode, report_of  # noqa: PLC0415

    text = decode(sys.stdin.buffer.read(), "standard input")
    if looks_like_html(text):
        return report_of_page(text, published=date)
    return report_of(text, source="standard input", published=date)


def _page(url: str, date: str | None) -> Report:
    from detente.read.html import report_of_page  # noqa: PLC0415
    from detente.read.text import decode  # noqa: PLC0415
    from detente.read.web import fetch  # noqa: PLC0415

    body, final = fetch(url)
    return report_of_page(decode(body, final), url=final, published=date)


def _show(read: Report, *, html: Path | None, as_json: bool, sentences: bool) -> None:
    import msgspec  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    from detente.brief import brief_html, print_brief  # noqa: PLC0415
    from detente.cli.output import write_whole  # noqa: PLC0415
    from detente.coder import Coder  # noqa: PLC0415

    record = Coder().code(read)
    if html is not None:
        write_whole(html, brief_html(record).encode())
        say(f"wrote {html}", err=True)
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(record), indent=1).decode())
    elif html is None:
        print_brief(record, console=Console(), sentences=sentences)
