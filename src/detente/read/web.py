"""Pages from the web, within limits: size, time, redirects, and never a private address unless told."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote, urljoin, urlsplit

from detente.errors import OversizedReport, UnreachablePage
from detente.read.text import MAX_BYTES

__all__ = ["Answer", "fetch", "is_public", "request"]

SECONDS = 20.0
MAX_REDIRECTS = 5
ACCEPT = "text/html, text/plain, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1"
ESCAPED = "%/:=&?~#+!$,;'@()*[]"  # characters of a path that stay as they are
NAT64 = ipaddress.ip_network("64:ff9b::/96")
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered in the end, after redirects."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    url: str


def fetch(url: str, *, private: bool = False) -> tuple[bytes, str]:
    """Body and final URL of a page. Raises UnreachablePage or OversizedReport."""
    answer = request(url, private=private)
    if answer.status != http.client.OK:
        raise UnreachablePage(
            f"the server answered {answer.status}", where=answer.url, hint="open the page and save it as a file"
        )
    return answer.body, answer.url


def request(url: str, *, private: bool = False, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
    """Whatever a server answers, within the limits. Raises UnreachablePage or OversizedReport."""
    deadline = time.monotonic() + SECONDS
    for _ in range(MAX_REDIRECTS + 1):
        answer = _get(_target(url, private=private), headers, deadline)
        if answer.status not in (301, 302, 303, 307, 308) or not answer.headers.get("location"):
            return answer
        url = _onward(url, answer.headers["location"])
    raise UnreachablePage(f"more than {MAX_REDIRECTS} redirects", where=url, hint="give the final address")


def _onward(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise UnreachablePage(f"it sends on to no address ({error})", where=url, hint="try another page") from error


def _target(url: str, *, private: bool) -> Target:
    host, port, secure, path = _parts(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachablePage(
            "the host cannot be found", where=url, hint="check the address and the network"
        ) from error
    ip = str(found[0][4][0])
    if not private and not is_public(ip):
        raise UnreachablePage("the address is private", where=url, hint="save the page as a file and give that")
    return Target(url, host, ip, port, secure, path)


def _parts(url: str) -> tuple[str, int, bool, str]:
    """Host, port, whether it is https, and the path with all that a request may not hold escaped."""
    try:
        parts = urlsplit(url)
        host, port, secure = parts.hostname, parts.port, parts.scheme == "https"
    except ValueError as error:
        raise UnreachablePage(f"this is no web address ({error})", where=url, hint="check the address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise UnreachablePage("only http and https addresses are read", where=url, hint="give a web address or a file")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return host, port or (443 if secure else 80), secure, quote(path, safe=ESCAPED)


def is_public(ip: str) -> bool:
    """Whether an address is on the open internet; one that wraps another (NAT64, 6to4) as the wrapped one."""
    address = ipaddress.ip_address(ip.split("%", maxsplit=1)[0])
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return address.is_global and not address.is_multicast


def _get(target: Target, headers: Mapping[str, str], deadline: float) -> Answer:
    try:
        with _connected(target, deadline) as raw, _cut_off(raw, deadline):
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = raw
            connection.request("GET", target.path, headers={"User-Agent": AGENT, "Accept": ACCEPT, **headers})
            with connection.getresponse() as answer:  # closed when it is cut off, too
                found = {k.lower(): v for k, v in answer.getheaders()}
                body = _unpacked(_body(answer, target.url), found.get("content-encoding", ""), target.url)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        if time.monotonic() >= deadline:
            raise _late(target.url) from error
        raise UnreachablePage(
            f"the page could not be read ({error})", where=target.url, hint="try again later"
        ) from error
    if time.monotonic() >= deadline:
        raise _late(target.url)
    return Answer(answer.status, found, body, target.url)


def _connected(target: Target, deadline: float) -> socket.socket:
    left = max(0.1, deadline - time.monotonic())
    raw = socket.create_connection((target.ip, target.port), timeout=left)
    if target.secure:
        return ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
    return raw


@contextmanager
def _cut_off(raw: socket.socket, deadline: float) -> Iterator[None]:
    """End a connection at the deadline, also one that sends a byte now and then and so never times out."""

    def end() -> None:
        with suppress(OSError):
            raw.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.1, deadline - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _late(url: str) -> UnreachablePage:
    return UnreachablePage(f"the page took longer than {SECONDS:.0f} s", where=url, hint="save it as a file")


def _body(answer: http.client.HTTPResponse, url: str) -> bytes:
    out = bytearray()
    while chunk := answer.read1(65536):
        out += chunk
        if len(out) > MAX_BYTES:
            raise _oversized(url)
    if answer.length:  # what the server said would come and did not
        raise http.client.IncompleteRead(bytes(out), answer.length)
    return bytes(out)


def _unpacked(body: bytes, encoding: str, url: str) -> bytes:
    """The body of a server that packs it unasked, no further than the limit: a bomb is not unpacked."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate") or not body:
        return body
    try:
        out = zlib.decompressobj(wbits=47).decompress(body, MAX_BYTES + 1)  # 47: gzip or zlib, told by the header
    except zlib.error as error:
        raise UnreachablePage("the page is not packed as it says", where=url, hint="save it as a file") from error
    if len(out) > MAX_BYTES:
        raise _oversized(url)
    return out


def _oversized(url: str) -> OversizedReport:
    return OversizedReport(
        f"the page is larger than {MAX_BYTES / 1e6:.0f} MB", where=url, hint="save the article alone"
    )
