"""What the fuzzer begins with: small files of our own of every kind."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from detente.store.importing import FORMATS
from fuzz.targets import SUFFIXES
from tests.store import tables as t

__all__ = ["seeds_of"]

ROOT = Path(__file__).parents[1]
PAGE = (
    '<!doctype html><html><head><title>Talks</title><meta property="article:published_time" content="2025-05-07">'
    "</head><body><article><h1>Talks</h1><p>India and Pakistan agreed on Wednesday to hold talks in Muscat about the "
    "river, officials said. Both sides had accused each other of breaking the truce.</p><p>The ministers will meet "
    "again within ten days, a spokesman said.</p></article></body></html>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>N</title><item><title>Talks</title>'
    "<link>https://example.org/1</link><pubDate>Wed, 07 May 2025 10:00:00 GMT</pubDate></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="https://example.org/2"/>'
    "<updated>2025-05-07T10:00:00Z</updated></entry></feed>"
)
DICTIONARIES = (
    "INDIA [IND]\n+BHARAT\nNARENDRA_MODI_\n\t[INDGOV >140526]\n\t[INDOPP 010101-140525]\n",
    "name\tcode\tfrom\tto\tkind\taliases\nBlue Front\tINDREB\t2010\t2020\tgroup\tthe Front; Blues\n",
    "!PERSON! = MAN, WOMAN\nPOLICE_!PERSON! {POLICE_MEN} [~COP]\nWATCHDOG [NGO~]\n",
    '[FISH]\ndefinition = "x"\nexamples = ["a b", "c d"]\ntriggers = ["hold"]\nquad = 4\nintensity = -5.0\n',
)


def _warc() -> bytes:
    body = PAGE.encode()
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/1\r\n"
        "WARC-Date: 2025-05-07T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def _files() -> Iterator[tuple[str, bytes]]:
    text = (ROOT / "samples" / "strait.txt").read_bytes()[:700]
    row = '{"text": "India and Pakistan agreed to talk on May 7, officials said.", "date": "2025-05-07", "url": "http://a"}'
    yield from ((".txt", text), (".txt", text.decode().encode("utf-16")), (".html", PAGE.encode()))
    yield from ((".json", row.encode()), (".jsonl", f"{row}\n{row}\n".encode()), (".md", text), ("", text))
    yield ".csv", b'text,title,date\n"India and Pakistan agreed to talk, officials said.",Talks,2025-05-07\n'
    yield from ((".warc", _warc()), (".warc.gz", gzip.compress(_warc())))


def _tables() -> Iterator[tuple[str, bytes]]:
    for name in sorted(FORMATS):
        plain = "\n".join(_table(name)).encode() + b"\n"
        yield name, plain
        yield name, gzip.compress(plain)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.csv", plain)
        yield name, buffer.getvalue()


def _table(name: str) -> list[str]:
    rows = {
        "gdelt": lambda: [t.gdelt_row(1), t.gdelt_row(2, eventcode="043")],
        "gdelt1": lambda: [t.gdelt1_row(1), t.gdelt1_row(2)],
        "gdelt-mentions": lambda: [t.mention_row(1), t.mention_row(2)],
        "icews": lambda: [t.ICEWS_HEADER, t.icews_row("1"), t.icews_row("2", cameo_code="43")],
        "polecat": lambda: [t.polecat_header(t.POLECAT_COLUMNS), t.polecat_row("P1", t.POLECAT_COLUMNS)],
        "acled": lambda: [t.ACLED_HEADER, t.acled_row("MMR1"), t.acled_row("MMR2", fatalities="")],
        "ucdp": lambda: [t.UCDP_HEADER, t.ucdp_row(1), t.ucdp_row(2)],
    }
    return rows[name]()


def seeds_of(target: str) -> list[bytes]:
    """First inputs of a target."""
    if target == "read":
        return [bytes([SUFFIXES.index(suffix), 1]) + data for suffix, data in _files()]
    if target == "imports":
        names = sorted(FORMATS)
        return [bytes([names.index(name)]) + data for name, data in _tables()]
    if target == "dictionaries":
        return [bytes([n]) + text.encode() for text in DICTIONARIES for n in range(4)]
    if target in ("resolve", "extract"):
        return [random.Random(n).randbytes(60 + 20 * n) for n in range(30)]
    if target == "feeds":
        return [FEED.encode(), ATOM.encode()]
    if target == "settings":
        return [b'urls = ["https://example.org"]\ninterval = 900\n', b"text=body,published=date"]
    texts = [p.read_bytes()[:600] for p in sorted((ROOT / "samples").glob("*.txt"))]
    return texts if target == "annotate" else [b"\1" + text for text in texts]
