"""Train the reader: `python -m training.train --out build/reader`.

Two cores suffice (bfloat16 where the processor has it); a GPU is used when there is one.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from detente.annotate.encoding import MAX_PIECES, WordPieces
from training.data import Labels, Sentence, collect_labels, label_id, name_sentences, read_conllu, read_relations
from training.network import Reader, Sizes
from training.sources import base_model, base_tokenizer, blank_tokenizer
from training.synthetic import synthetic_sentences

WORDS_PER_BATCH = 1100
RELATIONS_PER_BATCH = 24
ENCODER_RATE, HEAD_RATE = 2e-4, 2e-3
LABEL_SMOOTHING = 0.1
PIECE_DROPOUT = 0.04
AVERAGE_EVERY = 5
LIKE_NEWS = ("GUM_news", "GUM_interview", "GUM_speech", "GUM_bio")  # shown twice an epoch: what we read is news
IGNORED = -100


def load_sentences(treebanks: Path, relations: list[Path], synthetic: int) -> list[Sentence]:
    """Read every training layer. GUM's and Universal NER's name tags; EWT has none in its train part."""
    sentences = list(read_conllu(treebanks / "en_ewt-train.conllu", named=False))
    gum = list(read_conllu(treebanks / "en_gum-open-train.conllu", named=True))
    sentences += gum + [s for s in gum if s.genre.startswith(LIKE_NEWS)]
    sentences += name_sentences(treebanks / "uner_en_ewt-dev.iob2")
    sentences += synthetic_sentences(synthetic, seed=5)
    tokenize = blank_tokenizer()
    for path in relations:
        sentences += read_relations(path, tokenize)
    return sentences


def pad(rows: list[list[int]], fill: int, extra: int = 0) -> Tensor:
    """Stack rows of different length."""
    width = max(map(len, rows)) + extra
    return torch.tensor([r + [fill] * (width - len(r)) for r in rows])


class Batches:
    """Sentences as tensors, grouped by length and by annotated layers."""

    def __init__(self, sentences: list[Sentence], labels: Labels, pieces: WordPieces, mask_id: int) -> None:
        self.labels, self.pieces, self.mask_id = labels, pieces, mask_id
        fitting = [s for s in sentences if len(pieces.encode(s.words).ids) <= MAX_PIECES // 2]
        self.trees = [s for s in fitting if not s.pairs]
        self.relations = [s for s in fitting if s.pairs]

    def epoch(self, rng: random.Random) -> list[list[Sentence]]:
        """Shuffle all sentences into batches of like length."""
        trees = sorted(self.trees, key=lambda s: len(s.words) + rng.random() * 6)
        batches: list[list[Sentence]] = [[]]
        for s in trees:
            if (len(batches[-1]) + 1) * len(s.words) > WORDS_PER_BATCH and batches[-1]:
                batches.append([])
            batches[-1].append(s)
        rels = sorted(self.relations, key=lambda s: len(s.words) + rng.random() * 12)
        batches += [rels[i : i + RELATIONS_PER_BATCH] for i in range(0, len(rels), RELATIONS_PER_BATCH)]
        rng.shuffle(batches)
        return batches

    def tensors(self, batch: list[Sentence], rng: random.Random | None) -> dict[str, Tensor]:
        """Make the tensors of one batch; layers that are not annotated are ignored by the losses."""
        encoded = [self.pieces.encode(s.words) for s in batch]
        ids = [list(e.ids) for e in encoded]
        if rng is not None:
            for row in ids:
                for i in range(1, len(row) - 1):
                    if rng.random() < PIECE_DROPOUT:
                        row[i] = self.mask_id
        out = {
            "ids": pad(ids, 0),
            "shapes": pad([e.shapes for e in encoded], 5),
            "mask": pad([[1] * len(e.ids) for e in encoded], 0),
            "first": pad([e.first for e in encoded], 0),
            "last": pad([e.last for e in encoded], 0),
            "words": pad([[1] * len(s.words) for s in batch], 0).float(),
        }
        return out | self._targets(batch)

    def _targets(self, batch: list[Sentence]) -> dict[str, Tensor]:
        named = {
            "upos": [self._ids(self.labels.upos, s.upos, s) for s in batch],
            "xpos": [self._ids(self.labels.xpos, s.xpos, s) for s in batch],
            "deprels": [self._ids(self.labels.deprels, s.deprels, s) for s in batch],
            "names": [self._ids(self.labels.names, s.names, s) for s in batch],
            "heads": [s.heads or [IGNORED] * len(s.words) for s in batch],
        }
        return {k: pad(v, IGNORED) for k, v in named.items()}

    @staticmethod
    def _ids(labels: list[str], values: list[str] | None, s: Sentence) -> list[int]:
        return [label_id(labels, v) for v in values] if values else [IGNORED] * len(s.words)

    def pairs(self, batch: list[Sentence]) -> dict[str, Tensor]:
        """Relation targets: one row a pair, with the index of its sentence."""
        width = max(len(s.words) for s in batch)
        rows, source, target, kinds = [], [], [], []
        for i, s in enumerate(batch):
            for p in s.pairs:
                rows.append(i)
                source.append(_weights(p["source"], width))
                target.append(_weights(p["target"], width))
                kinds.append(self._kinds(p))
        return {
            "row": torch.tensor(rows),
            "source": torch.tensor(source),
            "target": torch.tensor(target),
            "kinds": torch.tensor(kinds),
        }

    def _kinds(self, p: dict[str, object]) -> list[int]:
        none = p["plover"] == "NONE"
        mode = f"{p['plover']}/{p.get('mode') or ''}"
        return [
            self.labels.types.index(str(p["plover"])),
            IGNORED if none or mode not in self.labels.modes else self.labels.modes.index(mode),
            IGNORED if none else label_id(self.labels.status, str(p.get("status"))),
            IGNORED if none else label_id(self.labels.standing, str(p.get("standing"))),
        ]


def _weights(span: object, width: int) -> list[float]:
    assert isinstance(span, list)
    row = [0.0] * width
    for i in span:
        row[i] = 1 / len(span)
    return row


def tree_loss(reader: Reader, words: Tensor, root: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Sum of the losses of tags, names, arcs and labels."""
    words = reader.drop(words)
    loss = words.new_zeros(())
    for name in ("upos", "xpos", "names"):
        target = batch[name]
        if (target != IGNORED).any():
            weight = 0.5 if name == "xpos" else 1.0
            scores = getattr(reader, name)(words).float()
            loss = loss + weight * F.cross_entropy(scores.flatten(0, 1), target.flatten(), ignore_index=IGNORED)
    heads = batch["heads"]
    if (heads != IGNORED).any():
        arcs, label_scores = reader.tree(words, root)
        allowed = F.pad(batch["words"], (1, 0), value=1.0)
        arcs = arcs.float() + (1 - allowed).unsqueeze(1) * -1e4
        loss = loss + F.cross_entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=IGNORED)
        at = heads.clamp(min=0)[..., None, None].expand(-1, -1, 1, label_scores.shape[-1])
        gold = label_scores.gather(2, at).squeeze(2).float()
        loss = loss + F.cross_entropy(gold.flatten(0, 1), batch["deprels"].flatten(), ignore_index=IGNORED)
    return loss


