"""Inputs that are made to break a reader, each told or read, in short time."""

import gzip
import http.client
import json
import time
import tracemalloc
from contextlib import suppress

import pytest

from detente.errors import DataError, UnreachablePage
from detente.read import Failure, read_reports
from detente.read.feeds import _day, _entries
from detente.read.html import report_of_page
from detente.read.text import report_of
from detente.read.web import Answer, _onward, _parts, request

TEXT = "India and Pakistan agreed on Monday to hold talks about the river, officials of both said. "
SECONDS = 5.0  # far more than any takes here; what grows with the square of the input would take minutes


def failure_of(path):
    (found,) = read_reports([path])
    assert isinstance(found, Failure)
    return str(found.error)


@pytest.mark.parametrize("value", ["[" * 100_000, '{"text": ' * 50_000, '{"text": "x", "n": ' + "9" * 5000 + "}"])
def test_json_without_end_is_told(tmp_path, value):
    path = tmp_path / "a.jsonl"
    path.write_text(value)
    assert "this is not JSON" in failure_of(path)


def test_a_cell_without_end_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text\n"' + "a" * 10_000_001)
    assert "cannot be read further" in failure_of(path)


def test_a_number_without_end_is_no_figure(coder):
    record = coder.code(report_of(f"{TEXT}The army killed {'9' * 5000} people and lost ${'9' * 400} billion."))
    assert all(abs(f.value) < 1e22 for f in record.figures)


@pytest.mark.parametrize("days", ["999999999", "9" * 30, "9" * 5000])
def test_a_term_beyond_the_calendar_has_no_due_day(coder, days):
    record = coder.code(
        report_of(f"India must leave within {days} days, Pakistan said on Monday.", published="2025-05-07")
    )
    assert all(d.due is None for d in record.deadlines)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_are_days_like_others(coder, day):
    text = f"{TEXT}Last week, next month, the day before yesterday, on the weekend, last quarter and within two years."
    assert coder.code(report_of(text, published=day)).report.published == day


def test_halves_of_characters_and_controls_become_spaces(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TEXT + "\ud800 \x1b[31m \u202e", "title": "\udfff\x9b", "url": "\x00\x07"}))
    (report,) = read_reports([path])
    assert not set(report.text + report.title + report.url) & set("\ud800\udfff\x1b\x9b\u202e\x00\x07")


def test_quotation_marks_of_windows_read_as_latin_1_are_mended():
    assert "India’s “talks” – all" in report_of(TEXT + "India\x92s \x93talks\x94 \x96 all").text


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:9/">'


def rss(prologue, entity):
    item = f"<item><title>T {entity}</title><link>https://example.org/1</link></item>"
    return f'<?xml version="1.0"?>{prologue}]><rss version="2.0"><channel>{item}</channel></rss>'.encode()


@pytest.mark.parametrize(("prologue", "entity"), [(BOMB, "&i;"), (XXE, "&a;&b;")], ids=["billion laughs", "xxe"])
def test_entities_of_a_feed_are_not_resolved(prologue, entity):
    began = time.process_time()
    found = _entries(Answer(200, {}, rss(prologue, entity), "https://example.org/feed"))
    assert len(str(found)) < 1000
    assert "root:" not in str(found)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("day", [(0, 1, 1), (2025, 13, 1), (99999, 1, 1), None])
def test_a_feed_s_day_that_there_is_not_is_none(day):
    assert _day(day) == ""


def test_deeply_nested_and_endless_pages_are_read_or_told():
    began = time.process_time()
    for page in (
        "<div>" * 50_000 + TEXT,
        f"<html><body><article>{'<p>' * 20_000}{TEXT * 5}",
        "<p" * 100_000,
        "<!--" * 50_000,
    ):
        with suppress(DataError):
            report_of_page(page[:200_000])
    assert time.process_time() - began < 4 * SECONDS


def test_a_page_s_impossible_date_is_left_out():
    page = f'<html><head><meta property="article:published_time" content="2025-13-45"></head><body><article><p>{TEXT * 4}</p></article></body></html>'
    assert report_of_page(page).published in (None, "2025-01-01")


