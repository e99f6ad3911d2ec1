"""On real reports, where they are present."""

import csv
import json
from collections import Counter

from detente.link.copies import group_copies


def test_revised_releases_fold(shared):
    lines = (shared / "news/statedept_revised_versions.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    folded = group_copies([r["text"] for r in rows], [r["published"] for r in rows])
    groups = {}
    for n, row in enumerate(rows):
        groups.setdefault(row["guid"], set()).add(folded[n])
    assert all(len(g) == 1 for g in groups.values())


def test_repeated_headlines_on_different_days_stay_apart(shared):
    csv.field_size_limit(10**8)
    with (shared / "news/kremlin_en_2021_2022.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    often = Counter(r["headline"] for r in rows)
    rows = [r for r in rows if often[r["headline"]] > 1]
    folded = group_copies([r["body"] or r["summary"] for r in rows], [r["date"][:10] for r in rows])
    assert folded == list(range(len(rows)))
