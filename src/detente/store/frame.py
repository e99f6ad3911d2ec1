"""What a query gives: rows that become Arrow, pandas or polars, and show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["Frame"]

SHOWN_ROWS = 20
SHOWN_WIDTH = 80


class Frame:
    """Rows of a query, read when they are first asked for."""

    def __init__(self, read: Callable[[], pa.Table]) -> None:
        self._read = read
        self._table: pa.Table | None = None

    def arrow(self) -> pa.Table:
        """As an Arrow table."""
        if self._table is None:
            self._table = self._read()
        return self._table

    def pandas(self) -> pd.DataFrame:
        """As a pandas frame (pandas must be installed)."""
        return self.arrow().to_pandas()

    def polars(self) -> pl.DataFrame:
        """As a polars frame (polars must be installed)."""
        import polars  # noqa: PLC0415 - an optional library

        return polars.DataFrame(self.arrow())

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self.arrow().column_names)

    def rows(self) -> list[dict[str, Any]]:
        """As dictionaries."""
        found: list[dict[str, Any]] = self.arrow().to_pylist()
        return found

    def __len__(self) -> int:
        return int(self.arrow().num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    def __repr__(self) -> str:
        return f"Frame({len(self)} rows: {', '.join(self.columns)})"

    def _repr_html_(self) -> str:
        """The first rows as an HTML table; everything from the data is escaped."""
        head = "".join(f"<th>{escape(c)}</th>" for c in self.columns)
        body = "".join(_html_row(row) for row in self.arrow().slice(0, SHOWN_ROWS).to_pylist())
        more = f"<p>{SHOWN_ROWS} of {len(self)} rows</p>" if len(self) > SHOWN_ROWS else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _html_row(row: dict[str, Any]) -> str:
    return "<tr>" + "".join(f"<td>{escape(_short(v))}</td>" for v in row.values()) + "</tr>"


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= SHOWN_WIDTH else text[: SHOWN_WIDTH - 1] + "…"
