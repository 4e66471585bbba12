"""Pseudo-language: what members read is in brackets, else it bypassed the catalogues."""

import html
import re

import pytest

from tests.service.conftest import AVATARS, form
from tests.support.places import ROOT
from tests.support.pseudo import LANGUAGE, OPEN, speak_again, speak_pseudo, words_in

# Words of the campaign and its frames are data, as are names of keys, types and places.
DATA = " ".join(path.read_text(encoding="utf-8") for path in ROOT.glob("frames/*.toml"))
DATA += " ".join(path.read_text(encoding="utf-8") for path in ROOT.glob("frames/*/frame.toml"))
NAMES = "framegen English Facebook Zalo Messenger Safari Chrome Tiếng Việt"


@pytest.fixture(autouse=True)
def pseudo(tmp_path, monkeypatch):
    speak_pseudo(tmp_path, monkeypatch)
    yield
    speak_again()


def text_of(page):
    """What a page shows: no tags, scripts or styles, but the attributes that are read aloud."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    read = " ".join(re.findall(r'\s(?:alt|title|aria-label|placeholder)="([^"]*)"', shown))
    return html.unescape(f"{re.sub(r'<[^>]+>', ' ', shown)} {read}")


def stray(text):
    return words_in(text) - words_in(f"{DATA} {NAMES}")


@pytest.mark.parametrize("path", ["/", "/?khung=the-doan-vien", "/khong-co-trang-nay"])
def test_a_page_is_in_brackets(client, path):
    mark = "&" if "?" in path else "?"
    page = client.get(f"{path}{mark}lang={LANGUAGE}").text
    assert OPEN in page
    assert stray(text_of(page)) == set()


def test_the_page_after_a_wrong_photo_is_in_brackets(client):
    page = client.post(f"/?lang={LANGUAGE}", **form(b"no picture", khung="vong-sang-kien")).text
    assert OPEN in page
    assert stray(text_of(page)) == set()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(form(b"no picture"), id="no picture"),
        pytest.param(form(), id="no photo"),
        pytest.param(form(b"x", size="3"), id="wrong size"),
    ],
)
def test_a_problem_is_in_brackets(client, sent):
    sent = {**sent, "headers": {**sent["headers"], "Accept-Language": LANGUAGE}}
    problem = client.post(AVATARS, **sent).json()
    for key in ("title", "detail", "hint"):
        assert OPEN in problem[key]
        assert words_in(problem[key]) <= {"photo", "size"}
