"""What goes in comes out: records through the store and its exports, and events through POLECAT's layout."""

import csv
import io
import json
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from detente.brief.html import brief_html
from detente.brief.ics import calendar
from detente.cli.output import event_rows, write_csv
from detente.records import Record
from detente.serve.queries import record_of
from detente.store import open_store
from detente.store.exporting import export
from detente.store.importing import import_file
from tests.properties.records import records


def few(count):
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    # to shrink a record takes minutes, and the first that fails says enough
    phases = (Phase.explicit, Phase.generate)
    return settings(max_examples=count, deadline=None, derandomize=True, suppress_health_check=checks, phases=phases)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """One store for all examples: each adds to it."""
    return open_store(tmp_path_factory.mktemp("trips") / "s.duckdb")


@few(5)
@given(record=records())
def test_a_record_comes_out_of_the_store_as_it_went_in(kept, record):
    assume(record.report.id not in set(kept.held().values()))  # a text is kept once, as it was coded first
    kept.add([record])
    assert record_of(kept, record.report.id) == record


@few(30)
@given(record=records())
def test_a_record_comes_out_of_json_as_it_went_in(record):
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record


@few(2)
@given(record=records())
def test_every_table_leaves_the_store_as_json_with_all_its_rows(tmp_path_factory, record):
    folder = tmp_path_factory.mktemp("tables")
    store = open_store(folder / "s.duckdb")
    store.add([record])
    for noun in ("events", "claims", "figures", "deadlines", "actors"):
        export(store, "jsonl", folder / "x", table=noun)
        rows = [json.loads(line) for line in (folder / "x").read_text().split("\n") if line]
        assert [r["id"].removeprefix(f"{record.report.id}:") for r in rows] == [r.id for r in getattr(record, noun)]


@few(4)
@given(record=records())
def test_what_happened_goes_to_polecat_and_back(tmp_path_factory, record):
    folder = tmp_path_factory.mktemp("polecat")
    store, again = open_store(folder / "s.duckdb"), open_store(folder / "again.duckdb")
    store.add([record])
    written = export(store, "polecat", folder / "x.txt")
    told = [e for e in record.events if e.status in ("occurred", "ongoing")]
    assert (written.rows, written.left_out) == (len(told), len(record.events) - len(told))
    tally = import_file(again, "polecat", folder / "x.txt")
    assert tally.read == len(told)
    dated = [e for e in told if e.date.start or record.report.published]
    assert tally.new == len(dated)
    back = {r["original_id"]: r for r in again.events}
    for event in dated:
        found = back[f"{record.report.id}:{event.id}"]
        assert (found["type"], found["mode"], found["quad"]) == (event.type, event.mode, event.quad)
        assert found["intensity"] == pytest.approx(event.intensity)
        assert found["date"]["start"] == (event.date.start or record.report.published)


class Outside(HTMLParser):
    """Tags and attributes that a page has."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@few(20)
@given(record=records())
def test_any_record_is_shown_and_only_as_text(record):
    page = Outside()
    page.feed(brief_html(record))
    assert "script" not in page.tags
    assert not any(name.startswith("on") or name in ("src", "action") for name in page.attributes)
    calendar([record]).decode()


@few(20)
@given(record=records())
def test_a_spreadsheet_has_a_row_an_event_and_runs_nothing(record):
    file = io.BytesIO()
    write_csv([record], file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))
    assert [r["id"] for r in rows] == [e.id for e in record.events]
    assert len(list(event_rows(record))) == len(rows)
    numbers = ("quad", "intensity", "goldstein", "lat", "lon", "confidence")
    assert not any(v[:1] in tuple("=+-@\t\r") for r in rows for k, v in r.items() if k not in numbers and v)
