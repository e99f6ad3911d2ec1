"""detente import FORMAT FILE… --store S"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import STORE, complete_data_sets
from detente.cli.saying import say
from detente.errors import DataError, UnknownName

if TYPE_CHECKING:
    from detente.store import Store
    from detente.store.importing import Tally

__all__ = ["import_"]

SOON = 100_000  # rows that are linked unasked: half a minute on two cores


def import_(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="gdelt, gdelt1, gdelt-mentions, icews, polecat, acled or ucdp.",
            autocompletion=complete_data_sets,
        ),
    ],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="As the data set publishes them; zip and gz, too.")
    ],
    *,
    store: STORE,
    linked: Annotated[
        bool | None,
        typer.Option(
            "--link/--no-link",
            help="Fold the rows into incidents, or leave them. Without either, up to 100,000 rows are folded.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Take data sets of the field into a store. What cannot be read is counted by reason, and the first lines shown."""
    from detente.store import open_store  # noqa: PLC0415 - commands open only the rooms they need
    from detente.store.importing import FORMATS, import_file  # noqa: PLC0415

    UnknownName.check(form, FORMATS, kind="format")
    opened = open_store(store)
    failed = refused = 0
    for path in files:
        try:
            tally = import_file(opened, form, path)
        except DataError as error:
            say(f"detente: {error}", err=True)
            failed += 1
            continue
        _tell(tally)
        refused += sum(r.count for r in tally.refused.values())
    _fold(opened, linked=linked)
    if failed or refused:
        raise typer.Exit(1)


def _fold(store: Store, *, linked: bool | None) -> None:
    """Link where it is asked for, or soon done; else say what waits."""
    from detente.link import link, waiting  # noqa: PLC0415

    rows = waiting(store) if linked is None and store.path.exists() else 0
    if linked or 0 < rows <= SOON:
        link(store)
    elif rows:
        typer.echo(f"{rows:,} rows are in no incident yet: import with --link (a million take some minutes)", err=True)


def _tell(tally: Tally) -> None:
    counts = {
        "new": tally.new, "revised": tally.revised, "held already": tally.same, "withdrawn": tally.deleted,
        "refused": sum(r.count for r in tally.refused.values()),
    }  # fmt: skip
    said = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count or name == "new")
    say(f"{tally.file}: {tally.read:,} rows: {said}")
    for reason, count in tally.mended.items():
        say(f"  mended {count:,}: {reason}", err=True)
    for reason, found in tally.refused.items():
        say(f"  refused {found.count:,}: {reason}", err=True)
        for line, start in found.examples:
            say(f"    line {line if line is not None else '?'}: {' '.join(start.split())}", err=True)