def relation_loss(reader: Reader, words: Tensor, mask: Tensor, pairs: dict[str, Tensor]) -> Tensor:
    """Sum of the losses of type, mode, status and standing."""
    row = pairs["row"]
    outputs = reader.relation(words[row].float(), mask[row], pairs["source"], pairs["target"])
    loss = words.new_zeros((), dtype=torch.float32)
    for i, (scores, weight) in enumerate(zip(outputs, (1.0, 0.3, 0.3, 0.2), strict=True)):
        target = pairs["kinds"][:, i]
        if (target != IGNORED).any():
            loss = loss + weight * F.cross_entropy(
                scores.float(), target, ignore_index=IGNORED, label_smoothing=LABEL_SMOOTHING
            )
    return loss


class Average:
    """Exponential moving average of the weights: what is kept at the end."""

    def __init__(self, reader: Reader, decay: float = 0.998) -> None:
        self.decay, self.steps = decay**AVERAGE_EVERY, 0
        self.values = {k: v.detach().clone() for k, v in reader.state_dict().items()}

    def update(self, reader: Reader) -> None:
        self.steps += 1
        if self.steps % AVERAGE_EVERY:
            return
        for k, v in reader.state_dict().items():
            if v.dtype.is_floating_point:
                self.values[k].lerp_(v.detach(), 1 - self.decay)


def low_precision(device: str) -> AbstractContextManager[None]:
    """bfloat16 where it is fast."""
    return torch.autocast(device, torch.bfloat16)


def run_epochs(
    reader: Reader, batches: Batches, epochs: int, rng: random.Random, device: str, rate: float
) -> Iterator[tuple[int, float, Average]]:
    """Train; yield after each epoch its number, mean loss and the averaged weights."""
    encoder = list(reader.encoder.bert.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in reader.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate * ENCODER_RATE}, {"params": heads, "lr": rate * HEAD_RATE}], weight_decay=0.01
    )
    total = epochs * len(batches.epoch(random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, n / (0.06 * total)) * max(0.02, 1 - n / total)
    )
    average = Average(reader)
    for epoch in range(epochs):
        reader.train()
        losses = []
        for batch in batches.epoch(rng):
            tensors = {k: v.to(device) for k, v in batches.tensors(batch, rng).items()}
            with low_precision(device):
                words, root = reader.encoder(*(tensors[k] for k in ("ids", "shapes", "mask", "first", "last")))
                if batch[0].pairs:
                    pairs = {k: v.to(device) for k, v in batches.pairs(batch).items()}
                    loss = relation_loss(reader, words, tensors["words"], pairs)
                else:
                    loss = tree_loss(reader, words, root, tensors)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update(reader)
            losses.append(float(loss.detach()))
        yield epoch + 1, sum(losses) / len(losses), average


def main() -> None:
    """Parse, train, save the weights and the labels after every epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--relations", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--synthetic", type=int, default=3500, help="sentences made by the grammar")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--init", type=Path, help="weights to go on from (a second, gentler round)")
    parser.add_argument("--rate", type=float, default=1.0, help="factor on both learning rates")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    pieces = WordPieces(base_tokenizer())
    sentences = load_sentences(args.treebanks, args.relations, args.synthetic)
    labels = collect_labels(sentences)
    if args.init:
        known = json.loads((args.init.parent / "labels.json").read_text())
        labels = Labels(**{k: known[k] for k in asdict(labels)})
    reader = Reader(base_model(), Sizes(**{k: len(v) for k, v in asdict(labels).items()})).to(device)
    if args.init:
        reader.load_state_dict(torch.load(args.init, weights_only=True, map_location=device), strict=False)
    batches = Batches(sentences, labels, pieces, mask_id=103)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps(asdict(labels), indent=1, ensure_ascii=False))
    print(len(sentences), "sentences", {k: len(v) for k, v in asdict(labels).items()}, device, flush=True)
    begun = time.time()
    for epoch, loss, average in run_epochs(reader, batches, args.epochs, rng, device, args.rate):
        torch.save(average.values, args.out / "weights.pt")
        print(f"epoch {epoch}: loss {loss:.3f}, {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
