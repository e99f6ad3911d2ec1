"""`kill -9` at random moments of add, link, import and migration: `python -m fuzz.kills ROUNDS [SEED]`.

After each kill the store must open, hold whole batches and nothing twice, and what was stopped must give, done again,
what it gives undisturbed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from detente.link import link
from detente.store import Store, open_store
from detente.store.importing import import_file
from detente.store.migrations import NEWEST, migrate, version_of
from detente.store.migrations.run import STEPS
from detente.store.rows import NOUNS
from tests.measure.conftest import told
from tests.store.tables import gdelt_row

__all__ = ["KINDS", "main", "rounds"]

BATCHES, A_BATCH, IMPORTED, LINKED = 6, 3, 1500, 60
PAIRS = ((["IND"], "ASSAULT", ["PAK"]), (["PAK"], "ACCUSE", ["IND"]))


class Broken(AssertionError):
    """What a kill must not do."""


def _batch(n: int) -> list[object]:
    return [told(f"2025-05-{1 + n % 28:02}", PAIRS, number=n * A_BATCH + k) for k in range(A_BATCH)]


def _tables(store: Store) -> dict[str, list[object]]:
    """What the store holds but for the times of writing."""
    out: dict[str, list[object]] = {}
    for noun in (*NOUNS, "reports"):
        rows = [{k: v for k, v in row.items() if k != "added"} for row in getattr(store, noun)]
        out[noun] = sorted(map(repr, rows))
    return out


def _check(said: bool, what: str) -> None:  # noqa: FBT001 - a condition
    if not said:
        raise Broken(what)


class Adding:
    """Batches of reports, each in a transaction."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "s.duckdb"

    def work(self) -> None:
        """Add all batches; those that are held are left."""
        for n in range(BATCHES):
            open_store(self.path).add(_batch(n))

    def check(self) -> None:
        """Whole batches, each report once; done again, all."""
        store = open_store(self.path)
        if self.path.exists():
            counts = store.counts()
            _check(counts["reports"] % A_BATCH == 0, f"a torn batch: {counts}")
            _check(counts["events"] == 2 * counts["reports"], f"reports and events differ: {counts}")
            _check(len(store.held()) == counts["reports"], "keys and reports differ")
        self.work()
        _check(store.counts()["reports"] == BATCHES * A_BATCH, "not all are there")


class Linking:
    """One transaction over many events."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "s.duckdb"
        made = folder / "made.duckdb"
        if not made.exists():
            open_store(made).add([told(f"2025-05-{1 + n % 20:02}", PAIRS, number=n) for n in range(LINKED)])
            shutil.copy(made, folder / "whole.duckdb")
            link(open_store(folder / "whole.duckdb"))
        shutil.copy(made, self.path)
        self.before, self.whole = _tables(open_store(made)), _members(open_store(folder / "whole.duckdb"))

    def work(self) -> None:
        """Link."""
        link(open_store(self.path))

    def check(self) -> None:
        """All or nothing; done again, the same incidents."""
        store = open_store(self.path)
        _check(_members(store) in ([], self.whole), "a torn linking")
        self.work()
        _check(_members(store) == self.whole, "other incidents than undisturbed")
        _check(_tables(store) == self.before, "linking changed the records")


def _members(store: Store) -> list[tuple[str, ...]]:
    rows = store.query(
        "SELECT list(event ORDER BY event) AS events FROM incident_events GROUP BY incident ORDER BY events"
    ).rows()
    return [tuple(r["events"]) for r in rows]


class Importing:
    """One file, one transaction."""

    def __init__(self, folder: Path) -> None:
        self.path, self.file = folder / "s.duckdb", folder / "x.CSV"
        if not self.file.exists():
            self.file.write_text("".join(gdelt_row(n) + "\n" for n in range(IMPORTED)))

    def work(self) -> None:
        """Import."""
        import_file(open_store(self.path), "gdelt", self.file)

    def check(self) -> None:
        """All or nothing; done again, each row once."""
        store = open_store(self.path)
        held = store.counts()["events"] if self.path.exists() else 0
        _check(held in (0, IMPORTED), f"{held} of {IMPORTED} rows")
        self.work()
        row = store.query("SELECT count(*) AS n, count(DISTINCT original_id) AS m FROM events").rows()[0]
        _check((row["n"], row["m"]) == (IMPORTED, IMPORTED), f"{row}")


class Migrating:
    """A store of the first version, brought up to date."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "s.duckdb"
        made, old = folder / "made.duckdb", folder / "old.duckdb"
        if not old.exists():
            open_store(made).add([told(f"2025-05-{1 + n % 20:02}", PAIRS, number=n) for n in range(LINKED)])
            _as_first_version(made, old)
        shutil.copy(old, self.path)
        self.before = _tables(open_store(made))

    def work(self) -> None:
        """Open, which migrates."""
        open_store(self.path).counts()

    def check(self) -> None:
        """At some version between steps; opened again, the newest with all that was there."""
        self.work()
        with open_store(self.path).connected() as connection:
            _check(version_of(connection) == NEWEST, "not the newest")
            steps = [v for (v,) in connection.execute("SELECT version FROM schema_version ORDER BY 1").fetchall()]
            _check(steps == sorted(STEPS), f"steps {steps}")
        _check(_tables(open_store(self.path)) == self.before, "rows are lost or doubled")


