"""README and docs are executed: their Python runs, their sessions print what they show."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from detente.cli import app
from docs.generated import pages
from docs.sessions import PAGES, refreshed

ROOT = Path(__file__).parents[2]
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_sessions_print_what_they_show(name):
    page = (ROOT / name).read_text(encoding="utf-8")
    assert refreshed(page) == page


@pytest.mark.parametrize("name", ["README.md", "docs/spacy.md", "docs/store.md", "docs/tour.md"])
def test_python_runs(name):
    blocks = PYTHON.findall((ROOT / name).read_text(encoding="utf-8"))
    assert blocks
    exec("\n".join(blocks), {})


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in get_command(app).commands:
        assert f"`detente {command}" in readme


def test_the_changelog_has_an_unreleased_part():
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", pages())
def test_generated_pages_are_current(name):
    said = f"{name}: run `python -m docs.generated --update`"
    assert (ROOT / name).read_text(encoding="utf-8") == pages()[name], said
