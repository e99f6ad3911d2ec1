from pathlib import Path

import pytest

from detente.annotate.tokens import english_tokenizer
from detente.codebook.ontology import cameo_codes, types
from training.marked import crosswalk, held_back, read_happened, read_marked, relation_sentence

CORPUS = Path(__file__).parents[2] / "training" / "corpus"
LINE = (
    "{1:Kenyan police} detained {2:two reporters} after {3:the mission} complained.\t"
    '1>2 COERCE/arrest 173 occurred narrated "detained"; 3>0 ACCUSE/disapprove 114 occurred narrated "complained"'
)
BOTH = '{1:Chad} and {2:Niger} held talks.\t1=2 CONSULT 046 occurred narrated "held talks"'


def written(tmp_path, *lines):
    path = tmp_path / "news.tsv"
    path.write_text("\n".join(lines))
    return path


def test_a_line_gives_its_phrases_and_events(tmp_path):
    (marked,) = read_marked(written(tmp_path, "# a comment", LINE))
    assert marked.text == "Kenyan police detained two reporters after the mission complained."
    assert marked.text[slice(*marked.phrases[2])] == "two reporters"
    first, second = marked.events
    assert (first.source, first.target, first.type, first.mode, first.cameo) == (1, 2, "COERCE", "arrest", "173")
    assert (second.source, second.target, marked.text[slice(*second.trigger)]) == (3, 0, "complained")


def test_talks_go_both_ways(tmp_path):
    (marked,) = read_marked(written(tmp_path, BOTH))
    assert [(e.source, e.target) for e in marked.events] == [(1, 2), (2, 1)]


def test_pairs_without_an_event_are_none(tmp_path):
    (marked,) = read_marked(written(tmp_path, LINE))
    sentence = relation_sentence(marked, english_tokenizer().make_doc)
    kinds = {(tuple(p["source"]), tuple(p["target"])): p["plover"] for p in sentence.pairs}
    assert kinds[((0, 1), (3, 4))] == "COERCE"
    assert kinds[((6, 7), ())] == "ACCUSE"
    assert "NONE" in kinds.values()
    assert [sentence.words[i] for p in sentence.pairs if p["plover"] == "COERCE" for i in p["trigger"]][:1] == [
        "detained"
    ]


@pytest.mark.parametrize("events", ["1>2 COERCE", '1>2 COERCE 173 occurred narrated "absent"', "nonsense"])
def test_a_broken_line_is_named(tmp_path, events):
    with pytest.raises(ValueError, match=r"news\.tsv:1"):
        list(read_marked(written(tmp_path, "{1:Chad} and {2:Niger} talked.\t" + events)))


@pytest.mark.parametrize("path", sorted(CORPUS.glob("news_*.tsv")), ids=lambda p: p.stem)
def test_the_corpus_follows_its_codebook(path):
    rows = list(read_marked(path))
    assert len(rows) > 700
    for marked in rows:
        for event in marked.events:
            assert {event.source, event.target} <= {0, *marked.phrases}, marked.text
            assert event.mode is None or event.mode in types()[event.type].modes, marked.text
            assert event.cameo[:2] in cameo_codes(), marked.text
            assert crosswalk(event) in types(), marked.text
    assert 0.07 < sum(held_back(m.text) for m in rows) / len(rows) < 0.13


def test_what_happened_names_words_of_its_sentence():
    rows = list(read_happened(CORPUS / "happened.tsv"))
    assert len(rows) > 2000
    assert all(0 <= at < len(s.words) and -3 <= value <= 3 for s in rows for at, value, _ in s.facts)
