"""README: short, with links that lead somewhere; the site checks those of its own pages."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.conftest import FRAMES, README, text_of
from tests.support.places import ROOT

LONGEST = 150


def test_the_readme_has_at_most_150_lines() -> None:
    assert len(text_of(README).splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "page", [README, FRAMES, ROOT / "CONTRIBUTING.md"], ids=lambda page: str(page.parent.name)
)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text_of(page))
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


def test_the_readme_links_to_every_page_of_the_guides() -> None:
    text = text_of(README)
    guides = [path.relative_to(ROOT) for path in (ROOT / "docs/guide").glob("*.md")]
    assert [str(guide) for guide in guides if f"({guide})" not in text] == []


def test_the_readme_asks_for_the_python_that_the_package_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    assert f"Python {oldest} or newer" in text_of(README)
    assert f"Python {oldest} or newer" in text_of("guide/start.md")
