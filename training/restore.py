"""Take the shipped network apart again: `python -m training.restore --out build/shipped`.

The package ships int8 weights only. Multiplied by their scales they are floats near those that were trained (a round
of training heals the rest), so that further rounds can begin where the shipped model stands: `training.train --init`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

PACKAGE = Path("src/detente/annotate/model")
LAYERS = 6

Arrays = dict[str, NDArray[np.float32]]


def dequantized(path: Path) -> Arrays:
    """All weights of an int8 graph as floats: by their names, and matrices by the name of their product's node."""
    graph = onnx.load(str(path)).graph
    raw = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    out: Arrays = {k: v for k, v in raw.items() if v.dtype == np.float32 and not k.endswith("_scale")}
    for name, values in raw.items():
        if name.endswith("_quantized"):
            base = name.removesuffix("_quantized")
            scale, zero = raw[f"{base}_scale"], raw[f"{base}_zero_point"]
            out[base] = ((values.astype(np.float32) - zero) * scale).astype(np.float32)
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            out[node.name] = out[node.input[1].removesuffix("_quantized")]
    return out


def encoder_state(weights: Arrays) -> Arrays:
    """State of `WordEncoder` (BERT of the transformers library): query, key and value apart again."""
    kinds = np.stack([weights["onnx::Add_798"], np.zeros_like(weights["onnx::Add_798"])])
    state: Arrays = {
        "encoder.shapes.weight": weights["bert.shapes.weight"],
        "encoder.bert.embeddings.token_type_embeddings.weight": kinds,
    }
    for part in ("word_embeddings.weight", "position_embeddings.weight", "LayerNorm.weight", "LayerNorm.bias"):
        state[f"encoder.bert.embeddings.{part}"] = weights[f"bert.embeddings.{part}"]
    for i in range(LAYERS):
        state |= _layer(weights, i)
    return state


def _layer(weights: Arrays, i: int) -> Arrays:
    source, target = f"bert.layers.{i}", f"encoder.bert.encoder.layer.{i}"
    joined, bias = weights[f"/bert/joined.{i}/MatMul_quant"].T, weights[f"bert.joined.{i}.bias"]
    state: Arrays = {}
    names = ("query", "key", "value")
    for name, w, b in zip(names, np.split(joined, 3), np.split(bias, 3), strict=True):
        state[f"{target}.attention.self.{name}.weight"] = w
        state[f"{target}.attention.self.{name}.bias"] = b
    for offset, part in enumerate(("attention.output.dense", "intermediate.dense", "output.dense")):
        number = 3 * i + offset
        node = "/bert/dense/MatMul_quant" if number == 0 else f"/bert/dense_{number}/MatMul_quant"
        state[f"{target}.{part}.weight"] = weights[node].T
        state[f"{target}.{part}.bias"] = weights[f"{source}.{part}.bias"]
    for part in ("attention.output.LayerNorm", "output.LayerNorm"):
        for kind in ("weight", "bias"):
            state[f"{target}.{part}.{kind}"] = weights[f"{source}.{part}.{kind}"]
    return state


def head_state(weights: Arrays) -> Arrays:
    """State of the heads for tags, names and tree."""
    mixing = next(v for v in weights.values() if v.ndim == 3)
    state: Arrays = {"tree.arc": weights["reader.tree.arc"], "tree.label": mixing.transpose(1, 0, 2)}
    for name in ("upos", "xpos", "names"):
        state[f"{name}.weight"] = weights[f"/{name}/MatMul_quant"].T
        state[f"{name}.bias"] = weights[f"reader.{name}.bias"]
    for name in ("arc_dep", "arc_head", "label_dep", "label_head"):
        state[f"tree.{name}.1.weight"] = weights[f"/tree/{name}/{name}.1/MatMul_quant"].T
        state[f"tree.{name}.1.bias"] = weights[f"reader.tree.{name}.1.bias"]
    return state


def main() -> None:
    """Write `weights.pt` and `labels.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, default=PACKAGE)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    weights = dequantized(args.package / "reader.onnx")
    state = encoder_state(weights) | head_state(weights)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save({k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in state.items()}, args.out / "weights.pt")
    labels = json.loads((args.package / "labels.json").read_text(encoding="utf-8"))
    labels.pop("version")
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False))


if __name__ == "__main__":
    main()
