"""Site: it builds without a warning, which is a broken link, heading or docstring as well."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import framegen
from tests.support.places import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    done = subprocess.run(
        [*command, "-b", "html", "docs", str(folder)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
def test_every_page_is_in_the_navigation(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]
    assert len(pages) > 15
    assert [str(page) for page in pages if f'href="{page.with_suffix(".html")}"' not in index] == [
        "index.md"
    ]


@pytest.mark.slow
def test_the_reference_has_every_public_name(site: Path) -> None:
    text = (site / "reference/api.html").read_text(encoding="utf-8")
    ids = set(re.findall(r'id="(framegen\.[\w.]+)"', text))
    missing = {
        name
        for name in framegen.__all__
        if not {f"framegen.{name}", f"framegen.errors.{name}"} & ids
    }
    assert missing == set()


@pytest.mark.slow
def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    loaded = re.compile(r'<(?:script|img|iframe|link rel="stylesheet")[^>]* (?:src|href)="https?:')
    pages = list(site.rglob("*.html"))
    assert pages
    assert [page.name for page in pages if loaded.search(page.read_text(encoding="utf-8"))] == []


@pytest.mark.slow
def test_vietnamese_pages_say_that_they_are(site: Path) -> None:
    officers = (site / "vi/officers.html").read_text(encoding="utf-8")
    errors = (site / "reference/errors.html").read_text(encoding="utf-8")
    assert re.search(r'<html[^>]* lang="vi"', officers)
    assert re.search(r'<html[^>]* lang="en"', errors)
