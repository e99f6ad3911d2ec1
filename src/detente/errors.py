"""Every error that Détente raises on purpose.

    DetenteError                 something that we can explain; carries a hint
      UsageError                 the command or call is wrong (exit code 2)
        UnknownName              a name that is not in the codebook; suggests the nearest
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
      BrokenModel                the model files are missing, or not the ones that were shipped
      UnwritableOutput           the output cannot be written

Messages say what is wrong and where; the hint says what to do.
"""

from __future__ import annotations

from difflib import get_close_matches

__all__ = [
    "BinaryReport",
    "BrokenModel",
    "DataError",
    "DetenteError",
    "EmptyReport",
    "ForeignLanguage",
    "MalformedCodebook",
    "MalformedRow",
    "NoArticle",
    "OversizedReport",
    "UndecodableReport",
    "UnknownName",
    "UnreachablePage",
    "UnreadableReport",
    "UnwritableOutput",
    "UsageError",
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
    def among(cls, name: str, known: list[str], *, kind: str) -> UnknownName:
        """Say which known names are near."""
        near = get_close_matches(name.upper(), [k.upper() for k in known], n=3, cutoff=0.5)
        shown = [k for k in known if k.upper() in near] or known
        return cls(f"no {kind} is called {name!r}", hint=f"try one of: {', '.join(shown[:20])}")


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


class BrokenModel(DetenteError):
    """The model files are missing, or not the ones that were shipped."""


class UnwritableOutput(DetenteError):
    """The output cannot be written."""
