"""What came of a file: rows counted by what became of them, with examples of what was refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["EXAMPLES", "Refused", "Tally"]

EXAMPLES = 5  # lines shown of each reason


@dataclass(slots=True)
class Refused:
    """Rows refused for one reason: how many, and the first of them as (line number or None, beginning of the line)."""

    count: int = 0
    examples: list[tuple[int | None, str]] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Counts of one file. Every row is in exactly one of `new`, `revised`, `same`, `deleted`, `refused`."""

    file: str
    new: int = 0
    revised: int = 0
    same: int = 0
    deleted: int = 0  # withdrawn by the data set (also: told of in a deletions feed)
    refused: dict[str, Refused] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)  # taken, but for one part; rows may count twice

    @property
    def read(self) -> int:
        """All rows of the file."""
        return self.new + self.revised + self.same + self.deleted + sum(r.count for r in self.refused.values())

    def refuse(self, reason: str, count: int, examples: Iterable[tuple[int | None, str]] = ()) -> None:
        """Count rows that were not taken."""
        found = self.refused.setdefault(reason, Refused())
        found.count += count
        found.examples += list(examples)[: EXAMPLES - len(found.examples)]

    def mend(self, reason: str, count: int) -> None:
        """Count rows that were taken without a part that could not be read."""
        if count:
            self.mended[reason] = self.mended.get(reason, 0) + count
