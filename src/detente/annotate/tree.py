"""From arc scores to a tree: the best head of every word, mended where that is no tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["best_tree"]

Scores = NDArray[np.float32]


def best_tree(scores: Scores) -> list[int]:
    """Heads of a sentence (0 = root, words from 1), exactly one word under the root.

    `scores[i, h]` is the score of word `i` having head `h` (0 = root). Greedy where greedy gives a tree,
    else Chu-Liu-Edmonds with the best single root.
    """
    count = scores.shape[0]
    scores = scores[:, : count + 1].copy()
    scores[np.arange(count), np.arange(1, count + 1)] = -np.inf
    heads = scores.argmax(1)
    if int((heads == 0).sum()) == 1 and not _cycle(heads.tolist()):
        return [int(h) for h in heads]
    return _single_root_tree(scores)


def _single_root_tree(scores: Scores) -> list[int]:
    """Fix the likeliest root, forbid all others, and find the maximum spanning tree."""
    margins = scores[:, 0] - scores[:, 1:].max(1, initial=-1e9)
    root = int(margins.argmax())
    count = scores.shape[0]
    full = np.full((count + 1, count + 1), -np.inf)
    full[1:] = scores
    full[1:, 0] = -np.inf
    full[root + 1] = -np.inf
    full[root + 1, 0] = 0.0
    return _edmonds(full)[1:]


def _cycle(heads: list[int]) -> list[int]:
    """Words (from 1) of a cycle, or nothing. `heads[i]` is the head of word i+1."""
    state = [0] * (len(heads) + 1)
    for start in range(1, len(heads) + 1):
        node, path = start, []
        while node and not state[node]:
            state[node] = 1
            path.append(node)
            node = heads[node - 1]
        if node and state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _edmonds(scores: NDArray[np.float64]) -> list[int]:
    """Maximum spanning arborescence from node 0; `scores[i, h]`: i under h. Contracts one cycle at a time."""
    heads = [int(h) for h in scores.argmax(1)]
    heads[0] = 0
    cycle = _cycle(heads[1:])
    if not cycle:
        return heads
    outside = [n for n in range(len(scores)) if n not in set(cycle)]
    inside = np.array(cycle)
    gain = scores[inside][:, outside] - scores[inside, [heads[n] for n in cycle]][:, None]
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1] = gain.max(0)
    smaller[:-1, -1] = scores[np.ix_(outside, cycle)].max(1)
    found = _edmonds(smaller)
    for position, node in enumerate(outside[1:], 1):
        head = found[position]
        if head < len(outside):
            heads[node] = outside[head]
        else:
            heads[node] = cycle[int(scores[node, inside].argmax())]
    enter = found[-1]
    broken = cycle[int(gain[:, enter].argmax())]
    heads[broken] = outside[enter]
    return heads
