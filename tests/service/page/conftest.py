"""Pages as members get them, parsed."""

import html
from html.parser import HTMLParser

import pytest

from service.app import create_app
from service.settings import Settings
from tests.service.conftest import (
    FRAME,
    client_of,
    form,
    own_campaign,
)

FRAMES = ("vong-sang-kien", "dai-lua-do")


CONTACT = "lien-he@cong-doan.example"


class Page(HTMLParser):
    """A page's tags, each a name and its attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag, **wanted):
        return [
            attributes
            for name, attributes in self.tags
            if name == tag and wanted.items() <= attributes.items()
        ]

    def values(self, *names):
        return [value for _, attrs in self.tags for name, value in attrs.items() if name in names]


def text_of(answer):
    return html.unescape(answer.text)


def chosen(answer):
    return [
        tag["value"]
        for tag in Page(answer.text).all("input", type="radio", name="frame")
        if "checked" in tag
    ]


@pytest.fixture(scope="module")
def own_client(tmp_path_factory):
    """A browser at a service whose operator filled in the campaign."""
    frames = own_campaign(tmp_path_factory.mktemp("own"), CONTACT)
    with client_of(create_app(Settings(frames=frames, workers=1))) as client:
        yield client


@pytest.fixture(scope="module")
def pages(client, made, card_jpeg):
    """Every page that there is, by what it is."""
    noted = client.post("/", **form(card_jpeg, frame=FRAME)).headers["location"]
    return {
        "form": client.get("/"),
        "form with an error": client.post("/", **form(b"word", frame=FRAME)),
        "result": client.get(made),
        "result with notes": client.get(noted),
        "deleted": client.post(f"{noted}/xoa"),
        "gone": client.get("/anh/nix"),
        "no such page": client.get("/khong-co"),
        "no such method": client.put("/"),
        "docs": client.get("/docs"),
        "problems": client.get("/problems"),
        "one problem": client.get("/problems/photo-unreadable"),
    }
