"""What is installed with Détente: `python -m docs.licences` writes docs/licences.md, `--sbom FILE` a CycloneDX JSON.

Read off the installed packages' own metadata, from our requirements down. No network.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["is_free", "licence_of", "main", "shipped", "table"]

PAGE = Path(__file__).with_name("licences.md")
# Licences that nothing under may ship: copyleft that would bind users, and terms that forbid some of them.
FORBIDDEN = re.compile(
    r"\b(A?GPL|GNU (Affero )?General Public|Non-?Commercial|CC[- ]BY[- ]NC|SSPL|BUSL)\b", re.IGNORECASE
)
HEAD = """# Licences

Packages that are installed with Détente, for reading, coding, the store, links, measures and the page. Written by
`python -m docs.licences` from the packages' own metadata; `tests/test_licences.py` sees to it that none is under GPL,
AGPL or a non-commercial licence. Détente itself is under the Apache License 2.0; what its data and model are made of
is in NOTICE.

| package | licence |
|---|---|
"""
# Packages whose metadata names no licence, as their repositories state it.
STATED = {"feedparser-sgmllib": "PSF-2.0"}


def shipped(root: str = "detente") -> list[Distribution]:
    """All distributions that a plain installation brings, ourselves left out, by name."""
    found: dict[str, Distribution] = {}
    open_ = [root]
    while open_:
        for name in _needs(distribution(open_.pop())):
            if name not in found:
                try:
                    found[name] = distribution(name)
                except PackageNotFoundError:
                    continue  # needed on another platform only
                open_.append(name)
    return [found[name] for name in sorted(found)]


def _needs(package: Distribution) -> Iterator[str]:
    for text in package.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def licence_of(package: Distribution) -> str:
    """The licence as the metadata has it: the SPDX expression, else the classifiers, else the short text."""
    data = package.metadata
    classifiers = [c.rpartition(" :: ")[2] for c in data.get_all("Classifier") or () if c.startswith("License ::")]
    text = (data.get("License") or "").strip()
    short = text.splitlines()[0][:60] if text else ""
    known = data.get("License-Expression") or "; ".join(c for c in classifiers if c != "OSI Approved") or short
    return known or STATED.get(canonicalize_name(package.name), "unknown")


def is_free(licence: str) -> bool:
    """Whether it may ship; of a choice ("MPL-1.1 OR GPL-2.0-only") one that may is enough: that one is taken."""
    return any(not FORBIDDEN.search(choice) for choice in licence.split(" OR "))


def table() -> str:
    """The page."""
    return HEAD + "".join(f"| {canonicalize_name(p.name)} | {licence_of(p)} |\n" for p in shipped())


def sbom() -> dict[str, object]:
    """CycloneDX 1.5."""
    ours = distribution("detente")
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "detente", "version": ours.version,
                                   "purl": f"pkg:pypi/detente@{ours.version}",
                                   "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": [
            {"type": "library", "name": p.name, "version": p.version,
             "purl": f"pkg:pypi/{canonicalize_name(p.name)}@{p.version}",
             "licenses": [{"license": {"name": licence_of(p)}}]}
            for p in shipped()
        ],
    }  # fmt: skip


def main() -> None:
    """Write the page, or the bill of materials."""
    if len(sys.argv) == 3 and sys.argv[1] == "--sbom":
        Path(sys.argv[2]).write_text(json.dumps(sbom(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    else:
        PAGE.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
