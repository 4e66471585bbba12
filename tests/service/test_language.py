"""Language: the one that Accept-Language prefers."""

import pytest
from starlette.requests import Request

from service.language import language_of


def language(text, **options):
    headers = [] if text is None else [(b"accept-language", text.encode("latin-1"))]
    return language_of(Request({"type": "http", "headers": headers}), **options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vi", "vi"),
        ("vi-VN,vi;q=0.9,en-US;q=0.6,en;q=0.5", "vi"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("en;q=0.8,vi;q=0.9", "vi"),
        ("en;q=0.1, vi ; q=0.2", "vi"),
        ("VI-vn", "vi"),
        ("fr,vi;q=0.1", "vi"),
        ("vi;q=0", "en"),
        ("vi;q=0,en;q=0.1", "en"),
        ("vie", "en"),
        ("fr,de", "en"),
        ("*", "en"),
        ("", "en"),
        (",;,=;q=", "en"),
        ("vi,en", "vi"),
        ("en,vi", "en"),
    ],
)
def test_the_one_that_weighs_most_is_spoken(text, expected):
    assert language(text) == expected


def test_programs_get_english_by_default():
    assert language(None) == "en"


def test_a_page_may_have_another_default():
    assert language(None, default="vi") == language("fr", default="vi") == "vi"
    assert language("en", default="vi") == "en"


@pytest.mark.parametrize(
    "text", ["vi;q=²", "vi;q=1.³", "vi;q=nan", "vi;q=1e9", "vi;q=--1", "vi;q=0.5.5", "vi;q=.", "é"]
)
def test_what_makes_no_sense_weighs_nothing(text):
    assert language(text) == "en"
    assert language(f"{text},vi;q=0.1") == "vi"
