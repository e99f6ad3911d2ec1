"""`kill -9` at random moments, a few of the many rounds that `python -m fuzz.kills` makes."""

import random
import subprocess
import sys

import pytest

from detente.store import open_store
from fuzz.kills import KINDS, rounds


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kill_loses_nothing_and_doubles_nothing(kind):
    rounds(kind, 2, random.Random(7))


UNCLOSED = """
import os, sys, duckdb
from detente.store.migrations import migrate
connection = duckdb.connect(sys.argv[1])
connection.execute("PRAGMA disable_checkpoint_on_shutdown")
migrate(connection, 0)
os._exit(9)
"""


def test_a_store_with_the_log_of_a_killed_migration_opens_without_the_network(tmp_path):
    path = tmp_path / "it's.duckdb"
    subprocess.run([sys.executable, "-c", UNCLOSED, str(path)], check=False)
    assert path.with_name(f"{path.name}.wal").exists()
    assert open_store(path).counts()["reports"] == 0


def test_no_extension_is_ever_fetched(tmp_path):
    with open_store(tmp_path / "s.duckdb").connected(write=True) as connection:
        row = connection.execute("SELECT current_setting('autoinstall_known_extensions')").fetchone()
    assert row == (False,)
