"""Tellings: events as linking sees them, a column an attribute, so that a million fit in memory.

A telling is an event of a report or a row of a data set. Countries and names are sets kept as bits.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.codebook.linking import link_rules
from detente.codebook.places import state_names
from detente.link.names import names_nobody, spoken_names

__all__ = ["NO_DAY", "Tellings", "load_tellings"]

NO_DAY = -(2**31)
BITS = 64
WORDS = 4  # a set is 256 bits: one each country; names share them by hash
# Dates that the report does not tell, but that it was published on: the event may be a day or two older.
SLACK = {"publication": 1}
NEWS = 3  # days before its publication in which an event without a date is looked for
LONGEST = 45  # days; a longer range says little about when
UNDONE = ("planned", "offered", "threatened", "hypothetical")

Ints = NDArray[np.int64]
Sets = NDArray[np.uint64]

SETS = ", ".join(
    f"bit_or(CASE WHEN {name} IS NOT NULL AND {name} // {BITS} = {w} THEN 1::UBIGINT << ({name} % {BITS})::UBIGINT"
    f" ELSE 0 END) FILTER (role = '{role}') AS {role}_{name}{w}"
    for role in ("actor", "recipient")
    for name in ("country", "name")
    for w in range(WORDS)
)
# {0} says which events; what is asked of `chosen` may use any column of events
QUERY = """
WITH chosen AS (SELECT * FROM events AS e WHERE e.current AND ({where})),
countries AS (SELECT country, (row_number() OVER (ORDER BY country) - 1) % 256 AS country_bit FROM
    (SELECT DISTINCT country FROM actors WHERE country IS NOT NULL)),
sides AS (SELECT id, 'actor' AS role, unnest(actors) AS party FROM chosen
    UNION ALL SELECT id, 'recipient', unnest(recipients) FROM chosen),
parties AS (SELECT s.id, s.role, c.country_bit AS country,
        CASE WHEN a.kind <> 'state' AND a.name NOT IN (SELECT name FROM role_names)
            THEN (hash(lower(a.name)) % 256)::INTEGER END AS name
    FROM sides AS s JOIN actors AS a ON a.id = s.party LEFT JOIN countries AS c ON c.country = a.country),
sets AS (SELECT id, {sets} FROM parties GROUP BY id),
counts AS (SELECT e.id, list(DISTINCT f.value ORDER BY f.value) AS counted
    FROM (SELECT id, unnest(figures) AS figure FROM chosen) AS e JOIN figures AS f ON f.id = e.figure GROUP BY e.id)
SELECT e.id, coalesce(e.report, e.dataset || ':' || coalesce(e.original ->> 'story_id', e.url, e.id)) AS report,
    e.report IS NOT NULL AS told, e.type, e.mode, e.cameo, e.status IN {undone} AS undone,
    first_day(split_part(r.published, '/', 1)) - DATE '1970-01-01' AS published, e.date.basis AS basis,
    date_diff('day', DATE '1970-01-01', first_day(e.date."start")) AS first,
    date_diff('day', DATE '1970-01-01', final_day(coalesce(e.date."end", e.date."start"))) AS final,
    lower(e.place.name) AS place, e.place.country AS place_country, e.place.lat AS lat, e.place.lon AS lon,
    lower(e.place.name) IN {wide} AS whole,
    coalesce(e.place_precision IN ('country', 'province'), false) OR lower(e.place.name) IN {wide} AS imprecise,
    v.country_bit AS venue,
    coalesce(e.sentence[1], TRY_CAST(e.original ->> 'sentence_number' AS INTEGER), 0) AS sentence,
    c.counted[1] AS figure, c.counted[2] AS figure2,
    words(r."text", e.sentence) AS said, coalesce(e.trigger[1] - e.sentence[1], 0) AS at,
    s.* EXCLUDE (id)
