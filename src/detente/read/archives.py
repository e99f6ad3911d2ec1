"""Web archives (WARC, as Common Crawl's news is published) to reports, one page after another."""

from __future__ import annotations

from collections.abc import Iterator
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
        for found in ArchiveIterator(str(path), record_types=WarcRecordType.response, auto_decode="all"):
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
        if len(data) < min(found.content_length, MAX_BYTES) and not _is_packed(found):
            raise UnreadableReport("the archive ends in this page", hint="is it whole? fetch it again")
        return report_of_page(_text(data, found.http_charset, where), path=where, url=url, published=published)
    except DataError as error:
        return type(error)(error.message, where=where, hint=error.hint)


def _is_packed(found: Any) -> bool:  # noqa: ANN401
    """Whether the page was sent packed or in pieces: then its length in the archive is another."""
    return any(name in found.http_headers for name in ("Content-Encoding", "Transfer-Encoding"))


def _text(data: bytes, charset: str | None, where: str) -> str:
    """The page in the encoding that its server named, where that is one and fits."""
    if charset and len(data) <= MAX_BYTES:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, where)
