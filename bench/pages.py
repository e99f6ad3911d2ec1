"""How fast the page answers over a large store: `python -m bench.pages 1000000 [FILE]`.

The store is made here: rows in the shape of an imported data set (nine in ten; see `bench.linking`) and reports with
five events each (one in ten), none linked, so that each is an incident of its own - the most that pages can have
to look through. With FILE the store is kept there and used again. Figures: time to fold it, then the median and the
worst of several askings of each page, whole, as a browser would have it; beside it the processor's time over all cores,
which a busy machine does not change as much.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from functools import reduce
from pathlib import Path

from starlette.testclient import TestClient

from bench.linking import fill
from detente.measure import relations
from detente.serve import build_app
from detente.store import Store, open_store

TIMES = 7
TOLD = 10  # one event in so many is told by a report
EACH = 5  # events of a report
STATES = "['IND', 'PAK', 'CHN', 'USA', 'RUS', 'UKR', 'ISR', 'IRN', 'FRA', 'DEU', 'JPN', 'KOR', 'BRA', 'EGY', 'TUR']"
TYPES = "['CONSULT', 'ACCUSE', 'ASSAULT', 'COERCE', 'AGREE', 'AID', 'PROTEST', 'REQUEST']"
QUADS = "[1, 3, 4, 4, 1, 2, 3, 1]"
WEIGHTS = "[2.5, -3.5, -10.0, -7.2, 3.0, 7.4, -5.5, 2.0]"
SENTENCE = "The two governments spoke of it again on that day, report {n}, part {k}, and promised more of the same. "
REPORTS = """
INSERT INTO reports SELECT 'made' || n, 'made/' || n || '.txt', NULL, 'paper ' || n % 40, 'Report ' || n,
    strftime(DATE '2024-01-01' + (n % 365)::INTEGER, '%Y-%m-%d'), 'given', 'en',
    repeat('The two governments spoke of it again on that day, and promised more of the same. ', 5), 1, true, now()
FROM range({reports}) AS r(n)
"""
PARTIES = """
INSERT INTO actors (id, name, kind, country, code, mentions, basis, report)
SELECT 'made' || n || ':a' || k, 'State ' || c, 'state', c, c, [[0, 3]], 'made', 'made' || n
FROM (SELECT n, k, list_extract({states}, 1 + (hash(n * 2 + k) % 15)::INTEGER) AS c
    FROM range({reports}) AS r(n), range(2) AS s(k))
"""
EVENTS = """
INSERT INTO events (id, type, contexts, quad, intensity, goldstein, actors, recipients, status, standing, date, place,
    trigger, sentence, figures, confidence, why, report)
SELECT 'made' || n || ':e' || k, list_extract({types}, t), [], list_extract({quads}, t), list_extract({weights}, t),
    list_extract({weights}, t), ['made' || n || ':a0'], ['made' || n || ':a1'], 'occurred', 'narrated',
    {'start': day, 'end': day, 'text': NULL, 'span': NULL, 'basis': 'explicit'},
    {'name': 'p' || h % 2000, 'country': 'FRA', 'lat': h % 120 - 60.0, 'lon': h % 340 - 170.0, 'span': NULL,
    'basis': ''},
    [4, 20], [82 * k, 82 * k + 81], [], .9, 'made', 'made' || n
FROM (SELECT n, k, (hash(n * 7 + k) >> 4) AS h, 1 + ((hash(n * 7 + k) >> 9) % 8)::INTEGER AS t,
        strftime(DATE '2024-01-01' + (n % 365)::INTEGER, '%Y-%m-%d') AS day
    FROM range({reports}) AS r(n), range({each}) AS s(k))
"""
PAGES = (
    "/", "/incidents", "/incidents?page=200", "/incidents?actor=IND",
    "/incidents?actor=C9&type=ASSAULT&start=2024-06-01",
    "/incidents?q=governments", "/incidents?place=p77", "/chronology", "/incident/{incident}", "/reports",
    "/report/{report}", "/relations", "/relations/matrix.svg", "/relations/network.svg", "/dyad/{a}/{b}",
    "/dyad/{a}/{b}/chart.svg", "/dyad/IND/PAK", "/dyad/IND/PAK/chart.svg", "/map", "/map?actor=IND", "/map/places.svg",
    "/deadlines", "/codebook", "/api/incidents?size=500", "/export/incidents.csv",
)  # fmt: skip


def filled(path: Path, size: int) -> Store:
    """A store of about `size` events."""
    store = open_store(path)
    fill(store, size - size // TOLD)
    values = {"reports": size // TOLD // EACH, "each": EACH, "states": STATES, "types": TYPES, "quads": QUADS,
              "weights": WEIGHTS}  # fmt: skip
    with store.connected(write=True) as connection:
        for sql in (REPORTS, PARTIES, EVENTS):
            connection.execute(reduce(lambda said, v: said.replace("{" + v[0] + "}", str(v[1])), values.items(), sql))
        connection.execute("DELETE FROM unfolded")
        connection.execute("INSERT INTO unfolded SELECT id FROM events")
    return store


def asked(client: TestClient, address: str) -> list[tuple[float, float]]:
    """Seconds of each asking: by the clock, and of all cores."""
    out = []
    for _ in range(TIMES):
        began = time.perf_counter(), time.process_time()
        answer = client.get(address)
        out.append((time.perf_counter() - began[0], time.process_time() - began[1]))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return out


def measure(store: Store) -> None:
    """A line a page."""
    began = time.perf_counter()
    happenings = store.query("SELECT count(*) AS n FROM happenings").rows()[0]["n"]
    print(f"{happenings:,} incidents; folding and opening: {time.perf_counter() - began:.1f} s", flush=True)
    busiest = max(relations(store), key=lambda r: r.incidents)
    names = store.query("SELECT (SELECT max(id) FROM reports) AS report, max(incident) AS incident FROM happenings")
    names = names.rows()[0] | {"a": busiest.a, "b": busiest.b}
    print(f"the busiest pair: {busiest.a} and {busiest.b}, {busiest.incidents:,} incidents")
    with TestClient(build_app(store), base_url="http://127.0.0.1:8422") as client:
        for page in PAGES:
            address = page.format(**names)
            wall, cores = ([1000 * s for s in column] for column in zip(*asked(client, address), strict=True))
            middle = f"{statistics.median(wall):6.0f} ms ({statistics.median(cores):5.0f} of processor)"
            print(f"{middle}, worst {max(wall):6.0f}  {address}", flush=True)


def main() -> None:
    """Fill and measure."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        path = Path(sys.argv[2])
        measure(open_store(path) if path.exists() else filled(path, size))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(filled(Path(folder) / "made.duckdb", size))


if __name__ == "__main__":
    main()
