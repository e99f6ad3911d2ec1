import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.annotate.tree import best_tree


def is_tree(heads):
    if sum(h == 0 for h in heads) != 1:
        return False
    for start in range(1, len(heads) + 1):
        seen, node = set(), start
        while node:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node - 1]
    return True


def test_greedy_heads_are_kept_when_they_make_a_tree():
    scores = np.array([[0, 0, 5], [9, 0, 0]], np.float32)
    assert best_tree(scores) == [2, 0]


def test_a_cycle_is_broken_where_it_costs_least():
    scores = np.array([[1, 0, 5, 0], [3, 5, 0, 0], [0, 0, 5, 0]], np.float32)
    heads = best_tree(scores)
    assert is_tree(heads)
    assert heads == [2, 0, 2]


@given(st.integers(1, 9), st.integers(0, 10_000))
def test_whatever_the_scores_there_is_one_root_and_no_cycle(count, seed):
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)).astype(np.float32)
    assert is_tree(best_tree(scores))
