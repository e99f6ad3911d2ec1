"""Importing GDELT against pandas reading the same file, in one run: `python -m bench.imports [ROWS]`.

The file is made here: rows in GDELT's layout with ids, days, actors, places and addresses that vary. Each side runs in
a process of its own, so that its peak memory is its own. The store ends up with coded events on disk, pandas with
columns of text in memory. Processor seconds stand beside those of the clock: on a busy machine they tell more.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from detente.store.importing.gdelt import GDELT

ROWS = 1_000_000
SEED = 11
DISTINCT = 20_000  # rows that differ in all but their ids
CODES = "010 020 036 040 042 043 046 051 057 073 090 111 112 120 130 141 173 180 190 193 195".split()
COUNTRIES = "USA GBR CHN RUS IND PAK IRN ISR TUR FRA DEU JPN KOR NGA EGY BRA".split()
SECTORS = ["", "GOV", "MIL", "COP", "BUS", "CVL", "REB", "EDU", "LEG", "JUD"]
PLACES = [
    ("Delhi, Delhi, India", "IN", 28.67, 77.22),
    ("Paris, France", "FR", 48.87, 2.33),
    ("Tehran, Iran", "IR", 35.7, 51.4),
]
SIDE = {
    "import": "from pathlib import Path; from detente.store import open_store;"
    " from detente.store.importing import import_file; import_file(open_store({store!r}), 'gdelt', Path({file!r}))",
    "pandas": "import pandas; pandas.read_csv({file!r}, sep='\\t', header=None, dtype=str, quoting=3)",
}
MEASURED = (
    "import resource, time; begun = time.perf_counter(); {work}; clock = time.perf_counter() - begun;"
    " used = resource.getrusage(resource.RUSAGE_SELF);"
    " print(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
)


def endings() -> Iterator[str]:
    """Rows without their ids, reproducible."""
    chance = random.Random(SEED)
    for n in range(DISTINCT):
        first, second = chance.sample(COUNTRIES, 2)
        sector, code = chance.choice(SECTORS), chance.choice(CODES)
        place, fips, lat, lon = chance.choice(PLACES)
        cells = {
            "sqldate": (date(2023, 1, 1) + timedelta(days=chance.randrange(700))).strftime("%Y%m%d"),
            "actor1code": first + sector, "actor1name": f"{first} {sector}", "actor1countrycode": first,
            "actor1type1code": sector, "actor2code": second, "actor2name": second, "actor2countrycode": second,
            "isrootevent": "1", "eventcode": code, "eventbasecode": code, "eventrootcode": code[:2], "quadclass": "1",
            "goldsteinscale": "1.0", "nummentions": str(chance.randrange(20)), "numsources": "1", "numarticles": "4",
            "avgtone": f"{chance.gauss(0, 4):.12f}", "actiongeo_type": "4", "actiongeo_fullname": place,
            "actiongeo_countrycode": fips, "actiongeo_lat": str(lat), "actiongeo_long": str(lon),
            "actiongeo_featureid": str(-n), "dateadded": "20240105001500",
            "sourceurl": f"https://news{chance.randrange(500)}.example.org/world/2024/01/{chance.randbytes(20).hex()}.html",
        }  # fmt: skip
        yield "\t".join(cells.get(name, "") for name in GDELT.columns[1:])


def write(path: Path, rows: int) -> None:
    """The file."""
    made = list(endings())
    with path.open("w", encoding="utf-8") as out:
        out.writelines(f"{n}\t{made[n % DISTINCT]}\n" for n in range(1, rows + 1))


def measured(side: str, **names: str) -> tuple[float, float, float]:
    """Seconds of the clock and of the processor, and peak MB, of one side in a fresh process."""
    script = MEASURED.format(work=SIDE[side].format(**names))
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    clock, processor, peak = map(float, done.stdout.split())
    return clock, processor, peak


def main() -> None:
    """Print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        file, store = Path(folder) / "x.export.CSV", Path(folder) / "s.duckdb"
        write(file, rows)
        size = file.stat().st_size / 1e6
        ours = measured("import", file=str(file), store=str(store))
        theirs = measured("pandas", file=str(file))
        on_disk = store.stat().st_size / 1e6
    print(f"GDELT, {rows:,} rows, {size:.0f} MB")
    for name, (clock, processor, peak) in (("import into a store", ours), ("pandas.read_csv", theirs)):
        rate = rows / clock * 60 / 1e6
        print(
            f"{name:<20} {clock:7.1f} s, processor {processor:.1f} s  {rate:.2f} million rows/min  peak {peak:5.0f} MB"
        )
    ratios = ", ".join(
        f"{what} {a / b:.2f}" for what, a, b in zip(("time", "processor", "memory"), ours, theirs, strict=True)
    )
    print(f"ratios import / pandas: {ratios}; store {on_disk:.0f} MB")


if __name__ == "__main__":
    main()
