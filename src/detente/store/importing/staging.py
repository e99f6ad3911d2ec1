"""From a piece of a file to rows of the store: staged once, counted, then appended."""

from __future__ import annotations

from typing import Any

import duckdb

from detente.store.folding import mark_unfolded
from detente.store.importing.formats import STAGED, Format, text
from detente.store.importing.lookups import DIALECT
from detente.store.importing.pieces import Piece
from detente.store.importing.tally import EXAMPLES, Tally

__all__ = ["count_refused", "store_piece"]

REPEATED = "an id that the file has already"
SHOWN = 60  # characters of a refused line


def store_piece(connection: duckdb.DuckDBPyConnection, form: Format, piece: Piece, tally: Tally) -> None:
    """Stage the view `raw`, count it into `tally`, and append what is new. The caller holds the transaction."""
    columns = ", ".join(STAGED).replace("line_start", "CASE WHEN refused IS NOT NULL THEN line_start END AS line_start")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE staged AS SELECT {columns} FROM ({form.stage})")
    if form.revised:
        connection.execute(
            f"UPDATE staged SET digest = md5(({', '.join(c for c in STAGED if c != 'digest')})::VARCHAR)"
        )
    _refuse_repeated(connection, form)
    count_refused(connection, piece, tally)
    _count_mended(connection, form, tally)
    _compare(connection, form, tally)
    if tally_grew(connection):
        _append_actors(connection, form.dataset)
        _append_figures(connection, form.dataset)
        _append_events(connection, form.dataset)
        mark_unfolded(connection, f"SELECT {text(form.dataset)} || ':' || key FROM staged")


def _refuse_repeated(connection: duckdb.DuckDBPyConnection, form: Format) -> None:
    """Of rows with one id, the first is taken."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE first_rows AS SELECT key, min(rowid) AS row, count(*) AS n FROM staged"
        " WHERE refused IS NULL GROUP BY key HAVING count(*) > 1"
    )
    connection.execute(
        f"UPDATE staged SET refused = '{REPEATED}', line_start = replace(staged.key, ':', {text(form.delimiter)})"
        " FROM first_rows WHERE staged.key = first_rows.key AND refused IS NULL AND staged.rowid <> first_rows.row"
    )


def count_refused(connection: duckdb.DuckDBPyConnection, piece: Piece, tally: Tally) -> None:
    """Count the rows of `staged` that are refused, with the lines of the first; and what could not be read at all."""
    for reason, count in connection.execute(
        "SELECT refused, count(*) FROM staged WHERE refused IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall():
        starts = connection.execute(
            "SELECT line_start FROM staged WHERE refused = ? ORDER BY rowid LIMIT ?", [reason, EXAMPLES]
        ).fetchall()
        # of a repeated id the first line is the one that was taken
        skip = 1 if reason == REPEATED else 0
        tally.refuse(reason, count, _located(piece, [s or "" for (s,) in starts], skip))
    tally.mend("NUL bytes: blanked", piece.nuls)
    _count_rejects(connection, piece, tally)


def _count_mended(connection: duckdb.DuckDBPyConnection, form: Format, tally: Tally) -> None:
    sums = ", ".join(f"count(*) FILTER (mends & {1 << n} > 0)" for n in range(len(form.mends))) or "0"
    row = connection.execute(f"SELECT {sums} FROM staged WHERE refused IS NULL").fetchone() or ()
    for reason, count in zip(form.mends, row, strict=False):
        tally.mend(reason, count)


def _count_rejects(connection: duckdb.DuckDBPyConnection, piece: Piece, tally: Tally) -> None:
    """Lines that DuckDB could not read at all."""
    rows = connection.execute(
        "SELECT any_value(error_type)::VARCHAR, line, any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    for kind, line, start in rows:
        reason = {"INVALID ENCODING": "not UTF-8", "LINE SIZE OVER MAXIMUM": "a line that is too long"}.get(
            kind, kind.lower()
        )
        tally.refuse(reason, 1, [(piece.lines_before + line, str(start)[:SHOWN])])
    connection.execute("DROP TABLE IF EXISTS reject_errors")
    connection.execute("DROP TABLE IF EXISTS reject_scans")


def _located(piece: Piece, starts: list[str], skip: int) -> list[tuple[int | None, str]]:
    """Numbers of the lines that begin so (or, where cells are quoted, hold it), found by reading the piece once."""
    wanted = {start.encode(): skip for start in starts if start}
    found: dict[bytes, tuple[int | None, str]] = {}
    with piece.path.open("rb") as lines:
        for number, line in enumerate(lines, piece.lines_before + 1):
            for start in [w for w in wanted if line.startswith((w, b'"' + w))]:
                if wanted[start]:
                    wanted[start] -= 1
                    continue
                found[start] = (number, line.decode("utf-8", "replace").rstrip()[:SHOWN])
                del wanted[start]
            if not wanted:
                break
    examples = [found.get(start.encode(), (None, start[:SHOWN])) for start in starts]
    return sorted(examples, key=lambda e: (e[0] is None, e[0] or 0))


def _compare(connection: duckdb.DuckDBPyConnection, form: Format, tally: Tally) -> None:
    """Split what can be taken into new, revised (unlike all forms that are held) and held; and what was withdrawn."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE held AS SELECT original_id AS key, list(digest) AS digests FROM events"
        " WHERE dataset = ? AND original_id IN (SELECT key FROM staged WHERE refused IS NULL) GROUP BY 1",
        [form.dataset],
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE withdrawn AS SELECT DISTINCT original_id AS key FROM deletions WHERE dataset = ?"
        " AND original_id IN (SELECT key FROM staged WHERE refused IS NULL)",
        [form.dataset],
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE verdict AS
        SELECT s.rowid AS row, s.key, CASE WHEN w.key IS NOT NULL THEN 'deleted' WHEN h.key IS NULL THEN 'new'
            WHEN s.digest IS NOT NULL AND NOT list_contains(h.digests, s.digest) THEN 'revised' ELSE 'same' END AS verdict
        FROM staged AS s LEFT JOIN held AS h ON h.key = s.key LEFT JOIN withdrawn AS w ON w.key = s.key
        WHERE s.refused IS NULL"""
    )
    for verdict, count in connection.execute("SELECT verdict, count(*) FROM verdict GROUP BY 1").fetchall():
        setattr(tally, verdict, getattr(tally, verdict) + count)
    connection.execute(
        "DELETE FROM staged WHERE rowid NOT IN (SELECT row FROM verdict WHERE verdict IN ('new', 'revised'))"
    )
    _retire(connection, form.dataset)


def _retire(connection: duckdb.DuckDBPyConnection, dataset: str) -> None:
    """The earlier form of a revised row keeps its place under another id."""
    revised = "SELECT key FROM verdict WHERE verdict = 'revised'"
    for (key,) in connection.execute(revised).fetchall():
        earlier: Any = connection.execute(
            "SELECT count(*) FROM events WHERE dataset = ? AND original_id = ? AND NOT current", [dataset, key]
        ).fetchone()
        suffix = f"@{earlier[0] + 1}"
        ident = f"{dataset}:{key}"
        connection.execute(
            "UPDATE events SET current = false, id = id || ?, figures = list_transform(figures, lambda f: f || ?)"
            " WHERE id = ?",
            [suffix, suffix, ident],
        )
        connection.execute(
            "UPDATE figures SET current = false, id = id || ? WHERE current AND starts_with(id, ?)",
            [suffix, f"{ident}:f"],
        )


def tally_grew(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything is left to append."""
    return connection.execute("SELECT 1 FROM staged LIMIT 1").fetchone() is not None


