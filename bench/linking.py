"""How the time of linking grows: `python -m bench.linking 10000 100000 1000000`.

Rows are made here, in the shape of an imported data set: pairs of 150 countries (some far more frequent), eight types,
2,000 places, a year of days, and each happening told 1 to 4 times. Figures: wall and processor seconds, peak
memory, compared pairs a row.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from detente.link import link
from detente.store import Store, open_store

SIZES = (10_000, 100_000)
ROWS = """
INSERT INTO events (id, type, mode, contexts, quad, intensity, actors, recipients, status, standing, date, place,
    figures, confidence, why, dataset, publisher)
SELECT 'made:' || n, list_extract({types}, 1 + (h % 8)::INTEGER), NULL, [], 1, 0,
    ['made:a' || floor(150 * pow((h // 8 % 1000) / 1000.0, 2))::INTEGER],
    ['made:a' || floor(150 * pow((h // 8000 % 1000) / 1000.0, 2))::INTEGER], 'occurred', 'narrated',
    {'start': day, 'end': day, 'text': NULL, 'span': NULL, 'basis': 'explicit'},
    {'name': 'p' || p, 'country': 'C' || p % 150, 'lat': p % 120 - 60.0, 'lon': p % 340 - 170.0, 'span': NULL,
    'basis': ''}, [], NULL, 'made', 'made', 'publisher ' || n % 50
FROM (SELECT n, h, (h // 77 % 2000)::INTEGER AS p,
        strftime(DATE '2024-01-01' + (h // 999 % 365)::INTEGER, '%Y-%m-%d') AS day
    FROM (SELECT n, hash(n - n % (1 + hash(n // 4) % 4)) >> 4 AS h FROM range({size}) AS r(n)))
"""
TYPES = "['CONSULT', 'ACCUSE', 'ASSAULT', 'COERCE', 'AGREE', 'AID', 'PROTEST', 'REQUEST']"
ACTORS = """
INSERT INTO actors (id, name, kind, country, code, mentions, basis, dataset)
SELECT 'made:a' || n, 'Country ' || n, 'state', 'C' || n, 'C' || n, [], '', 'made' FROM range(150) AS r(n)
"""


def fill(store: Store, size: int) -> None:
    """Rows and their actors."""
    with store.connected(write=True) as connection:
        connection.execute(ACTORS)
        connection.execute(ROWS.replace("{size}", str(size)).replace("{types}", TYPES))


def main() -> None:
    """A line a size."""
    for size in map(int, sys.argv[1:] or SIZES):
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(Path(folder) / "made.duckdb")
            fill(store, size)
            wall, cpu = time.perf_counter(), time.process_time()
            done = link(store)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>9,} rows: {wall:.1f} s wall, {cpu:.1f} s processor, {peak:.0f} MB at the most,"
            f" {done.created:,} incidents, {done.compared / size:.1f} pairs a row",
            flush=True,
        )


if __name__ == "__main__":
    main()
