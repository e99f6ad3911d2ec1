"""A local server that does what servers do wrong, and a feed that it tells of."""

import gzip
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ARTICLE = (
    "<html><head><title>Talks in the capital</title></head><body><article><h1>Talks in the capital</h1>"
    "<p>The foreign ministers of Kenya and Uganda met in Nairobi on Monday, and the two countries agreed to hold "
    "further talks about the border in June. The ministers said that the meeting had been useful.</p>"
    "<p>Number {}.</p></article></body></html>"
)
ITEM = "<item><title>Talks</title><link>{}</link><pubDate>Tue, 04 Jun 2024 10:00:00 GMT</pubDate></item>"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{}</channel></rss>'
BOMB = gzip.compress(bytes(30_000_000))


class Misbehaving(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").split("/")[0]
        with_body = getattr(self, f"do_{name}", None)
        try:
            if with_body:
                with_body()
            elif name.isdigit():
                self.answer(int(name), b"no", **{"Retry-After": "7200"} if name == "429" else {})
            else:
                self.answer(200, ARTICLE.format(name).encode())
        except OSError:
            self.close_connection = True

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def do_feed(self):
        if self.headers.get("If-None-Match") == '"v1"':
            self.answer(304)
            return
        base = f"http://127.0.0.1:{self.server.server_port}"
        links = self.server.links or ["a", "b", "500/x", "slow"]
        items = "".join(ITEM.format(f"{base}/{link}") for link in links)
        self.answer(200, FEED.format(items).encode(), ETag='"v1"', **{"Last-Modified": "Tue, 04 Jun 2024 10:00:00 GMT"})

    def do_loop(self):
        self.answer(302, Location="/loop")

    def do_inside(self):
        self.answer(302, Location="http://127.0.0.1:1/secret")

    def do_slow(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def do_drip(self):
        for _ in range(100):  # a header that never ends
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.1)

    def do_endless(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

    def do_short(self):
        self.answer(200, b"<p>hello</p>", **{"Content-Length": "1000"})

    def do_bomb(self):
        self.answer(200, BOMB, **{"Content-Encoding": "gzip"})

    def do_packed(self):
        self.answer(200, gzip.compress(b"<p>hello</p>"), **{"Content-Encoding": "gzip"})

    def do_unpacked(self):
        self.answer(200, b"<p>hello</p>", **{"Content-Encoding": "gzip"})

    def log_message(self, *_):
        return


@contextmanager
def serving(links=()):
    running = ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving)
    running.asked, running.links = [], list(links)
    running.address = f"http://127.0.0.1:{running.server_port}"
    running.counts = lambda: Counter(path for path, _ in running.asked)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()
