"""Records of any text: sound (spans, ids, dates, schema), the same twice, and figures whose digits stand in the text."""

import random
import re

import pytest

from detente.read.text import report_of
from fuzz.reports import CHANGES
from fuzz.soundness import Unsound, assert_sound
from tests.conftest import ROOT

TEXTS = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "samples").glob("*.txt"))]
REPORTS = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "gold" / "reports").glob("*.txt"))]


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.__name__)
def test_a_changed_report_gives_a_sound_record_and_the_same_twice(coder, change):
    rng = random.Random(change.__name__)
    for n, text in enumerate(TEXTS):
        report = report_of(
            change(text[:500], rng) + " India and Pakistan said so.", published="2025-05-09" if n else None
        )
        record = coder.code(report)
        assert_sound(record)
        assert coder.code(report) == record


@pytest.mark.parametrize("text", REPORTS[:3], ids=range(3))
def test_the_digits_of_a_figure_stand_in_the_text(coder, text):
    """Of a figure written in digits, the first digits of its value (or of an end of its range) are among them."""
    for figure in coder.code(report_of(text)).figures:
        words = text[slice(*figure.span)]
        written = re.sub(r"\D", "", words)
        if not written:
            continue
        told = [v for v in (figure.value, figure.low, figure.high) if v]
        digits = [re.sub(r"[.0]+$", "", re.sub(r"^0\.0*", "", f"{abs(v):f}")).replace(".", "") for v in told]
        assert any(d.rstrip("0") in written for d in digits) or not told, (words, figure)


def test_soundness_sees_what_is_wrong(coder):
    import msgspec

    record = coder.code(report_of(TEXTS[0]))
    assert_sound(record)
    event = msgspec.structs.replace(record.events[0], trigger=(0, 10**6), actors=("a999",))
    with pytest.raises(Unsound, match="is not in the text"):
        assert_sound(msgspec.structs.replace(record, events=(event,)))
