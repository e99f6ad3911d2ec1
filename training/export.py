"""Export the trained reader: `python -m training.export build/reader`.

Writes `reader.onnx` (int8: encoder, tags, tree, names), `relation.npz` (float16: the relation head, run in numpy),
`labels.json`, `pieces.json` (the tokenizer) and `digests.json` into the package.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.network import Reader, Sizes
from training.sources import base_model, base_tokenizer

PACKAGE = Path("src/detente/annotate/model")


class PlainBert(nn.Module):
    """BERT's forward pass with one matrix for query, key and value: fewer and larger products to quantize."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        bert = reader.encoder.bert
        self.embeddings, self.layers, self.shapes = bert.embeddings, bert.encoder.layer, reader.encoder.shapes
        self.heads = bert.config.num_attention_heads
        self.joined = nn.ModuleList(_join(layer.attention.self) for layer in self.layers)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        e = self.embeddings
        positions = torch.arange(ids.shape[1])
        x = e.word_embeddings(ids) + self.shapes(shapes) + e.position_embeddings(positions)
        x = e.LayerNorm(x + e.token_type_embeddings.weight[0])
        bias = (1 - mask.to(x.dtype))[:, None, None] * -1e4
        for layer, joined in zip(self.layers, self.joined, strict=True):
            x = self._layer(layer, joined, x, bias)
        return x

    def _layer(self, layer: nn.Module, joined: nn.Linear, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, width = x.shape
        qkv = joined(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = qkv[0] @ qkv[1].transpose(-1, -2) / (width // self.heads) ** 0.5 + bias
        mixed = (scores.softmax(-1) @ qkv[2]).transpose(1, 2).reshape(batch, length, width)
        attention = layer.attention.output
        x = attention.LayerNorm(attention.dense(mixed) + x)
        inner = nn.functional.gelu(layer.intermediate.dense(x))
        return layer.output.LayerNorm(layer.output.dense(inner) + x)


def _join(attention: nn.Module) -> nn.Linear:
    parts = [attention.query, attention.key, attention.value]
    joined = nn.Linear(parts[0].in_features, 3 * parts[0].out_features)
    joined.weight.data = torch.cat([p.weight.data for p in parts])
    joined.bias.data = torch.cat([p.bias.data for p in parts])
    return joined


class Graph(nn.Module):
    """What reading needs, in one pass."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.bert, self.reader = PlainBert(reader), reader

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        hidden = self.bert(ids, shapes, mask)
        width = hidden.shape[-1]
        a = hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, width))
        b = hidden.gather(1, last.unsqueeze(-1).expand(-1, -1, width))
        words = (a + b) / 2
        r = self.reader
        arcs, labels = r.tree(words, hidden[:, :1])
        tags = [getattr(r, k)(words).argmax(-1).to(torch.int32) for k in ("upos", "xpos", "names")]
        return (*tags, arcs, labels.argmax(-1).to(torch.int32), words)


def load(folder: Path) -> tuple[Reader, dict[str, list[str]]]:
    """Load trained weights and labels."""
    labels = json.loads((folder / "labels.json").read_text())
    labels.pop("edits", None)
    reader = Reader(base_model(), Sizes(**{k: len(v) for k, v in labels.items()}))
    reader.load_state_dict(torch.load(folder / "weights.pt", weights_only=True, map_location="cpu"), strict=False)
    return reader.eval(), labels


def export_graph(reader: Reader, path: Path) -> None:
    """Write the float graph."""
    ids = torch.tensor([[101, 2003, 2004, 102], [101, 2003, 102, 0]])
    mask = (ids > 0).long()
    spans = torch.tensor([[1, 2], [1, 0]])
    torch.onnx.export(
        Graph(reader).eval(),
        (ids, torch.zeros_like(ids), mask, spans, spans),
        str(path),
        input_names=["ids", "shapes", "mask", "first", "last"],
        output_names=["upos", "xpos", "names", "arcs", "labels", "words"],
        dynamic_axes={k: {0: "batch", 1: "length"} for k in ("ids", "shapes", "mask")}
        | {k: {0: "batch", 1: "words"} for k in ("first", "last")},
        opset_version=17,
        dynamo=False,
    )


def export_relation(reader: Reader, path: Path) -> None:
    """Write the matrices of the relation head and of the head for what happened."""
    r = reader.relation
    parts = {"query": r.query, "mix": r.mix[1], **r.outputs}
    parts |= {"happened": reader.happened[0], "verdict": reader.happened[2]}
    arrays = {}
    for name, part in parts.items():
        arrays[f"{name}_w"] = part.weight.detach().numpy().T.astype(np.float16)
        arrays[f"{name}_b"] = part.bias.detach().numpy().astype(np.float16)
    np.savez_compressed(path, **arrays)


def main() -> None:
    """Export, quantize, and write the digests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--package", type=Path, default=PACKAGE)
    parser.add_argument("--version", default="r1")
    args = parser.parse_args()
    reader, labels = load(args.folder)
    args.package.mkdir(parents=True, exist_ok=True)
    plain = args.folder / "reader.fp32.onnx"
    export_graph(reader, plain)
    quantize_dynamic(
        plain,
        args.package / "reader.onnx",
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"DefaultTensorType": 1},
    )
    export_relation(reader, args.package / "relation.npz")
    (args.package / "labels.json").write_text(json.dumps({"version": args.version, **labels}, ensure_ascii=False))
    base_tokenizer().save(str(args.package / "pieces.json"), pretty=False)
    files = sorted(p for p in args.package.iterdir() if p.suffix in {".onnx", ".npz", ".json"} and p.stem != "digests")
    digests = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    (args.package / "digests.json").write_text(json.dumps(digests, indent=1) + "\n")
    print({p.name: p.stat().st_size for p in files})


if __name__ == "__main__":
    main()
