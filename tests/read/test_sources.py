import gzip
import json
from uuid import uuid4

import pytest

from detente.errors import UsageError
from detente.read import Failure, read_reports
from detente.read.files import columns_of
from tests.read.misbehaving import ARTICLE

TEXT = "The ministers of the two countries met in the capital on Monday and agreed to hold more talks."


def test_columns_of_a_table_are_named(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(f"summary,Artikel,Tag,Ort\nshort,{TEXT},2024-01-02T08:00,https://a.org\n")
    columns = columns_of("text=Artikel, published=Tag,url=Ort")
    (report,) = read_reports([path], columns=columns)
    assert (report.text, report.published, report.url) == (TEXT, "2024-01-02", "https://a.org")
    (failure,) = read_reports([path], columns={"text": "none"})
    assert "the row has no text" in str(failure.error)


@pytest.mark.parametrize("wrong", ["text", "text=", "words=body", "text=body,,"])
def test_columns_that_name_nothing_are_wrong_use(wrong):
    with pytest.raises(UsageError, match="does not name a column"):
        columns_of(wrong)


def test_a_folder_of_news_please(tmp_path):
    row = {
        "authors": [], "date_publish": "2024-01-02 08:00:00", "description": "short", "filename": "x.json",
        "language": "en", "maintext": TEXT, "source_domain": "a.org", "title": "Talks", "url": "https://a.org/1",
    }  # fmt: skip
    (tmp_path / "a.org").mkdir()
    (tmp_path / "a.org" / "1.json").write_text(json.dumps(row))
    (tmp_path / "a.org" / "2.json").write_text(json.dumps(row | {"maintext": None, "description": None}))
    (tmp_path / "a.org" / "3.json").write_text(json.dumps(row | {"date_publish": None, "title": None}))
    first, empty, undated = read_reports([tmp_path])
    assert (first.text, first.published, first.source, first.title) == (TEXT, "2024-01-02", "a.org", "Talks")
    assert isinstance(empty, Failure)
    assert (undated.published, undated.published_basis) == (None, "unknown")


def warc_record(kind, url, content):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uuid4()}>\r\nWARC-Date: 2024-01-02T00:00:00Z\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + content + b"\r\n\r\n")


def warc(path, pages, *, cut=None):
    """An archive as crawlers write it: requests, and answers of several kinds, each record packed by itself."""
    out = b""
    for url, status, kind, body in pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        out += warc_record("request", url, b"GET / HTTP/1.1\r\n\r\n") + warc_record("response", url, answer)
    path.write_bytes(out[:cut])


def test_an_archive_is_read_page_by_page(tmp_path):
    path = tmp_path / "news.warc.gz"
    page = ARTICLE.format("é").encode("latin-1")
    pages = [
        ("https://a.org/1", "200 OK", "text/html; charset=iso-8859-1", page),
        ("https://a.org/pic", "200 OK", "image/png", b"\x89PNG"),
        ("https://a.org/gone", "404 Not Found", "text/html", page),
        ("https://a.org/menu", "200 OK", "text/html", b"<html><body><nav>Home</nav></body></html>"),
        ("https://a.org/2", "200 OK", "text/html", ARTICLE.format(2).encode()),
    ]
    warc(path, pages)
    first, menu, last = read_reports([tmp_path])
    assert (first.url, first.title) == ("https://a.org/1", "Talks in the capital")
    assert "é" in first.text
    assert isinstance(menu, Failure) and menu.where == f"{path}:https://a.org/menu"
    assert last.url == "https://a.org/2"
    warc(path, pages, cut=-40)
    *_, told = read_reports([path])
    assert isinstance(told, Failure)
    assert "the archive ends in this page" in str(told.error)
