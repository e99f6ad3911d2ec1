"""A stop at any moment, and a disk without room: the store is as it was before the batch."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from detente.errors import DetenteError, FullDisk
from detente.store import open_store
from detente.store.importing import import_file
from tests.store.conftest import record
from tests.store.tables import gdelt_row

ADDS = """
import sys
from tests.store.conftest import record
from detente.store import open_store
store = open_store(sys.argv[1])
print("ready", flush=True)
for n in range(200):
    store.add([record(f"India accused Pakistan on day {n} of arming rebels, said report {n}.", path=f"{n}-{k}")
               for k in range(3)])
"""


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_at_a_random_moment_loses_no_batch_and_doubles_none(tmp_path, seed):
    path = tmp_path / "s.duckdb"
    open_store(path).add([record()])
    process = subprocess.Popen([sys.executable, "-c", ADDS, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.05, 1.0))
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    store = open_store(path)
    counts = store.counts()
    texts = store.query('SELECT count(DISTINCT "text") AS n, count(*) AS m FROM reports').rows()[0]
    assert texts["n"] == texts["m"]
    assert counts["events"] == 2 * counts["reports"]
    versions = store.query("SELECT count(*) AS n FROM report_versions").rows()[0]["n"]
    assert versions == 1 + 3 * (counts["reports"] - 1), "each batch is whole: one text under three paths"
    assert store.add([record()]).same == 1


def rows_and_sum(store):
    counts = store.counts()
    digest = store.query("SELECT bit_xor(hash(e)) AS h FROM events AS e").rows()[0]["h"]
    return counts, digest


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 8 MB; only root can make one."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs root to mount a small file system")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_told_and_the_store_intact(small_disk, tmp_path):
    store = open_store(small_disk / "s.duckdb")
    store.add([record()])
    before = rows_and_sum(store)
    table = tmp_path / "big.CSV"
    links = (f"https://example.org/{random.Random(n).randbytes(150).hex()}" for n in range(60_000))
    table.write_text("\n".join(gdelt_row(n, sourceurl=link) for n, link in enumerate(links)))
    with pytest.raises(FullDisk, match="no room"):
        import_file(store, "gdelt", table)
    assert rows_and_sum(store) == before
    table.write_text(gdelt_row(1) + "\n")
    assert import_file(store, "gdelt", table).new == 1


def test_adding_to_a_full_disk(small_disk):
    store = open_store(small_disk / "s.duckdb")
    store.add([record()])
    before = rows_and_sum(store)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        while file.write(b"x" * 65536) == 65536:
            pass
    long = "India accused Pakistan. " + " ".join(str(random.Random(n).random()) for n in range(60_000))
    with pytest.raises(DetenteError, match="no room"):
        store.add([record(long, path="long.txt")])
    filler.unlink()
    assert rows_and_sum(store) == before
    assert store.add([record(long, path="long.txt")]).new == 1
