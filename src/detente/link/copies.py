"""Copies: reports whose texts are nearly the same (agency copy, reposts, corrected versions), found by MinHash.

A copy is no witness of its own: `sources` of an incident counts a report and its copies once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import duckdb
import numpy as np
import pyarrow as pa
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

__all__ = ["NEARLY", "Originals", "fold_copies", "group_copies"]

PERMUTATIONS = 96
SCHEME = "affine32"  # datasketch 2's own; stored hashes can be compared with those of the same scheme alone
SHINGLE = 3  # words
NEARLY = 0.55  # share of shingles in common from which one text is a copy of the other
DAYS = 10  # between publications; the same words a month later are a new statement
WORD = re.compile(r"\w+")
NEW = """SELECT r.id, r.published, r."text" FROM reports AS r
    WHERE r.current AND r.id NOT IN (SELECT report FROM copies) ORDER BY r.published, r.id"""
HELD = """SELECT c.report, r.published, c.signature FROM copies AS c JOIN reports AS r ON r.id = c.report
    WHERE c.report = c.original AND (r.published IS NULL OR first_day(r.published) BETWEEN ? AND ?)
    ORDER BY r.published, r.id"""


class Originals:
    """Texts that are copies of none before them.

    A text is compared with those alone, so that a thousand copies of one
    text cost a thousand comparisons.
    """

    def __init__(self) -> None:
        self._index = MinHashLSH(threshold=NEARLY - 0.1, num_perm=PERMUTATIONS)
        self._held: dict[str, tuple[MinHash, date | None]] = {}
        self.compared = 0

    def hold(self, ident: str, hashed: MinHash, day: date | None) -> None:
        """Take a text as an original."""
        self._index.insert(ident, hashed, check_duplication=False)
        self._held[ident] = (hashed, day)

    def original(self, hashed: MinHash, day: date | None) -> tuple[str, float] | None:
        """The original that a text is a copy of, and the share of shingles that they have in common."""
        best: tuple[float, str] | None = None
        for ident in sorted(self._index.query(hashed)):
            other, when = self._held[ident]
            self.compared += 1
            share = float(hashed.jaccard(other))
            apart = abs((day - when).days) if day and when else 0
            if share >= NEARLY and apart <= DAYS and (best is None or share > best[0]):
                best = (share, ident)
        return (best[1], best[0]) if best else None


def group_copies(texts: Sequence[str], days: Sequence[str | None]) -> list[int]:
    """For each text the first text of which it is a copy (itself where it is none)."""
    originals, out = Originals(), []
    for n, (text, day) in enumerate(zip(texts, days, strict=True)):
        hashed, when = minhash(text), _day(day)
        found = originals.original(hashed, when)
        if found is None:
            originals.hold(str(n), hashed, when)
        out.append(int(found[0]) if found else n)
    return out


def minhash(text: str) -> MinHash:
    """MinHash of the runs of words in a text."""
    words = [w.lower() for w in WORD.findall(text)]
    runs = {" ".join(words[k : k + SHINGLE]) for k in range(max(1, len(words) - SHINGLE + 1))}
    out = MinHash(num_perm=PERMUTATIONS, scheme=SCHEME)
    out.update_batch([r.encode() for r in sorted(runs)])
    return out


def _day(iso: str | None) -> date | None:
    """First day of a date, which may be a month, a year or a range."""
    if not iso:
        return None
    try:
        return date.fromisoformat((iso.split("/")[0] + "-01-01")[:10] if len(iso) == 4 else (iso + "-01")[:10])
    except ValueError:
        return None


def fold_copies(connection: duckdb.DuckDBPyConnection) -> int:
    """Find which of the new reports are copies. Gives how many."""
    new = connection.execute(NEW).fetchall()
    days = [d for _, published, _ in new if (d := _day(published))]
    span = (
        (min(days, default=date.min) - timedelta(DAYS), max(days, default=date.max) + timedelta(DAYS)) if days else None
    )
    originals = Originals()
    for ident, published, values in connection.execute(HELD, list(span)).fetchall() if span else []:
        originals.hold(
            ident, MinHash(num_perm=PERMUTATIONS, hashvalues=_unpacked(values), scheme=SCHEME), _day(published)
        )
    rows = []
    for ident, published, text in new:
        hashed, day = minhash(text or ""), _day(published)
        found = originals.original(hashed, day)
        if found is None:
            originals.hold(ident, hashed, day)
        original, share = found or (ident, 1.0)
        rows.append(
            {"report": ident, "original": original, "similarity": share, "signature": _packed(hashed.hashvalues)}
        )
    if rows:
        connection.register("found_copies", pa.Table.from_pylist(rows))
        connection.execute("INSERT INTO copies SELECT report, original, similarity, signature FROM found_copies")
        connection.unregister("found_copies")
    return sum(row["report"] != row["original"] for row in rows)


def _packed(values: NDArray[np.uint32]) -> bytes:
    return values.astype("<u4").tobytes()  # datasketch hashes to 32 bits


def _unpacked(values: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(values, "<u4")
