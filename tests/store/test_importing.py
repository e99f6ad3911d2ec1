import gzip
import json
import zipfile

import pytest

from detente.codebook.crosswalk import acled_types, cameo_closure, country_codes, country_names
from detente.codebook.ontology import mode_info, types
from detente.errors import DataError, UnknownName, WrongFormat
from detente.store.importing import FORMATS, import_file
from detente.store.importing.looks import looks_like
from detente.store.importing.pieces import pieces_of
from tests.store import tables as t


def put(path, *lines, end="\n", encoding="utf-8"):
    path.write_bytes(end.join([*lines, ""]).encode(encoding))
    return path


def event(store, ident):
    (found,) = store.query("SELECT * FROM events WHERE id = ?", [ident]).rows()
    return found | {"original": json.loads(found["original"])}


def actor(store, ident):
    (found,) = store.query("SELECT * FROM actors WHERE id = ?", [ident]).rows()
    return found


def figures(store, ident):
    rows = store.query("SELECT * FROM figures WHERE starts_with(id, ?) ORDER BY id", [ident + ":f"]).rows()
    return [(f["measure"], f["value"], f["low"], f["high"]) for f in rows]


def test_gdelt_rows_become_events(store, tmp_path):
    tally = import_file(store, "gdelt", put(tmp_path / "x.export.CSV", t.gdelt_row(1), t.gdelt_row(2, eventcode="013")))
    assert (tally.read, tally.new, tally.refused, tally.mended) == (2, 2, {}, {})
    found = event(store, "gdelt:1")
    assert (found["type"], found["mode"], found["cameo"], found["quad"]) == ("COERCE", "arrest", "173", 4)
    assert (found["status"], found["dataset"], found["original_id"]) == ("occurred", "gdelt", "1")
    assert found["dialect"] == "manual-2.0"
    assert found["date"]["start"] == found["date"]["end"] == "2024-01-05"
    assert found["place"]["country"] == "IND"
    assert found["place_precision"] == "town"
    assert found["publisher"] == "example.org"
    assert found["original"]["Actor1Code"] == "INDCOP"
    assert found["goldstein"] == -5.0
    who = actor(store, found["actors"][0])
    assert (who["country"], who["sector"], who["code"], who["name"]) == ("IND", "COP", "INDCOP", "POLICE")
    whom = actor(store, found["recipients"][0])
    assert (whom["kind"], whom["code"], whom["name"]) == ("state", "PAK", "Pakistan")
    statement = event(store, "gdelt:2")
    assert (statement["type"], statement["quad"]) == (None, 1)
    assert "no PLOVER type" in statement["why"]
    assert store.query("SELECT country_a, country_b FROM dyads WHERE event = 'gdelt:1'").rows() == [
        {"country_a": "IND", "country_b": "PAK"}
    ]


def test_importing_twice_changes_nothing(store, tmp_path):
    path = put(tmp_path / "x", t.gdelt_row(1), t.gdelt_row(2))
    import_file(store, "gdelt", path)
    before = store.counts()
    tally = import_file(store, "gdelt", path)
    assert (tally.new, tally.same) == (0, 2)
    assert store.counts() == before


CASES = [
    ("a stray tab", lambda: t.gdelt_row(9).replace("POLICE", "PO\tLICE"), "too many columns"),
    ("a cut line", lambda: "\t".join(t.gdelt_row(9).split("\t")[:57]), "too few columns"),
    ("no id", lambda: t.gdelt_row("none"), "no event id"),
    ("a day that is none", lambda: t.gdelt_row(9, sqldate="20240132"), "no such date"),
    ("a code that is none", lambda: t.gdelt_row(9, eventcode="---"), "unknown event code"),
    ("a repeated id", lambda: t.gdelt_row(1), "an id that the file has already"),
]


