import re

import pytest

from detente.annotate.lemmas import Lemmatizer
from detente.codebook.frames_table import COLUMNS, default_frames, load_frames
from detente.codebook.ontology import cameo_codes, types
from detente.errors import MalformedCodebook

HEADER = "\t".join(COLUMNS) + "\n"
ACTOR, RECIPIENT = re.compile(r"<([^>]+)>"), re.compile(r"\[([^\]]+)\]")
# Share of examples that the shipped reader must code with the frame's type and the named actor (measured: docs/accuracy.md).
EXAMPLES_RIGHT = 0.80


TAGS = ("VBD", "VBN", "VBZ", "VBG", "VB", "NNS", "NN", "JJ")


def frames():
    return list(dict.fromkeys(f for found in default_frames().by_head.values() for f in found))


def test_every_frame_has_known_type_mode_and_code():
    for frame in frames():
        info = types()[frame.type]
        assert frame.mode in (None, "@", *info.modes), frame.where
        assert frame.cameo in cameo_codes(), frame.where


def test_every_example_shows_its_actor_and_head():
    lemmatizer = Lemmatizer.default()
    for frame in frames():
        assert len(ACTOR.findall(frame.example)) == 1, frame.where
        words = re.findall(r"[\w-]+", frame.example)
        lemmas = {lemmatizer.lemma(word, tag) for word in words for tag in TAGS}
        assert lemmas & set(frame.heads), frame.where


def test_the_reader_codes_the_examples(reader):
    from detente.extract.cast import Cast
    from detente.extract.events import extract_events
    from detente.resolve.actors import find_actors

    wrong = []
    for frame in frames():
        text = re.sub(r"[<>\[\]]", "", frame.example)
        doc = reader.read([text])[0]
        actors = find_actors(doc)
        cast = Cast(doc, actors)
        wanted = ACTOR.findall(frame.example)[0]
        start = text.find(wanted)
        right = any(
            e.type == frame.type
            and any(s < start + len(wanted) and start < t for a in e.actors for s, t in cast.by_id[a].mentions)
            for e in extract_events(doc, cast=cast, frames=default_frames())
        )
        if not right:
            wrong.append(f"{frame.where} {frame.example}")
    share = 1 - len(wrong) / len(frames())
    assert share >= EXAMPLES_RIGHT, f"{share:.3f} right; wrong:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("hit\tx\t\t\t\t\t190\te", "pos is 'x'"),
        ("hit\tv\tobj\t\t\t\t190\te", "cannot read the condition"),
        ("hit\tv\tobj=&nothing\t\t\t\t190\te", "no word class"),
        ("hit\tv", "cells instead of"),
    ],
)
def test_a_broken_frame_names_its_line(row, message):
    with pytest.raises(MalformedCodebook, match=message) as caught:
        load_frames(HEADER + row, "ASSAULT.tsv", {})
    assert caught.value.where == "ASSAULT.tsv:2"
