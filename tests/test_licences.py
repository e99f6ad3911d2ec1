"""What ships with Détente may be used by anybody, and is written down."""

import json
import sys

from docs.licences import PAGE, is_free, licence_of, main, shipped


def test_nothing_that_ships_is_under_gpl_agpl_or_a_non_commercial_licence():
    packages = shipped()
    assert len(packages) > 20
    assert [(p.name, licence_of(p)) for p in packages if not is_free(licence_of(p))] == []
    assert [p.name for p in packages if licence_of(p) == "unknown"] == []


def test_every_package_that_ships_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    assert [p.name for p in shipped() if f"| {p.name.lower().replace('_', '-')} |" not in page] == []


def test_the_bill_of_materials_names_each_with_its_version(tmp_path, monkeypatch):
    out = tmp_path / "sbom.json"
    monkeypatch.setattr(sys, "argv", ["licences", "--sbom", str(out)])
    main()
    made = json.loads(out.read_text(encoding="utf-8"))
    assert made["bomFormat"] == "CycloneDX"
    assert {c["name"]: c["version"] for c in made["components"]} == {p.name: p.version for p in shipped()}


def test_a_forbidden_licence_is_seen():
    for name in ("GPL-3.0-only", "GNU General Public License v3 (GPLv3)", "AGPL-3.0", "CC-BY-NC-4.0"):
        assert not is_free(name), name
    for name in ("MPL-1.1 OR GPL-2.0-only", "MIT", "Apache-2.0", "BSD-3-Clause", "MPL-2.0"):
        assert is_free(name), name
