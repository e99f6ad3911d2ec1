import re

import pytest

from detente.brief.ics import calendar
from detente.read import report_of
from detente.records import Actor, Deadline, Record

TEXT = "Iran must pay by June 30, or else; the envoys meet in July."


def record(**changes):
    report = report_of(TEXT, title="Pay; or, else", published="2025-05-20")
    deadline = {"id": "d1", "what": "pay, in full; at once\nor else \\ never", "due": "2025-06-30", "span": (17, 24)}
    deadline |= {"parties": ("a1",), "condition": "unless it is waived", "basis": "'June 30', explicit"} | changes
    return Record(report=report, actors=(Actor(id="a1", name="Iran"),), deadlines=(Deadline(**deadline),))


def parsed(data: bytes) -> list[dict[str, str]]:
    """Read a calendar back: unfold, split, unescape."""
    text = data.decode()
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").strip().split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1][name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
    return events


def test_a_deadline_comes_back_as_it_went():
    (event,) = parsed(calendar([record()]))
    assert event["SUMMARY"] == "pay, in full; at once\nor else \\ never"
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20250630", "20250701")
    assert event["DTSTAMP"] == "20250520T000000Z"
    assert (
        "Parties: Iran\nCondition: unless it is waived\nBasis: 'June 30', explicit\nWords: June 30"
        in event["DESCRIPTION"]
    )


def test_lines_are_folded_at_75_octets_and_not_within_a_character():
    data = calendar([record(what="Verhandlungen über Zölle für Stahl – " * 8)])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert parsed(data)[0]["SUMMARY"] == "Verhandlungen über Zölle für Stahl – " * 8


def test_the_same_report_gives_the_same_bytes_and_ids():
    assert calendar([record()]) == calendar([record()])
    (one,), (other,) = parsed(calendar([record()])), parsed(calendar([record(id="d9", what="x")]))
    assert one["UID"] == other["UID"]


@pytest.mark.parametrize(
    ("due", "start", "end"), [("2025-06", "20250601", "20250701"), ("2025-12-31", "20251231", "20260101")]
)
def test_months_and_ends_of_years(due, start, end):
    (event,) = parsed(calendar([record(due=due)]))
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == (start, end)


def test_what_has_no_day_is_left_out_and_the_calendar_stays_whole():
    data = calendar([record(due=None)])
    assert parsed(data) == []
    assert b"PRODID:" in data and b"VERSION:2.0" in data
