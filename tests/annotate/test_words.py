import pytest

from detente.annotate.encoding import Shape, shape_of
from detente.annotate.lemmas import Lemmatizer
from detente.annotate.sentences import DATELINE, Segmenter
from detente.annotate.tokens import english_tokenizer


@pytest.fixture(scope="module")
def nlp():
    return english_tokenizer()


@pytest.mark.parametrize(
    ("text", "words"),
    [("US-India ties", "US - India ties"), ("a 90-day pause", "a 90 - day pause"), ("$45.7 billion", "$ 45.7 billion"),
     ("co-founder", "co-founder"), ("Kyiv's army", "Kyiv 's army"), ("didn't", "did n't"), ("a U.S. base", "a U.S. base"),
     ("Islamabad—without evidence", "Islamabad — without evidence"), ("see https://a-b.org/x-y", "see https://a-b.org/x-y")],
)  # fmt: skip
def test_words_are_cut_as_the_treebanks_cut_them(nlp, text, words):
    assert [t.text for t in nlp.make_doc(text)] == words.split()


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [("carried", "VBD", "carry"), ("emphasized", "VBD", "emphasize"), ("accused", "VBN", "accuse"), ("shot", "VBD", "shoot"),
     ("casualties", "NNS", "casualty"), ("withdrew", "VBD", "withdraw"), ("stopping", "VBG", "stop"), ("agreed", "VBD", "agree"),
     ("India", "NNP", "India"), ("men", "NNS", "man"), ("raped", "VBD", "rape"), ("rapped", "VBD", "rap"), ("bribed", "VBD", "bribe"),
     ("freed", "VBN", "free"), ("withheld", "VBD", "withhold")],
)  # fmt: skip
def test_lemmas(form, tag, lemma):
    assert Lemmatizer.default().lemma(form, tag) == lemma


@pytest.mark.parametrize(
    ("word", "shape"),
    [("iran", "LOWER"), ("Iran", "TITLE"), ("NATO", "UPPER"), ("McKay", "MIXED"), ("F-16", "DIGIT"), ("—", "OTHER")],
)
def test_shapes(word, shape):
    assert shape_of(word) is Shape[shape]


def cut(nlp, text):
    doc = nlp.make_doc(text)
    return [doc[s[0] : s[-1] + 1].text for s in Segmenter.default().sentences(doc)]


def test_sentences_end_where_they_do(nlp):
    text = "Mr. Lee met U.S. envoys in St. Louis. They talked for an hour. “We agree,” he said.\nA new line begins."
    assert cut(nlp, text) == [
        "Mr. Lee met U.S. envoys in St. Louis.",
        "They talked for an hour.",
        "“We agree,” he said.",
        "A new line begins.",
    ]


def test_hard_wrapped_lines_are_joined(nlp):
    lines = ["The ministers of the two countries met on Monday in the capital and", "agreed to open a border post before the end of the next year, said the",
             "communique that was handed to the press after the long session of the", "commission, which had been put off twice."]  # fmt: skip
    assert len(cut(nlp, "\n".join(lines))) == 1


def test_a_dateline_stands_alone(nlp):
    assert cut(nlp, "GENEVA, March 3 (Agency) - Iran met France.")[1] == "Iran met France."
    assert DATELINE.match("BEIRUT - Two") and not DATELINE.match("Iran met - again - France")
