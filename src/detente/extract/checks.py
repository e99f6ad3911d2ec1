"""What follows from the record's figures, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.extract.sums import TOLERANCE, amount, extract_sums, lower, upper
from detente.records import Actor, Check, Deadline, Figure

__all__ = ["differ", "extract_checks"]

TOTALS = ("bilateral trade", "two-way trade", "total trade", "mutual trade", "trade")
DEAD = ("killed", "dead", "died")
# Measures whose figures two voices can contradict each other about (tolls of the dead apart).
TOLD = frozenset({"wounded", "detained", "arrested", "displaced", "released", "abducted", "missing", "evacuated"})


def extract_checks(
    figures: Sequence[Figure],
    *,
    actors: Sequence[Actor] = (),
    deadlines: Sequence[Deadline] = (),
    text: str = "",
) -> list[Check]:
    """Checks in a fixed order: trade, sums within sentences of the `text`, deadlines, figures of two voices."""
    names = {a.id: a.name for a in actors}
    return [
        *_trade(figures, names),
        *_both_ways(figures, names),
        *extract_sums(text, figures),
        *_terms(deadlines),
        *_voices(figures),
    ]


def _trade(figures: Sequence[Figure], names: dict[str, str]) -> Iterator[Check]:
    """Exports and imports from a total T and a balance B between the same two: (T+B)/2 and (T-B)/2."""
    totals = [f for f in figures if f.measure in TOTALS]
    balances = [f for f in figures if f.measure and f.measure.endswith(("surplus", "deficit")) and f.holder]
    for balance in balances:
        pair = {balance.holder, *balance.parties}
        for total in totals:
            both = {p for p in (total.holder, *total.parties) if p}
            if total.measure == "trade" and len(both) < 2:
                continue
            if total.unit != balance.unit or (both and not both <= pair and not pair <= both):
                continue
            sign = 1 if balance.measure and balance.measure.endswith("surplus") else -1
            exports, imports = (total.value + sign * balance.value) / 2, (total.value - sign * balance.value) / 2
            who = names.get(balance.holder or "", "the holder")
            others = sorted(p for p in (pair | both) - {balance.holder} if p)
            partner = " and ".join(names.get(p, p) for p in others) or "the other side"
            rest = f"{amount(total)} and its {_balance(balance)} of {amount(balance)}"
            if imports < 0 or exports < 0:
                text = f"the balance is larger than the trade between {who} and {partner}"
                yield Check(kind="arithmetic", text=text, from_=(total.id, balance.id))
                continue
            for word, value in (("exports to", exports), ("imports from", imports)):
                size = f"about {value / 1e9:.2f} billion {total.unit}"
                text = f"{who}'s {word} {partner}: {size}, from bilateral trade of {rest}"
                yield Check(kind="derived", text=text, value=value, unit=total.unit, from_=(total.id, balance.id))


def _balance(f: Figure) -> str:
    return "surplus" if (f.measure or "").endswith("surplus") else "deficit"


def _both_ways(figures: Sequence[Figure], names: dict[str, str]) -> Iterator[Check]:
    """Total and balance from exports and imports of one holder; or that a told one is another."""
    for out in (f for f in figures if _ends(f, "export") and f.holder):
        for back in (f for f in figures if _ends(f, "import") and f.holder == out.holder and f.unit == out.unit):
            if out.period.start != back.period.start or (out.parties and back.parties and out.parties != back.parties):
                continue
            who, ids = names.get(out.holder or "", "the holder"), (out.id, back.id)
            for word, value in (("trade", out.value + back.value), ("balance", out.value - back.value)):
                told = _told(figures, out, word)
                if told is None:
                    rest = f"exports of {amount(out)} and imports of {amount(back)}"
                    said = f"{who}'s {word}: {amount(out, value)}, from {rest}"
                    yield Check(kind="derived", text=said, value=value, unit=out.unit, from_=ids)
                elif abs(told.value - abs(value)) > 2 * TOLERANCE * max(told.value, abs(value)):
                    said = f"{who}'s {word} is told as {amount(told)}; exports and imports make {amount(out, value)}"
                    yield Check(kind="arithmetic", text=said, from_=(told.id, *ids))


def _ends(f: Figure, word: str) -> bool:
    return (f.measure or "").split(" per ")[0].removesuffix("s").endswith(word)


def _told(figures: Sequence[Figure], like: Figure, word: str) -> Figure | None:
    """The figure that gives the total or the balance of the same holder, unit and period."""
    for f in figures:
        measure = f.measure or ""
        wanted = measure in TOTALS if word == "trade" else measure.endswith(("surplus", "deficit", "trade balance"))
        alone = f.holder == like.holder or (like.holder in f.parties)
        if wanted and alone and f.unit == like.unit and f.period.start == like.period.start:
            return f
    return None


def _terms(deadlines: Sequence[Deadline]) -> Iterator[Check]:
    for d in deadlines:
        if d.start and d.due and d.due[:10] < d.start[: len(d.due)]:
            yield Check(kind="arithmetic", text=f"{d.what}: due {d.due}, before it begins ({d.start})", from_=(d.id,))
        elif d.start and d.due and " days from " in d.basis:
            yield Check(kind="derived", text=f"{d.what}: {d.due} ({d.basis})", from_=(d.id,))


def _voices(figures: Sequence[Figure]) -> Iterator[Check]:
    """Two voices (claims, or a claim and the report) that put one thing at different figures."""
    for i, a in enumerate(figures):
        for b in figures[i + 1 :]:
            two = a.claim != b.claim and a.measure is not None and a.measure == b.measure and a.unit == b.unit
            if two and _one_thing(a, b) and differ(a, b):
                text = f"two figures for {_whose(a)}{a.measure}: {amount(a)} and {amount(b)}"
                yield Check(kind="contradiction", text=text, from_=(a.id, b.id))


def _one_thing(a: Figure, b: Figure) -> bool:
    """The same holder or parties in the same period; or counts of people in one report."""
    if a.measure in DEAD or a.period.start != b.period.start:
        return False
    if a.measure in TOLD:
        return a.unit == "people" and a.holder == b.holder
    owned = (a.holder and a.holder == b.holder) or (a.parties and set(a.parties) == set(b.parties))
    return bool(owned) and " " in (a.measure or "")


def _whose(f: Figure) -> str:
    return "the number " if f.unit == "people" else ""


def differ(a: Figure, b: Figure) -> bool:
    """Whether no number fits both figures."""
    return lower(a) > upper(b) * (1 + TOLERANCE) or lower(b) > upper(a) * (1 + TOLERANCE)