FROM chosen AS e LEFT JOIN sets AS s ON s.id = e.id LEFT JOIN counts AS c ON c.id = e.id
LEFT JOIN reports AS r ON r.id = e.report LEFT JOIN countries AS v ON v.country = e.place.country ORDER BY e.id
"""


@dataclass(slots=True)
class Tellings:
    """Columns of equal length, ordered by id."""

    ids: pa.Array
    report: Ints
    told: NDArray[np.bool_]  # by a report that we have read, not a row of a data set
    family: Ints
    kind: Ints
    mode: Ints
    undone: NDArray[np.bool_]
    first: Ints  # days since 1970; NO_DAY where unknown
    final: Ints
    place: Ints  # -1 unknown
    area: Ints  # a province that is no better known; -1 none
    country: Ints
    venue: Ints  # bit of the place's country in the sets of countries; -1 where it is no party's
    lat: NDArray[np.float64]  # nan unknown
    lon: NDArray[np.float64]
    sentence: Ints
    figure: NDArray[np.float64]
    figure2: NDArray[np.float64]
    actors: Sets  # n x 4: countries
    recipients: Sets
    actor_names: Sets
    recipient_names: Sets
    signature: Ints  # equal where two tellings say the very same
    vector: Ints  # row of `vectors`, -1 none
    vectors: NDArray[np.float16]  # trigger and sentence, each of unit length

    def __len__(self) -> int:
        return len(self.ids)


def load_tellings(
    connection: duckdb.DuckDBPyConnection, where: str = "true", parameters: tuple[Any, ...] = ()
) -> Tellings:
    """The current events for which `where` holds (SQL over the columns of `e`)."""
    sql = QUERY.format(where=where, sets=SETS, undone=UNDONE, wide=_wide())
    _lay_down_roles(connection)
    table = connection.sql(sql, params=list(parameters)).to_arrow_table()
    return _told(table, *_vectors(connection, table))


def _lay_down_roles(connection: duckdb.DuckDBPyConnection) -> None:
    """Names of parties of data sets that name nobody (`role_names`)."""
    names = connection.execute("SELECT DISTINCT name FROM actors WHERE report IS NULL AND name IS NOT NULL").fetchall()
    roles = pa.table({"name": pa.array([n for (n,) in names if names_nobody(n)], pa.string())})
    connection.register("found_roles", roles)
    connection.execute("CREATE OR REPLACE TEMP TABLE role_names AS SELECT name FROM found_roles")
    connection.unregister("found_roles")


def _wide() -> str:
    """Names of whole countries, as SQL: their coordinates tell nothing of where in them."""
    names = [name.replace("'", "''") for name in state_names()]
    return "(" + ", ".join(f"'{n}'" for n in names) + ")"


def _told(table: pa.Table, vector: Ints, vectors: NDArray[np.float16]) -> Tellings:
    kind, names = _coded(table["type"])
    first, final = _days(table)
    sets = [_set(table, f"{role}_{what}") for role in ("actor", "recipient") for what in ("country", "name")]
    imprecise = _bools(table, "imprecise")
    out = Tellings(
        ids=table["id"].combine_chunks(),
        report=_coded(table["report"])[0],
        told=_bools(table, "told"),
        family=_families(names)[kind],
        kind=kind,
        mode=_coded(table["mode"])[0],
        undone=_bools(table, "undone"),
        first=first,
        final=final,
        place=np.where(imprecise, -1, _coded(table["place"])[0]),
        area=np.where(imprecise & ~_bools(table, "whole"), _coded(table["place"])[0], -1),
        country=_coded(table["place_country"])[0],
        venue=_ints(table, "venue", -1),
        lat=np.where(imprecise, np.nan, _floats(table, "lat")),
        lon=np.where(imprecise, np.nan, _floats(table, "lon")),
        sentence=_ints(table, "sentence", 0),
        figure=_floats(table, "figure"),
        figure2=_floats(table, "figure2"),
        actors=sets[0],
        actor_names=sets[1],
        recipients=sets[2],
        recipient_names=sets[3],
        signature=np.zeros(table.num_rows, np.int64),
        vector=vector,
        vectors=vectors,
    )
    _join_sides(out)
    _add_spoken_names(out, table["said"])
    out.signature = _signatures(out, table)
    return out


def _families(kinds: list[str]) -> Ints:
    """Number of each type's family; the last row stands for no type."""
    families = link_rules().families
    order = sorted(set(families.values()))
    return np.array([*(order.index(families[k]) if k in families else -1 for k in kinds), -1], np.int64)


def _join_sides(t: Tellings) -> None:
    """Where it does not matter who is named first, all are actors."""
    rules = link_rules()
    order = sorted(set(rules.families.values()))
    both = np.isin(t.family, [order.index(f) for f in rules.symmetric])
    for actors, recipients in ((t.actors, t.recipients), (t.actor_names, t.recipient_names)):
        actors[both] |= recipients[both]
        recipients[both] = 0


def _add_spoken_names(t: Tellings, said: pa.ChunkedArray) -> None:
    """Of a report's events the names in the sentence stand for those of the parties: they tell places, too."""
    for row, sentence in enumerate(said.to_pylist()):
        if sentence:
            t.recipient_names[row] = 0
            t.actor_names[row] = _bits(spoken_names(sentence))


