"""A record is the same in every process: no order of a set, no hash, no address gets into it."""

import os
import subprocess
import sys

SCRIPT = """
import sys, msgspec, detente
coder = detente.Coder(threads=1)
for text in sys.stdin.read().split("\\n\\n"):
    print(msgspec.json.encode(coder.code(detente.report_of(text, published="2025-03-14"))).decode())
"""
# Phrases that stand for two, and reports with many parties: where order might come from a set.
TEXTS = """The foreign ministers of Greece and Iran met in Muscat on Thursday. Both officials praised Oman.

U.S. and Russian negotiators, Turkish and Qatari envoys and the presidents of Kenya, Uganda and Rwanda met in Doha.

France, Germany and Italy condemned attacks by Sudanese and Chadian rebels on towns in Mali, Niger and Burkina Faso.

Ethiopian and Eritrean militaries met Kenyan, Ugandan and Somali ministers."""


def test_records_are_the_same_whatever_the_hash_seed():
    told = set()
    for seed in ("0", "1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", SCRIPT]
        done = subprocess.run(command, input=TEXTS, env=environment, capture_output=True, text=True, check=True)
        told.add(done.stdout)
    assert len(told) == 1
