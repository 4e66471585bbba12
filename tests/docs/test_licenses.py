"""Licences: those of others are known and their texts are where the package names them."""

import tomllib

from docs.tables.project import direct_dependencies, license_of
from tests.support.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_direct_dependency_has_a_known_licence() -> None:
    names = direct_dependencies()
    assert "pillow" in names
    assert [name for name in sorted(names) if not license_of(name)] == []


def test_the_licence_files_that_the_package_names_exist() -> None:
    found = {
        str(path.relative_to(ROOT)) for each in PROJECT["license-files"] for path in ROOT.glob(each)
    }
    assert found == {"LICENSE", "docs/licenses/roboto.txt", "docs/licenses/sample-photo.txt"}


def test_the_licence_is_mit_by_its_contributors() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith(f"{PROJECT['license']} License")
    assert PROJECT["authors"] == [{"name": "framegen contributors"}]
    assert "framegen contributors" in text
