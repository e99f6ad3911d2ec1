import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Claim, Event, Record, Report, json_schema

REPORT_KEYS = {"id", "path", "url", "source", "title", "published", "published_basis", "language", "text"}
EVENT_KEYS = {
    "id", "type", "mode", "contexts", "cameo", "quad", "intensity", "goldstein", "actors", "recipients", "status", "standing",
    "date", "place", "trigger", "sentence", "claim", "figures", "confidence", "why",
}  # fmt: skip


def test_a_record_prints_exactly_the_contracts_keys():
    record = Record(report=Report(id="r", text="x"))
    printed = msgspec.json.decode(msgspec.json.encode(record))
    assert set(printed) == {"report", "actors", "events", "claims", "figures", "deadlines", "checks", "notes"}
    assert set(printed["report"]) == REPORT_KEYS
    assert {f.encode_name for f in msgspec.structs.fields(Event)} == EVENT_KEYS


def test_the_schema_names_every_noun():
    schema = json_schema()
    assert {"Actor", "Event", "Claim", "Figure", "Deadline", "Check", "Note"} <= set(schema["$defs"])


def test_records_are_frozen():
    with pytest.raises(AttributeError):
        Report(id="r", text="x").text = "y"


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3))
def test_records_survive_a_round_trip(text, spans):
    record = Record(report=Report(id="r", text=text), claims=(Claim(id="c1", content=tuple(spans)),))
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record
