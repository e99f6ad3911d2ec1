import pytest

from detente.errors import UsageError
from detente.read import Failure, web
from detente.read.feeds import DAY, Feeds, FeedState, Host, feeds_of, read_feed
from tests.read.misbehaving import serving

NOW = 1_717_500_000.0


@pytest.fixture
def server():
    with serving() as running:
        yield running


def passed(server, state, *, path="/feed", now=NOW, held=()):
    feeds, host = Feeds(urls=(), interval=600), Host(delay=0, private=True)
    url = server.address + path
    return list(read_feed(url, state, feeds=feeds, host=host, now=now, held=lambda link: link in held))


def test_a_feed_is_read_once_and_what_failed_again(monkeypatch, server):
    monkeypatch.setattr(web, "SECONDS", 0.5)
    state = FeedState()
    first, second, broken, slow = passed(server, state)
    assert (first.url, first.title) == (f"{server.address}/a", "Talks in the capital")
    assert (first.published, first.published_basis) == ("2024-06-04", "given")
    assert second.url == f"{server.address}/b"
    assert isinstance(broken, Failure) and "answered 500" in str(broken.error)
    assert isinstance(slow, Failure) and "took longer" in str(slow.error)
    assert passed(server, state, now=NOW + 1) == []  # not due
    assert len(passed(server, state, now=NOW + 601)) == 2  # 304, and the two that failed
    assert server.asked[5][1]["If-None-Match"] == '"v1"'
    assert server.asked[5][1]["If-Modified-Since"].startswith("Tue, 04 Jun")
    assert len(passed(server, state, now=NOW + 1300)) == 2  # the third and last time
    assert passed(server, state, now=NOW + 2000) == []
    assert server.counts() == {"/feed": 4, "/a": 1, "/b": 1, "/500/x": 3, "/slow": 3}


def test_what_the_store_holds_is_not_asked_for():
    with serving(["a", "b"]) as server:
        (report,) = passed(server, FeedState(), held=[f"{server.address}/a"])
        assert report.url.endswith("/b")
        assert server.counts() == {"/feed": 1, "/b": 1}


def test_a_server_that_refuses_pages_is_left_alone_after_three():
    with serving([f"503/{n}" for n in range(9)]) as server:
        state = FeedState()
        assert len(passed(server, state)) == 3
        assert len(state.open) == 9


@pytest.mark.parametrize(
    ("path", "message", "pause"),
    [
        ("/500", "answered 500", 1200),
        ("/429", "answered 429", 7200),
        ("/a", "not a feed", 1200),
        ("/loop", "redirects", 1200),
    ],
)
def test_a_feed_that_fails_is_backed_off(server, path, message, pause):
    state = FeedState()
    (failure,) = passed(server, state, path=path)
    assert message in str(failure.error)
    assert state.next == NOW + pause
    for _ in range(12):
        passed(server, state, path=path, now=state.next)
    before = state.next
    passed(server, state, path=path, now=before)
    assert state.next == before + DAY


def test_one_host_is_asked_with_pauses():
    slept, clock = [], iter([0.0, 0.0, 0.5, 2.0, 2.0, 2.0])
    host = Host(delay=2, sleep=slept.append, clock=lambda: next(clock))
    for url in ("http://a.org/1", "http://a.org/2", "http://b.org/1"):
        host.wait(url)
    assert slept == [1.5]


def test_private_addresses_are_refused_unless_told(server):
    (failure,) = read_feed(
        f"{server.address}/feed", FeedState(), feeds=Feeds(urls=()), host=Host(delay=0), now=NOW, held=bool
    )
    assert "the address is private" in str(failure.error)
    assert server.asked == []


def test_feeds_toml_and_its_mistakes(tmp_path):
    path = tmp_path / "feeds.toml"
    path.write_text('urls = ["https://a.org/rss"]\ninterval = 60\n')
    assert feeds_of(str(path)) == Feeds(urls=("https://a.org/rss",), interval=60)
    assert feeds_of("https://a.org/rss").urls == ("https://a.org/rss",)
    for wrong in ("urls = 3", "url = []", "urls = [", 'urls = ["x"]\nspeed = 1'):
        path.write_text(wrong)
        with pytest.raises(UsageError, match="no list of feeds"):
            feeds_of(str(path))
    with pytest.raises(UsageError, match="cannot be read"):
        feeds_of(str(tmp_path / "none.toml"))