def _append_actors(connection: duckdb.DuckDBPyConnection, dataset: str) -> None:
    fields = ("name", "kind", "country", "sector", "code", "title", "basis")
    sides = " UNION ALL ".join(
        f"SELECT DISTINCT {side}_key AS key, {', '.join(f'{side}_{f} AS {f}' for f in fields)} FROM staged"
        f" WHERE {side}_key IS NOT NULL"
        for side in ("a", "b")
    )
    connection.execute(
        f"INSERT INTO actors (id, {', '.join(fields)}, mentions, dataset)"
        f" SELECT {text(dataset)} || ':a/' || key, {', '.join(f'min({f})' for f in fields)}, [], {text(dataset)}"
        f" FROM ({sides}) GROUP BY key HAVING {text(dataset)} || ':a/' || key NOT IN"
        f" (SELECT id FROM actors WHERE dataset = {text(dataset)}) ORDER BY key"
    )


PARTY = "CASE WHEN {side}_key IS NULL THEN [] ELSE [{dataset} || ':a/' || {side}_key] END"


def _append_events(connection: duckdb.DuckDBPyConnection, dataset: str) -> None:
    name = text(dataset)
    first, second = (PARTY.format(side=side, dataset=name) for side in "ab")
    connection.execute(
        f"""INSERT INTO events (id, type, mode, contexts, cameo, quad, intensity, goldstein, actors, recipients, status,
            standing, date, place, figures, why, dataset, original_id, original, dialect, date_precision,
            place_precision, publisher, url, digest)
        SELECT {name} || ':' || key, type, mode, coalesce(contexts, []), cameo, quad, intensity, goldstein,
            CASE WHEN mutual THEN list_concat({first}, {second}) ELSE {first} END,
            CASE WHEN mutual THEN [] ELSE {second} END, 'occurred', 'narrated',
            {{'start': first_day, 'end': final_day, 'text': NULL, 'span': NULL, 'basis': 'explicit'}},
            CASE WHEN place_name IS NOT NULL OR place_country IS NOT NULL OR lat IS NOT NULL THEN
                {{'name': coalesce(place_name, place_country), 'country': place_country, 'lat': lat, 'lon': lon,
                'span': NULL, 'basis': 'as the data set has it'}} END,
            CASE WHEN counts IS NULL THEN []
                ELSE list_transform(generate_series(1, len(counts)), lambda n: {name} || ':' || key || ':f' || n) END,
            why, {name}, key, original, {text(DIALECT)}, date_precision, place_precision, publisher, url, digest
        FROM staged"""
    )


def _append_figures(connection: duckdb.DuckDBPyConnection, dataset: str) -> None:
    name = text(dataset)
    connection.execute(
        f"""INSERT INTO figures (id, value, low, high, unit, approximate, measure, holder, parties, period, dataset)
        SELECT {name} || ':' || key || ':f' || n, c.value, c.low, c.high, 'people', c.low <> c.high, c.measure,
            CASE c.side WHEN 'a' THEN {name} || ':a/' || a_key WHEN 'b' THEN {name} || ':a/' || b_key END, [],
            {{'start': first_day, 'end': final_day, 'text': NULL, 'span': NULL, 'basis': 'explicit'}}, {name}
        FROM (SELECT key, a_key, b_key, first_day, final_day, unnest(counts) AS c,
            generate_subscripts(counts, 1) AS n FROM staged WHERE counts IS NOT NULL)"""
    )
