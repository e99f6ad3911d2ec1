"""One happening out of many reports."""

from detente.link.incidents import Linked, link

__all__ = ["Linked", "link"]
