"""Who acts first, and who answers in kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.measure.intervals import share_interval

__all__ = ["Answers", "Deed", "answers"]

WITHIN = 7  # days in which an act of the same sign counts as its answer
QUIET = 7  # days without an act of the sign after which the next one is a beginning


@dataclass(frozen=True, slots=True)
class Deed:
    """One side's act towards the other."""

    day: date
    ours: bool  # done by the first side
    conflict: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """Of one sign: acts of each side, how many the other answered in kind, and who began after quiet."""

    sign: str
    a_acts: int
    b_acts: int
    a_answered: int
    b_answered: int
    a_began: int
    b_began: int

    def answered(self, *, ours: bool) -> tuple[float, float]:
        """Interval of the share of a side's acts that were answered."""
        return share_interval(*((self.a_answered, self.a_acts) if ours else (self.b_answered, self.b_acts)))


def answers(deeds: Sequence[Deed]) -> list[Answers]:
    """For conflict and for cooperation."""
    return [_of_sign([d for d in deeds if d.conflict is c], s) for s, c in (("conflict", True), ("cooperation", False))]


def _of_sign(deeds: Sequence[Deed], sign: str) -> Answers:
    ours = sorted({d.day for d in deeds if d.ours})
    theirs = sorted({d.day for d in deeds if not d.ours})
    began = [_began(day, ours, theirs) for day in sorted({*ours, *theirs}) if _quiet_before(day, ours, theirs)]
    return Answers(
        sign,
        a_acts=sum(d.ours for d in deeds),
        b_acts=sum(not d.ours for d in deeds),
        a_answered=sum(_answered(d.day, theirs) for d in deeds if d.ours),
        b_answered=sum(_answered(d.day, ours) for d in deeds if not d.ours),
        a_began=began.count("a"),
        b_began=began.count("b"),
    )


def _answered(day: date, others: Sequence[date]) -> bool:
    """Whether one of the `others` (sorted) follows within the days of an answer."""
    after = bisect_right(others, day)
    return after < len(others) and (others[after] - day).days <= WITHIN


def _quiet_before(day: date, *sides: Sequence[date]) -> bool:
    before = ((side, bisect_left(side, day)) for side in sides)
    return not any(at and (day - side[at - 1]).days <= QUIET for side, at in before)


def _began(day: date, ours: Sequence[date], theirs: Sequence[date]) -> str:
    """The side that acted on the first day after quiet; both on one day is nobody's beginning."""
    at = [bisect_left(side, day) for side in (ours, theirs)]
    acted = [n < len(side) and side[n] == day for n, side in zip(at, (ours, theirs), strict=True)]
    return "both" if all(acted) else "a" if acted[0] else "b"
