"""Train the reader: `python -m training.train --out build/reader`.

Two cores suffice (bfloat16 where the processor has it); a GPU is used when there is one.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from detente.annotate.encoding import MAX_PIECES, WordPieces
from detente.annotate.model import Model
from training.data import Labels, Sentence, collect_labels, label_id, name_sentences, read_conllu, read_relations
from training.marked import held_back, read_happened, read_marked, relation_sentence
from training.network import Reader, Sizes
from training.sources import base_model, base_tokenizer, blank_tokenizer
from training.synthetic import synthetic_sentences

WORDS_PER_BATCH = 1100
RELATIONS_PER_BATCH = 24
ENCODER_RATE, HEAD_RATE = 2e-4, 2e-3
LABEL_SMOOTHING = 0.1
RELATION_WEIGHTS = {"types": 1.0, "crosswalk": 1.0, "modes": 0.3, "cameo": 0.4, "status": 0.3, "standing": 0.2}
LOOK_WEIGHT, SILVER_WEIGHT = 0.2, 0.5
REPORT_EVERY = 100
PIECE_DROPOUT = 0.04
AVERAGE_EVERY = 5
LIKE_NEWS = ("GUM_news", "GUM_interview", "GUM_speech", "GUM_bio")  # shown twice an epoch: what we read is news
IGNORED = -100


def load_sentences(treebanks: Path, corpus: Path, synthetic: int) -> list[Sentence]:
    """Read every training layer. GUM's and Universal NER's name tags; EWT has none in its train part."""
    sentences = list(read_conllu(treebanks / "en_ewt-train.conllu", named=False))
    gum = list(read_conllu(treebanks / "en_gum-open-train.conllu", named=True))
    sentences += gum + [s for s in gum if s.genre.startswith(LIKE_NEWS)]
    sentences += name_sentences(treebanks / "uner_en_ewt-dev.iob2")
    sentences += synthetic_sentences(synthetic, seed=5)
    return sentences + own_sentences(corpus)


def own_sentences(corpus: Path) -> list[Sentence]:
    """Our own sentences with relations and with what happened, without the held-back tenth."""
    tokenize = blank_tokenizer()
    out = list(read_relations(corpus / "relations_seed.jsonl", tokenize))
    for path in sorted(corpus.glob("news_*.tsv")):
        out += [relation_sentence(m, tokenize) for m in read_marked(path) if not held_back(m.text)]
    if (corpus / "happened.tsv").exists():
        out += list(read_happened(corpus / "happened.tsv"))
    return out


def pad(rows: list[list[int]], fill: int, extra: int = 0) -> Tensor:
    """Stack rows of different length."""
    width = max(map(len, rows)) + extra
    return torch.tensor([r + [fill] * (width - len(r)) for r in rows])


def with_silver(sentences: list[Sentence], folder: Path) -> None:
    """Give sentences without trees those that an earlier reader sees: what it knows of news is not forgotten.

    Teaching relations alone drifts the tags of the very verbs that tell of them ("offered" became a particle).
    """
    reader = Model(folder, threads=1)
    bare = [s for s in sentences if s.pairs and not s.heads]
    for s, parsed in zip(bare, reader.parse([s.words for s in bare]), strict=True):
        s.upos, s.xpos, s.names = parsed.upos, parsed.xpos, parsed.names
        s.heads, s.deprels = list(parsed.heads), parsed.deprels


class Batches:
    """Sentences as tensors, grouped by length and by annotated layers."""

    def __init__(
        self, sentences: list[Sentence], labels: Labels, pieces: WordPieces, mask_id: int, *, trees: float = 1.0
    ) -> None:
        self.labels, self.pieces, self.mask_id, self.share = labels, pieces, mask_id, trees
        fitting = [s for s in sentences if len(pieces.encode(s.words).ids) <= MAX_PIECES // 2]
        self.trees = [s for s in fitting if not s.pairs and not s.facts]
        self.relations = [s for s in fitting if s.pairs]
        self.facts = [s for s in fitting if s.facts]

    def epoch(self, rng: random.Random) -> list[list[Sentence]]:
        """Shuffle all sentences into batches of like length."""
        shown = rng.sample(self.trees, round(self.share * len(self.trees)))
        trees = sorted(shown, key=lambda s: len(s.words) + rng.random() * 6)
        batches: list[list[Sentence]] = [[]]
        for s in trees:
            if (len(batches[-1]) + 1) * len(s.words) > WORDS_PER_BATCH and batches[-1]:
                batches.append([])
            batches[-1].append(s)
        for layer in (self.relations, self.facts):
            ordered = sorted(layer, key=lambda s: len(s.words) + rng.random() * 12)
            batches += [ordered[i : i + RELATIONS_PER_BATCH] for i in range(0, len(ordered), RELATIONS_PER_BATCH)]
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
        found = [(i, p) for i, s in enumerate(batch) for p in s.pairs]
        targets = {k: torch.tensor([self._target(k, p) for _, p in found]) for k in RELATION_WEIGHTS}
        return {
            "row": torch.tensor([i for i, _ in found]),
            "source": torch.tensor([_weights(p["source"], width) for _, p in found]),
            "target": torch.tensor([_weights(p["target"], width) for _, p in found]),
            "look": torch.tensor([_weights(p.get("trigger", []), width) for _, p in found]),
            **targets,
        }

    def _target(self, name: str, p: dict[str, object]) -> int:
        known = getattr(self.labels, name)
        none = p["plover"] == "NONE"
        if name in ("types", "crosswalk"):
            value = p["plover"] if none or name == "types" else p.get("crosswalk")
        else:
            value = f"{p['plover']}/{p.get('mode') or ''}" if name == "modes" else p.get(name)
        return known.index(value) if value in known and (not none or name in ("types", "crosswalk")) else IGNORED

    def facts_of(self, batch: list[Sentence]) -> dict[str, Tensor]:
        """What happened: one row a predicate, with its sentence and word."""
        found = [(i, *fact) for i, s in enumerate(batch) for fact in s.facts]
        return {
            "row": torch.tensor([f[0] for f in found]),
            "word": torch.tensor([f[1] for f in found]),
            "value": torch.tensor([f[2] for f in found]),
            "class": torch.tensor([self.labels.status.index(f[3]) for f in found]),
        }


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
    """Sum of the losses of the relation head's outputs and of its look at the words of the act."""
    row = pairs["row"]
    outputs = reader.relation(words[row].float(), mask[row], pairs["source"], pairs["target"])
    loss = -LOOK_WEIGHT * (outputs["look"].float() * pairs["look"]).sum() / pairs["look"].sum().clamp(min=1)
    for name, weight in RELATION_WEIGHTS.items():
        target = pairs[name]
        if (target != IGNORED).any():
            loss = loss + weight * F.cross_entropy(
                outputs[name].float(), target, ignore_index=IGNORED, label_smoothing=LABEL_SMOOTHING
            )
    return loss


