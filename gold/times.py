"""Time expressions of our own short reports, scored as TempEval-3 does.

A report is a text file: a line `published DATE`, then the text with each expression as `{words|TYPE|value}`. An
expression is found when a predicted one overlaps it; the value counts where it is equal. F1 is over all expressions.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from detente.annotate import Reader, load_reader
from detente.benchmarks.telling import timex_row
from detente.resolve.times import find_times

__all__ = ["Marked", "figures", "marked_reports", "measure", "parse"]

REPORTS = Path(__file__).parent / "times"
MARK = re.compile(r"\{([^|{}]+)\|(DATE|TIME|DURATION|SET)\|([^|{}]+)\}")
Expression = tuple[int, int, str, str]  # start, end, type, value


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its time expressions."""

    name: str
    published: str
    text: str
    expressions: tuple[Expression, ...]


def parse(name: str, source: str) -> Marked:
    """A marked report. Raises ValueError where a brace is left over or the first line has no date."""
    head, _, body = source.partition("\n")
    if not head.startswith("published "):
        raise ValueError(f"{name}: the first line must be `published DATE`")
    text, found, last = "", [], 0
    for m in MARK.finditer(body):
        text += body[last : m.start()]
        found.append((len(text), len(text) + len(m[1]), m[2], m[3]))
        text, last = text + m[1], m.end()
    text += body[last:]
    if "{" in text or "}" in text:
        raise ValueError(f"{name}: a mark is not {{words|TYPE|value}}")
    return Marked(name, head.removeprefix("published ").strip(), text, tuple(found))


def marked_reports(folder: Path = REPORTS) -> list[Marked]:
    """All marked reports, by name."""
    return [parse(p.stem, p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.txt"))]


def measure(reports: list[Marked], reader: Reader, *, show: bool = False) -> Counter[str]:
    """Counts of wanted, predicted, found (overlap), with the same edges, and with the right value."""
    total: Counter[str] = Counter()
    for report in reports:
        doc = reader.read([report.text])[0]
        rows = [timex_row(t) for t in find_times(doc, published=report.published)]
        total += score(report, [(r["start"], r["end"], r["type"], r["value"]) for r in rows], show=show)
    return total


def score(report: Marked, predicted: list[Expression], *, show: bool = False) -> Counter[str]:
    """Counts for one report; each predicted expression serves one wanted."""
    counts: Counter[str] = Counter(wanted=len(report.expressions), predicted=len(predicted))
    free = list(predicted)
    for wanted in report.expressions:
        near = [p for p in free if p[0] < wanted[1] and p[1] > wanted[0]]
        best = max(near, key=lambda p: (p[:2] == wanted[:2], min(p[1], wanted[1]) - max(p[0], wanted[0])), default=None)
        if best is not None:
            free.remove(best)
            counts["found"] += 1
            counts["edges"] += best[:2] == wanted[:2]
            counts["types"] += best[2] == wanted[2]
            counts["values"] += best[3] == wanted[3]
        if show and (best is None or best != wanted):
            _show(report, wanted, best)
    for extra in free if show else ():
        _show(report, None, extra)
    return counts


def _show(report: Marked, wanted: Expression | None, found: Expression | None) -> None:
    told = [f"{report.text[e[0] : e[1]]!r} {e[2]} {e[3]}" if e else "-" for e in (wanted, found)]
    sys.stdout.write(f"{report.name}: {told[0]}  |  {told[1]}\n")


def figures(c: Counter[str]) -> dict[str, float]:
    """F1 of found, of right edges and of right values."""
    both = max(1, c["wanted"] + c["predicted"])
    return {
        "times found F1": 2 * c["found"] / both,
        "times edges F1": 2 * c["edges"] / both,
        "times value F1": 2 * c["values"] / both,
    }


def main() -> None:
    """Print the figures and, with `--show`, what differs."""
    counts = measure(marked_reports(), load_reader(), show="--show" in sys.argv)
    for name, value in figures(counts).items():
        sys.stdout.write(f"{name:<18} {value:.3f}\n")


if __name__ == "__main__":
    main()
