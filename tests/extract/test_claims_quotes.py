"""Quotations: nested, unbalanced, over paragraphs; never a crash."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from detente.extract.cast import Cast
from detente.extract.claims import extract_claims
from detente.extract.claims_quotes import find_quotations, quoted_positions

NLP = English()


def quoted(text: str) -> list[str]:
    doc = NLP(text)
    return [doc[q.start : q.end].text for q in find_quotations(doc)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He said “we will talk” and left.", ["“we will talk”"]),
        ('"We will talk," he said. "Soon."', ['"We will talk,"', '"Soon."']),
        ("''We will talk,'' he said.", ["''We will talk,''"]),
        ("“She told me ‘go’ and I went,” he said.", ["“She told me ‘go’ and I went,”"]),
        ("He said: «we will talk».", ["«we will talk»"]),
        ("No marks at all, it's plain.", []),
    ],
)
def test_marks_pair(text, wanted):
    assert quoted(text) == wanted


def test_a_quotation_of_two_paragraphs_is_one():
    found = quoted("He said: “The first part.\n\n“The second part.”\n\nHe left.")
    assert len(found) == 1
    assert found[0].endswith("second part.”")


def test_an_unclosed_quotation_ends_with_its_paragraph():
    text = "He said: “We will talk again.\n\nThe minister left for home."
    assert quoted(text) == ["“We will talk again."]
    assert not find_quotations(NLP(text))[0].closed


def test_a_stray_closing_mark_opens_nothing():
    assert quoted("The bridge is open” he said.") == []


def test_words_picked_out_are_no_speech():
    doc = NLP("They call it a “special operation” there.")
    assert [q.speech for q in find_quotations(doc)] == [False]


PIECES = st.lists(
    st.sampled_from(["“", "”", '"', "''", "‘", "’", "«", "»", "``", "\n\n", " ", ". ", ", ", ": ", "he said", "Iran",
                     "we will talk", "that", "according to", "denied", "― ", "A: "]),
    max_size=40,
)  # fmt: skip


@given(PIECES)
def test_quotations_are_in_order_apart_and_inside_the_document(pieces):
    doc = NLP("".join(pieces))
    found = find_quotations(doc)
    assert all(0 <= q.start < q.end <= len(doc) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert set(quoted_positions(found)) == {i for q in found for i in range(q.start, q.end)}


@settings(max_examples=40, deadline=None)
@given(PIECES)
def test_claims_of_any_marks_never_crash(reader, pieces):
    doc = reader.read(["".join(pieces)])[0]
    for claim in extract_claims(doc, cast=Cast(doc, [])):
        assert claim.cue and claim.content
        assert all(0 <= s < e <= len(doc.text) for role in (claim.source, claim.cue, claim.content) for s, e in role)


def test_a_very_long_quotation_is_one_claim(reader):
    text = "“" + "The talks will go on and both sides agree. " * 120 + "We hope,” the minister said."
    doc = reader.read([text])[0]
    longest = max(extract_claims(doc, cast=Cast(doc, [])), key=lambda c: sum(e - s for s, e in c.content))
    assert longest.content[0][0] == 0
    assert doc.text[slice(*longest.source[0])] == "the minister"
