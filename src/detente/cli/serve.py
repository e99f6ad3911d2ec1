"""detente serve --store S"""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.options import STORE
from detente.cli.saying import say

__all__ = ["serve"]


def serve(
    *,
    store: STORE,
    host: Annotated[str, typer.Option(help="Address to answer at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port.")] = 8422,
    token: Annotated[
        str | None, typer.Option(help="A secret of 16 characters or more; others' access needs it.")
    ] = None,
) -> None:
    """Show the store as a page in the browser, on this machine. Nothing is sent anywhere."""
    from detente.serve import serve as run  # noqa: PLC0415
    from detente.serve.run import checked  # noqa: PLC0415
    from detente.store import open_store  # noqa: PLC0415

    checked(host, token)
    say(f"http://{host}:{port}/" + (f"?token={token}" if token else "") + "  (stop with Ctrl-C)")
    run(open_store(store), host=host, port=port, token=token)
