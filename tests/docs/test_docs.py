"""README and docs are executed: their code runs, their sessions print what they show, what is written from data is current."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from detente.cli import app
from docs import generated, sessions
from docs.rooms import contracts, floors

ROOT = Path(__file__).parents[2]
WRITTEN = generated.pages()
PROSE = [
    p for p in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))) if p.exists()
]
LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)\s]+))?\)")
FENCE = re.compile(r"^```(.*)$", re.MULTILINE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@pytest.mark.parametrize("name", sessions.pages())
def test_the_code_of_a_page_runs_and_its_sessions_print_what_they_show(name):
    page = (ROOT / name).read_text(encoding="utf-8")
    assert sessions.refreshed(page) == page, f"run `python -m docs.sessions --update {name}` and look"


@pytest.mark.parametrize("path", PROSE, ids=lambda p: p.name)
def test_every_block_is_of_a_kind_that_runs(path):
    """Console, python, or a file with its name: nothing else stands between fences, so that nothing goes untested."""
    for opened in FENCE.findall(path.read_text(encoding="utf-8"))[::2]:
        assert opened in ("console", "python") or len(opened.split()) == 2, opened


@pytest.mark.parametrize("name", WRITTEN)
def test_generated_pages_are_current(name):
    assert (ROOT / name).read_text(encoding="utf-8") == WRITTEN[name], "run `python -m docs.generated --update`"


@pytest.mark.parametrize("path", PROSE, ids=lambda p: p.name)
def test_links_lead_somewhere(path):
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        if target.startswith(("http:", "https:")):
            continue
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), target
        if anchor:
            headings = [_anchor(h) for h in HEADING.findall(there.read_text(encoding="utf-8"))]
            assert anchor in headings, f"{target}#{anchor}"


def _anchor(heading):
    """As GitHub makes it: lower case, punctuation left out, spaces as hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_page_is_in_the_index():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        assert path.name == "index.md" or f"]({path.name})" in index, path.name


def test_every_room_and_every_contract_is_in_the_page_of_the_architecture():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = WRITTEN["docs/images/rooms.svg"]
    assert all(f">{room}</text>" in drawn for floor in floors() for room in floor)
    assert all(f"| {name} |" in page for name in contracts())


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in get_command(app).commands:
        assert f"`detente {command}" in readme


def test_the_changelog_has_an_unreleased_part():
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_part_of_the_page_of_accuracy_says_how_to_reproduce_it():
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        assert "Reproduce: `" in part or part.startswith("Log\n"), part.splitlines()[0]
