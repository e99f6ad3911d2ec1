"""Pairs of rows of data sets: what their coders tell in several rows, and what they tell of everywhere, every day.

A coder gives a meeting of three as pairs, a clash from either side, one act upon several as a row each; and police that
arrest, crowds that protest have no name, so that rows of one country and day are alike though nothing ties them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detente.codebook.linking import LEVELS, link_rules
from detente.link.tellings import BITS, Ints, Tellings

__all__ = ["judge_rows"]

SPOT, NEAR = LEVELS["place"].index("spot"), LEVELS["place"].index("near")
OTHER_MODE, JOINT = LEVELS["type"].index("other-mode"), LEVELS["actors"].index("joint")
SAME, OVERLAP, DIFFER = (LEVELS["recipients"].index(level) for level in ("same", "overlap", "differ"))
UNNAMED, OTHER_NAMES = LEVELS["names"].index("open"), LEVELS["names"].index("differ")
ONE_SENTENCE = LEVELS["told"].index("one-sentence")
FAR_TOLD = (LEVELS["told"].index("elsewhere"), LEVELS["told"].index("other-sentence"))


def judge_rows(t: Tellings, i: Ints, j: Ints, found: Mapping[str, Ints]) -> dict[str, Ints]:
    """Levels that differ for rows from what the columns alone tell; `found` holds those of the pairs (i, j)."""
    place, kind = found["place"], found["type"]
    one = found["told"] == ONE_SENTENCE
    mirrored = _mirrored(t, i, j) & (place == SPOT)
    joint = mirrored | (_meeting(t, i, j, one) & (one | (place <= NEAR)))
    several = one & (found["recipients"] == DIFFER)  # one act upon several
    paired = _paired(t, i, j) & (kind < OTHER_MODE)
    vague = _at_home(t, i, j) & ((place != SPOT) | (kind >= OTHER_MODE)) & np.isin(found["told"], FAR_TOLD)
    return {
        "actors": np.where(joint, JOINT, found["actors"]),
        "recipients": np.select([mirrored | several, paired], [OVERLAP, SAME], found["recipients"]),
        "names": np.where(one & (found["names"] == OTHER_NAMES), UNNAMED, found["names"]),
        "home": vague.astype(np.int64),
    }


def _mirrored(t: Tellings, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Rows that tell a clash from either side: A against B, and B against A, in the same way."""
    crossed = (t.actors[i] == t.recipients[j]).all(axis=1) & (t.recipients[i] == t.actors[j]).all(axis=1)
    alike = (t.kind[i] == t.kind[j]) & (t.mode[i] == t.mode[j]) & (t.family[i] == _force())
    two_sided = (t.actors[i] != t.recipients[i]).any(axis=1) & t.recipients[i].any(axis=1) & t.actors[i].any(axis=1)
    out: NDArray[np.bool_] = crossed & alike & two_sided
    return out


@cache
def _force() -> int:
    """Number of the family in which both sides act at once."""
    return sorted(set(link_rules().families.values())).index("force")


def _meeting(t: Tellings, i: Ints, j: Ints, one_sentence: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows that tell a meeting of three or more as pairs, with one party in common.

    So they do where one sentence was coded, or where the party in common is not the host: who meets A and B abroad
    meets them together, who receives A and B at home may receive one after the other.
    """
    shared = t.actors[i] & t.actors[j]
    one = np.bitwise_count(shared).sum(axis=1) == 1
    unordered = ~t.recipients[i].any(axis=1) & ~t.recipients[j].any(axis=1)
    venue = t.venue[i]
    word = np.take_along_axis(shared, np.maximum(venue, 0)[:, None] // BITS, axis=1)[:, 0]
    bit = (word >> (np.maximum(venue, 0) % BITS).astype(np.uint64)) & np.uint64(1)
    hosted = (t.country[i] < 0) | ((venue >= 0) & (bit == 1))
    out: NDArray[np.bool_] = one & unordered & (one_sentence | ~hosted)
    return out


def _paired(t: Tellings, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Both tell the same two countries, with no order between them: as much as an actor and a recipient."""
    two = np.bitwise_count(t.actors[i]).sum(axis=1) >= 2
    unordered = ~t.recipients[i].any(axis=1) & ~t.recipients[j].any(axis=1)
    out: NDArray[np.bool_] = two & unordered & (t.actors[i] == t.actors[j]).all(axis=1)
    return out


def _at_home(t: Tellings, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Rows without a name in common whose parties are all of one country."""
    sides = t.actors[i] | t.recipients[i] | t.actors[j] | t.recipients[j]
    names = (t.actor_names[i] & t.actor_names[j]) | (t.recipient_names[i] & t.recipient_names[j])
    out: NDArray[np.bool_] = (np.bitwise_count(sides).sum(axis=1) <= 1) & ~names.any(axis=1)
    return out
