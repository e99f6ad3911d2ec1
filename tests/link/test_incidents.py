import pytest

from detente.errors import UnknownId
from detente.link import link
from detente.link.compare import compare
from detente.link.portrait import portrait
from tests.link.conftest import Telling, record


def ids(store):
    return {r["id"]: r["reports"] for r in store.query("SELECT id, reports FROM incidents WHERE current")}


def history(store):
    return [
        (r["incident"], r["change"], r["other"])
        for r in store.query("SELECT * FROM incident_history ORDER BY moment, change")
    ]


def test_reports_of_one_happening_become_one_incident(told, store, groups):
    told(("a", [Telling()], {}), ("b", [Telling(place="Baramulla")], {}), ("c", [Telling(place=None)], {}))
    done = link(store)
    assert (done.events, done.created) == (3, 1)
    assert groups() == [["a", "b", "c"]]


@pytest.mark.parametrize(
    "other",
    [
        Telling(day="2024-07-03"),
        Telling(place="Delhi"),
        Telling(actor="IND", recipient="PAK"),
        Telling(actor="IRN"),
        Telling(kind="CONSULT"),
        Telling(direction=3, day="2024-06-05"),
    ],
)
def test_what_differs_stays_apart_though_the_words_agree(told, store, groups, other):
    told(("a", [Telling()], {}), ("b", [other], {}))
    link(store)
    assert groups() == [["a"], ["b"]]


def test_a_chain_of_days_does_not_run_on(told, store, groups):
    told(*((f"r{n}", [Telling(day=f"2024-06-{n:02}")], {"published": "2024-06-20"}) for n in range(1, 15)))
    link(store)
    assert max(map(len, groups())) <= 2


def test_an_actor_named_later_joins_an_unnamed_one(told, store, groups):
    told(("a", [Telling(actor=None)], {}), ("b", [Telling()], {}))
    link(store)
    assert groups() == [["a", "b"]]


def test_ids_survive_a_later_report(told, store):
    told(("a", [Telling()], {}))
    link(store)
    before = ids(store)
    told(("b", [Telling()], {}))
    assert link(store).grown == 1
    assert ids(store) == {next(iter(before)): 2}
    assert [change for _, change, _ in history(store)] == ["created", "grown"]


def test_linking_again_changes_nothing(told, store):
    told(("a", [Telling()], {}), ("b", [Telling(day="2024-06-09")], {}))
    link(store)
    before = ids(store), history(store)
    assert link(store).events == 0
    assert (ids(store), history(store)) == before


def test_a_later_report_merges_two(told, store, groups):
    """Two tellings that share too little are tied by a third that has what each of them has."""
    told(
        ("a", [Telling(place=None, recipient=None, direction=1, killed=7)], {}),
        ("b", [Telling(place="Uri", actor=None, direction=2, recipient="IND")], {}),
    )
    link(store)
    assert groups() == [["a"], ["b"]]
    told(("c", [Telling(killed=7)], {}), ("d", [Telling(direction=1, killed=7)], {}), ("e", [Telling(direction=2)], {}))
    done = link(store)
    assert groups() == [["a", "b", "c", "d", "e"]]
    assert done.merged == 1
    merged = [(i, o) for i, change, o in history(store) if change == "merged"]
    assert merged[0][1] in ids(store)
    assert merged[0][0] not in ids(store)


def test_a_report_that_is_replaced_takes_its_incident_along(told, store):
    told(("a", [Telling()], {}))
    link(store)
    (before,) = ids(store)
    told(("a", [Telling(kind="CONSULT", day="2024-06-04", sentence="They met.")], {}))
    done = link(store)
    assert (done.created, done.retired) == (1, 1)
    assert before not in ids(store)
    assert (before, "retired", None) in history(store)


def test_a_split_when_the_tie_is_withdrawn(told, store, groups):
    test_a_later_report_merges_two(told, store, groups)
    for path in "cde":
        told((path, [Telling(kind="PROTEST", actor=None, day="2024-01-05", sentence=f"A march {path}.")], {}))
    done = link(store)
    assert done.split == 1
    assert ["a"] in groups() and ["b"] in groups()
    assert sum(change == "split" for _, change, _ in history(store)) == 1


def test_the_reasons_are_told(told, store):
    told(("a", [Telling(killed=31)], {}), ("b", [Telling(place="Baramulla", killed=31)], {}))
    link(store)
    why = {r["why"] for r in store.query("SELECT why FROM incident_events")}
    assert "the first telling" in why
    (other,) = why - {"the first telling"}
    assert "same day, 31 km apart, same actors, same recipients, both 31" in other


def test_a_portrait_tells_agreement_difference_tolls_and_denial(told, store):
    told(
        ("a", [Telling(killed=12)], {"published": "2024-06-04"}),
        ("b", [Telling(killed=15, sentence="Shots fell there.")], {"published": "2024-06-05", "denial": "Pakistan denied that it had fired."}),
    )  # fmt: skip
    link(store)
    (ident,) = ids(store)
    found = portrait(store, ident)
    verdicts = {a.name: a.verdict for a in found.attributes}
    assert verdicts["who"] == verdicts["when"] == verdicts["where"] == "agreed"
    assert verdicts["killed"] == "disputed"
    assert [(t.published, t.low, t.high) for t in found.tolls] == [("2024-06-04", 12, 12), ("2024-06-05", 15, 15)]
    assert [d["speaker_text"] for d in found.denials] == ["Pakistan"]
    with pytest.raises(UnknownId):
        portrait(store, "i0")


def test_copies_are_one_source(told, store):
    words = "Soldiers were shot at the border near Uri on Monday, and officers on both sides met the next day to talk."
    told(*((p, [Telling(sentence=words)], {}) for p in "abc"), ("d", [Telling(sentence="Shots were heard again.")], {}))
    link(store)
    (row,) = store.query("SELECT reports, sources FROM incidents").rows()
    assert row == {"reports": 4, "sources": 2}


def test_comparing_reports(told, store):
    first = record([Telling(killed=3), Telling(kind="CONSULT", day="2024-06-04")], path="a")
    told(
        ("a", [Telling(killed=3), Telling(kind="CONSULT", day="2024-06-04")], {}),
        ("b", [Telling(killed=9, sentence="The brutal regime fired.")], {}),
    )
    link(store)
    other = next(r["id"] for r in store.reports if r["path"] == "b")
    found = compare(store, [first.report.id, other])
    assert [len(line.sentences) for line in found.common] == [2]
    assert len(found.alone) == 1
    assert [a.name for c in found.contradictions.values() for a in c] == ["killed"]
    assert found.wording[other] == ["brutal", "regime"]
    with pytest.raises(UnknownId):
        compare(store, ["nothing", other])
