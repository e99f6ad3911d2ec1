"""Bytes → Report: text, HTML, JSONL, CSV, URLs."""

from detente.read.files import Failure, read_reports
from detente.read.text import report_of

__all__ = ["Failure", "read_reports", "report_of"]
