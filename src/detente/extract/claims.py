"""Claims: who says what, through which medium, on what evidence."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc

from detente.codebook.cues import media_phrases, praise_words
from detente.codebook.words import word_list
from detente.extract.cast import Cast
from detente.extract.claims_evidence import Found, evidence_of
from detente.extract.claims_joining import drafts_of
from detente.extract.claims_spans import Draft, spans
from detente.records import Act, Claim

__all__ = ["extract_claims", "outermost"]

DOCUMENTS = word_list("documents")

# Descriptions that are praise when their words are (codebook: claims.toml).
PRAISING = frozenset({"describe", "emphasize", "emphasise", "highlight", "stress", "underline", "underscore"})


def extract_claims(doc: Doc, *, cast: Cast) -> list[Claim]:
    """Claims of a document in the order of their cues, with ids `c1`, `c2`, …"""
    claims: list[Claim] = []
    drafts = drafts_of(doc)
    for n, (d, evidence) in enumerate(zip(drafts, evidence_of(doc, drafts), strict=True), 1):
        claims.append(_spoken_by_document(_claim(doc, d, f"c{n}", cast, evidence), d, claims, cast))
    return claims


def outermost(claims: Sequence[Claim]) -> list[Claim]:
    """Claims that no other claim tells of."""
    return [c for c in claims if not any(o is not c and _tells_of(o, c) for o in claims)]


def _tells_of(outer: Claim, inner: Claim) -> bool:
    start, end = inner.cue[0]
    return any(s <= start and end <= e for s, e in outer.content)


def _spoken_by_document(claim: Claim, d: Draft, before: Sequence[Claim], cast: Cast) -> Claim:
    """ "The statement said": the body whose statement was told of before; "it" after that, the same."""
    if claim.speaker or d.head is None:
        return claim
    document = d.head.lemma_.lower() in DOCUMENTS
    if not document and not (d.head.lower_ == "it" and before and before[-1].medium == "statement"):
        return claim
    bodies = [c.speaker for c in before if c.speaker and cast.by_id[c.speaker].kind in ("organisation", "state")]
    medium = claim.medium or "statement"
    return msgspec.structs.replace(claim, speaker=bodies[-1] if bodies else None, medium=medium)


def _claim(doc: Doc, d: Draft, ident: str, cast: Cast, evidence: Found) -> Claim:
    source = spans(doc, d.source)
    speakers = cast.phrase(d.head) if d.head is not None else ()
    if d.head is not None and not speakers and d.head.lemma_.lower() in DOCUMENTS:
        speakers = cast.owners(d.head)
    return Claim(
        id=ident,
        speaker=speakers[0] if speakers else None,
        speaker_text=doc.text[source[0][0] : source[-1][1]] if source else None,
        source=source,
        cue=spans(doc, d.cue),
        content=spans(doc, d.content),
        act=_act(doc, d),
        medium=_medium(d.word.sent.text, d),
        evidence=evidence[0],
        evidence_span=evidence[1],
    )


def _act(doc: Doc, d: Draft) -> Act:
    """The cue's act; what is described in words of praise is praise."""
    praised = (
        d.act == "states" and d.word.lemma_ in PRAISING and any(doc[i].lower_ in praise_words() for i in d.content)
    )
    return "praises" if praised else d.act


def _medium(sentence: str, d: Draft) -> str | None:
    lower = " ".join(sentence.lower().split())
    for phrase, medium in media_phrases():
        if phrase in lower:
            return medium
    return "statement" if d.head is not None and d.head.lemma_ == "statement" else None
