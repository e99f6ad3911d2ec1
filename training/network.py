"""The reader's network: one encoder, and light heads for tags, tree, names and relations."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertModel

ARC_SIZE, LABEL_SIZE, RELATION_SIZE, FACT_SIZE = 256, 96, 384, 128
RELATION_OUTPUTS = ("types", "modes", "status", "standing", "cameo", "crosswalk")
DROPOUT = 0.33


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many labels each head tells apart."""

    upos: int
    xpos: int
    deprels: int
    names: int
    types: int
    modes: int
    status: int
    standing: int
    cameo: int
    crosswalk: int


class WordEncoder(nn.Module):
    """Word pieces and shapes to one vector a word (mean of its first and last piece)."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        self.shapes = nn.Embedding(6, bert.config.hidden_size)
        nn.init.zeros_(self.shapes.weight)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Give word vectors (batch, words, hidden) and the [CLS] vector (batch, 1, hidden)."""
        embedded = self.bert.embeddings.word_embeddings(ids) + self.shapes(shapes)
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        width = hidden.shape[-1]
        a = hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, width))
        b = hidden.gather(1, last.unsqueeze(-1).expand(-1, -1, width))
        return (a + b) / 2, hidden[:, :1]


def projection(size_in: int, size_out: int) -> nn.Sequential:
    """A small layer with dropout on both sides."""
    return nn.Sequential(nn.Dropout(DROPOUT), nn.Linear(size_in, size_out), nn.GELU(), nn.Dropout(DROPOUT))


class TreeHead(nn.Module):
    """Deep biaffine attention (Dozat and Manning, 2017) over words; the root is the [CLS] vector."""

    def __init__(self, hidden: int, deprels: int) -> None:
        super().__init__()
        self.arc_dep, self.arc_head = projection(hidden, ARC_SIZE), projection(hidden, ARC_SIZE)
        self.label_dep, self.label_head = projection(hidden, LABEL_SIZE), projection(hidden, LABEL_SIZE)
        self.arc = nn.Parameter(torch.zeros(ARC_SIZE + 1, ARC_SIZE))
        self.label = nn.Parameter(torch.zeros(deprels, LABEL_SIZE + 1, LABEL_SIZE + 1))
        nn.init.normal_(self.arc, std=0.02)
        nn.init.normal_(self.label, std=0.02)

    def forward(self, words: Tensor, root: Tensor) -> tuple[Tensor, Tensor]:
        """Arc scores (batch, words, words+1) and label scores (batch, words, words+1, deprels)."""
        heads = torch.cat([root, words], 1)
        arcs = self._bias(self.arc_dep(words)) @ self.arc @ self.arc_head(heads).transpose(1, 2)
        dep, head = self._bias(self.label_dep(words)), self._bias(self.label_head(heads))
        batch, count, size = dep.shape
        deprels = self.label.shape[0]
        mixed = (dep @ self.label.permute(1, 0, 2).reshape(size, -1)).view(batch, count * deprels, size)
        scores = (mixed @ head.transpose(1, 2)).view(batch, count, deprels, -1)
        return arcs, scores.transpose(2, 3)

    @staticmethod
    def _bias(x: Tensor) -> Tensor:
        return torch.cat([x, torch.ones_like(x[..., :1])], -1)


class RelationHead(nn.Module):
    """What one span does to another, from word vectors: the outputs of `RELATION_OUTPUTS`, and where it looks.

    Of its two looks over the sentence, the second is taught to fall on the words that tell of the act.
    """

    def __init__(self, hidden: int, sizes: Sizes) -> None:
        super().__init__()
        self.query = nn.Linear(2 * hidden, 2 * hidden)
        self.mix = projection(7 * hidden, RELATION_SIZE)
        self.outputs = nn.ModuleDict({k: nn.Linear(RELATION_SIZE, getattr(sizes, k)) for k in RELATION_OUTPUTS})

    def forward(self, words: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> dict[str, Tensor]:
        """`source` and `target` are weights over words (batch, words) that sum to 1, or to 0 for none."""
        s = (source.unsqueeze(1) @ words).squeeze(1)
        t = (target.unsqueeze(1) @ words).squeeze(1)
        whole = (mask / mask.sum(1, keepdim=True)).unsqueeze(1) @ words
        query = self.query(torch.cat([s, t], -1)).view(len(words), 2, -1)
        scores = (query @ words.transpose(1, 2)) / words.shape[-1] ** 0.5
        scores = scores + (1 - mask.unsqueeze(1)) * -1e4
        read = (scores.softmax(-1) @ words).flatten(1)
        mixed = self.mix(torch.cat([s, t, s * t, s - t, whole.squeeze(1), read], -1))
        return {"look": scores[:, 1].log_softmax(-1), **{k: part(mixed) for k, part in self.outputs.items()}}


class Reader(nn.Module):
    """The whole network."""

    def __init__(self, bert: BertModel, sizes: Sizes) -> None:
        super().__init__()
        hidden = bert.config.hidden_size
        self.encoder = WordEncoder(bert)
        self.drop = nn.Dropout(DROPOUT)
        self.upos = nn.Linear(hidden, sizes.upos)
        self.xpos = nn.Linear(hidden, sizes.xpos)
        self.names = nn.Linear(hidden, sizes.names)
        self.tree = TreeHead(hidden, sizes.deprels)
        self.relation = RelationHead(hidden, sizes)
        self.happened = nn.Sequential(nn.Linear(hidden, FACT_SIZE), nn.GELU(), nn.Linear(FACT_SIZE, 1 + sizes.status))
