"""What stands between a browser and the store: hosts, token, size, origin, and what a page may load.

A page of another site can send a browser here, under a name that it has pointed at this machine (DNS rebinding) or by a
form (CSRF). So the Host must be one that we were started for, a POST must come from our own pages, and nothing runs in
our pages but our own files.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.serve.rendering import page

__all__ = ["LARGEST", "LOOPBACK", "Guard", "is_loopback"]

LOOPBACK = ("localhost", "127.0.0.1", "::1")
LARGEST = 2_000_000  # bytes of a request: a report is far shorter
COOKIE = "detente"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    return host.strip("[]") in LOOPBACK or host.startswith("127.")


class TooLarge(Exception):
    """The request's body passed the limit while it was read."""


class Guard:
    """Wraps the application. `hosts` are names that it may be called by; `token`, if set, must be shown."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = LOOPBACK, token: str | None = None) -> None:
        self.app, self.hosts, self.token = app, frozenset(hosts), token
        self.secret = secrets.token_urlsafe(24)  # stands in our forms; other sites cannot read it

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope.setdefault("state", {})["csrf"] = self.secret
        refusal = self._refused(scope, headers)
        send = _with_headers(send)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        try:
            await self.app(scope, _limited(receive), send)
        except TooLarge:
            await _too_large(scope)(scope, receive, send)

    def _refused(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        if _host_of(headers.get("host", "")) not in self.hosts:
            return PlainTextResponse("This page answers to its own address only.\n", 421)
        if self.token and not self._known(headers):
            return self._asked_for_token(scope)
        if scope["method"] not in ("GET", "HEAD") and not _own_origin(headers):
            return PlainTextResponse("This form was sent by another site, so nothing was done.\n", 403)
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and (len(length) > len(str(LARGEST)) or int(length) > LARGEST):
            return _too_large(scope)
        return None

    def _known(self, headers: Headers) -> bool:
        assert self.token is not None
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        shown = [morsel.value if morsel else "", headers.get("authorization", "").removeprefix("Bearer ")]
        return any(hmac.compare_digest(s.encode(), self.token.encode()) for s in shown)

    def _asked_for_token(self, scope: Scope) -> ASGIApp:
        """A token in the address becomes a cookie, so that it does not stay in the address."""
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        given = query.pop("token", [""])[0]
        assert self.token is not None
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return PlainTextResponse("Open the address with ?token=… that `detente serve` printed.\n", 401)
        path = "/" + scope["path"].lstrip("/\\")  # never another host
        rest = urlencode(query, doseq=True)
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
        return answer


def _host_of(header: str) -> str:
    """The name in a Host header, without the port."""
    return header[1:].split("]", maxsplit=1)[0] if header.startswith("[") else header.rsplit(":", 1)[0].lower()


def _own_origin(headers: Headers) -> bool:
    """Whether a form came from our own page. A client that is no browser sends neither header."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin") or headers.get("referer")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _too_large(scope: Scope) -> ASGIApp:
    """A page that says what to do."""
    told = f"This is more than {LARGEST // 1_000_000} MB: far longer than a report"
    hint = "code long files with `detente add FILE --store STORE`, and look at them here"
    return page(Request(scope), "error.html", status=413, message=told, hint=hint)


def _limited(receive: Receive) -> Receive:
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST:
            raise TooLarge
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sent
