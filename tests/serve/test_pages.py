import json
import re

import duckdb
import pytest
from starlette.testclient import TestClient

from detente.serve import build_app
from tests.serve.conftest import HOST

PAGES = ("/", "/incidents", "/chronology", "/relations", "/map", "/deadlines", "/reports", "/codebook",
         "/dyad/IND/PAK", "/dyad/IND/PAK?by=month&start=2025-05-01", "/report/20250507-1".replace("-1", "1"))  # fmt: skip


@pytest.fixture(scope="module")
def answers(client):
    """Every page, asked once."""
    return [client.get(address) for address in PAGES]


def test_every_page_opens(answers):
    for answer in answers:
        assert answer.status_code == 200, answer.url
        assert "<main" in answer.text


def test_incidents_are_searched_and_filtered(client):
    count = lambda query: client.get(f"/api/incidents?{query}").json()["total"]  # noqa: E731
    assert count("") == 4
    assert count("type=assault") == 2
    assert count("actor=Pakistan&type=assault&start=2025-05-08") == 1
    assert count("end=2025-05-07") == 2
    assert count("q=nothing-of-the-kind") == 0
    assert "Nothing matches" in client.get("/incidents?q=nothing-of-the-kind").text


def test_an_incident_shows_its_sentence_and_reason(client):
    ident = client.get("/api/incidents?type=ACCUSE").json()["items"][0]["id"]
    page = client.get(f"/incident/{ident}").text
    assert "why this code" in page
    assert "by hand" in page
    assert client.get(f"/api/incidents/{ident}").json()["attributes"][0]["verdict"] == "single-sourced"


def test_a_report_is_marked_up_beside_its_record(client):
    ident = client.get("/api/reports").json()["items"][-1]["id"]
    page = client.get(f"/report/{ident}").text
    assert 'id="t-e1" href="#e1"' in page
    assert 'id="e1" data-row' in page
    assert client.get(f"/api/reports/{ident}").json()["events"][0]["id"] == "e1"


def test_nothing_of_a_report_is_run(client, answers):
    everything = [a.text for a in answers]
    ident = next(r["id"] for r in client.get("/api/reports").json()["items"] if (r["title"] or "").startswith("<img"))
    everything.append(client.get(f"/report/{ident}").text)
    for text in everything:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "script&gt;alert(1)&lt;/script&gt;" in everything[-1]


def test_no_inline_script_style_or_address_from_outside(answers):
    for answer in answers:
        tags = re.findall(r"<[^>]*>", answer.text)
        for tag in tags:
            assert not re.search(r"<script(?! src=\"/static/)|<style|\son\w+=|\sstyle=", tag)
            assert not re.search(r"(?:src|href)=\"(?:https?:)?//", tag)


