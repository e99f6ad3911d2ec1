import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.errors import OversizedReport, UnreachablePage
from detente.read.text import MAX_BYTES
from detente.read.web import fetch


class Misbehaving(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/missing":
            self.send_error(404)
        else:
            body = b"x" * (MAX_BYTES + 10) if self.path == "/endless" else b"<p>hello</p>"
            self.send_response(200)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

    def log_message(self, *_):
        return


@pytest.fixture(scope="module")
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_private_addresses_are_refused_unless_told(server):
    with pytest.raises(UnreachablePage, match="private"):
        fetch(f"{server}/page")
    assert fetch(f"{server}/page", private=True)[0] == b"<p>hello</p>"


@pytest.mark.parametrize(("path", "message"), [("/loop", "redirects"), ("/missing", "404")])
def test_what_a_server_does_wrong_is_told(server, path, message):
    with pytest.raises(UnreachablePage, match=message):
        fetch(server + path, private=True)


def test_an_endless_page_is_cut_off(server):
    with pytest.raises(OversizedReport):
        fetch(f"{server}/endless", private=True)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.org/x", "http:///x"])
def test_other_schemes_are_refused(url):
    with pytest.raises(UnreachablePage):
        fetch(url)
