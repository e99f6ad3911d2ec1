"""Bad input: copies, long lists, no dates, no places. What is counted is compared pairs, so that no clock decides."""

from datetime import date, timedelta

from detente.link import link
from detente.link.copies import Originals, group_copies, minhash
from detente.link.pairs import WINDOW
from tests.link.conftest import Telling

PASSES = 8  # blocks that an event with two countries, a place and few names stands in


def test_a_thousand_copies_cost_no_more_than_one(told, store):
    told(*((f"r{n}", [Telling(), Telling(day="2024-06-09", sentence="More shots fell in Poonch later.")], {}) for n in range(1000)))  # fmt: skip
    done = link(store)
    assert (done.events, done.created) == (2000, 2)
    assert done.compared < 2 * PASSES * WINDOW
    assert [r["sources"] for r in store.query("SELECT sources FROM incidents")] == [1, 1]


def test_a_thousand_copies_are_compared_with_their_original_alone():
    originals = Originals()
    originals.hold("a", minhash("ships met in the strait and the talks went on until late in the night"), None)
    for _ in range(1000):
        assert originals.original(
            minhash("ships met in the strait and the talks went on until late in the night"), None
        )
    assert originals.compared == 1000


def test_a_report_of_thirty_incidents_does_not_tie_them(told, store):
    many = [Telling(sentence=f"Shots fell at post {n} on that day.", place=None, direction=n % 8) for n in range(30)]
    told(("a", many, {}), ("b", [Telling()], {}), ("c", [Telling()], {}))
    link(store)
    rows = store.query(
        "SELECT m.incident, count(*) FILTER (r.path = 'a') AS n FROM incident_events AS m"
        " JOIN events AS e ON e.id = m.event JOIN reports AS r ON r.id = e.report GROUP BY 1"
    )
    assert max(r["n"] for r in rows) <= 4


def test_events_without_date_and_place_run_into_no_heap(told, store):
    told(*((f"r{n}", [Telling(day=None, place=None, actor=None, recipient=None, sentence=f"Words {n} were said.", direction=n % 8)], {"published": None}) for n in range(100)))  # fmt: skip
    done = link(store)
    assert done.compared <= 100 * PASSES * WINDOW
    assert max(r["n"] for r in store.query("SELECT count(*) AS n FROM incident_events GROUP BY incident")) <= 2


def test_dates_that_end_before_they_begin_do_no_harm(told, store):
    told(("a", [Telling(day="2024-13-40")], {}), ("b", [Telling(day="nonsense")], {}), ("c", [Telling()], {}))
    assert link(store).events == 3


def test_compared_pairs_grow_with_the_tellings_and_not_with_their_square(tmp_path):
    from detente.store import open_store
    from tests.link.conftest import coded

    found = []
    begin = date(2020, 1, 1)
    for size in (100, 400):
        store = open_store(tmp_path / f"{size}.duckdb")
        store.add([coded([Telling(day=str(begin + timedelta(n)), sentence=f"Shots {n} fell.")], path=str(n)) for n in range(size)])  # fmt: skip
        found.append(link(store).compared)
    assert found[1] < 5 * found[0]


def test_near_copies_fold_and_like_headlines_on_other_days_do_not():
    first = "The ministers met in Oslo on Monday and agreed to open two crossings for aid before the end of June."
    later = first.replace("Oslo", "Oslo, Norway,")
    other = (
        "The ministers met in Oslo and spoke about gas prices, pipelines and a winter that nobody expects to be mild."
    )
    assert group_copies([first, later, other], ["2024-06-03", "2024-06-03", "2024-06-03"]) == [0, 0, 2]
    assert group_copies([first, first], ["2024-06-03", "2024-09-03"]) == [0, 1]
