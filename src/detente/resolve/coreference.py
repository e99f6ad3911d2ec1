"""Who a pronoun, a bare title or "both nations" stands for: the nearest fitting mention, by rules for news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.resolve.mentions import Mention

__all__ = ["Link", "link_mentions"]

PERSON_PRONOUNS = frozenset("he she him her his hers himself herself".split())
THING_PRONOUNS = frozenset("it its itself".split())
PLURAL_PRONOUNS = frozenset("they them their theirs themselves".split())
GROUP_NOUNS = frozenset(
    "nation country side state neighbour neighbor party government capital power leader official "
    "minister president envoy diplomat man woman ally rival army force team delegation".split()
)
BOTH = frozenset({"both", "two", "each", "either"})
# Plurals that stand for the pair in focus even without "both".
PAIRED = frozenset({"side", "minister", "leader", "government", "country", "neighbour", "neighbor", "president"})
WINDOW = 3  # sentences back; antecedents further away were wrong more often than right
PERSON_WINDOW = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A phrase that stands for earlier mentions (positions in the list of mentions)."""

    start: int
    end: int
    antecedents: tuple[int, ...]
    basis: str


def link_mentions(doc: Doc, mentions: Sequence[Mention]) -> list[Link]:
    """Link pronouns and group phrases to the mentions that they stand for."""
    sentence_of = _sentence_numbers(doc)
    links: list[Link] = []
    for token in doc:
        link = _pronoun(token, mentions, links, sentence_of) or _both(token, mentions, sentence_of)
        if link:
            links.append(link)
    return links


def _sentence_numbers(doc: Doc) -> list[int]:
    out = [0] * len(doc)
    for number, sentence in enumerate(doc.sents):
        for token in sentence:
            out[token.i] = number
    return out


def _pronoun(token: Token, mentions: Sequence[Mention], links: list[Link], sent: list[int]) -> Link | None:
    word = token.lower_
    if token.pos_ not in ("PRON", "DET"):
        return None
    if word in PERSON_PRONOUNS:
        found = _best(token, mentions, sent, _is_person, PERSON_WINDOW)
        return _link(token, found, "pronoun: the nearest person in focus")
    if (
        word in THING_PRONOUNS
        and (word == "its" or token.dep_.startswith("nsubj"))
        and not _expletive(token)
        and not _document_before(token, sent)
    ):
        found = _best(token, mentions, sent, _is_body, WINDOW)
        return _link(token, found, "pronoun: the nearest state or body in focus")
    return _plural(token, mentions, links, sent) if word in PLURAL_PRONOUNS else None


def _plural(token: Token, mentions: Sequence[Mention], links: list[Link], sent: list[int]) -> Link | None:
    """ "They": the coordinated subject, the pair or the group before it."""
    several = _coordinated_before(token, mentions, sent)
    if several:
        return Link(token.i, token.i + 1, several, "pronoun: the coordinated subject before it")
    pair = next((k for k in reversed(links) if len(k.antecedents) > 1 and sent[token.i] - sent[k.start] <= 2), None)
    found = _best(token, mentions, sent, _is_many, WINDOW)
    if pair and (found is None or mentions[found].start < pair.start):
        return Link(token.i, token.i + 1, pair.antecedents, "pronoun: the pair before it")
    return _link(token, found, "pronoun: the nearest plural in focus")


def _link(token: Token, found: int | None, basis: str) -> Link | None:
    return None if found is None else Link(token.i, token.i + 1, (found,), basis)


def _is_person(m: Mention) -> bool:
    return m.kind == "person" and not m.plural


def _is_body(m: Mention) -> bool:
    return (m.kind in ("state", "organisation") and not m.place) or (m.kind == "group" and not m.plural)


def _is_many(m: Mention) -> bool:
    return m.plural or m.kind in ("people", "group")


def _expletive(token: Token) -> bool:
    """ "It is likely that", "it emerged that"."""
    verb = token.head
    return token.dep_ == "expl" or (
        token.dep_.startswith("nsubj")
        and any(c.dep_ in ("csubj", "ccomp", "csubj:pass") for c in verb.children)
        and verb.lemma_ in ("be", "seem", "appear", "emerge", "clear", "likely", "possible", "unclear", "important")
    )


DOCUMENTS = frozenset(
    "statement report letter agreement document resolution declaration communique treaty deal".split()
)


