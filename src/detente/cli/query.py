"""detente query SQL --store S"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.cli.options import FORM, STORE
from detente.errors import UnknownName

__all__ = ["query"]


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="A SELECT over reports, events, actors, timeline, …")],
    *,
    store: STORE,
    form: FORM = "table",
) -> None:
    """Ask the store in SQL. The store is opened for reading only."""
    from detente.cli.tables import TABLES  # noqa: PLC0415
    from detente.store import open_store  # noqa: PLC0415

    UnknownName.check(form, TABLES, kind="format")
    TABLES[form](open_store(store).query(sql), sys.stdout)
