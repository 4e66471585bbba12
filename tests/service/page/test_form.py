"""Form: where a frame and a photo are chosen and sent."""

import io
import json
import re

import pytest
from PIL import Image

from framegen import BACKGROUND_FADES, DEFAULT_LIMITS, PHOTO_FORMATS
from service.language import for_members
from service.page.pages import linked
from tests.service.conftest import (
    FRAME,
    UNIT,
    UNIT_NAME,
    form,
    problem_words,
)
from tests.service.page.conftest import CONTACT, FRAMES, Page, chosen, text_of


class TestForm:
    def test_offers_every_frame_with_a_sample(self, client, frames):
        answer = client.get("/")
        page = Page(answer.text)
        offered = [tag["value"] for tag in page.all("input", type="radio", name="frame")]
        assert answer.status_code == 200
        assert offered == sorted(frames, key=lambda name: frames[name].order)
        for name in offered:
            assert frames[name].title in text_of(answer)
            assert page.all("img", src=f"/khung/{name}-large.webp")
        assert len(page.all("image", href="/khung/tat-ca.webp")) == len(offered)

    def test_sends_the_photo_and_the_frame_by_itself(self, client):
        page = Page(client.get("/").text)
        (sent,) = page.all("form")
        assert (sent["method"], sent["action"]) == ("post", "/")
        assert sent["enctype"] == "multipart/form-data"
        assert page.all("input", type="file", name="photo")
        assert page.all("button", type="submit")

    @pytest.mark.parametrize(
        ("query", "frame"),
        [
            ("", FRAMES[0]),
            ("?khung=dai-lua-do", "dai-lua-do"),
            ("?khung=nix", FRAMES[0]),
            ('?khung="><script>', FRAMES[0]),
        ],
        ids=["none", "known", "unknown", "hostile"],
    )
    def test_has_one_frame_chosen(self, client, query, frame):
        answer = client.get(f"/{query}")
        assert chosen(answer) == [frame]
        assert '"><script' not in answer.text

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("?dv=cd-so-1.ha-noi", "cd-so-1.ha-noi mời bạn"),
            ("", None),
            ("?dv=", None),
            ("?dv=hai%20chu", None),
            (f"?dv={'a' * 33}", None),
            ("?dv=<b>x</b>", None),
        ],
    )
    def test_says_who_invites(self, client, query, shown):
        answer = client.get(f"/{query}")
        assert ("mời bạn" in text_of(answer)) is bool(shown)
        if shown:
            assert shown in text_of(answer)
            code = query.removeprefix("?dv=")
            assert Page(answer.text).all("form", action=f"/?dv={code}")

    def test_knows_units_by_their_names(self, own_client):
        assert f"{UNIT_NAME} mời bạn" in text_of(own_client.get(f"/?dv={UNIT}"))

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_says_who_answers_for_the_photos(self, client, own_client, language):
        shipped, own = (text_of(who.get(f"/?lang={language}")) for who in (client, own_client))
        for said in (shipped, own):
            assert (
                for_members("Body in charge: {name}.", language).format(
                    name="Công đoàn Viên chức Việt Nam"
                )
                in said
            )
        assert (
            for_members("With questions, turn to whoever sent you this link.", language) in shipped
        )
        assert (
            for_members("With questions, turn to whoever sent you this link.", language) not in own
        )
        assert Page(own).all("a", href=f"mailto:{CONTACT}")

    @pytest.mark.parametrize(
        ("contact", "link"),
        [
            ("lien-he@cong-doan.example", "mailto:lien-he@cong-doan.example"),
            ("024 3942.1181", "tel:02439421181"),
            ("https://cong-doan.example/hoi", "https://cong-doan.example/hoi"),
            ("Phòng 201, nhà A", None),
            ("javascript:alert(1)", None),
            ('"><script>', None),
        ],
    )
    def test_links_to_a_contact_that_can_be_tapped(self, contact, link):
        page = Page(str(linked(contact)))
        assert [a["href"] for a in page.all("a")] == ([link] if link else [])
        assert "<script" not in str(linked(contact))

    def test_leads_on_to_who_invited(self, client, astronaut_jpeg):
        sent = form(astronaut_jpeg, frame=FRAME)
        made = client.post("/?dv=bkhcn&lang=en", **sent).headers["location"]
        assert made.endswith("?lang=en&dv=bkhcn")
        page = Page(client.get(made).text)
        assert page.all("html", lang="en")
        assert page.all("a", href=f"/?lang=en&dv=bkhcn&khung={FRAME}")

    @pytest.mark.parametrize(
        ("query", "accepted", "language"),
        [
            ("", "", "vi"),
            ("", "en-GB,en;q=0.9", "en"),
            ("", "fr", "vi"),
            ("?lang=en", "vi", "en"),
            ("?lang=vi", "en", "vi"),
            ("?lang=fr", "en", "en"),
        ],
    )
    def test_speaks_the_language_that_is_asked_for(self, client, query, accepted, language):
        answer = client.get(f"/{query}", headers={"Accept-Language": accepted})
        page = Page(answer.text)
        assert page.all("html", lang=language)
        assert for_members("Your photo stays yours", language) in text_of(answer)
        other = "en" if language == "vi" else "vi"
        assert page.all("a", hreflang=other, href=f"/?khung={FRAME}&lang={other}") or query

    def test_is_known_by_a_picture_when_its_link_is_shared(self, client):
        page = Page(client.get("/?khung=dai-lua-do").text)
        (tag,) = page.all("meta", property="og:image")
        assert tag["content"] == "http://testserver/khung/dai-lua-do-the.jpg"
        with Image.open(io.BytesIO(client.get("/khung/dai-lua-do-the.jpg").content)) as image:
            assert (image.format, image.size) == ("JPEG", (1200, 630))

    def test_shows_every_frame_in_one_picture(self, client, frames):
        with Image.open(io.BytesIO(client.get("/khung/tat-ca.webp").content)) as image:
            assert image.width == len(frames) * image.height

    def test_says_the_limits_that_hold(self, client, small_client):
        usual = DEFAULT_LIMITS.max_bytes // 2**20
        assert f"{usual} MB" in text_of(client.get("/"))
        assert "1 MB" in text_of(small_client.get("/"))


