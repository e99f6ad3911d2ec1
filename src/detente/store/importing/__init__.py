"""The field's data sets into the store, as they really are."""

from detente.store.importing.run import FORMATS, import_file
from detente.store.importing.tally import Refused, Tally

__all__ = ["FORMATS", "Refused", "Tally", "import_file"]
