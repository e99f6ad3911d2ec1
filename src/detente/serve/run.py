"""Starting the page: on this machine alone, unless a token guards it."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

from detente.brief.charts import svg_of
from detente.errors import UsageError
from detente.measure.acts import tables
from detente.serve.app import build_app
from detente.serve.guard import LOOPBACK, is_loopback
from detente.store import Store

__all__ = ["checked", "serve"]

SHORTEST_TOKEN = 16
ANY = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to
WAIT = 2.0  # seconds that a page waits for a store that is being written


def checked(host: str, token: str | None) -> None:
    """Raises UsageError where others could reach the page without a token."""
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise UsageError("the token is too short to keep", hint=f"give {SHORTEST_TOKEN} characters or more")
    if not is_loopback(host) and not token:
        raise UsageError(
            "others could read the store at this address", where=host,
            hint="leave --host out, or give --token with a long secret",
        )  # fmt: skip
    if host in ANY:
        raise UsageError("give the one address that the page is to answer at", where=host or "--host")


def _warmed() -> None:
    """Load what the first chart and the first measure would wait for."""
    tables()
    with suppress(UsageError):  # charts are an extra
        svg_of({"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "nominal"}}})


def serve(store: Store, *, host: str = "127.0.0.1", port: int = 8422, token: str | None = None) -> None:
    """Serve until stopped. Raises UsageError."""
    import uvicorn  # noqa: PLC0415 - only a running page needs it

    checked(host, token)
    names = {*LOOPBACK, host.strip("[]").lower()}
    store = Store(store.path, wait=WAIT)
    Thread(target=_warmed, daemon=True).start()
    uvicorn.run(build_app(store, hosts=names, token=token), host=host.strip("[]"), port=port, log_level="warning",
                server_header=False, access_log=False)  # fmt: skip