def _document_before(token: Token, sent: list[int]) -> bool:
    """Whether "it" stands for a document: the subject of the sentence before is one."""
    if not token.dep_.startswith("nsubj"):
        return False
    for other in token.doc[: token.i]:
        if sent[other.i] == sent[token.i] - 1 and other.dep_.startswith("nsubj") and other.lemma_ in DOCUMENTS:
            return True
    return False


def _best(token: Token, mentions: Sequence[Mention], sent: list[int], fits: object, window: int) -> int | None:
    """The fitting mention with the best focus: near, subject, not in the same clause as a fellow argument."""
    best, best_score = None, -1e9
    for position, m in enumerate(mentions):
        if m.start >= token.i or not fits(m):  # type: ignore[operator]
            continue
        gap = sent[token.i] - sent[m.head]
        if gap > window or _fellow(token, token.doc[m.head]):
            continue
        score = _focus(token.doc[m.head]) - 1.2 * gap + 0.004 * (m.start - token.i)
        if score > best_score:
            best, best_score = position, score
    return best


def _focus(head: Token) -> float:
    dep = head.dep_
    if dep.startswith("nsubj"):
        main = head.head.dep_ in ("root", "conj", "ccomp", "parataxis")
        return 1.6 if main else 1.1
    if dep in ("obj", "iobj", "obl:agent"):
        return 0.8
    return 0.3 if dep.startswith(("obl", "conj", "appos")) else 0.0


def _fellow(pronoun: Token, other: Token) -> bool:
    """Arguments of one verb do not name the same one, unless the pronoun is possessive."""
    if pronoun.dep_ == "nmod:poss":
        return False
    return pronoun.head == other.head and other.dep_.split(":")[0] in ("nsubj", "obj", "iobj", "obl")


def _coordinated_before(token: Token, mentions: Sequence[Mention], sent: list[int]) -> tuple[int, ...]:
    """Coordinated subjects in this sentence or the one before."""
    heads = {m.head: i for i, m in enumerate(mentions) if not m.place}
    for other in reversed(token.doc[: token.i]):
        if sent[token.i] - sent[other.i] > 1:
            return ()
        if other.i in heads and other.dep_.startswith("nsubj"):
            group = [heads[t.i] for t in _conjuncts(other) if t.i in heads]
            return tuple(group) if len(group) > 1 else ()
    return ()


def _conjuncts(token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ == "conj":
            yield from _conjuncts(child)


def _both(token: Token, mentions: Sequence[Mention], sent: list[int]) -> Link | None:
    """ "both nations", "the two sides", "both": the last two of that kind."""
    lemma = token.lemma_.lower()
    words = [c for c in token.children if c.i < token.i]
    paired = any(c.lower_ in BOTH for c in words)
    if lemma not in GROUP_NOUNS or (token.tag_ not in ("NNS", "NNPS") and not any(c.lower_ == "each" for c in words)):
        return None
    definite = lemma in PAIRED and any(c.lower_ == "the" for c in words) and len(words) == 1
    if not (paired or definite) or any(m.head == token.i and m.country for m in mentions):
        return None
    person = token.lemma_ in ("leader", "official", "minister", "president", "envoy", "diplomat", "man", "woman")
    found = _last_two(token, mentions, sent, person=person)
    if len(found) < 2 and person:
        found = _last_two(token, mentions, sent, person=False)
    if len(found) < 2:
        return None
    start = min(c.i for c in words)
    return Link(start, token.i + 1, found, f"{token.doc[start : token.i + 1].text!r}: the two in focus")


def _last_two(token: Token, mentions: Sequence[Mention], sent: list[int], *, person: bool) -> tuple[int, ...]:
    """The pair that was last named together (coordinated, or in one clause), else the last two."""
    fitting = [
        (i, m)
        for i, m in enumerate(mentions)
        if m.start < token.i
        and sent[token.i] - sent[m.head] <= WINDOW + 2
        and ((m.kind == "person" and m.named) if person else (m.kind in ("state", "organisation") and not m.place))
    ]
    fellows = {m.country for _, m in fitting if token.doc[m.head].dep_ == "nsubj" and m.head > token.sent.start - 1}
    last: dict[str, int] = {}
    count: Counter[str] = Counter()
    for i, m in fitting:
        key = m.name if person else (m.country or m.name)
        if person or m.country not in fellows:
            last[key] = i
            count[key] += 1
    best = sorted(last, key=lambda key: (-count[key] if not person else 0, -last[key]))[:2]
    return tuple(sorted(last[key] for key in best)) if len(best) == 2 else ()