def test_what_is_on_screen_can_be_taken_along(client):
    assert client.get("/export/incidents.csv?type=ASSAULT").text.count("ASSAULT") >= 2
    assert len(client.get("/export/incidents.json").json()) == 4
    assert client.get("/dyad/IND/PAK/series.csv").text.startswith("period,")
    calendar_ = client.get("/deadlines.ics")
    assert calendar_.headers["content-type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20250601" in calendar_.text
    assert all(len(line.encode()) <= 75 for line in calendar_.text.split("\r\n"))
    assert "SUMMARY:talks\\, in Dubai\\;" in calendar_.text


def test_a_spreadsheet_runs_nothing(store):
    from detente.serve.exports import _cell

    assert _cell("=cmd()") == "'=cmd()"
    assert _cell(["a", "b"]) == "a; b"
    assert _cell(-2.5) == -2.5


def test_charts_are_drawn(client):
    pytest.importorskip("vl_convert", reason="charts are an extra")
    for address in (
        "/dyad/IND/PAK/chart.svg",
        "/relations/matrix.svg?theme=dark",
        "/relations/network.svg",
        "/map/places.svg",
        "/deadlines/calendar.svg",
    ):
        answer = client.get(address)
        assert answer.headers["content-type"].startswith("image/svg")
        assert answer.text.startswith("<svg")
        assert "<script" not in answer.text


def test_the_api_describes_itself(client):
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.")
    for path in described["paths"]:
        if "{" not in path:
            assert client.get(path).status_code == 200
    names = {
        "id",
        "day",
        "type",
        "quad",
        "intensity",
        "status",
        "standing",
        "actor_names",
        "recipient_names",
        "reports",
    }
    assert names <= set(client.get("/api/incidents?size=1").json()["items"][0])
    assert client.get("/api/incidents?size=1&page=2").json()["page"] == 2
    assert client.get("/api/incidents/none").json()["hint"]


def test_a_day_is_as_exact_as_it_is_told(tmp_path):
    from detente.records import When
    from detente.serve import queries
    from detente.store import open_store
    from tests.measure.conftest import told

    dates = [When(start=d, end=d) for d in ("2025", "2025-06", "2025-06-03")] + [
        When(start="2025-06-03", end="2025-06-05")
    ]
    store = open_store(tmp_path / "t.duckdb")
    store.add([told("2025-07-01", [(["IND"], "ACCUSE", ["PAK"], {"date": when}) for when in dates])])
    found = [r["told_day"] for r in queries.incidents(store, queries.Filters(), oldest_first=True)[0]]
    assert sorted(found) == ["2025", "2025-06", "2025-06-03", "2025-06-03 to 2025-06-05"]


# bad input


def test_an_empty_store_says_what_to_do(empty):
    assert "The store is empty" in empty.get("/").text
    for address in ("/incidents", "/relations", "/map", "/deadlines", "/dyad/IND/PAK"):
        answer = empty.get(address)
        assert answer.status_code == 404
        assert "detente add" in answer.text


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("/dyad/IND/ZZZ", 404, "no state or organisation is called"),
        ("/dyad/IND/CHN", 200, "Nothing that happened between them"),
        ("/dyad/IND/PAK?start=1990-01-01&end=1990-02-01", 200, "in this range"),
        ("/dyad/IND/PAK?by=decade", 400, "is no period"),
        ("/dyad/IND/PAK?start=yesterday", 400, "is not a day"),
        ("/incidents?start=yesterday", 400, "is not a day"),
        ("/incident/none", 404, "there is no incident"),
        ("/report/none", 404, "there is no report"),
        ("/nowhere", 404, "there is no such page"),
        ("/incidents?page=-3", 200, "page 1 of"),
        ("/incidents?page=99999999999999999999", 200, "Nothing matches"),
        ("/export/secrets.csv", 404, "no export"),
    ],
)
def test_a_friendly_page_for_what_cannot_be_shown(client, address, code, said):
    answer = client.get(address)
    assert answer.status_code == code
    assert said in answer.text


def test_a_store_that_is_being_written(store):
    other = duckdb.connect(str(store.path))
    try:
        with TestClient(build_app(store), base_url=HOST) as client:
            answer = client.get("/incidents")
    finally:
        other.close()
    assert answer.status_code == 503
    assert "another process is using the store" in answer.text


def test_pasting_gives_a_record_and_keeps_it_only_when_asked(client, store, monkeypatch):
    from tests.measure.conftest import told

    asked = []

    def coded(text, *, published, title, keep):
        asked.append((text, published, keep))
        return told("2025-05-09", [(["IND"], "ASSAULT", ["PAK"])], number=3)

    monkeypatch.setattr("detente.serve.pages.code_pasted", coded)
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)[1]
    form = {"csrf": token, "text": "India struck.", "published": "2025-05-09"}
    answer = client.post("/code", data=form)
    assert answer.status_code == 200
    assert "not kept" in answer.text
    assert asked == [("India struck.", "2025-05-09", None)]
    client.post("/code", data=form | {"keep": "1"})
    assert asked[1][2] is not None


def test_a_paste_that_is_no_report(client):
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)[1]
    for text in ("", "12 34"):
        answer = client.post("/code", data={"csrf": token, "text": text})
        assert answer.status_code == 422
        assert "That did not work" in answer.text
    assert json.dumps(answer.headers.get("content-security-policy"))
