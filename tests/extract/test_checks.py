from detente.extract.checks import extract_checks
from detente.records import Actor, Figure

INDIA, US = Actor(id="a1", name="India"), Actor(id="a2", name="United States")


def figure(ident, value, measure, **more):
    return Figure(id=ident, value=value, unit=more.pop("unit", "USD"), measure=measure, span=(0, 1), **more)


def test_exports_and_imports_follow_from_total_and_balance():
    total = figure("f1", 129e9, "bilateral trade", parties=("a1", "a2"))
    surplus = figure("f2", 45.7e9, "trade surplus", holder="a1", parties=("a2",))
    exports, imports = extract_checks([total, surplus], actors=[INDIA, US])
    assert (exports.value, imports.value) == (87.35e9, 41.65e9)
    assert "India's exports to United States" in exports.text
    assert exports.from_ == ("f1", "f2")


def test_a_deficit_turns_them_round():
    total = figure("f1", 100.0, "bilateral trade", parties=("a1", "a2"))
    deficit = figure("f2", 20.0, "trade deficit", holder="a1", parties=("a2",))
    exports, imports = extract_checks([total, deficit], actors=[INDIA, US])
    assert (exports.value, imports.value) == (40.0, 60.0)


def test_other_currencies_and_other_pairs_are_not_mixed():
    total = figure("f1", 129e9, "bilateral trade", parties=("a1", "a3"))
    surplus = figure("f2", 45.7e9, "trade surplus", holder="a1", parties=("a2",))
    assert extract_checks([total, surplus]) == []
    assert extract_checks([figure("f1", 9.0, "bilateral trade", unit="EUR"), surplus]) == []


def test_a_balance_larger_than_the_trade_does_not_add_up():
    checks = extract_checks([figure("f1", 10.0, "bilateral trade"), figure("f2", 20.0, "trade surplus", holder="a1")])
    assert [c.kind for c in checks] == ["arithmetic"]
