"""The page in headless Chromium, where that is installed: pages open, nothing is asked for from outside."""

import shutil
import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from detente.serve import build_app
from tests.serve.conftest import filled

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGES = ("/", "/incidents", "/chronology", "/relations", "/map", "/deadlines", "/reports", "/codebook", "/dyad/IND/PAK",
         "/report/202505071", "/incidents?type=ASSAULT")  # fmt: skip
INCIDENT = "/incidents?type=ACCUSE"  # its first row leads to the page of an incident
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A running page."""
    store = filled(tmp_path_factory.mktemp("web") / "page.duckdb")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(build_app(store), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_api.sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=CHROMIUM, args=OPTIONS, timeout=120_000)
        yield opened
        opened.close()


def test_every_page_opens_quietly_and_asks_nobody_else(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)
    said, asked, bad = [], [], []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("request", lambda r: asked.append(r.url))
    page.on("response", lambda r: bad.append(r.url) if r.status >= 400 else None)
    for path in PAGES:
        page.goto(address + path, wait_until="networkidle")
        assert page.locator("h1").count() == 1
    assert said == []
    assert bad == []
    assert [url for url in asked if not url.startswith(address)] == []
    context.close()


def test_row_and_sentence_light_each_other(browser, address):
    page = browser.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/report/202505071")
    mark = page.locator(".text a").first
    mark.hover()
    row = page.locator("#" + mark.get_attribute("id").removeprefix("t-"))
    assert "lit" in row.get_attribute("class")
    page.close()


def test_it_reads_without_javascript_and_filters_work(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/incidents")
    page.select_option("select[name=type]", "ASSAULT")
    page.click("form.filters button")
    assert page.locator("tbody tr").count() == 2
    page.click("tbody a >> nth=0")
    assert "why this code" in page.inner_text("main")
    context.close()
    assert Path(str(CHROMIUM)).exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, address, scheme):
    """WCAG by axe-core on every page, also narrow as on a telephone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = []
    for width in (1280, 360):
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.set_default_timeout(120_000)
        for path in (*PAGES, "/nowhere", INCIDENT):
            page.goto(address + path, wait_until="networkidle")
            if path == INCIDENT:
                page.click("tbody a >> nth=0")
                page.wait_for_load_state("networkidle")
            for violation in axe.run(page).response["violations"]:
                found += [
                    (path, width, violation["id"], n["html"][:150], n["failureSummary"]) for n in violation["nodes"]
                ]
        context.close()
    assert found == []
