"""RSS and Atom feeds to reports, politely: conditional requests, back-off, a pause for each host, memory."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from detente.errors import DataError, UnreachablePage, UnreadableReport, UsageError
from detente.read.files import Failure
from detente.read.html import report_of_page
from detente.read.text import decode
from detente.read.web import Answer, fetch, request
from detente.records import Report

__all__ = ["Entry", "FeedState", "Feeds", "Host", "feeds_of", "read_feed"]

DAY = 86_400.0
TRIES = 3  # of a page that cannot be read; then it is left
ENTRIES = 500  # of a feed that are looked at; longer ones are archives


class Feeds(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What feeds.toml says. Times in seconds."""

    urls: tuple[str, ...]
    interval: float = 900.0
    delay: float = 2.0  # between two requests to one host


class FeedState(msgspec.Struct):
    """What is remembered of a feed."""

    etag: str = ""
    modified: str = ""
    next: float = 0.0  # not to be asked before this time (Unix)
    failures: int = 0  # one after another
    open: dict[str, Entry] = msgspec.field(default_factory=dict)  # entries whose page is still to be read


class Entry(msgspec.Struct):
    """An article that a feed tells of."""

    title: str = ""
    published: str = ""
    tries: int = 0


@dataclass
class Host:
    """Requests with a pause between two to one host."""

    delay: float
    private: bool = False
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    last: dict[str, float] = field(default_factory=dict)

    def wait(self, url: str) -> None:
        """Wait until the host of `url` may be asked again."""
        host = urlsplit(url).hostname or ""
        left = self.last.get(host, float("-inf")) + self.delay - self.clock()
        if left > 0:
            self.sleep(left)
        self.last[host] = self.clock()

    def ask(self, url: str, headers: dict[str, str]) -> Answer:
        """Whatever the server answers. Raises UnreachablePage or OversizedReport."""
        self.wait(url)
        return request(url, private=self.private, headers=headers)

    def page(self, url: str) -> bytes:
        """The body of a page. Raises UnreachablePage or OversizedReport."""
        self.wait(url)
        return fetch(url, private=self.private)[0]


def feeds_of(given: str) -> Feeds:
    """Feeds of a TOML file, or the one at an address. Raises UsageError."""
    if given.startswith(("http://", "https://")):
        return Feeds(urls=(given,))
    try:
        feeds = msgspec.convert(tomllib.loads(Path(given).read_text(encoding="utf-8")), Feeds)
    except OSError as error:
        raise UsageError(f"it cannot be read ({error.strerror})", where=given, hint="give feeds.toml") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        hint = 'write urls = ["https://…"], and if you like interval = 900, delay = 2'
        raise UsageError(f"this is no list of feeds ({error})", where=given, hint=hint) from error
    return feeds


def read_feed(
    url: str, state: FeedState, *, feeds: Feeds, host: Host, now: float, held: Callable[[str], bool]
) -> Iterator[Report | Failure]:
    """New articles of one feed, if it is due. `state` is brought up to date as they are taken."""
    if now < state.next <= now + 2 * DAY:  # later than any pause: the clock was set back since
        return
    try:
        _update(url, state, feeds=feeds, host=host, now=now, held=held)
    except DataError as error:
        yield Failure(url, error)
    yield from _pages(state, host)


def _update(url: str, state: FeedState, *, feeds: Feeds, host: Host, now: float, held: Callable[[str], bool]) -> None:
    """Ask for the feed unless it is as it was, and note its new articles. Raises DataError."""
    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    answer = None
    try:
        answer = host.ask(url, {name: value for name, value in asked.items() if value})
        if answer.status not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            raise UnreachablePage(f"the server answered {answer.status}", where=url, hint="it is asked again later")
        found = _entries(answer) if answer.status == HTTPStatus.OK else {}
    except DataError:
        state.failures += 1
        pause = min(DAY, feeds.interval * 2**state.failures)
        state.next = now + max(pause, _retry_after(answer, now))
        raise
    state.open |= {link: entry for link, entry in found.items() if link not in state.open and not held(link)}
    state.failures, state.next = 0, now + feeds.interval
    if answer.status == HTTPStatus.OK:
        state.etag, state.modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")


def _retry_after(answer: Answer | None, now: float) -> float:
    """Seconds that a server asks us to wait, at most a day; 0 where it does not."""
    said = answer.headers.get("retry-after", "") if answer else ""
    try:
        wait = float(said) if said.isdigit() else parsedate_to_datetime(said).timestamp() - now
    except ValueError:
        return 0.0
    return min(DAY, max(0.0, wait))


def _entries(answer: Answer) -> dict[str, Entry]:
    """Articles by address. Raises UnreadableReport where the answer is no feed."""
    import feedparser  # noqa: PLC0415 - only feeds need it

    parsed: Any = feedparser.parse(answer.body, response_headers={"content-location": answer.url})
    if not parsed.get("version"):
        raise UnreadableReport("this is not a feed", where=answer.url, hint="give the address of its RSS or Atom feed")
    out = {}
    for entry in parsed.entries[:ENTRIES]:
        link = str(entry.get("link") or "")
        day = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")  # its own get() warns
        if link.startswith(("http://", "https://")):
            out[link] = Entry(title=str(entry.get("title") or ""), published=_day(day))
    return out


def _day(when: Any) -> str:  # noqa: ANN401 - feedparser's time, if any
    """An ISO day; empty where a feed gives none that there is."""
    try:
        return date(*when[:3]).isoformat() if when else ""
    except ValueError:
        return ""


def _pages(state: FeedState, host: Host) -> Iterator[Report | Failure]:
    """The articles themselves; one whose page cannot be reached is tried again at the next pass."""
    lost = 0
    for link, entry in list(state.open.items()):
        if lost >= TRIES:
            return  # the server has enough of us, or the network is gone: the rest at the next pass
        entry.tries += 1
        try:
            found: Report | Failure = _article(link, entry, host)
        except DataError as error:
            again = isinstance(error, UnreachablePage) and entry.tries < TRIES
            if not again:
                del state.open[link]
            lost = lost + 1 if isinstance(error, UnreachablePage) else 0
            found = Failure(link, error)
        else:
            del state.open[link]
            lost = 0
        yield found


def _article(link: str, entry: Entry, host: Host) -> Report:
    report = report_of_page(decode(host.page(link), link), url=link, published=entry.published or None)
    return report if report.title else msgspec.structs.replace(report, title=entry.title or None)
