"""Who vouches for an event: the report itself, a speaker, an accuser; and what is denied or disputed."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from detente.records import Claim, Span, Standing

__all__ = ["innermost_claim", "standing_of"]

HEDGES = frozenset("allegedly purportedly suspected alleged apparent purported supposedly presumed believed".split())
HEARSAY = frozenset({"reportedly", "reported"})


# Acts whose content the speaker vouches for; what is promised, demanded or refused is no report of an event.
VOUCHING = frozenset({"states", "accuses", "denies", "announces", "confirms", "warns", "thinks"})


def innermost_claim(claims: Sequence[Claim], span: Span) -> Claim | None:
    """The claim with the smallest content that covers a span."""
    best, size = None, 10**9
    for claim in claims:
        width = sum(e - s for s, e in claim.content)
        if width < size and any(s <= span[0] and span[1] <= e for s, e in claim.content):
            best, size = claim, width
    return best


def standing_of(token: Token, trigger: Span, claims: Sequence[Claim], *, accused: bool) -> tuple[Standing, str | None]:
    """Standing of an event and the id of the claim it hangs on."""
    claim = innermost_claim([c for c in claims if c.act in VOUCHING], trigger)
    ident = claim.id if claim else None
    if accused or (claim and claim.act == "accuses"):
        return "alleged", ident
    if claim and claim.act == "denies":
        return "denied", ident
    words = {c.lower_ for c in token.children} | {c.lower_ for c in token.head.children if c.dep_ == "advmod"}
    if words & HEDGES:
        return "alleged", ident
    if claim or words & HEARSAY:
        return "attributed", ident
    return "narrated", None
