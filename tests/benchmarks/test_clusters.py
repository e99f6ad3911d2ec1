"""Documents and mentions over a reader whose parses are written by hand: one word a mention, its parties around it."""

import json
from types import SimpleNamespace

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from detente.benchmarks.acts import near_parties, same_acts, stem
from detente.benchmarks.clusters import cluster_documents, cluster_events

VOCAB = Vocab()
PARTS = {"N": "NOUN", "P": "PROPN", "V": "VERB", "A": "ADP"}


def parsed(told):
    """ "army/N shot/V/shoot": word, part, lemma; the first verb is the root, what stands before it its subject."""
    rows = [(*w.split("/"), w.split("/")[0])[:3] for w in told.split()]
    root = next((n for n, r in enumerate(rows) if r[1] == "V"), 0)
    deps = ["ROOT" if n == root else "nsubj" if n < root else "obj" for n in range(len(rows))]
    return Doc(
        VOCAB,
        words=[r[0] for r in rows],
        pos=[PARTS[r[1]] for r in rows],
        lemmas=[r[2] for r in rows],
        heads=[root] * len(rows),
        deps=deps,
    )


@pytest.fixture
def reader():
    """Stands in for the coder: a text names its parse."""
    return SimpleNamespace(reader=SimpleNamespace(read=lambda texts: [parsed(json.loads(t)) for t in texts]))


def row(ident, told, *at, published=None):
    words = parsed(told)
    mentions = [{"start": words[n].idx, "end": words[n].idx + len(words[n])} for n in at]
    return {"id": ident, "text": json.dumps(told), "mentions": mentions, "published": published}


def groups(rows):
    out = {}
    for r in rows:
        out.setdefault(r["cluster"], []).append(r.get("doc") or r["id"])
    return sorted(sorted(g) for g in out.values())


def test_one_act_in_other_words_is_one_event_and_another_act_none(reader):
    same = "Omdurman/P garrison/N shelled/V/shell market/N Tuesday/P"
    rows = [
        row("a", same.replace("shelled/V/shell", "killed/V/kill"), 2),
        row("b", same.replace("shelled/V/shell", "slew/V/slay"), 2),
        row("c", same.replace("shelled/V/shell", "visited/V/visit"), 2),
    ]
    assert groups(cluster_events(rows, reader)) == [["a", "b"], ["c"]]


def test_the_same_word_in_far_documents_is_two_events(reader):
    rows = [
        row("a", "Omdurman/P garrison/N killed/V/kill trader/N market/N", 2),
        row("b", "Omdurman/P garrison/N killed/V/kill trader/N bazaar/N", 2),
        row("c", "Lima/P bus/N killed/V/kill singer/N highway/N", 2),
        row("d", "Lima/P bus/N killed/V/kill singer/N road/N", 2),
    ]
    assert groups(cluster_events(rows, reader)) == [["a", "b"], ["c", "d"]]


def test_documents_of_one_story_and_of_another(reader):
    rows = [
        row("a", "Omdurman/P garrison/N shelled/V/shell market/N", published="2024-01-02"),
        row("b", "Omdurman/P garrison/N shelled/V/shell bazaar/N", published="2024-01-03"),
        row("c", "Lima/P bus/N hit/V singer/N", published="2024-01-02"),
    ]
    assert groups(cluster_documents(rows, reader)) == [["a", "b"], ["c"]]


@pytest.mark.parametrize("task", [cluster_documents, cluster_events])
def test_nothing_and_one_document(reader, task):
    assert task([], reader) == []
    assert len(task([row("a", "Lima/P fell/V/fall", 1)], reader)) == 1


def test_a_mention_outside_the_text_stands_alone(reader):
    rows = [row("a", "Lima/P fell/V/fall", 1)]
    rows[0]["mentions"].append({"start": 900, "end": 905})
    assert len({r["cluster"] for r in cluster_events(rows, reader)}) == 2


def test_stems_and_phrases():
    assert stem("acquisition")[:5] == stem("acquire")[:5]
    doc = parsed("minister/N stepped/V/step down/A resignation/N")
    near = same_acts([doc[1:3], doc[3:4], None])
    assert near[0, 1] == 0.9
    assert near[0, 2] == near[2, 1] == 0


def test_parties_of_an_act():
    one, two, three = (parsed(f"{who}/N shot/V/shoot trader/N") for who in ("garrison", "garrison", "robber"))
    near = near_parties([d[1:2] for d in (one, two, three)])
    assert near[0, 1] == pytest.approx(1)
    assert near[0, 2] < 1
