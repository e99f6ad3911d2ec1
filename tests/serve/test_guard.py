import pytest
from starlette.testclient import TestClient

from detente.errors import UsageError
from detente.serve import build_app
from detente.serve.guard import LARGEST
from detente.serve.run import checked
from tests.serve.conftest import HOST

TOKEN = "a-long-secret-of-ours"


def test_another_host_name_is_refused(client):
    """DNS rebinding: a name of somebody else that points here."""
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/", headers={"Host": "evil.example:8422"}).status_code == 421
    assert client.get("/", headers={"Host": "localhost:8422"}).status_code == 200
    assert client.get("/", headers={"Host": "[::1]:8422"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Referer": "http://evil.example/x"}, {"Sec-Fetch-Site": "cross-site"},
     {"Origin": "http://127.0.0.1:9999"}],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(client, headers):
    assert client.post("/code", data={"text": "x"}, headers=headers).status_code == 403


def test_a_form_without_our_secret_is_refused(client):
    assert client.post("/code", data={"text": "x"}).status_code == 400
    assert client.post("/code", data={"text": "x", "csrf": "guess"}, headers={"Origin": HOST}).status_code == 400
    assert client.get("/code").status_code == 405


def test_only_our_own_files_may_run(client):
    for address in ("/", "/nowhere", "/static/page.css", "/api/reports", "/deadlines.ics"):
        policy = client.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert client.get(address).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2frecords.py", "/static//etc/passwd", "/report/..%2f..%2fetc%2fpasswd"]
)  # fmt: skip
def test_no_path_leads_out(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text
    assert "root:" not in answer.text


def test_five_megabytes_are_too_much(client):
    answer = client.post("/code", content=b"text=" + b"a" * 5_000_000)
    assert answer.status_code == 413
    assert "detente add FILE" in answer.text
    assert "detente add" in answer.text


def test_a_body_without_a_length_is_counted(client):
    pieces = (b"a" * 100_000 for _ in range(LARGEST // 100_000 + 2))
    assert client.post("/code", content=pieces).status_code == 413


def test_a_token_is_asked_for_and_becomes_a_cookie(store):
    with TestClient(
        build_app(store, hosts=["127.0.0.1"], token=TOKEN), base_url=HOST, follow_redirects=False
    ) as client:
        assert client.get("/").status_code == 401
        assert client.get("/api/reports").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/api/reports", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        entered = client.get(f"/incidents?token={TOKEN}&type=ASSAULT")
        assert entered.headers["location"] == "/incidents?type=ASSAULT"
        assert "httponly" in entered.headers["set-cookie"].lower()
        assert client.get("/").status_code == 200


def test_a_token_in_the_address_sends_nobody_elsewhere(store):
    with TestClient(build_app(store, token=TOKEN), base_url=HOST, follow_redirects=False) as client:
        answer = client.get(f"//evil.example/?token={TOKEN}")
        assert not answer.headers.get("location", "").startswith("//")


def test_a_public_address_needs_a_token():
    checked("127.0.0.1", None)
    checked("192.168.1.5", TOKEN)
    for host, token in (("192.168.1.5", None), ("0.0.0.0", None), ("0.0.0.0", TOKEN), ("127.0.0.1", "short")):
        with pytest.raises(UsageError):
            checked(host, token)
