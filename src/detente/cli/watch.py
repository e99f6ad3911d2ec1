"""detente watch FEEDS --store S"""

from __future__ import annotations

import time
from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.add import code_with_vectors, held_by, unheld, write
from detente.cli.options import ACTORS, AGENTS, STORE
from detente.cli.saying import say

if TYPE_CHECKING:
    from detente.cli.code import Words
    from detente.cli.failures import Failures
    from detente.read import Failure
    from detente.read.feeds import Feeds, FeedState, Host
    from detente.records import Report
    from detente.store import Store

__all__ = ["watch"]


def watch(
    feeds: Annotated[str, typer.Argument(help="feeds.toml (urls, interval, delay), or the address of one feed.")],
    *,
    store: STORE,
    once: Annotated[bool, typer.Option("--once", help="One pass over the feeds that are due, then leave.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Also ask servers at private addresses.")] = False,
    actors: ACTORS = None,
    agents: AGENTS = None,
) -> None:
    """Code the articles of RSS and Atom feeds into a store as they appear. STORE.feeds.json remembers the feeds."""
    from detente.cli.code import Words  # noqa: PLC0415
    from detente.cli.failures import Failures, tell  # noqa: PLC0415
    from detente.read.feeds import Host, feeds_of  # noqa: PLC0415
    from detente.store import open_store  # noqa: PLC0415

    listed = feeds_of(feeds)
    host = Host(listed.delay, private=private)
    opened, words = open_store(store), Words(actors, agents)
    while True:
        failures = Failures()
        due = _pass(opened, listed, host, words, failures)
        if once:
            tell(failures)
            return
        for line in failures.lines():
            say(line, err=True)
        time.sleep(max(1.0, due - time.time()))


def _pass(store: Store, feeds: Feeds, host: Host, words: Words, failures: Failures) -> float:
    """One pass over the feeds; the time (Unix) at which the next is due."""
    from detente.cli.code import coded_by  # noqa: PLC0415
    from detente.store import Added  # noqa: PLC0415

    path = store.path.with_name(f"{store.path.name}.feeds.json")
    states, total = _remembered(path), Added()
    held = held_by(store, every=True)
    for url in feeds.urls:
        state = states.setdefault(url, _fresh())
        found = unheld(_read(url, state, feeds, host, held), held, total)
        write(store, coded_by(code_with_vectors, found, workers=1, words=words, failures=failures), total)
        _remember(path, states)  # after its articles are in the store, so that a stop loses none
    if total.new or total.changed:
        from detente.link import link  # noqa: PLC0415

        link(store)
    say(f"{store.path}: {total.new} new, {total.changed} changed", err=True)
    return min((states[url].next for url in feeds.urls), default=time.time() + feeds.interval)


def _read(url: str, state: FeedState, feeds: Feeds, host: Host, held: Container[str]) -> Iterator[Report | Failure]:
    from detente.read.feeds import read_feed  # noqa: PLC0415

    return read_feed(url, state, feeds=feeds, host=host, now=time.time(), held=lambda link: link in held)


def _fresh() -> FeedState:
    from detente.read.feeds import FeedState  # noqa: PLC0415

    return FeedState()


def _remembered(path: Path) -> dict[str, FeedState]:
    import msgspec  # noqa: PLC0415

    from detente.errors import UnreadableReport  # noqa: PLC0415
    from detente.read.feeds import FeedState  # noqa: PLC0415

    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, FeedState])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError) as error:
        raise UnreadableReport(
            f"what was remembered of the feeds cannot be read ({error})",
            where=str(path),
            hint="move it away; the store tells which articles it holds",
        ) from error


def _remember(path: Path, states: dict[str, FeedState]) -> None:
    import msgspec  # noqa: PLC0415

    from detente.cli.output import write_whole  # noqa: PLC0415

    write_whole(path, msgspec.json.format(msgspec.json.encode(states), indent=1))
