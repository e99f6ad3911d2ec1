import time

import pytest

from detente.errors import OversizedReport, UnreachablePage
from detente.read import web
from detente.read.web import fetch
from tests.read.misbehaving import serving


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running.address


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("/slow", UnreachablePage, "took longer than"),
        ("/drip", UnreachablePage, "took longer than"),
        ("/endless", OversizedReport, "larger than 5 MB"),
        ("/short", UnreachablePage, "could not be read"),
        ("/loop", UnreachablePage, "more than 5 redirects"),
        ("/bomb", OversizedReport, "larger than 5 MB"),
        ("/unpacked", UnreachablePage, "not packed as it says"),
        ("/304", UnreachablePage, "answered 304"),
        ("/429", UnreachablePage, "answered 429"),
        ("/500", UnreachablePage, "answered 500"),
    ],
)
def test_what_a_server_does_wrong_is_told_in_time(monkeypatch, server, path, error, message):
    monkeypatch.setattr(web, "SECONDS", 1.0)
    begun = time.monotonic()
    with pytest.raises(error, match=message):
        fetch(server + path, private=True)
    assert time.monotonic() - begun < 5


def test_a_page_that_is_packed_unasked_is_unpacked(server):
    assert fetch(f"{server}/packed", private=True)[0] == b"<p>hello</p>"


def test_a_redirect_into_the_house_is_refused(monkeypatch, server):
    real = web._target

    def outside(url, *, private):
        return real(url, private=private or url.endswith("/inside"))

    monkeypatch.setattr(web, "_target", outside)
    with pytest.raises(UnreachablePage, match="the address is private"):
        fetch(f"{server}/inside")
