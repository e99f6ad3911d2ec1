"""Web pages to reports: the article's text, title, date and source (trafilatura)."""

from __future__ import annotations

import json
import re
from typing import Any

from detente.errors import NoArticle, UsageError
from detente.read.text import checked_date, report_of
from detente.records import Report

__all__ = ["looks_like_html", "report_of_page"]

MARK = re.compile(r"<\s*(!doctype html|html|head|body|article|div|p)\b", re.IGNORECASE)
SHORTEST = 120  # characters; shorter "articles" are menus and cookie notices


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page."""
    return MARK.search(text[:2000]) is not None


def report_of_page(
    page: str, *, path: str | None = None, url: str | None = None, published: str | None = None
) -> Report:
    """The article of a page. Raises NoArticle where there is none."""
    found = _article(page, url)
    text = str((found or {}).get("text") or "")
    if found is None or len(text) < SHORTEST:
        raise NoArticle("no article was found in the page", where=path or url or "page", hint="give the article's text")
    return report_of(
        text,
        path=path,
        url=url or found.get("source") or None,
        source=found.get("hostname") or found.get("sitename") or None,
        title=found.get("title") or None,
        published=published or _day(found.get("date")),
        basis="given" if published else "page",
    )


def _day(text: object) -> str | None:
    """The day that a page gives, where it is one."""
    try:
        return checked_date(str(text)) if text else None
    except UsageError:
        return None


def _article(page: str, url: str | None) -> dict[str, Any] | None:
    import trafilatura  # noqa: PLC0415 - heavy: only pages need it

    found = trafilatura.extract(
        page, url=url, output_format="json", with_metadata=True, include_comments=False, include_tables=False
    )
    return json.loads(found) if found else None
