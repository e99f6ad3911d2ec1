"""Codes thousands of real reports, each changed in some odd way, and checks every record.

    python -m fuzz.reports FOLDER [--count 10000] [--seed 1]

FOLDER holds JSONL or CSV files of news. Prints memory every 500 reports; a fault is printed with the text's file and
seed, and the run goes on. Leaves with 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from detente.coder import Coder
from detente.errors import DetenteError
from detente.read import Failure, read_reports
from detente.read.text import report_of
from fuzz.soundness import assert_sound

__all__ = ["CHANGES", "changed", "main"]

LONGEST = 3_000  # characters: many odd reports find more than a few long ones
SENTENCE = re.compile(r"(?<=[.!?])\s+")
ODD = (
    "\u202e", "\u200b", "\ufeff", "\u00ad", "\u0301", "\U0001f600", "\u2028", "\x85", "\ufffd", "𝟙𝟚", "½", "²", "٣",
    "\u00a0", "\t", "\n\n", "ﬁ", "İ", "ß", "’", "“", "—", "…", "№", "㎞", "Ⅻ", "0" * 40, "9" * 400, "1e999", "-", "$",
)  # fmt: skip


def shuffled(text: str, rng: random.Random) -> str:
    """Sentences in another order."""
    parts = SENTENCE.split(text)
    rng.shuffle(parts)
    return " ".join(parts)


def cut(text: str, rng: random.Random) -> str:
    """Cut at any character."""
    start = rng.randrange(max(1, len(text) // 3))
    return text[start : start + rng.randint(60, LONGEST)]


def cased(text: str, rng: random.Random) -> str:
    """In capitals, small, title or swapped."""
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def sprinkled(text: str, rng: random.Random) -> str:
    """With odd characters at odd places."""
    for _ in range(rng.randint(1, 30)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(ODD) + text[at:]
    return text


def unspaced(text: str, rng: random.Random) -> str:
    """Spaces lost, doubled, or made line ends."""
    return "".join(rng.choice(("", "  ", "\n", " ", " ", "\t")) if c == " " and rng.random() < 0.2 else c for c in text)


def stuttered(text: str, rng: random.Random) -> str:
    """One piece many times over."""
    at = rng.randrange(len(text))
    return text[:at] + text[at : at + rng.randint(1, 60)] * rng.randint(2, 30) + text[at:]


def renumbered(text: str, rng: random.Random) -> str:
    """Other digits."""
    return re.sub(r"\d", lambda _: rng.choice("0123456789"), text)


def unpunctuated(text: str, rng: random.Random) -> str:
    """Punctuation lost or changed."""
    return re.sub(r"[^\w\s]", lambda m: rng.choice(("", m[0], m[0] * 3, '"', "(", ";", "-")), text)


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    shuffled, cut, cased, sprinkled, unspaced, stuttered, renumbered, unpunctuated,
)  # fmt: skip


def changed(text: str, seed: int) -> str:
    """One to three changes, the same for the same seed."""
    rng = random.Random(seed)
    start = rng.randrange(max(1, len(text) - LONGEST // 2))
    text = text[start : start + LONGEST]
    for change in rng.sample(CHANGES, rng.randint(1, 3)):
        text = change(text, rng) or text
    return text[:LONGEST]


def _texts(folder: Path) -> Iterator[tuple[str, str, str | None]]:
    files = sorted(p for p in folder.iterdir() if p.suffix in (".jsonl", ".csv"))
    for found in read_reports(files):
        if not isinstance(found, Failure):
            yield found.path or "", found.text, found.published


def _rss() -> float:
    """Resident memory in MB (Linux)."""
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * 4096 / 1e6


def _one(coder: Coder, text: str, published: str | None) -> str:
    try:
        report = report_of(text, published=published)
    except DetenteError as error:
        return type(error).__name__
    assert_sound(coder.code(report))
    return "coded"


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    texts = list(_texts(given.folder))
    random.Random(given.seed).shuffle(texts)
    coder, counts, faults, began = Coder(threads=1), {}, 0, time.monotonic()
    for n in range(given.count):
        path, text, published = texts[n % len(texts)]
        seed = given.seed * 1_000_000 + n
        try:
            what = _one(coder, changed(text, seed), published if n % 2 else None)
        except Exception:  # noqa: BLE001 - every fault is what we look for
            what, faults = "fault", faults + 1
            print(f"FAULT {path} seed {seed}\n{traceback.format_exc(limit=-4)}", flush=True)
        counts[what] = counts.get(what, 0) + 1
        if n % 500 == 499 or n == given.count - 1:
            told = ", ".join(f"{k} {v}" for k, v in sorted(counts.items()))
            print(f"{n + 1}: {_rss():.0f} MB, {time.monotonic() - began:.0f} s; {told}", flush=True)
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
