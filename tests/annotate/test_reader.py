import json

import pytest

from detente.annotate.model import Model, model_folder
from detente.errors import BrokenModel

TEXT = "India carried out airstrikes inside Pakistan. New Delhi accused Islamabad of an attack.\nTalks ended."


def test_a_document_has_ud_labels_and_keeps_its_text(reader):
    doc = reader.read([TEXT])[0]
    assert doc.text == TEXT
    assert [s.root.lemma_ for s in doc.sents] == ["carry", "accuse", "end"]
    assert [t.text for t in doc if t.dep_ == "nsubj"] == ["India", "Delhi", "Talks"]
    assert doc.tensor.shape == (len(doc), 384)


def test_a_verb_tagged_as_money_keeps_its_lemma(reader):
    doc = reader.read(["Norway gave 30 million euros in aid to Moldova on Tuesday."])[0]
    assert doc[1].lemma_ == "give"


def test_a_result_does_not_depend_on_its_neighbours(reader):
    alone = reader.read([TEXT])[0].to_bytes()
    among = reader.read(["A longer text stands before it, with other words.", TEXT])[1].to_bytes()
    assert alone == among


@pytest.mark.parametrize(
    "text", ["", " \n ", "…", "a" * 3000, "word " * 700, "xqzwvkjgfh " * 170, "\u200b x", "日本 and China met."]
)
def test_odd_texts_are_read(reader, text):
    assert reader.read([text])[0].text == text


def test_a_changed_model_file_is_refused(tmp_path):
    for path in model_folder().iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes() if path.suffix == ".json" else b"changed")
    with pytest.raises(BrokenModel, match="not the one that was shipped"):
        Model(tmp_path)


def test_a_missing_model_is_told(tmp_path):
    with pytest.raises(BrokenModel, match="cannot be read"):
        Model(tmp_path)


def test_the_shipped_model_stays_small():
    total = sum(p.stat().st_size for p in model_folder().iterdir())
    assert total < 30_000_000
    assert set(json.loads((model_folder() / "digests.json").read_text())) >= {"reader.onnx", "relation.npz"}


def test_white_space_inside_a_name_belongs_to_it(reader):
    doc = reader.read(["He met Emad  Shargi and John\u00a0 Kerry in Geneva on Monday."])[0]
    assert "PER" in {e.label_ for e in doc.ents}
