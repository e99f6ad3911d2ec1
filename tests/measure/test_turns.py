from datetime import date

import numpy as np
import pytest

from detente.errors import UnknownName
from detente.measure import dyad, parse_group, relations
from detente.measure.answers import Deed, answers
from detente.measure.changes import change_points
from detente.measure.intervals import count_interval, share_interval, sum_interval
from detente.measure.moves import moves, unusual_days
from detente.measure.periods import periods, spread_by


def test_a_rupture_names_the_incidents_that_made_it(store):
    found = dyad(store, ["IND"], ["PAK"])
    assert [t.day for t in found.ruptures] == [date(2025, 5, 7), date(2025, 5, 11)]
    assert {r["type"] for r in found.ruptures[0].incidents} == {"ASSAULT"}
    assert found.calls[0].kind == "escalation"
    assert date(2025, 5, 7) <= found.calls[0].day <= date(2025, 5, 8)


def test_change_points_are_found_where_the_rate_changes_and_nowhere_in_noise():
    random = np.random.default_rng(7)
    noise = random.poisson(1.0, 300).astype(float)
    assert change_points([noise], [1.0]) == []
    stepped = np.concatenate((noise[:150], random.poisson(6.0, 40), noise[150:]))
    cuts = change_points([stepped], [1.0])
    assert len(cuts) == 2
    assert abs(cuts[0] - 150) <= 2
    assert abs(cuts[1] - 190) <= 2


def test_pelt_finds_what_trying_every_cut_finds():
    series = np.array([0, 0, 1, 0, 0, 0, 9, 8, 7, 9, 0, 0, 0, 1], float)
    assert change_points([series], [1.0]) == [6, 10]


def test_escalation_is_called_once_and_eased_once():
    quiet = np.zeros(120)
    conflict, incidents, material = quiet.copy(), quiet.copy(), quiet.copy()
    conflict[60:64], incidents[60:64], material[60:64] = 20.0, 2.0, 1.0
    found = moves(conflict, incidents, material)
    assert [(m.kind, m.day) for m in found] == [("escalation", 61), ("easing", 70)]
    assert moves(conflict, incidents, quiet) == []  # words alone are no escalation


def test_a_call_looks_at_nothing_later():
    random = np.random.default_rng(3)
    conflict = random.poisson(0.3, 400) * 10.0
    incidents = conflict / 10
    for end in (100, 200, 300):
        whole = [m for m in moves(conflict, incidents, incidents) if m.day < end]
        assert moves(conflict[:end], incidents[:end], incidents[:end]) == whole


def test_a_day_is_unusual_against_its_own_past():
    values = np.zeros(200)
    values[::10] = 3.0
    values[150] = 9.0
    assert [day for day, _ in unusual_days(values)] == [150]


def test_who_answers_and_who_begins():
    day = lambda n: date(2025, 1, n)  # noqa: E731
    deeds = [Deed(day(1), True, True), Deed(day(3), False, True), Deed(day(20), False, True)]
    conflict, cooperation = answers(deeds)
    assert (conflict.a_acts, conflict.a_answered, conflict.a_began) == (1, 1, 1)
    assert (conflict.b_acts, conflict.b_answered, conflict.b_began) == (2, 0, 1)
    assert cooperation.a_acts == 0


def test_few_incidents_have_wide_intervals():
    assert count_interval(0) == (0.0, pytest.approx(3.69, abs=0.12))
    assert count_interval(10) == (pytest.approx(4.8, abs=0.1), pytest.approx(18.4, abs=0.1))
    assert share_interval(0, 0) == (0.0, 1.0)
    assert share_interval(1, 2)[1] - share_interval(1, 2)[0] > share_interval(50, 100)[1] - share_interval(50, 100)[0]
    low, high = sum_interval(-10, 100, typical=100)
    assert low < -30 < 10 < high


def test_periods_cover_a_range():
    assert list(periods(date(2025, 1, 31), date(2025, 3, 1), "month")) == [date(2025, m, 1) for m in (1, 2, 3)]
    assert next(periods(date(2025, 5, 7), date(2025, 5, 7), "week")) == date(2025, 5, 5)
    assert list(periods(date(2024, 11, 5), date(2025, 4, 1), "quarter")) == [
        date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1)
    ]  # fmt: skip
    assert spread_by(date(2025, 1, 1), date(2025, 2, 1)) == "day"
    assert spread_by(date(1979, 1, 1), date(2011, 1, 1)) == "quarter"


def test_relations_put_the_most_changed_first(store):
    found = relations(store, since=date(2025, 5, 1))
    assert [(r.a, r.b) for r in found] == [("IND", "PAK"), ("CHN", "IND")]
    assert found[0].incidents == 27
    assert found[0].after < found[0].before


def test_groups_by_code_and_name():
    assert parse_group("india, bgd") == ("BGD", "IND")
    assert parse_group("EU", held=frozenset({"EU"})) == ("EU",)
    with pytest.raises(UnknownName, match="Indya"):
        parse_group("Indya")
