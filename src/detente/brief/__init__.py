"""For people: a record as a terminal page or a self-contained HTML page."""

from detente.brief.html import brief_html
from detente.brief.terminal import print_brief

__all__ = ["brief_html", "print_brief"]
