"""The network at run time: onnxruntime for the encoder and the tree. Nothing else runs it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.annotate.encoding import Encoded, WordPieces
from detente.annotate.heads import Heads
from detente.annotate.tree import best_tree
from detente.errors import BrokenModel

__all__ = ["Model", "Parsed", "check_model", "model_folder", "model_version"]

Floats = NDArray[np.float32]
# Sentences of like length go together; 1,400 padded pieces a batch kept both cores full and memory under 300 MB.
PIECES_PER_BATCH = 1400
FILES = ("reader.onnx", "relation.npz", "labels.json", "pieces.json", "lemmas.json", "sentences.json")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One sentence: labels of its words, heads (0 = root), word vectors (words x 384, float32)."""

    upos: list[str]
    xpos: list[str]
    names: list[str]
    heads: list[int]
    deprels: list[str]
    vectors: Floats


def model_folder() -> Path:
    """Where the shipped model lies."""
    return Path(str(files("detente.annotate") / "model"))


def model_version() -> str:
    """Version of the shipped model with the first digits of its digest."""
    folder = model_folder()
    version = _table(folder / "labels.json").get("version")
    digest = str(_table(folder / "digests.json").get("reader.onnx"))
    return f"{version}+{digest[:8]}"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BrokenModel(
            "the model file cannot be read", where=str(path), hint="reinstall: pip install --force-reinstall detente"
        ) from error


def _table(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(_read(path)))
    except ValueError as error:
        raise BrokenModel(
            "the model file is not the one that was shipped",
            where=str(path),
            hint="reinstall: pip install --force-reinstall detente",
        ) from error


def check_model(folder: Path | None = None) -> None:
    """Compare each file of the model with the digest that it was shipped with. Raises BrokenModel."""
    folder = folder or model_folder()
    digests = _table(folder / "digests.json")
    for name in FILES:
        if hashlib.sha256(_read(folder / name)).hexdigest() != digests.get(name):
            raise BrokenModel(
                "the model file is not the one that was shipped",
                where=str(folder / name),
                hint="reinstall: pip install --force-reinstall detente",
            )


def _onnxruntime() -> Any:  # noqa: ANN401 - a module without types
    """The runtime, silenced: nothing leaves the machine, and nothing is written to the user's home.

    Without the variable, onnxruntime 1.32 makes a device id and a queue of events to be sent when it is imported.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 - heavy: loaded with the first model, not with the package

    onnxruntime.disable_telemetry_events()
    return onnxruntime


class Model:
    """The shipped network."""

    def __init__(self, folder: Path | None = None, *, threads: int | None = None) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415 - heavy: loaded with the first model, not with the package

        ort = _onnxruntime()
        folder = folder or model_folder()
        check_model(folder)
        self.labels: dict[str, Any] = json.loads(_read(folder / "labels.json"))
        self.version: str = model_version() if folder == model_folder() else str(self.labels["version"])
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads or min(os.cpu_count() or 1, 4)
        options.inter_op_num_threads = 1
        # idle threads that spin take the cores from their neighbours: six times slower beside other work
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        self.pieces = WordPieces(Tokenizer.from_file(str(folder / "pieces.json")))
        self.heads = Heads(folder / "relation.npz", self.labels)
        self.width = self.heads.width

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[Parsed]:
        """Parse sentences given as words. Each call is one document: its batches depend on nothing else."""
        encoded = [self.pieces.encode(words) for words in sentences]
        out: list[Parsed | None] = [None] * len(sentences)
        for batch in _batches(encoded):
            for position, parsed in zip(batch, self._run([encoded[i] for i in batch]), strict=True):
                out[position] = parsed
        return [p for p in out if p is not None]

    def _run(self, batch: Sequence[Encoded]) -> list[Parsed]:
        pieces, words = max(len(e.ids) for e in batch), max(len(e.first) for e in batch)
        feed = {
            "ids": _pad([e.ids for e in batch], pieces),
            "shapes": _pad([e.shapes for e in batch], pieces),
            "mask": _pad([[1] * len(e.ids) for e in batch], pieces),
            "first": _pad([e.first for e in batch], words),
            "last": _pad([e.last for e in batch], words),
        }
        outputs = self._session.run(None, feed)
        return [self._parsed(len(e.first), [o[i] for o in outputs]) for i, e in enumerate(batch)]

    def _parsed(self, count: int, rows: list[Any]) -> Parsed:
        upos, xpos, names, arcs, labels, vectors = rows
        heads = best_tree(arcs[:count, : count + 1])
        deprels = labels[np.arange(count), heads]
        named = {"upos": upos, "xpos": xpos, "names": names, "deprels": deprels}
        text = {k: [self.labels[k][int(i)] for i in v[:count]] for k, v in named.items()}
        _oblique(text["deprels"], text["upos"], heads)
        return Parsed(heads=heads, vectors=vectors[:count], **text)


def _oblique(deprels: list[str], upos: Sequence[str], heads: Sequence[int]) -> None:
    """An object with a preposition of its own is an oblique: Universal Dependencies know no other."""
    for i, (label, head) in enumerate(zip(deprels, heads, strict=True)):
        if label == "case" and upos[i] == "ADP" and i < head - 1 and deprels[head - 1] == "obj":
            deprels[head - 1] = "obl"


def _pad(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.int64]:
    out = np.zeros((len(rows), width), np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def _batches(encoded: Sequence[Encoded]) -> list[list[int]]:
    """Positions grouped by like length."""
    batches: list[list[int]] = []
    for position in sorted(range(len(encoded)), key=lambda i: (len(encoded[i].ids), i)):
        size = len(encoded[position].ids)
        if not batches or (len(batches[-1]) + 1) * size > PIECES_PER_BATCH:
            batches.append([])
        batches[-1].append(position)
    return batches
