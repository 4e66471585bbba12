"""Pages: every one is complete, safe and accessible without scripts."""

import re

import pytest

from tests.service.conftest import (
    AVATARS,
    FRAME,
    form,
)
from tests.service.page.conftest import Page

PAGES = ("form", "form with an error", "result", "result with notes", "deleted", "gone")


PAGES += ("no such page", "no such method", "docs", "problems", "one problem")


each_page = pytest.mark.parametrize("name", PAGES)


class TestEveryPage:
    @each_page
    def test_is_html_in_vietnamese(self, pages, name):
        page = Page(pages[name].text)
        assert pages[name].headers["content-type"] == "text/html; charset=utf-8"
        assert pages[name].text.lower().startswith("<!doctype html>")
        assert page.all("html", lang="vi")
        assert len(page.all("title")) == len(page.all("main")) == 1
        # The form's page has a heading for each of its states, of which one is shown.
        assert len(page.all("h1")) == (3 if name.startswith("form") else 1)

    @each_page
    def test_holds_no_script_and_no_style_within(self, pages, name):
        page = Page(pages[name].text)
        scripts = page.all("script")
        assert all("src" in each or each["type"] == "application/json" for each in scripts)
        assert page.all("style") == []
        assert page.values("style") == []
        assert not [at for _, attrs in page.tags for at in attrs if at.startswith("on")]

    @each_page
    def test_takes_nothing_from_elsewhere(self, pages, name):
        page = Page(pages[name].text)
        addresses = page.values("src", "href", "action", "srcset", "xlink:href")
        assert addresses
        assert all(re.match(r"/(?!/)|#\w", address) for address in addresses)
        assert not [value for value in page.values("src", "href") if value.startswith("data:")]
        assert page.all("link", rel="stylesheet")

    @pytest.mark.slow
    @each_page
    def test_links_to_nothing_that_is_not_there(self, client, pages, name):
        page = Page(pages[name].text)
        ids = page.values("id")
        for address in set(page.values("src", "href")) - set(self.taken_back(pages)):
            if address.startswith("#"):
                assert address[1:] in ids
            else:
                assert client.get(address).status_code == 200

    def taken_back(self, pages):
        """The addresses of the avatar that was deleted."""
        return [
            a for a in Page(pages["result with notes"].text).values("src", "href") if "/v1/" in a
        ]

    @each_page
    def test_can_be_heard(self, pages, name):
        page = Page(pages[name].text)
        assert all("alt" in image for image in page.all("img"))
        assert all("aria-hidden" in drawing for drawing in page.all("svg"))
        assert len(page.values("id")) == len(set(page.values("id")))

    @each_page
    def test_is_stored_by_nobody(self, pages, name):
        assert pages[name].headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "status"), [("no such page", 404), ("no such method", 405), ("gone", 404)]
)
def test_a_page_that_is_not_there_has_its_status(pages, name, status):
    assert pages[name].status_code == status


class TestHeaders:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/"),
            ("GET", "/healthz"),
            ("GET", "/v1/frames"),
            ("GET", "/openapi.json"),
            ("GET", f"/khung/{FRAME}-sample.webp"),
            ("GET", f"/v1/frames/{FRAME}/artwork.png?size=64"),
            ("GET", "/v1/campaign"),
            ("GET", "/readyz"),
            ("GET", "/docs"),
            ("GET", "/problems/busy"),
            ("HEAD", "/"),
            ("POST", "/v1/photos"),
            ("POST", "/v1/avatars"),
            ("GET", "/static/nix.css"),
            ("GET", "/nix"),
            ("GET", "/v1/nix"),
            ("GET", "/v1/avatars/nix.jpg"),
            ("PUT", "/"),
            ("DELETE", "/v1/frames"),
            ("POST", "/"),
            ("POST", AVATARS),
            ("POST", "/v1/frames/nix/avatars"),
        ],
    )
    def test_that_guard_are_on_every_answer(self, client, method, path):
        headers = client.request(method, path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' blob:",
            "connect-src": "'self'",
            "manifest-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }

    def test_that_guard_are_on_pictures_and_redirects(self, client, made, astronaut_jpeg):
        answers = [
            client.get(f"/v1/avatars/{made.removeprefix('/anh/')}.jpg"),
            client.post("/", **form(astronaut_jpeg, frame=FRAME)),
            client.post(f"{AVATARS}?size=128", **form(astronaut_jpeg)),
        ]
        assert [answer.status_code for answer in answers] == [200, 303, 200]
        assert all("content-security-policy" in answer.headers for answer in answers)
