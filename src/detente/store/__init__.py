"""Records ⇄ DuckDB: the wall between the rooms of text and the rooms of tables."""

from detente.store.adding import Added, Coded
from detente.store.database import transaction
from detente.store.folding import fold, mark_unfolded
from detente.store.frame import Frame
from detente.store.store import Store, open_store

__all__ = ["Added", "Coded", "Frame", "Store", "fold", "mark_unfolded", "open_store", "transaction"]
