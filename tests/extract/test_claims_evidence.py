"""Evidence: each pattern's examples, and the claim that a phrase speaks of."""

import pytest

from detente.codebook.cues import evidence_patterns
from detente.extract.cast import Cast
from detente.extract.claims import extract_claims


def value(text):
    return next((p.value for p in evidence_patterns() if any(r.search(text.lower()) for r in p.patterns)), None)


@pytest.mark.parametrize(("text", "wanted"), [(e, p.value) for p in evidence_patterns() for e in p.examples])
def test_examples_match(text, wanted):
    assert value(text) == wanted


@pytest.mark.parametrize(("text", "own"), [(e, p) for p in evidence_patterns() for e in p.counter])
def test_counter_examples_do_not(text, own):
    assert not any(r.search(text.lower()) for r in own.patterns)


CASES = [
    ("Rwanda accused Uganda of arming rebels, offering no proof, and Kampala rejected the charge.", {"Rwanda": "none offered", "Kampala": "unstated"}),
    ("The ministry said it had taken two villages, a claim that could not be independently verified.", {"The ministry": "unverified"}),
    ("The general said the port had fallen. He did not elaborate.", {"The general": "none offered"}),
    ("Satellite images showed that the base had been hit.", {"Satellite images": "offered"}),
    ("Without presenting evidence, Iran said the ship was smuggling fuel.", {"Iran": "none offered"}),
    ("The minister said Serbia had provided no evidence of the attack.", {"The minister": "unstated"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_the_phrase_belongs_to_its_claim(reader, text, wanted):
    doc = reader.read([text])[0]
    found = {c.speaker_text: c.evidence for c in extract_claims(doc, cast=Cast(doc, []))}
    assert {k: found.get(k) for k in wanted} == wanted
