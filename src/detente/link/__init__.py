"""One happening out of many reports."""

from detente.link.incidents import Linked, link, waiting

__all__ = ["Linked", "link", "waiting"]