@pytest.mark.parametrize(
    "url", ["http://[", "http://a:99999/", "http://a:x/", "http://" + "a" * 300 + "/", "http://\u2100.com/"]
)
def test_an_address_that_is_none_is_told(url):
    with pytest.raises(UnreachablePage):
        request(url)


def test_what_a_request_may_not_hold_is_escaped():
    path = _parts("http://example.org/a b\r\nX: y/é?q=ü")[3]
    assert path.isascii()
    assert not set(path) & set(" \r\n")
    http.client.HTTPConnection("example.org")._validate_path(path)


def test_a_redirect_to_no_address_is_told():
    with pytest.raises(UnreachablePage):
        _onward("http://example.org/", "http://[")


def warc(body, *headers):
    head = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers]).encode() + b"\r\n\r\n" + body
    lines = ["WARC/1.0", "WARC-Type: response", "WARC-Target-URI: https://example.org/1",
             "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>", "WARC-Date: 2025-05-07T10:00:00Z",
             "Content-Type: application/http; msgtype=response", f"Content-Length: {len(head)}"]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + head + b"\r\n\r\n"


GOOD = warc(b"<html><body><article><p>" + TEXT.encode() * 4 + b"</p></article>")


@pytest.mark.parametrize("packed", [True, False])
def test_a_bomb_in_an_archive_is_not_unpacked_and_the_pages_after_it_are_read(tmp_path, packed):
    page = b"<p>" + b"0" * (200_000_000 if packed else 6_000_000)
    bomb = warc(gzip.compress(page, 1), "Content-Encoding: gzip") if packed else warc(page)
    path = tmp_path / "a.warc"
    path.write_bytes(bomb + GOOD)
    tracemalloc.start()
    told, read = read_reports([path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "larger than" in str(told.error)
    assert read.text.startswith("India and Pakistan")
    assert peak < 40_000_000


@pytest.mark.parametrize("packing", ["gzip", "chunked"])
def test_a_packed_page_of_an_archive_is_read(tmp_path, packing):
    page = b"<html><body><article><p>" + TEXT.encode() * 4 + b"</p></article>"
    pieces = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    packed = (
        warc(gzip.compress(page), "Content-Encoding: gzip")
        if packing == "gzip"
        else warc(pieces, "Transfer-Encoding: chunked")
    )
    path = tmp_path / "a.warc"
    path.write_bytes(packed + GOOD)
    assert [r.text.startswith("India and Pakistan") for r in read_reports([path])] == [True, True]


@pytest.mark.parametrize("length", ["-1", "99999999999999999999", "abc", ""])
def test_odd_lengths_in_an_archive_are_read_or_told(tmp_path, length):
    import re

    path = tmp_path / "a.warc"
    path.write_bytes(
        re.sub(rb"Content-Length: \d+", f"Content-Length: {length}".encode(), warc(b"<p>" + TEXT.encode() * 4))
    )
    list(read_reports([path]))


def test_a_text_cut_after_a_year_is_coded(coder):
    record = coder.code(report_of("India and Pakistan agreed on Monday to hold talks, as they did in the year 2018"))
    assert record.report.text.endswith("2018")


LONG = [
    "(" * 3000,
    '"' * 3000,
    "said India " * 700,
    "1," * 3000,
    "a hundred " * 500,
    "A. " * 1500,
    "A-1 " * 1500,
    "\n" * 5000,
]


@pytest.mark.parametrize("piece", LONG, ids=range(len(LONG)))
def test_no_text_takes_long_for_its_length(coder, piece):
    """Of double the length it may take four times as long at most (and half a second is nothing)."""

    def seconds(text):
        began = time.process_time()
        coder.code(report_of(f"{TEXT * 3}{text} {TEXT * 3}"))
        return time.process_time() - began

    half, whole = seconds(piece[: len(piece) // 2]), seconds(piece)
    assert whole < max(0.5, 4 * half)
