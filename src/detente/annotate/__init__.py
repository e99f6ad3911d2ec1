"""Report → parsed document. The model lives here; nothing else runs it."""

from detente.annotate.adopting import is_adoptable, strange_labels
from detente.annotate.model import check_model, model_version
from detente.annotate.pooling import span_vectors
from detente.annotate.reader import Reader, load_reader
from detente.annotate.tokens import treebank_tokenizer

__all__ = [
    "Reader",
    "check_model",
    "is_adoptable",
    "load_reader",
    "model_version",
    "span_vectors",
    "strange_labels",
    "treebank_tokenizer",
]
