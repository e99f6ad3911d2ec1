"""Happenings in the store: `link` folds new events into incidents, keeps ids, and writes down what it changed."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from detente.link.clustering import cluster
from detente.link.copies import fold_copies
from detente.link.history import changes_of, name_groups
from detente.link.pairs import WINDOW, Pairs, find_pairs, firsts
from detente.link.rows import finish, write_members
from detente.link.scoring import explain
from detente.link.storylines import tell_storylines
from detente.link.tellings import Ints, Tellings, load_tellings
from detente.store import Store, fold, mark_unfolded, transaction

__all__ = ["Linked", "link", "waiting"]

REACH = 50  # days around new events within which old ones are looked at again: the longest range and its neighbours
# Events whose incident may change: those near in time to what is new or gone, and those without a date.
NEAR = """e.date."start" IS NULL OR e.id IN (SELECT id FROM changed) OR EXISTS (SELECT 1 FROM spans AS s WHERE
    final_day(coalesce(e.date."end", e.date."start")) >= s.first AND first_day(e.date."start") <= s.final)"""
FIRST = "the first telling"
VERY_SAME = "says the very same as another telling"


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run of `link` did: events that were new, incidents made, grown, merged, split and retired."""

    events: int = 0
    created: int = 0
    grown: int = 0
    merged: int = 0
    split: int = 0
    retired: int = 0
    compared: int = 0


def link(store: Store, *, window: int = WINDOW) -> Linked:
    """Fold the events that are in no incident yet into the incidents, in one transaction.

    Old incidents near them are weighed again: a new report may merge two, or split one. An id stays with the greater
    part of its events.
    """
    with store.connected(write=True) as connection, transaction(connection):
        fold_copies(connection)
        if not _changed(connection):
            return Linked()
        done = _relinked(connection, load_tellings(connection, NEAR), window)
        tell_storylines(connection)
        mark_unfolded(connection, "SELECT incident FROM touched UNION ALL SELECT id FROM changed")
        fold(connection)
    return done


def waiting(store: Store) -> int:
    """How many events are in no incident yet. Raises MissingStore."""
    with store.connected() as connection:
        sql = "SELECT count(*) FROM events WHERE current AND id NOT IN (SELECT event FROM incident_events)"
        return int(connection.execute(sql).fetchall()[0][0])


def _changed(connection: duckdb.DuckDBPyConnection) -> int:
    """Lay down which events are new or gone (`changed`), and the days around them (`spans`)."""
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE changed AS
        SELECT id, true AS new FROM events WHERE current AND id NOT IN (SELECT event FROM incident_events)
        UNION ALL SELECT event, false FROM incident_events WHERE event NOT IN (SELECT id FROM events WHERE current)"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE spans AS
        WITH days AS (SELECT DISTINCT first_day(date."start") AS day FROM events
            WHERE id IN (SELECT id FROM changed) AND first_day(date."start") IS NOT NULL),
        steps AS (SELECT day, lag(day) OVER (ORDER BY day) AS before FROM days),
        runs AS (SELECT day, sum(CASE WHEN day - before <= {2 * REACH} THEN 0 ELSE 1 END) OVER (ORDER BY day) AS run
            FROM steps)
        SELECT min(day) - {REACH} AS first, max(day) + {REACH} AS final FROM runs GROUP BY run"""  # noqa: S608 - numbers
    )
    return int(connection.execute("SELECT count(*) FROM changed").fetchall()[0][0])


def _relinked(connection: duckdb.DuckDBPyConnection, t: Tellings, window: int) -> Linked:
    """Compare, cluster, name the groups, and write what differs from before."""
    first, inverse = firsts(t.signature)
    pairs = find_pairs(t, first, window=window)
    head = cluster(t, pairs)[first[inverse]]
    ids = t.ids.to_pylist()
    before = _memberships(connection)
    members: dict[int, list[int]] = {}
    for row, group in enumerate(head.tolist()):
        members.setdefault(group, []).append(row)
    old = [before.get(e) for e in ids]
    names = name_groups(members, old, ids, _taken(connection))
    changes = changes_of(members, names, old, ids)
    moved = [row for group, rows in members.items() for row in rows if old[row] != names[group]]
    _write_moved(
        connection,
        t,
        sorted(moved),
        [names[g] for g in head[sorted(moved)].tolist()],
        _best(t, pairs, head, first, inverse),
    )
    counts = finish(connection, changes)
    return Linked(events=sum(o is None for o in old), compared=pairs.compared, **counts)


def _memberships(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Incident of each event that is in one."""
    return dict(connection.execute("SELECT event, incident FROM incident_events").fetchall())


def _taken(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT DISTINCT incident FROM incident_history").fetchall()}


def _best(t: Tellings, pairs: Pairs, head: Ints, first: Ints, inverse: Ints) -> Ints:
    """For each telling the one that ties it most surely to its group; itself where it is the first or alone."""
    best = np.arange(len(t))
    inside = np.flatnonzero(head[pairs.left] == head[pairs.right])
    order = inside[np.argsort(pairs.chance[inside], kind="stable")]
    best[pairs.left[order]] = pairs.right[order]
    best[pairs.right[order]] = pairs.left[order]
    best[head] = head
    alike = first[inverse]
    return np.where(alike != np.arange(len(t)), alike, best)


def _write_moved(
    connection: duckdb.DuckDBPyConnection, t: Tellings, rows: list[int], incidents: list[str], best: Ints
) -> None:
    """Tie events to their incidents, with score and reason."""
    at = np.array(rows, np.int64)
    told = explain(t, at, best[at])
    same = (t.signature[at] == t.signature[best[at]]).tolist()
    alone = (best[at] == at).tolist()
    scores = [1.0 if s else round(p, 3) for (p, _), s in zip(told, same, strict=True)]
    why = [FIRST if a else VERY_SAME if s else w for (_, w), a, s in zip(told, alone, same, strict=True)]
    table = pa.table({"incident": incidents, "event": t.ids.take(at), "score": scores, "why": why})
    write_members(connection, table)
