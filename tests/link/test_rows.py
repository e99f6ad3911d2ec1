"""Rows of a data set, in the layout of ICEWS: what its coders tell in several rows, and what they tell every day."""

import pytest

from detente.link import link, waiting
from detente.link.names import names_nobody
from detente.store.importing import import_file

HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
    "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\t"
    "Longitude"
)
TOWNS = {
    "Oslo": ("Oslo", "Norway", "59.9139", "10.7522"),
    "Bergen": ("Bergen", "Norway", "60.3913", "5.3221"),
    "Vienna": ("Vienna", "Austria", "48.2082", "16.3738"),
    "Minsk": ("Minsk", "Belarus", "53.9", "27.5667"),
    None: ("NA", "Norway", "NA", "NA"),
}


def row(number, source, target, *, code="040", town="Vienna", story="1", sentence="2", day="2018-06-01"):
    """A party is `Name/Country`; a state is its country."""
    (who, of), (whom, to) = ((*p.split("/"), p)[:2] if "/" in p else (p, p) for p in (source, target))
    city, country, lat, lon = TOWNS[town]
    cells = [
        str(number), day, who, "Government", of, "Event", code, "1", whom, "Government", to, story, sentence, "Daily",
        city, "NA", "NA", country, lat, lon,
    ]  # fmt: skip
    return "\t".join(cells)


@pytest.fixture
def sizes(store, tmp_path):
    """Import rows, link them, and give the sizes of the incidents."""

    def read(*rows):
        path = tmp_path / "rows.tab"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        import_file(store, "icews", path)
        link(store)
        found = store.query("SELECT count(*) AS n FROM incident_events GROUP BY incident ORDER BY n DESC").rows()
        return [r["n"] for r in found]

    return read


def test_a_meeting_of_three_told_as_pairs_abroad_is_one(sizes):
    rows = [
        row(1, "Iran", "Russia", story="1"),
        row(2, "Iran", "China", story="2"),
        row(3, "Russia", "China", story="3"),
    ]
    assert sizes(*rows) == [3]


def test_a_host_meets_its_guests_one_after_the_other(sizes):
    rows = [row(1, "Belarus", "Russia", town="Minsk", story="1"), row(2, "Belarus", "China", town="Minsk", story="2")]
    assert sizes(*rows) == [1, 1]


def test_pairs_of_one_sentence_are_one_even_at_home(sizes):
    assert sizes(row(1, "Belarus", "Russia", town="Minsk"), row(2, "Belarus", "China", town="Minsk")) == [2]


def test_a_clash_told_from_either_side_is_one(sizes):
    assert sizes(row(1, "Iran", "Iraq", code="190"), row(2, "Iraq", "Iran", code="190", story="2")) == [2]


def test_accusations_either_way_are_two(sizes):
    assert sizes(row(1, "Iran", "Iraq", code="112"), row(2, "Iraq", "Iran", code="112", story="2")) == [1, 1]


@pytest.mark.parametrize(("town", "expected"), [("Oslo", [2]), ("Bergen", [1, 1]), (None, [1, 1])])
def test_police_of_one_country_act_in_several_towns(sizes, town, expected):
    police, citizen = "Police (Norway)/Norway", "Citizen (Norway)/Norway"
    rows = [row(1, police, citizen, code="173", town="Oslo", story="1"), row(2, police, citizen, code="173", town=town, story="2")]  # fmt: skip
    assert sizes(*rows) == expected


def test_rows_without_a_town_are_one_in_an_article_alone(sizes):
    police, citizen = "Police (Norway)/Norway", "Citizen (Norway)/Norway"
    rows = [row(n, police, citizen, code="173", town=None, story=s) for n, s in ((1, "1"), (2, "1"), (3, "2"))]
    assert sizes(*rows) == [2, 1]


def test_one_act_upon_several_in_one_sentence_is_one(sizes):
    rows = [row(1, "Iran", "Iraq", code="112"), row(2, "Iran", "Russia", code="112")]
    assert sizes(*rows) == [2]


@pytest.mark.parametrize("name", ["Citizen (India)", "POLICE", "The Opposition", "Unspecified Actor", "BRAZIL"])
def test_sorts_of_parties_name_nobody(name):
    assert names_nobody(name)


@pytest.mark.parametrize("name", ["Kim Yong-chol", "GEORGE W. BUSH", "Islamic Jihad"])
def test_names_name_somebody(name):
    assert not names_nobody(name)


def test_what_waits_is_counted(store, tmp_path):
    path = tmp_path / "rows.tab"
    path.write_text("\n".join([HEADER, row(1, "Iran", "Iraq")]) + "\n", encoding="utf-8")
    import_file(store, "icews", path)
    assert waiting(store) == 1
    link(store)
    assert waiting(store) == 0