@pytest.mark.parametrize(("line", "reason"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_cannot_be_read_is_counted_by_reason_with_its_line(store, tmp_path, line, reason):
    path = put(tmp_path / "x", t.gdelt_row(1), t.gdelt_row(2), line(), t.gdelt_row(3))
    tally = import_file(store, "gdelt", path)
    assert {name: r.count for name, r in tally.refused.items()} == {reason: 1}
    assert [number for number, _ in tally.refused[reason].examples] == [3]
    assert (tally.new, tally.read) == (3, 4)


def test_a_line_that_is_not_utf8_is_refused_and_told(store, tmp_path):
    path = tmp_path / "x"
    lines = [t.gdelt_row(1).encode(), t.gdelt_row(2, actor1name="SÃO").encode("latin-1"), t.gdelt_row(3).encode()]
    path.write_bytes(b"\n".join(lines) + b"\n")
    tally = import_file(store, "gdelt", path)
    assert tally.new == 2
    assert [n for n, _ in tally.refused["not UTF-8"].examples] == [2]


@pytest.mark.parametrize(
    ("more", "mended"),
    [
        ({"eventcode": "43"}, "the code's leading zero was missing"),
        ({"actiongeo_lat": "999"}, "coordinates out of range: left out"),
        ({"actor1countrycode": "XXX"}, "unknown country of an actor: left out"),
        ({"quadclass": "7"}, "unknown quad class: taken from the code"),
        ({"actiongeo_countrycode": "??"}, "unknown country of the place: left out"),
    ],
)
def test_a_row_with_one_bad_part_is_taken_without_it(store, tmp_path, more, mended):
    tally = import_file(store, "gdelt", put(tmp_path / "x", t.gdelt_row(1, **more)))
    assert (tally.new, tally.mended) == (1, {mended: 1})
    found = event(store, "gdelt:1")
    assert found["cameo"] in ("173", "043")
    assert found["place"]["lat"] in (28.67, None)


def test_odd_files_of_gdelt(store, tmp_path):
    nul = tmp_path / "nul"
    nul.write_bytes(t.gdelt_row(1).replace("POLICE", "PO\0LICE").encode() + b"\r\n\r\n" + t.gdelt_row(2).encode())
    tally = import_file(store, "gdelt", nul)
    assert (tally.new, tally.mended) == (2, {"NUL bytes: blanked": 1})
    assert event(store, "gdelt:1")["url"] == "https://www.example.org/news/1"
    headed = put(tmp_path / "headed", "\t".join(FORMATS["gdelt"].columns), t.gdelt_row(3))
    assert import_file(store, "gdelt", headed).mended == {"a header where none belongs: skipped": 1}


def test_gdelt_1_with_and_without_its_last_column(store, tmp_path):
    old = "\t".join(t.gdelt1_row(1).split("\t")[:57])
    tally = import_file(store, "gdelt1", put(tmp_path / "x", old, t.gdelt1_row(2)))
    assert (tally.new, tally.refused) == (2, {})
    assert event(store, "gdelt1:1")["url"] is None


def test_packed_files(store, tmp_path):
    plain = put(tmp_path / "x.CSV", t.gdelt_row(1)).read_bytes()
    (tmp_path / "x.gz").write_bytes(gzip.compress(plain))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("20240105.export.CSV", plain.replace(b"1\t20240105", b"2\t20240105", 1))
    assert import_file(store, "gdelt", tmp_path / "x.gz").new == 1
    assert import_file(store, "gdelt", tmp_path / "x.zip").new == 1


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_an_archive_that_is_cut_short_takes_nothing(store, tmp_path, kind):
    plain = "\n".join(t.gdelt_row(n) for n in range(5000)).encode()
    whole = tmp_path / f"x.{kind}"
    if kind == "gz":
        whole.write_bytes(gzip.compress(plain))
    else:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.CSV", plain)
    import_file(store, "gdelt", put(tmp_path / "first", t.gdelt_row(9999)))
    before = store.counts()
    whole.write_bytes(whole.read_bytes()[:-2000])
    with pytest.raises(DataError, match="cut short"):
        import_file(store, "gdelt", whole)
    assert store.counts() == before


def test_pieces_cover_the_file_at_line_ends(tmp_path):
    lines = [f"{n}\t{'x' * (n % 50)}" for n in range(200_000)]
    path = put(tmp_path / "x", *lines)
    read, starts = b"", []
    for piece in pieces_of(path, size=2_000_000):
        starts.append(piece.lines_before)
        read += piece.path.read_bytes()
    assert read == path.read_bytes()
    assert len(starts) > 2
    assert starts == sorted(starts)


def test_ids_repeat_across_pieces_and_lines_are_told_right(store, tmp_path, monkeypatch):
    from detente.store.importing import pieces, run

    monkeypatch.setattr(pieces, "CHUNK", 1000)
    monkeypatch.setattr(run, "pieces_of", lambda path, *, cut: pieces_of(path, cut=cut, size=2000))
    rows = [t.gdelt_row(n) for n in range(40)]
    rows[30] = t.gdelt_row(30, sqldate="0")
    tally = import_file(store, "gdelt", put(tmp_path / "x", *rows, t.gdelt_row(0)))
    assert (tally.new, tally.same) == (39, 1)
    assert tally.refused["no such date"].examples[0][0] == 31


def test_mentions(store, tmp_path):
    path = put(tmp_path / "x", t.mention_row(1), t.mention_row(1), t.mention_row(2, sentenceid="4"), "1\ttorn")
    tally = import_file(store, "gdelt-mentions", path)
    assert (tally.new, tally.same, tally.read) == (2, 1, 4)
    assert import_file(store, "gdelt-mentions", path).new == 0
    row = store.query("SELECT * FROM mentions ORDER BY event").rows()[0]
    assert (row["event"], row["kind"], row["publisher"], row["confidence"]) == ("gdelt:1", "web", "example.org", 80)


def test_icews(store, tmp_path):
    rows = [
        t.icews_row("1"),
        t.icews_row("2", event_date="06/04/2018", cameo_code="43", source_name="India", source_country="India"),
        t.icews_row("3", cameo_code="13y"),
        t.icews_row("1", event_date="2018-06-09", city="NULL", province="", latitude=""),
        t.icews_row("4", target_country="Atlantis"),
    ]
    tally = import_file(store, "icews", put(tmp_path / "x.tab", t.ICEWS_HEADER, *rows))
    assert tally.new == 4
    assert tally.refused["unknown event code"].examples[0][0] == 4
    assert tally.mended == {
        "the code's leading zero was missing": 1,
        "coordinates out of range: left out": 1,
        "unknown country of an actor: left out": 1,
    }
    found = event(store, "icews:1:2018-06-03")
    assert (found["type"], found["mode"], found["goldstein"], found["publisher"]) == (
        "COERCE",
        "arrest",
        -5,
        "Our Own Wire",
    )
    assert (found["place"]["name"], found["place"]["country"]) == ("Nairobi", "KEN")
    assert actor(store, found["actors"][0])["code"] == "KENCOP"
    assert actor(store, found["recipients"][0])["sector"] == "OPP"
    assert event(store, "icews:1:2018-06-09")["place"]["name"] == "Kenya"
    india = event(store, "icews:2:2018-06-04")
    assert actor(store, india["actors"][0])["kind"] == "state"
    assert india["cameo"] == "043"


def test_polecat_by_name_whatever_the_order(store, tmp_path):
    names = [*t.POLECAT_COLUMNS[::-1], "headline"]
    rows = [
        t.polecat_row("P1", names, headline="A headline"),
        t.polecat_row("P1", names, event_type="CONSULT", event_mode="None"),
        t.polecat_row("P1", names, headline="A headline"),
        t.polecat_row("P2", names, event_type="DANCE"),
        t.polecat_row("P3", names, event_mode="waltz"),
    ]
    header = t.polecat_header(names).replace("Intensity", "Event Intensity")
    tally = import_file(store, "polecat", put(tmp_path / "x", header, *rows))
    assert {k: r.count for k, r in tally.refused.items()} == {
        "an id that the file has already": 1,
        "unknown event type": 1,
    }
    assert tally.mended == {"a mode that PLOVER's manual does not have: kept as the original only": 1}
    found = store.query("SELECT * FROM events WHERE type = 'ASSAULT' AND starts_with(id, 'polecat:P1')").rows()[0]
    assert (found["mode"], found["contexts"], found["intensity"]) == ("targeted", ["military", "terrorism"], -9.5)
    assert json.loads(found["original"])["headline"] == "A headline"
    assert actor(store, found["actors"][0])["code"] == "SOMREB"
    assert actor(store, found["recipients"][0])["code"] == "SOMGOV"
    assert store.query("SELECT count(DISTINCT id) AS n FROM events").rows() == [{"n": 3}]


def test_ucdp_with_its_figures(store, tmp_path):
    tally = import_file(
        store, "ucdp",
        put(tmp_path / "x.csv", t.UCDP_HEADER, t.ucdp_row(1), t.ucdp_row(2, type_of_violence="3", side_b="Civilians")),
    )  # fmt: skip
    assert (tally.new, tally.mended) == (2, {})
    fight, massacre = event(store, "ucdp:1"), event(store, "ucdp:2")
    assert figures(store, "ucdp:1") == [
        ("killed", 7, 6, 12),
        ("killed of side A", 2, None, None),
        ("killed of side B", 5, None, None),
    ]
    assert fight["figures"] == ["ucdp:1:f1", "ucdp:1:f2", "ucdp:1:f3"]
    assert (fight["date"]["start"], fight["date"]["end"], fight["date_precision"]) == (
        "2022-03-01",
        "2022-03-04",
        "days",
    )
    assert (fight["place"]["country"], fight["place_precision"]) == ("MLI", "near a town")
    assert [actor(store, a)["code"] for a in fight["actors"]] == ["MLIGOV", "REB"]
    assert fight["recipients"] == []
    assert [actor(store, a)["code"] for a in massacre["recipients"]] == ["MLICVL"]
    assert fight["original"]["source_headline"] == "Clash\nin the north"


def test_ucdp_without_header_in_latin_1_and_with_tags(store, tmp_path):
    candidate = put(tmp_path / "candidate.csv", t.ucdp_row(1, best="0", low="0", high="0"), t.ucdp_row(2))
    assert import_file(store, "ucdp", candidate).new == 2
    latin = put(
        tmp_path / "l.csv", t.UCDP_HEADER, t.ucdp_row(3, where_coordinates="São João"), encoding="latin-1", end="\r\n"
    )
    import_file(store, "ucdp", latin)
    assert event(store, "ucdp:3")["place"]["name"] == "São João"
    tags = t.csv_line(["", "", "#date+year", *[""] * 46])
    tally = import_file(store, "ucdp", put(tmp_path / "h.csv", t.UCDP_HEADER, tags, t.ucdp_row(4)))
    assert (tally.new, tally.refused["a row of HXL tags"].count) == (1, 1)


def test_a_revised_row_replaces_and_keeps_the_old(store, tmp_path):
    first = put(tmp_path / "1", t.UCDP_HEADER, t.ucdp_row(1))
    second = put(tmp_path / "2", t.UCDP_HEADER, t.ucdp_row(1, best="9"))
    import_file(store, "ucdp", first)
    tally = import_file(store, "ucdp", second)
    assert (tally.new, tally.revised) == (0, 1)
    assert {r["id"]: r["current"] for r in store.events} == {"ucdp:1": True, "ucdp:1@1": False}
    assert figures(store, "ucdp:1")[0] == ("killed", 9, 6, 12)
    assert store.query("SELECT figures FROM events WHERE id = 'ucdp:1@1'").rows()[0]["figures"][0] == "ucdp:1:f1@1"
    assert store.query("SELECT value FROM figures WHERE id = 'ucdp:1:f1@1'").rows() == [{"value": 7.0}]
    assert import_file(store, "ucdp", second).same == 1
    assert import_file(store, "ucdp", first).same == 1, "an older file does not undo a revision"


def test_acled_with_roles_turned_and_deletions(store, tmp_path):
    rows = [
        t.acled_row("MMR1"),
        t.acled_row(
            "MMR2", event_type="Protests", sub_event_type="Excessive force against protesters",
            actor1="Protesters (Myanmar)", inter1="Protesters", actor2="Police Forces of Myanmar (2021-)",
            inter2="State Forces", fatalities="",
        ),
        t.acled_row("MMR3", event_type="Battles", sub_event_type="Armed clash", actor2="A Front", inter2="2", inter1="1"),
        t.acled_row("MMR4", event_type="Dances", sub_event_type="Waltz"),
        t.acled_row("MMR5", event_date="03 February 2024", time_precision="3", sub_event_type="Unheard of"),
    ]  # fmt: skip
    path = put(tmp_path / "x.csv", t.ACLED_HEADER, *rows)
    tally = import_file(store, "acled", path)
    assert (tally.new, tally.refused["unknown event type"].examples[0][0]) == (4, 5)
    attack, beaten, battle = (event(store, f"acled:MMR{n}") for n in (1, 2, 3))
    assert [actor(store, a)["code"] for a in attack["actors"] + attack["recipients"]] == ["MMRMIL", "MMRCVL"]
    assert figures(store, "acled:MMR1") == [("killed", 3, None, None)]
    assert (beaten["type"], beaten["mode"]) == ("ASSAULT", "crowd-control")
    assert [actor(store, a)["code"] for a in beaten["actors"] + beaten["recipients"]] == ["MMRCOP", "MMRCVL"]
    assert figures(store, "acled:MMR2") == []
    assert [actor(store, a)["code"] for a in battle["actors"]] == ["MMRMIL", "REB"]
    assert battle["recipients"] == []
    assert event(store, "acled:MMR5")["date"]["end"] == "2024-02-29"
    feed = put(tmp_path / "deleted.csv", "event_id_cnty,deleted_timestamp", "MMR1,1700000001", "NEVER,1700000001")
    assert import_file(store, "acled", feed).deleted == 2
    assert {r["original_id"]: r["current"] for r in store.events}["MMR1"] is False
    assert not any(f["current"] for f in store.figures if f["id"].startswith("acled:MMR1:"))
    again = import_file(store, "acled", path)
    assert (again.new, again.same, again.deleted) == (0, 3, 1)


WRONG = [
    ("gdelt", lambda: t.gdelt1_row(1), "it looks like gdelt1"),
    ("gdelt1", lambda: t.gdelt_row(1), "it looks like gdelt"),
    ("gdelt", lambda: t.mention_row(1), "it looks like gdelt-mentions"),
    ("gdelt", lambda: "1979\x01\x01BWA\x01043", "Ctrl-A"),
    ("gdelt", lambda: ",Global_Event_ID,Day\n0,1,20240101", "comma-separated table from GDELT with a header"),
    ("icews", lambda: t.UCDP_HEADER, "it looks like ucdp"),
    ("ucdp", lambda: t.ACLED_HEADER, "it looks like acled"),
    ("acled", lambda: t.ICEWS_HEADER, "it looks like icews"),
    ("polecat", lambda: "<!doctype html><p>Not found", "it looks like a web page"),
    ("acled", lambda: '{"data": []}', "it looks like JSON"),
    ("icews", lambda: "Some text about a war.", "it looks like text"),
    ("ucdp", lambda: "iso,year\nAFG,2010\nALB,2010", "comma-separated table of 2 columns"),
]


@pytest.mark.parametrize(("form", "first", "said"), WRONG)
def test_a_wrong_format_is_named_and_takes_nothing(store, tmp_path, form, first, said):
    with pytest.raises(WrongFormat, match=said):
        import_file(store, form, put(tmp_path / "x", first()))
    assert store.counts()["events"] == 0


def test_an_empty_or_missing_file_or_an_unknown_format(store, tmp_path):
    (tmp_path / "empty").write_bytes(b"\n")
    with pytest.raises(DataError, match="empty"):
        import_file(store, "gdelt", tmp_path / "empty")
    with pytest.raises(DataError, match="no such file"):
        import_file(store, "gdelt", tmp_path / "none")
    with pytest.raises(UnknownName, match="gdelt"):
        import_file(store, "gdlet", tmp_path / "none")


def test_the_crosswalk_holds_together():
    assert {country_codes("fips")[c] for c in ("GM", "IZ", "KS", "RS", "WE")} == {"DEU", "IRQ", "KOR", "RUS", "PSE"}
    assert (country_codes("cow")["679"], country_codes("gw")["678"]) == ("YEM", "YEM")
    assert (country_codes("numeric")["4"], country_codes("letters")["ROM"]) == ("AFG", "ROU")
    assert (country_names()["congo"], country_names()["dr congo (zaire)"]) == ("COG", "COD")
    assert cameo_closure()["1119"].code == "111"
    for row in acled_types():
        assert row.type is None or row.type in types()
        if row.mode and row.type:
            assert mode_info(row.type, row.mode)
        assert row.cameo is None or row.cameo in cameo_closure()


SAMPLES = [
    ("gdelt", "gdelt2/20170101073000.export.CSV", 720),
    ("gdelt", "gdelt2/20150218230000.export.head100.CSV", 100),
    ("gdelt1", "gdelt1/events1.sample.csv", 100),
    ("gdelt-mentions", "gdelt2/20170101073000.mentions.CSV", 1983),
    ("icews", "icews/events.2018.sample.tab", 3705),
    ("ucdp", "ucdp/ged191_42col.csv", 3194),
    ("ucdp", "ucdp/ged231_sample_a_49col.csv", 500),
    ("ucdp", "ucdp/ucdp_bgd_hdx_hxlrow.csv", 602),
    ("ucdp", "odd/ged231_latin1_crlf_DERIVED.csv", 67),
    ("polecat", "polecat/polecat_SYNTHETIC_from_icews_a.txt", 800),
    ("gdelt", "odd/gdelt2_export_malformed_DERIVED.CSV", 24),
]


@pytest.mark.parametrize(("form", "name", "rows"), SAMPLES)
def test_real_files_are_read_to_the_last_row(store, shared, form, name, rows):
    tally = import_file(store, form, shared / "samples" / name)
    assert tally.read == rows
    if "odd" not in name and "hxl" not in name:
        assert not tally.refused
        located = store.query(
            "SELECT avg((place.country IS NOT NULL)::INT) AS n FROM events WHERE place IS NOT NULL"
        ).rows()
        assert form == "gdelt-mentions" or located[0]["n"] > 0.97
    assert looks_like((shared / "samples" / name).read_bytes()[:60000]) == form
