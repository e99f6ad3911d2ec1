import subprocess
import sys

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import detente
from detente.errors import UnknownName, UsageError
from detente.pipe import Recorder
from detente.records import Record

TEXT = "Iran seized two Greek tankers on Monday. Greece accused Tehran of piracy."
# The same two sentences as another pipeline with Universal Dependencies gives them: word upos head label.
UD = """
Iran PROPN 2 nsubj | seized VERB 0 ROOT | two NUM 5 nummod | Greek ADJ 5 amod | tankers NOUN 2 obj | on ADP 7 case
| Monday PROPN 2 obl | . PUNCT 2 punct | Greece PROPN 10 nsubj | accused VERB 0 ROOT | Tehran PROPN 10 obj
| of ADP 13 case | piracy NOUN 10 obl | . PUNCT 10 punct
"""
CLEARNLP = UD.replace("2 obj", "2 dobj").replace("10 obj", "10 dobj").replace("case", "prep")


def filled(doc: Doc, rows: str) -> Doc:
    cells = [row.split() for row in rows.split("|")]
    heads = [int(c[2]) - 1 if c[2] != "0" else i for i, c in enumerate(cells)]
    return Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        pos=[c[1] for c in cells],
        heads=heads,
        deps=[c[3] for c in cells],
    )


@Language.component("test_ud")
def test_ud(doc):
    return filled(doc, UD)


@Language.component("test_clearnlp")
def test_clearnlp(doc):
    return filled(doc, CLEARNLP)


test_ud.__test__ = test_clearnlp.__test__ = False


def pipeline(*names, **config):
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name)
    nlp.add_pipe("detente", config=config)
    return nlp


def acts(record):
    codes = {a.id: a.code for a in record.actors}
    return {(e.type, *(codes[i] for i in e.actors), *(codes[i] for i in e.recipients)) for e in record.events}


def test_spacy_finds_the_components_and_the_pipeline_by_their_names():
    script = (
        "import spacy; nlp = spacy.load('detente'); nlp.add_pipe('detente');"
        "print(nlp('Iran seized two Greek tankers.')._.detente.events[0].type, nlp.pipe_names)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split(maxsplit=1) == ["COERCE", "['detente_reader', 'detente']\n"]


def test_our_pipeline_gives_the_coders_record(coder):
    nlp = detente.load()
    nlp.add_pipe("detente")
    context = {"published": "2024-06-04", "title": "Tankers", "source": "Halyard", "url": "https://example.org/1"}
    [(doc, _)] = nlp.pipe([(TEXT, context)], as_tuples=True)
    assert doc._.detente == coder.code(detente.report_of(TEXT, **context))
    assert [(s.text, s.label_, s.id_) for s in doc.spans["detente"]] == [
        ("seized", "COERCE", "e1"),
        ("accused", "ACCUSE", "e2"),
    ]
    assert next(doc.sents).root.text == "seized"


def test_a_ud_pipelines_tree_is_used_and_its_document_left_alone():
    nlp = pipeline("test_ud")
    doc = nlp.make_doc(TEXT)
    doc = nlp.get_pipe("detente")(test_ud(doc))
    assert acts(doc._.detente) >= {("COERCE", "IRN", "GRC"), ("ACCUSE", "GRC", "IRN")}
    assert not any(n.kind == "parse" for n in doc._.detente.notes)
    assert (doc[1].dep_, doc[1].tag_, doc.ents, doc.tensor.size) == ("ROOT", "", (), 0)
    # with subject and object exchanged in the tree, the record follows the tree
    turned = UD.replace("Iran PROPN 2 nsubj", "Iran PROPN 2 obj").replace("tankers NOUN 2 obj", "tankers NOUN 2 nsubj")
    record = Recorder("doc").record(filled(nlp.make_doc(TEXT), turned))
    assert ("COERCE", "IRN", "GRC") not in acts(record)


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ((), "it has no parse with parts of speech"),
        (("test_clearnlp",), "its labels are not Universal Dependencies (dobj, prep)"),
    ],
)
def test_other_parses_are_read_again_with_a_note_or_refused(names, why):
    doc = pipeline(*names)(TEXT)
    assert ("COERCE", "IRN", "GRC") in acts(doc._.detente)
    assert [n.text for n in doc._.detente.notes if n.kind == "parse"] == [f"read with our own reader: {why}"]
    with pytest.raises(UsageError, match=r"cannot be used: .*\n  hint: parse it with Universal Dependencies"):
        pipeline(*names, tree="doc")(TEXT)


def test_own_reads_beside_without_a_note():
    record = pipeline("test_clearnlp", tree="own")(TEXT)._.detente
    assert not any(n.kind == "parse" for n in record.notes)


def test_an_unknown_setting_names_the_known():
    with pytest.raises(UnknownName, match="auto"):
        pipeline(tree="autmo")


def test_what_is_no_report_has_a_record_that_says_why():
    doc = pipeline()("Ja.")
    assert [(n.kind, n.text) for n in doc._.detente.notes] == [("unread", "there is no text to read")]
    assert doc._.detente.report.text == "Ja."


def test_a_wrong_date_is_told():
    nlp = pipeline()
    doc = nlp.make_doc(TEXT)
    doc.user_data["published"] = "soon"
    with pytest.raises(UsageError, match="is not a date"):
        nlp(doc)


def test_offsets_are_those_of_the_document_whatever_its_line_ends():
    text = "Talks failed.\r\n\r\nIran seized two Greek tankers."
    doc = pipeline()(text)
    event = next(e for e in doc._.detente.events if e.type == "COERCE")
    assert text[slice(*event.trigger)] == "seized"


def test_a_document_without_the_component_has_no_record():
    assert spacy.blank("en")("Iran seized two tankers.")._.detente is None


def test_records_survive_serialization_and_the_pipeline_the_disk(tmp_path):
    nlp = detente.load()
    nlp.add_pipe("detente")
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    doc = again("Iran seized two Greek-flagged tankers.")
    assert [t.text for t in doc][3:6] == ["Greek", "-", "flagged"]
    assert isinstance(Doc(again.vocab).from_bytes(doc.to_bytes())._.detente, Record)


def test_users_words_are_given_as_files(tmp_path):
    table = tmp_path / "mine.tsv"
    table.write_text("name\tcode\tfrom\tto\tkind\taliases\nBlue Front\tGRCREB\t\t\tgroup\tBlues\n")
    record = pipeline(actors=str(table))("The Blues seized two Iranian tankers on Monday.")._.detente
    assert ("COERCE", "GRCREB", "IRN") in acts(record)
