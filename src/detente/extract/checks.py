"""What follows from the record's figures, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.records import Actor, Check, Deadline, Event, Figure

__all__ = ["extract_checks"]

TOTALS = ("bilateral trade", "two-way trade", "total trade", "mutual trade", "trade")
DEAD = ("killed", "dead", "died")
TOLERANCE = 0.02  # rounding of figures in news


def extract_checks(
    figures: Sequence[Figure],
    *,
    actors: Sequence[Actor] = (),
    events: Sequence[Event] = (),
    deadlines: Sequence[Deadline] = (),
) -> list[Check]:
    """Checks in a fixed order: trade, deadlines, tolls."""
    names = {a.id: a.name for a in actors}
    return [*_trade(figures, names), *_terms(deadlines), *_tolls(figures, events)]


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
            rest = f"{_money(total)} and its {_balance(balance)} of {_money(balance)}"
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


def _money(f: Figure) -> str:
    for scale, word in ((1e9, "billion "), (1e6, "million ")):
        if f.value >= scale:
            return f"{f.value / scale:g} {word}{f.unit}"
    return f"{f.value:g} {f.unit}"


def _terms(deadlines: Sequence[Deadline]) -> Iterator[Check]:
    for d in deadlines:
        if d.start and d.due and " days from " in d.basis:
            yield Check(kind="derived", text=f"{d.what}: {d.due} ({d.basis})", from_=(d.id,))


def _tolls(figures: Sequence[Figure], events: Sequence[Event]) -> Iterator[Check]:
    """Two tolls of one event, or by two claims, that do not agree."""
    dead = [f for f in figures if f.measure in DEAD]
    for i, a in enumerate(dead):
        for b in dead[i + 1 :]:
            same_event = any(a.id in e.figures and b.id in e.figures for e in events)
            two_voices = a.claim != b.claim and (a.claim or b.claim)
            if (same_event or two_voices) and _differ(a, b):
                text = f"two tolls of the dead: {a.value:g} and {b.value:g}"
                yield Check(kind="contradiction", text=text, from_=(a.id, b.id))


def _differ(a: Figure, b: Figure) -> bool:
    low_a, high_a = a.low or a.value, a.high or (a.value if a.low is None else float("inf"))
    low_b, high_b = b.low or b.value, b.high or (b.value if b.low is None else float("inf"))
    return low_a > high_b * (1 + TOLERANCE) or low_b > high_a * (1 + TOLERANCE)
