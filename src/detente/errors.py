"""Every error that Détente raises on purpose.

    DetenteError                 something that we can explain; carries a hint
      UsageError                 the command or call is wrong (exit code 2)
        UnknownName              a name that is not in the codebook; suggests the nearest
        UnknownId                an id that the store does not have
        MissingStore             there is no store at this path
        MalformedQuery           SQL that the store cannot run
      DataError                  something in the data is wrong (exit code 1)
        UnreadableReport         a file that cannot be read as a report
          EmptyReport            no text in it
          BinaryReport           not text
          UndecodableReport      text in an encoding that we cannot tell
          OversizedReport        larger than the limit
          NoArticle              a page without an article
          ForeignLanguage        not in English
        UnreachablePage          a URL that cannot or must not be fetched
        MalformedRow             a row of a table or JSONL file that does not hold a report
        MalformedCodebook        a codebook, dictionary or types file that breaks its schema
        UnusableStore            a store that cannot be read or written
          ForeignStore           a file that is not a store
          NewerStore             a store that a newer version of Détente made
          LockedStore            a store that another process is writing
          FullDisk               no room left to write
        WrongFormat              a data set that is not in the format named
      BrokenModel                the model files are missing, or not the ones that were shipped
      BrokenWorkers              worker processes that die, whatever they are given
      UnwritableOutput           the output cannot be written

    IgnoredLine (a warning)      a line of a user's dictionary that is left out

Messages say what is wrong and where; the hint says what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "BinaryReport",
    "BrokenModel",
    "BrokenWorkers",
    "DataError",
    "DetenteError",
    "EmptyReport",
    "ForeignLanguage",
    "ForeignStore",
    "FullDisk",
    "IgnoredLine",
    "LockedStore",
    "MalformedCodebook",
    "MalformedQuery",
    "MalformedRow",
    "MissingStore",
    "NewerStore",
    "NoArticle",
    "OversizedReport",
    "UndecodableReport",
    "UnknownId",
    "UnknownName",
    "UnreachablePage",
    "UnreadableReport",
    "UnusableStore",
    "UnwritableOutput",
    "UsageError",
    "WrongFormat",
]


class DetenteError(Exception):
    """An error that we can explain."""

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        self.message, self.where, self.hint = message, where, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        """Where, what, and what to do, in one or two lines."""
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}\n  hint: {self.hint}" if self.hint else head

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between worker processes with all parts."""
        return (_rebuild, (type(self), self.message, self.where, self.hint))


def _rebuild(kind: type[DetenteError], message: str, where: str, hint: str) -> DetenteError:
    return kind(message, where=where, hint=hint)


class UsageError(DetenteError):
    """The command or call is wrong."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that the codebook does not have."""

    @classmethod
    def check(cls, name: str, known: Iterable[str], *, kind: str) -> None:
        """Raise it unless the name is known."""
        names = list(known)
        if name not in names:
            raise cls.among(name, names, kind=kind)

    @classmethod
    def among(cls, name: str, known: list[str], *, kind: str) -> UnknownName:
        """Say which known names are near."""
        near = get_close_matches(name.upper(), [k.upper() for k in known], n=3, cutoff=0.5)
        shown = [k for k in known if k.upper() in near] or known
        return cls(f"no {kind} is called {name!r}", hint=f"try one of: {', '.join(shown[:20])}")


class UnknownId(UsageError):
    """An id that the store does not have."""


class MissingStore(UsageError):
    """There is no store at this path."""


class MalformedQuery(UsageError):
    """SQL that the store cannot run."""


class DataError(DetenteError):
    """Something in the data is wrong."""


class UnreadableReport(DataError):
    """A file that cannot be read as a report."""


class EmptyReport(UnreadableReport):
    """No text in it."""


class BinaryReport(UnreadableReport):
    """Not text."""


class UndecodableReport(UnreadableReport):
    """Text in an encoding that we cannot tell."""


class OversizedReport(UnreadableReport):
    """Larger than the limit."""


class NoArticle(UnreadableReport):
    """A page without an article."""


class ForeignLanguage(UnreadableReport):
    """Not in English."""


class UnreachablePage(DataError):
    """A URL that cannot or must not be fetched."""


class MalformedRow(DataError):
    """A row of a table or JSONL file that does not hold a report."""


class MalformedCodebook(DataError):
    """A codebook, dictionary or types file that breaks its schema."""


class UnusableStore(DataError):
    """A store that cannot be read or written."""


class ForeignStore(UnusableStore):
    """A file that is not a store."""


class NewerStore(UnusableStore):
    """A store that a newer version of Détente made."""


class LockedStore(UnusableStore):
    """A store that another process is writing."""


class FullDisk(UnusableStore):
    """No room left to write."""


class WrongFormat(DataError):
    """A data set that is not in the format named."""


class BrokenModel(DetenteError):
    """The model files are missing, or not the ones that were shipped."""


class BrokenWorkers(DetenteError):
    """Worker processes die, whatever they are given."""


class UnwritableOutput(DetenteError):
    """The output cannot be written."""


class IgnoredLine(UserWarning):
    """A line of a user's dictionary that is left out, since it cannot be read and the others can."""
