"""Report → parsed document. The model lives here; nothing else runs it."""

from detente.annotate.model import model_version
from detente.annotate.pooling import span_vectors
from detente.annotate.reader import Reader, load_reader

__all__ = ["Reader", "load_reader", "model_version", "span_vectors"]