@cache
def _bits(names: frozenset[str]) -> Sets:
    out = np.zeros(WORDS, np.uint64)
    for name in names:
        at = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=1).digest(), "little")
        out[at // BITS] |= np.uint64(1) << np.uint64(at % BITS)
    return out


def _days(table: pa.Table) -> tuple[Ints, Ints]:
    """First and last day; publication dates reach back by their slack; ranges too long to tell are unknown."""
    first, final = _ints(table, "first", NO_DAY), _ints(table, "final", NO_DAY)
    published = _ints(table, "published", NO_DAY)
    guessed = (first == NO_DAY) & (published != NO_DAY)
    first = np.where(guessed, published - NEWS, first)
    final = np.where(guessed, published, final)
    basis = np.array(table["basis"].to_pylist(), object)
    unknown = (first == NO_DAY) | (final < first) | (final - first > LONGEST)
    for name, slack in SLACK.items():
        first = np.where(basis == name, first - slack, first)
    return np.where(unknown, NO_DAY, first), np.where(unknown, NO_DAY, final)


def _signatures(t: Tellings, table: pa.Table) -> Ints:
    """A number that is equal for tellings which say the very same: copies of a report, rows that a data set repeats."""
    out = np.full(len(t), 1469598103934665603, np.uint64)
    words = _coded(table["said"])[0], _ints(table, "at", 0)
    # rows that tell neither a town nor a name are alike in one article at the most
    one = np.bitwise_count(t.actors | t.recipients).sum(axis=1) <= 1
    vague = ~t.told & ((t.place < 0) | ((t.kind < 0) & one)) & ~(t.actor_names | t.recipient_names).any(axis=1)
    untyped = np.where(t.kind < 0, _coded(table["cameo"])[0], -1)  # statements of several sorts
    columns = [t.kind, t.mode, t.undone, t.first, t.final, t.place, t.country, t.told, *words]
    columns += [_coded(table["place"])[0], np.where(vague, t.report, -1), untyped]
    reals = [np.nan_to_num(a, nan=-999.0) for a in (t.lat, t.lon, t.figure, t.figure2)]
    sets = [s[:, w] for s in (t.actors, t.recipients, t.actor_names, t.recipient_names) for w in range(WORDS)]
    plain = [np.asarray(c, np.float64).view(np.uint64) for c in (*columns, *reals)]
    for whole in (*plain, *sets):
        out = (out ^ (whole + (whole >> np.uint64(29)))) * np.uint64(1099511628211)
        out ^= out >> np.uint64(32)
    return out.view(np.int64)


def _vectors(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> tuple[Ints, NDArray[np.float16]]:
    """Row of each telling's vectors, and the vectors, trigger's and sentence's side by side."""
    connection.register("wanted_ids", table.select(["id"]))
    found = connection.execute(
        "SELECT w.id, any_value(v.trigger || v.sentence) FROM wanted_ids AS w JOIN vectors AS v ON v.id = w.id"
        " GROUP BY w.id ORDER BY w.id"
    ).fetchall()
    connection.unregister("wanted_ids")
    out = np.full(table.num_rows, -1, np.int64)
    if not found:
        return out, np.zeros((0, 0), np.float16)
    place = {ident: n for n, (ident, _) in enumerate(found)}
    out[:] = [place.get(i, -1) for i in table["id"].to_pylist()]
    return out, np.frombuffer(b"".join(row[1] for row in found), "<f2").reshape(len(found), -1)


def _coded(column: pa.ChunkedArray) -> tuple[Ints, list[str]]:
    """Numbers for values, in their order, and the values; -1 for null."""
    encoded = column.combine_chunks().dictionary_encode()
    values = encoded.dictionary.to_pylist()
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = np.full(len(values) + 1, -1, np.int64)
    rank[order] = np.arange(len(values))
    indices = encoded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
    return rank[indices], [values[k] for k in order]


def _ints(table: pa.Table, name: str, missing: int) -> Ints:
    column = table[name].cast(pa.int64()).fill_null(missing).combine_chunks()
    out: Ints = column.to_numpy(zero_copy_only=False)
    return out


def _floats(table: pa.Table, name: str) -> NDArray[np.float64]:
    column = table[name].cast(pa.float64()).combine_chunks()
    out: NDArray[np.float64] = column.to_numpy(zero_copy_only=False).astype(np.float64)
    return out


def _bools(table: pa.Table, name: str) -> NDArray[np.bool_]:
    column = table[name].fill_null(False).combine_chunks()  # noqa: FBT003 - the value that stands for null
    out: NDArray[np.bool_] = column.to_numpy(zero_copy_only=False)
    return out


def _set(table: pa.Table, name: str) -> Sets:
    columns = [table[f"{name}{w}"].fill_null(0).combine_chunks().to_numpy(zero_copy_only=False) for w in range(WORDS)]
    return np.stack(columns, axis=1).astype(np.uint64)
