"""The local page: the record to look at, on this machine alone."""

from detente.serve.app import build_app
from detente.serve.run import serve

__all__ = ["build_app", "serve"]
