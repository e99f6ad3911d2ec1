"""A pasted report to its record. The model is loaded once, by the first who pastes."""

from __future__ import annotations

from functools import cache
from threading import Lock
from urllib.parse import parse_qs

from detente.coder import Coder
from detente.errors import UsageError
from detente.read.html import looks_like_html, report_of_page
from detente.read.text import decode, report_of
from detente.records import Record
from detente.store import Coded, Store

__all__ = ["code_pasted", "form_of"]

LOCK = Lock()  # one report at a time: the model has its own threads


@cache
def _coder() -> Coder:
    return Coder(threads=2)


def form_of(body: bytes) -> dict[str, str]:
    """Fields of a form (application/x-www-form-urlencoded). Raises UsageError where there are too many."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise UsageError("this is no form of ours", hint="go back and send the form again") from error
    return {name: values[0] for name, values in fields.items()}


def code_pasted(text: str, *, published: str | None, title: str | None, keep: Store | None) -> Record:
    """Code a text or page; with `keep`, write it to the store too. Raises what `detente.read` raises."""
    text = decode(text.replace("\r\n", "\n").encode(), "the pasted text")
    if looks_like_html(text):
        report = report_of_page(text, published=published)
    else:
        report = report_of(text, published=published, title=title or None, source="pasted")
    with LOCK:
        record, triggers, sentences = _coder().code_with_vectors(report)
    if keep is not None:
        keep.add([Coded(record, triggers, sentences)])
    return record
