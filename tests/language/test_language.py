"""The language: what somebody asked for, else what the machine is set to."""

import locale

import pytest

from framegen.language import usual_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LANG": "vi_VN", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LC_MESSAGES": "vi_VN", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "C", "FRAMEGEN_LANG": "vi"}, "vi"),
        ({"LANG": "vi_VN", "LC_ALL": ""}, "vi"),
    ],
)
def test_the_first_variable_that_says_anything_counts(environment, language):
    assert usual_language(environment) == language


@pytest.mark.parametrize(
    ("region", "language"), [("Vietnamese_Vietnam", "vi"), ("English_United States", "en")]
)
def test_windows_tells_its_region_instead(region, language, monkeypatch):
    monkeypatch.setattr(locale, "getlocale", lambda _: (region, "1258"))
    assert usual_language({}) == language


def test_a_machine_that_says_nothing_speaks_english(monkeypatch):
    monkeypatch.setattr(locale, "getlocale", lambda _: (None, None))
    assert usual_language({}) == "en"
