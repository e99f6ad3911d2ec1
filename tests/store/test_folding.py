"""The folded tables: the same after many small changes as folded at once, and made for stores that had none."""

import duckdb
import pytest

from detente.link import link
from detente.records import When
from detente.store import open_store
from detente.store.importing import import_file
from detente.store.migrations import run as migrations
from tests.measure.conftest import told
from tests.store.tables import gdelt_row

FOLDED = ("happenings", "happening_parties", "acts", "pair_days", "read_days")


def folded(store):
    """All folded rows, in an order of their own."""
    return {t: sorted(map(repr, store.query(f"SELECT * FROM {t}"))) for t in FOLDED}


def folded_anew(store):
    with store.connected(write=True) as connection:
        for table in FOLDED:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT INTO unfolded SELECT id FROM events UNION SELECT id FROM incidents")
    return folded(store)


def reports(number=0):
    one = told("2025-05-07", [(["IND"], "ASSAULT", ["PAK"]), (["PAK"], "ACCUSE", ["IND"])], number=1 + number)
    two = told("2025-05-07", [(["IND"], "ASSAULT", ["PAK"])], number=2 + number)
    three = told(
        "2025-05-10", [(["IND", "PAK"], "AGREE", []), (["CHN"], "ACCUSE", ["IND"], {"date": When()})], number=3
    )
    return one, two, three


def test_small_changes_give_what_folding_at_once_gives(tmp_path):
    store = open_store(tmp_path / "s.duckdb")
    one, two, three = reports()
    store.add([one, three])
    assert len(store.query("SELECT * FROM happenings")) == 4
    link(store)
    store.add([two])  # in no incident until the next link
    assert len(store.query("SELECT * FROM happenings")) == 5
    link(store)
    table = tmp_path / "rows.CSV"
    table.write_text("\n".join(gdelt_row(n) for n in range(3)) + "\n")
    import_file(store, "gdelt", table)
    found = folded(store)
    assert [len(found[t]) for t in ("happenings", "read_days")] == [7, 3]
    link(store)
    assert folded(store) == folded_anew(store)


def test_a_replaced_report_takes_its_rows_along(tmp_path):
    import msgspec

    store = open_store(tmp_path / "s.duckdb")
    one, two, _ = reports()
    place = lambda record: msgspec.structs.replace(  # noqa: E731
        record, report=msgspec.structs.replace(record.report, path="same.txt")
    )
    store.add([place(one)])
    store.add([place(two)])
    rows = store.query("SELECT type FROM happenings").rows()
    assert [r["type"] for r in rows] == ["ASSAULT"]
    assert folded(store) == folded_anew(store)


def test_pairs_and_days_have_the_sums_of_their_acts(tmp_path):
    store = open_store(tmp_path / "s.duckdb")
    store.add(reports())
    day = store.query("SELECT * FROM pair_days WHERE a = 'IND' AND b = 'PAK' AND day = DATE '2025-05-07'").rows()
    assert len(day) == 1
    assert (day[0]["incidents"], day[0]["conflict"], day[0]["intensity"], day[0]["square"]) == (3, 3, -23.5, 212.25)


def test_an_import_is_folded_by_the_first_who_reads(tmp_path):
    store = open_store(tmp_path / "s.duckdb")
    table = tmp_path / "rows.CSV"
    table.write_text("\n".join(gdelt_row(n) for n in range(3)) + "\n")
    import_file(store, "gdelt", table)
    with store.connected(write=True) as connection:
        assert connection.execute("SELECT count(*) FROM unfolded").fetchone() == (3,)
        assert connection.execute("SELECT count(*) FROM happenings").fetchone() == (0,)
    assert len(store.query("SELECT * FROM happenings")) == 3
    assert len(store.query("SELECT * FROM unfolded")) == 0


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_store_of_an_older_version_is_folded_when_it_is_opened(tmp_path, version):
    new = open_store(tmp_path / "new.duckdb")
    new.add(reports())
    expected = folded(new)
    old = tmp_path / "old.duckdb"
    with duckdb.connect(str(old)) as connection:
        migrations.migrate(connection, 0, steps={k: v for k, v in migrations.STEPS.items() if k <= version})
        connection.execute(f"ATTACH '{new.path}' AS new (READ_ONLY)")
        for table in ("reports", "report_versions", "actors", "events"):
            names = ", ".join(
                f'"{c}"' for (c,) in connection.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()
                if c not in ("original", "digest")
            )  # fmt: skip
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new.{table}")
    assert folded(open_store(old)) == expected
    assert open_store(old).query("SELECT max(version) AS v FROM schema_version").rows()[0]["v"] == migrations.NEWEST
