"""One file into a store, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb

from detente.errors import EmptyReport, UnknownName
from detente.store.database import transaction
from detente.store.importing.acled import ACLED
from detente.store.importing.formats import Format, lay_raw
from detente.store.importing.gdelt import GDELT, GDELT1
from detente.store.importing.icews import ICEWS
from detente.store.importing.lookups import lay_out
from detente.store.importing.mentions import MENTIONS, store_deletions, store_mentions
from detente.store.importing.pieces import head_of, pieces_of
from detente.store.importing.polecat import POLECAT
from detente.store.importing.staging import store_piece
from detente.store.importing.tally import Tally
from detente.store.importing.ucdp import UCDP

if TYPE_CHECKING:
    from detente.store.store import Store

__all__ = ["FORMATS", "import_file"]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {f.name: f for f in (GDELT, GDELT1, MENTIONS, ICEWS, POLECAT, ACLED, UCDP)}
)
MEMORY = "1200MB"  # of DuckDB; Python and the reader's buffers come on top


def import_file(store: Store, name: str, path: Path, *, memory: str = MEMORY) -> Tally:
    """Take a file of a data set. Raises UnknownName, WrongFormat, DataError or UnusableStore; then nothing was taken."""
    form = FORMATS.get(name)
    if form is None:
        raise UnknownName.among(name, list(FORMATS), kind="format")
    head = head_of(path)
    if not head.strip():
        raise EmptyReport("the file is empty", where=str(path), hint="fetch it again")
    tally = Tally(str(path))
    with store.connected(write=True, memory=memory) as connection:
        connection.execute("SET preserve_insertion_order = true")
        lay_out(connection)
        with transaction(connection):
            for piece in pieces_of(path, cut=not form.quoted):
                found = lay_raw(connection, form, piece, named=path, head=head)
                tally.mend("a header where none belongs: skipped", int(found == "header"))
                if found == "deletions":
                    store_deletions(connection, form, tally)
                elif form is MENTIONS:
                    store_mentions(connection, piece, tally)
                else:
                    store_piece(connection, form, piece, tally)
            _remember(connection, form, tally)
    return tally


def _remember(connection: duckdb.DuckDBPyConnection, form: Format, tally: Tally) -> None:
    def counts(found: Mapping[str, int]) -> dict[str, list[object]]:
        return {"key": list(found), "value": list(found.values())}

    refused, mended = counts({k: r.count for k, r in tally.refused.items()}), counts(tally.mended)
    connection.execute(
        "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, MAP(?::VARCHAR[], ?::BIGINT[]), MAP(?::VARCHAR[], ?::BIGINT[]), ?)",
        [
            form.dataset, tally.file, tally.read, tally.new, tally.revised, tally.same, tally.deleted,
            refused["key"], refused["value"], mended["key"], mended["value"], datetime.now(UTC),
        ],
    )  # fmt: skip
