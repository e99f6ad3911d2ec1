"""Texts and tellings into stories: average link over similarities that somebody else computed.

Average link joins two groups by the mean over all their pairs, so that one text that stands between two stories does
not tie them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

__all__ = ["average_link", "cosines", "faded"]

Floats = NDArray[np.float64]
FADE = 365.0  # days after which two texts of like words count as half as near, at the most


def cosines(counts: Sequence[Mapping[str, float]]) -> Floats:
    """Cosine of TF-IDF vectors of each pair (n x n). A word that all share still counts a little."""
    documents = Counter(w for c in counts for w in c)
    column = {w: k for k, w in enumerate(documents)}
    rows = [k for k, c in enumerate(counts) for _ in c]
    columns = [column[w] for c in counts for w in c]
    values = [(1 + math.log(n)) * math.log(len(counts) / documents[w] + 1) for c in counts for w, n in c.items()]
    table = csr_matrix((values, (rows, columns)), shape=(len(counts), max(1, len(column))))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    out: Floats = (table @ table.T).toarray() / np.maximum(np.outer(length, length), 1e-12)
    return out


def faded(similarity: Floats, days: Sequence[int | None]) -> Floats:
    """Similarities of texts that were published far apart are lessened, to half in the end."""
    day = np.array([np.nan if d is None else d for d in days], np.float64)
    gap = np.nan_to_num(np.abs(day[:, None] - day[None, :]), nan=0.0)
    return similarity * (0.5 + 0.5 * np.exp(-gap / FADE))


def average_link(similarity: Floats, least: float) -> list[int]:
    """A group number for each row; groups are joined while their mean similarity is at least `least`."""
    if len(similarity) < 2:
        return [0] * len(similarity)
    distance = similarity.max() - (similarity + similarity.T) / 2
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), "average")
    return [int(g) for g in fcluster(tree, similarity.max() - least, "distance")]
