"""CHANGELOG: its newest version is the one that is installed."""

import re

import framegen
from tests.docs.conftest import CHANGELOG, text_of


def test_the_newest_version_is_this_one() -> None:
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", text_of(CHANGELOG), re.MULTILINE)
    assert versions[0] == framegen.__version__


def test_sections_have_the_usual_names() -> None:
    sections = set(re.findall(r"^### (.+)", text_of(CHANGELOG), re.MULTILINE))
    assert sections <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