def happened_loss(reader: Reader, words: Tensor, facts: dict[str, Tensor]) -> Tensor:
    """Squared error of the value (a third of a point counts as little) and loss of the class."""
    found = reader.happened(reader.drop(words[facts["row"], facts["word"]].float())).float()
    value = F.smooth_l1_loss(found[:, 0], facts["value"])
    return value + 0.5 * F.cross_entropy(found[:, 1:], facts["class"], label_smoothing=LABEL_SMOOTHING)


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
    """bfloat16 where the processor has it (elsewhere it is forty times slower than float32)."""
    fast = device != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(device, torch.bfloat16) if fast else nullcontext()


def run_epochs(
    reader: Reader, batches: Batches, epochs: int, rng: random.Random, device: str, rate: float
) -> Iterator[tuple[int, float, Average]]:
    """Train; yield after each epoch its number, mean loss and the averaged weights."""
    encoder = [p for p in reader.encoder.bert.parameters() if p.requires_grad]
    known = {id(p) for p in reader.encoder.bert.parameters()}
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
                    if batch[0].heads:
                        loss = loss + SILVER_WEIGHT * tree_loss(reader, words, root, tensors)
                elif batch[0].facts:
                    facts = {k: v.to(device) for k, v in batches.facts_of(batch).items()}
                    loss = happened_loss(reader, words, facts)
                else:
                    loss = tree_loss(reader, words, root, tensors)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
            optimizer.step()
            schedule.step()
            average.update(reader)
            losses.append(float(loss.detach()))
            if len(losses) % REPORT_EVERY == 0:
                print(f"  {len(losses)} batches, loss {sum(losses) / len(losses):.3f}", flush=True)
        yield epoch + 1, sum(losses) / len(losses), average


def freeze(reader: Reader, layers: int) -> None:
    """Let the embeddings and the lower layers of the encoder stay as they are."""
    bert = reader.encoder.bert
    for part in [bert.embeddings, *bert.encoder.layer[:layers]] if layers else []:
        for parameter in part.parameters():
            parameter.requires_grad = False


def main() -> None:
    """Parse, train, save the weights and the labels after every epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus"), help="folder of our own sentences")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--synthetic", type=int, default=3500, help="sentences made by the grammar")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--init", type=Path, help="weights to go on from (a second, gentler round)")
    parser.add_argument("--trees", type=float, default=1.0, help="share of the trees that an epoch shows")
    parser.add_argument("--silver", type=Path, help="folder of an exported reader that parses our own sentences")
    parser.add_argument("--frozen", type=int, default=0, help="lower layers of the encoder that stay as they are")
    parser.add_argument("--rate", type=float, default=1.0, help="factor on both learning rates")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    pieces = WordPieces(base_tokenizer())
    sentences = load_sentences(args.treebanks, args.corpus, args.synthetic)
    labels = collect_labels(sentences)
    if args.silver:
        with_silver(sentences, args.silver)
    if args.init:
        known = json.loads((args.init.parent / "labels.json").read_text())
        trees = ("upos", "xpos", "deprels", "names")  # their heads go on; those of relations may grow
        labels = replace(labels, **{k: known[k] for k in trees})
    reader = Reader(base_model(), Sizes(**{k: len(v) for k, v in asdict(labels).items()})).to(device)
    if args.init:
        begun_from = torch.load(args.init, weights_only=True, map_location=device)
        sizes = {k: v.shape for k, v in reader.state_dict().items()}
        fitting = {k: v for k, v in begun_from.items() if sizes.get(k) == v.shape}
        reader.load_state_dict(fitting, strict=False)
    batches = Batches(sentences, labels, pieces, mask_id=103, trees=args.trees)
    freeze(reader, args.frozen)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps(asdict(labels), indent=1, ensure_ascii=False))
    print(len(sentences), "sentences", {k: len(v) for k, v in asdict(labels).items()}, device, flush=True)
    begun = time.time()
    for epoch, loss, average in run_epochs(reader, batches, args.epochs, rng, device, args.rate):
        torch.save(average.values, args.out / "weights.pt")
        print(f"epoch {epoch}: loss {loss:.3f}, {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
