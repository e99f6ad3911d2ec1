"""The lock pins what pyproject asks for, with hashes, and names no index."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs.lock import locked
from tests.conftest import ROOT

PIN = re.compile(r"^([a-z0-9-]+)==(\S+) \\\n    --hash=sha256:([0-9a-f]{64})\n", re.M)


def test_every_requirement_is_pinned_at_a_version_that_it_allows():
    text = (ROOT / "requirements.lock").read_text()
    pins = {name: version for name, version, _ in PIN.findall(text)}
    assert PIN.sub("", text).startswith("# Written by")
    assert len(PIN.sub("", text).splitlines()) == 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), line


def test_no_index_is_named():
    assert not re.search(r"://|index|find-links|trusted", (ROOT / "requirements.lock").read_text())


def test_a_lock_of_a_report():
    item = {
        "metadata": {"name": "A_b", "version": "1"},
        "download_info": {"url": "https://x/a", "archive_info": {"hashes": {"sha256": "0" * 64}}},
    }
    ours = {"metadata": {"name": "detente", "version": "0"}, "download_info": {"url": "file:///x", "dir_info": {}}}
    environment = {"python_version": "3.11", "platform_machine": "x86_64", "sys_platform": "linux"}
    text = locked({"install": [ours, item], "environment": environment})
    assert text.endswith("a-b==1 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    assert "detente==" not in text
    assert "://" not in text
