"""The record out of the store, in open formats and in the field's own layouts."""

from detente.store.exporting.run import FORMATS, export

__all__ = ["FORMATS", "export"]