def data_of(answer):
    """What a page tells its scripts."""
    return json.loads(re.search(r'id="data">(.*?)</script>', answer.text, re.DOTALL)[1])


class TestFacts:
    """What the page knows from the library alone."""

    def test_file_chooser_offers_the_formats_that_are_read(self, client):
        (chooser,) = Page(client.get("/").text).all("input", type="file", name="photo")
        read = {kind for known in PHOTO_FORMATS for kind in known.media_types}
        assert set(chooser["accept"].split(",")) == read | {"image/*"}

    def test_fades_are_those_of_the_renderer(self, client):
        expected = [[fade.start, fade.end, fade.blur] for fade in BACKGROUND_FADES]
        assert data_of(client.get("/"))["fades"] == expected

    def test_modules_are_all_scripts(self, client):
        modules = data_of(client.get("/"))["modules"]
        base = re.search(r"/static/[0-9a-f]{10}/", client.get("/").text)[0]
        assert {"main.js", "flow/app.js", "editor/transform.js"} <= set(modules)
        for name in modules:
            answer = client.get(base + name)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/javascript")


class TestPost:
    def test_leads_to_an_address_of_its_own(self, client, astronaut_jpeg):
        answer = client.post("/", **form(astronaut_jpeg, frame="dai-lua-do"))
        assert answer.status_code == 303
        assert re.fullmatch(r"/anh/[\w-]{22,}", answer.headers["location"])

    @pytest.mark.parametrize(
        ("sent", "status", "code"),
        [
            pytest.param(form(b"word", frame="dai-lua-do"), 415, "photo-unreadable", id="no photo"),
            pytest.param(form(b"", frame="dai-lua-do"), 415, "photo-unreadable", id="empty file"),
            pytest.param(
                form(b"", filename="", frame="dai-lua-do"), 422, "photo-missing", id="none chosen"
            ),
            pytest.param(form(frame="dai-lua-do"), 422, "photo-missing", id="no such field"),
        ],
    )
    def test_of_a_bad_photo_is_the_form_again_with_a_reason(self, client, sent, status, code):
        answer = client.post("/", **sent)
        title, hint = problem_words(code)
        assert answer.status_code == status
        assert title in text_of(answer)
        assert hint in text_of(answer)
        assert Page(answer.text).all("input", type="file")
        assert chosen(answer) == ["dai-lua-do"]

    @pytest.mark.parametrize("fields", [{}, {"frame": ""}, {"frame": "nix"}], ids=str)
    def test_without_a_frame_that_there_is_is_the_form_again(self, client, astronaut_jpeg, fields):
        answer = client.post("/", **form(astronaut_jpeg, **fields))
        assert answer.status_code == 404
        assert problem_words("frame-not-found")[0] in text_of(answer)

    def test_of_a_photo_too_large_is_the_form_again(self, small_client):
        answer = small_client.post("/", **form(b"\0" * 3 * 2**20, frame=FRAME))
        assert answer.status_code == 413
        assert problem_words("photo-too-large")[0] in text_of(answer)

    def test_does_not_repeat_what_was_sent(self, client):
        sent = form(b"<b>CANARY", filename="CANARY.jpg", frame="<i>CANARY")
        assert "CANARY" not in client.post("/", **sent).text
