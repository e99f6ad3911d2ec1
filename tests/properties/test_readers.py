"""Whatever bytes and texts come in, a reader gives what it promises or an error that it explains.

The functions are those that are fuzzed (`fuzz/targets.py`); here hypothesis feeds each a little, in every run.
"""

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.read.files import columns_of
from detente.read.text import report_of
from detente.read.web import is_public
from fuzz.seeds import seeds_of
from fuzz.targets import TARGETS

EXAMPLES = {"read": 40, "feeds": 30, "settings": 30, "dictionaries": 40, "resolve": 15, "extract": 10, "imports": 8}


def spoiled(seed: bytes, rng: random.Random) -> bytes:
    """A good input with a few bytes changed, cut out or doubled."""
    data = bytearray(seed)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(1, len(data)) if len(data) > 1 else 0
        what = rng.randrange(4)
        if what == 0:
            data[at:at] = rng.choice([b"\0", b"\xff", b"\n", b'"', b"\t", b"9" * 400, b"<!--", b"\xe2\x80\xae", b"["])
        elif what == 1:
            del data[at : at + rng.randint(1, 30)]
        elif what == 2:
            data[at : at + 1] = bytes([rng.randrange(256)])
        else:
            data[at:at] = data[: rng.randrange(len(data))]
    return bytes(data)


@pytest.mark.parametrize("target", sorted(EXAMPLES))
def test_bytes_are_read_or_refused_with_a_reason(target):
    seeds, rng = seeds_of(target), random.Random(target)
    for n in range(EXAMPLES[target]):
        TARGETS[target](spoiled(seeds[n % len(seeds)], rng))


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.none() | st.text(max_size=12))
@example("India\ud800 met Pakistan\u202e and said so \x1b[31m\x9b31m", None)
def test_a_report_holds_no_character_that_is_no_writing(text, source):
    sentence = f"India and Pakistan met on Monday and said so. {text}"
    try:
        report = report_of(sentence, source=source, title=text)
    except DetenteError:
        return
    report.text.encode()
    assert not any(ord(c) < 32 and c not in "\n\t" for c in report.text + (report.title or "").replace("\r", ""))
    assert not any("\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in report.text)
    assert len(report.text) <= len(sentence)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_names_of_columns_are_read_or_refused(text):
    try:
        found = columns_of(text)
    except DetenteError:
        return
    assert set(found) <= {"text", "title", "published", "url", "source"}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7") | st.ip_addresses(network="127.0.0.0/8")
)
def test_private_addresses_are_private_however_they_are_wrapped(address):
    assert not is_public(str(address))
    if address.version == 4:
        assert not is_public(f"::ffff:{address}")
        assert not is_public(f"64:ff9b::{address}")
        low = int(address)
        assert not is_public(f"2002:{low >> 16:x}:{low & 0xFFFF:x}::1")
