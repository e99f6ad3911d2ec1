"""Plain text to a report, with the checks that every text passes."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from detente.codebook.words import word_list
from detente.errors import BinaryReport, EmptyReport, ForeignLanguage, OversizedReport, UndecodableReport, UsageError
from detente.records import PublishedBasis, Report

__all__ = ["MAX_BYTES", "checked_date", "decode", "report_of"]

MAX_BYTES = 5_000_000  # a long government transcript has 300 kB; more is no report
MIN_LETTERS = 20
COMMON = word_list("common")
MIN_COMMON = 0.12
MIN_WORDS_TO_TELL = 12
# A headline is dense with names: below so many words other languages' small words must outweigh the English ones.
MANY_WORDS = 60
FEWEST_COMMON = 0.03
ELSEWHERE = word_list("elsewhere")
WORD = re.compile(r"[^\W\d_]+")
# What is no writing: control characters (a terminal would obey them), marks that turn the direction of what follows (a
# reader would see another text than is there), halves of characters (no file can hold them).
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
TURNING = "[\u202a-\u202e\u2066-\u2069]"
HALVES = "[\ud800-\udfff]"
UNWRITTEN = re.compile(f"{CONTROL}|{TURNING}|{HALVES}")
# Characters of Windows-1252 that were read as Latin-1: its quotation marks and dashes became control characters.
MISREAD = {i: bytes([i]).decode("cp1252", "replace").replace("\ufffd", " ") for i in range(0x80, 0xA0)}


def report_of(
    text: str,
    *,
    path: str | None = None,
    url: str | None = None,
    source: str | None = None,
    title: str | None = None,
    published: str | None = None,
    basis: PublishedBasis = "given",
) -> Report:
    """Make a report of a text. Raises EmptyReport, ForeignLanguage or UsageError (for a bad date)."""
    text = _written(text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))
    path, url, source, title = (_written(t) if t else t for t in (path, url, source, title))
    where = path or url or source or "text"
    _check_language(text, where)
    if published:
        published = checked_date(published)
    digest = hashlib.blake2b(f"{source or ''}\x1f{text}".encode(), digest_size=8).hexdigest()
    return Report(
        id=digest,
        path=path,
        url=url,
        source=source,
        title=title,
        published=published or None,
        published_basis=basis if published else "unknown",
        text=text,
    )


def _written(text: str) -> str:
    """The text with a space for each character that is no writing; no other moves."""
    return UNWRITTEN.sub(" ", text.translate(MISREAD))


def checked_date(text: str) -> str:
    """An ISO day. Raises UsageError."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date", hint="write it as 2025-05-20") from error


def _check_language(text: str, where: str) -> None:
    words = WORD.findall(text.lower())
    if sum(map(len, words)) < MIN_LETTERS:
        raise EmptyReport("there is no text to read", where=where, hint="give a report of at least one sentence")
    share = sum(w in COMMON for w in words) / len(words)
    foreign = sum(not c.isascii() for w in words for c in w) > 0.4 * sum(map(len, words))
    if foreign or _of_another_language(words, share):
        raise ForeignLanguage("the text is not in English", where=where, hint="Détente reads English only as yet")


def _of_another_language(words: list[str], share: float) -> bool:
    """Whether too few English words stand in a text (`share` of all); a short one may have few."""
    if share >= MIN_COMMON or len(words) < MIN_WORDS_TO_TELL:
        return False
    if len(words) >= MANY_WORDS or share < FEWEST_COMMON:
        return True
    return sum(w in ELSEWHERE for w in words) / len(words) > share


def decode(data: bytes, where: str) -> str:
    """Bytes to text: UTF-8, UTF-16 by its mark, else Windows-1252 where that gives printable text."""
    if len(data) > MAX_BYTES:
        size, limit = len(data) / 1e6, MAX_BYTES / 1e6
        raise OversizedReport(
            f"{size:.1f} MB is larger than {limit:.0f} MB", where=where, hint="split it into single reports"
        )
    if not data.strip():
        raise EmptyReport("the file is empty", where=where, hint="give a report of at least one sentence")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(data, "utf-16", where)
    if b"\x00" in data[:4096] or data[:4] in (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff\xe0", b"\x7fELF"):
        raise BinaryReport("this is not a text file", where=where, hint="convert it to text or HTML first")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252", where)
    if sum(c.isprintable() or c.isspace() for c in text) < 0.97 * len(text):
        raise UndecodableReport("the encoding cannot be told", where=where, hint="save the file as UTF-8")
    return text


def _decoded(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableReport(
            f"byte {error.start} cannot be read", where=where, hint="save the file as UTF-8"
        ) from error