def _as_first_version(made: Path, old: Path) -> None:
    with duckdb.connect(str(old)) as connection:
        migrate(connection, 0, steps={1: STEPS[1]})
        connection.execute(f"ATTACH '{made}' AS made (READ_ONLY)")
        for table in (*NOUNS, "reports", "report_versions"):
            names = [
                {n for (n, *_) in connection.execute(f"DESCRIBE {where}{table}").fetchall()} for where in ("", "made.")
            ]
            shared = ", ".join(f'"{n}"' for n in sorted(names[0] & names[1] - {"original"}))
            connection.execute(f"INSERT INTO {table} ({shared}) SELECT {shared} FROM made.{table}")
        connection.execute("DETACH made")


KINDS: dict[str, Callable[[Path], Adding | Linking | Importing | Migrating]] = {
    "add": Adding, "link": Linking, "import": Importing, "migration": Migrating,
}  # fmt: skip


def _child(work: Callable[[], None]) -> int:
    """Fork; the child works and leaves."""
    ident = os.fork()
    if ident:
        return ident
    try:
        work()
    finally:
        os._exit(0)


def _fresh(kind: str, folder: Path) -> Adding | Linking | Importing | Migrating:
    """The work before it has begun."""
    for left in folder.glob("s.duckdb*"):
        left.unlink()
    return KINDS[kind](folder)


def _length(kind: str, folder: Path) -> float:
    """Seconds that the work takes undisturbed, with all modules loaded."""
    _fresh(kind, folder).work()
    made = _fresh(kind, folder)
    began = time.monotonic()
    os.waitpid(_child(made.work), 0)
    took = time.monotonic() - began
    made.check()
    return took


def rounds(kind: str, count: int, rng: random.Random) -> int:
    """Kill so often at a random moment, and check. How many were killed at work. Raises Broken."""
    killed = 0
    with TemporaryDirectory(prefix="kills-") as name:
        folder = Path(name)
        length = _length(kind, folder)
        for _ in range(count):
            made = _fresh(kind, folder)
            child = _child(made.work)
            time.sleep(rng.uniform(0, length))
            os.kill(child, signal.SIGKILL)
            killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
            made.check()
    return killed


def main() -> None:
    """Run."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = random.Random(seed)
    for kind in KINDS:
        began = time.monotonic()
        killed = rounds(kind, -(-count // len(KINDS)), rng)
        took = time.monotonic() - began
        print(f"{kind}: {killed} killed at work of {-(-count // len(KINDS))}, {took:.0f} s", flush=True)


if __name__ == "__main__":
    main()
