"""Pages from the web, within limits: size, time, redirects, and never a private address unless told."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from detente.errors import OversizedReport, UnreachablePage
from detente.read.text import MAX_BYTES

__all__ = ["fetch"]

SECONDS = 20.0
MAX_REDIRECTS = 5
AGENT = "detente (news event coder)"


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: the URL, and the IP to connect to (so that the name cannot change in between)."""

    url: str
    host: str
    ip: str
    port: int
    secure: bool
    path: str


def fetch(url: str, *, private: bool = False) -> tuple[bytes, str]:
    """Body and final URL of a page. Raises UnreachablePage or OversizedReport."""
    deadline = time.monotonic() + SECONDS
    for _ in range(MAX_REDIRECTS + 1):
        target = _target(url, private=private)
        status, headers, body = _get(target, deadline)
        if status in (301, 302, 303, 307, 308) and headers.get("location"):
            url = urljoin(url, headers["location"])
            continue
        if status != http.client.OK:
            raise UnreachablePage(
                f"the server answered {status}", where=url, hint="open the page and save it as a file"
            )
        return body, url
    raise UnreachablePage(f"more than {MAX_REDIRECTS} redirects", where=url, hint="give the final address")


def _target(url: str, *, private: bool) -> Target:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnreachablePage("only http and https addresses are read", where=url, hint="give a web address or a file")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UnreachablePage(
            "the host cannot be found", where=url, hint="check the address and the network"
        ) from error
    ip = str(found[0][4][0])
    if not private and not ipaddress.ip_address(ip.split("%", maxsplit=1)[0]).is_global:
        raise UnreachablePage("the address is private", where=url, hint="save the page as a file and give that")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.hostname, ip, port, parts.scheme == "https", path)


def _get(target: Target, deadline: float) -> tuple[int, dict[str, str], bytes]:
    try:
        left = max(0.1, deadline - time.monotonic())
        raw = socket.create_connection((target.ip, target.port), timeout=left)
        if target.secure:
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = raw
        connection.request("GET", target.path, headers={"User-Agent": AGENT, "Accept": "text/html, text/plain"})
        answer = connection.getresponse()
        body = _body(answer, target.url, deadline)
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body
    except (OSError, http.client.HTTPException) as error:
        raise UnreachablePage(
            f"the page could not be read ({error})", where=target.url, hint="try again later"
        ) from error


def _body(answer: http.client.HTTPResponse, url: str, deadline: float) -> bytes:
    out = bytearray()
    while chunk := answer.read1(65536):
        out += chunk
        if len(out) > MAX_BYTES:
            raise OversizedReport(
                f"the page is larger than {MAX_BYTES / 1e6:.0f} MB", where=url, hint="save the article alone"
            )
        if time.monotonic() > deadline:
            raise UnreachablePage(f"the page took longer than {SECONDS:.0f} s", where=url, hint="save it as a file")
    return bytes(out)
