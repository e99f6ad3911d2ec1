"""Web archives (WARC, as Common Crawl's news is published) to reports, one page after another."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from detente.errors import DataError, UnreadableReport
from detente.read.html import report_of_page
from detente.read.text import MAX_BYTES, decode
from detente.records import Report

__all__ = ["read_archive"]

HTML = ("text/html", "application/xhtml+xml")


def read_archive(path: Path, *, published: str | None = None) -> Iterator[Report | DataError]:
    """The articles of an archive, streamed: only one page is held. Images, requests and errors in it are passed.

    A page that holds no article, and an archive that ends in the middle, are told as errors.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - only archives need it

    try:
        for found in ArchiveIterator(str(path), record_types=WarcRecordType.response, auto_decode="none"):
            if _is_page(found):
                yield _page(found, path, published)
    except OSError as error:
        yield UnreadableReport(
            f"the archive cannot be read further ({error})", where=str(path), hint="is it whole? fetch it again"
        )


def _is_page(found: Any) -> bool:  # noqa: ANN401 - fastwarc's record has no types
    if found.http_headers is None or found.http_content_type not in HTML:
        return False
    return str(found.http_headers.status_code) == "200"


def _page(found: Any, path: Path, published: str | None) -> Report | DataError:  # noqa: ANN401
    url = str(found.headers.get("WARC-Target-URI") or "")
    where = f"{path}:{url}"
    try:
        data = found.reader.read(MAX_BYTES + 1)
        if len(data) < min(found.content_length, MAX_BYTES):
            raise UnreadableReport("the archive ends in this page", hint="is it whole? fetch it again")
        data = _unpacked(data, _packing(found))
        return report_of_page(_text(data, found.http_charset, where), path=where, url=url, published=published)
    except DataError as error:
        return type(error)(error.message, where=where, hint=error.hint)


def _packing(found: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """The headers that say how the page was packed or cut into pieces when it was sent."""
    names = ("Content-Encoding", "Transfer-Encoding")
    return [(name, str(found.http_headers[name])) for name in names if name in found.http_headers]


def _unpacked(data: bytes, packing: list[tuple[str, str]]) -> bytes:
    """The page as it was before it was packed, no further than the limit.

    As an archive of its own: what is left unread of a page unpacked in place would lose the pages after it.
    """
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415

    if not packing or len(data) > MAX_BYTES:
        return data
    block = "".join(["HTTP/1.1 200 OK\r\n", *(f"{n}: {v}\r\n" for n, v in packing), "\r\n"]).encode() + data
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    for page in ArchiveIterator(BytesIO(head.encode() + block + b"\r\n\r\n"), auto_decode="all"):
        return bytes(page.reader.read(MAX_BYTES + 1))
    return data


def _text(data: bytes, charset: str | None, where: str) -> str:
    """The page in the encoding that its server named, where that is one and fits."""
    if charset and len(data) <= MAX_BYTES:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, where)
