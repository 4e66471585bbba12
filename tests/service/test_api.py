"""The API: frames, and avatars made of photos that are not kept."""

import io
import re
from urllib.parse import unquote

import pytest
from PIL import Image

from framegen import Crop, __version__
from tests.service.conftest import AVATARS, FRAME, form, raw


def token_of(client, photo):
    location = client.post("/", **form(photo, frame=FRAME)).headers["location"]
    return location.removeprefix("/anh/")


class TestFrames:
    def test_are_listed_in_their_order(self, client, frames):
        answer = client.get("/v1/frames")
        by_order = sorted(frames.values(), key=lambda frame: frame.order)
        assert answer.status_code == 200
        assert [row["name"] for row in answer.json()] == [frame.name for frame in by_order]

    def test_are_told_with_all_that_a_chooser_shows(self, client, frames):
        for row in client.get("/v1/frames").json():
            frame = frames[row["name"]]
            assert row == {
                "name": frame.name,
                "title": frame.title,
                "title_en": frame.title_en,
                "summary": frame.summary,
                "summary_en": frame.summary_en,
                "carries": list(frame.carries),
                "texts": [
                    {"id": text.id, "label": text.label, "required": text.required}
                    for text in frame.texts
                ],
                "size": 1080,
                "max_size": 2048,
            }


def test_the_service_says_that_it_lives(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


class TestOpenApi:
    def test_names_the_calls_and_not_the_pages(self, client):
        page = client.get("/openapi.json").json()
        assert page["info"]["version"] == __version__
        assert set(page["paths"]) == {
            "/healthz",
            "/v1/frames",
            "/v1/frames/{name}/avatars",
            "/v1/avatars/{token}.jpg",
            "/v1/avatars/{token}",
        }

    def test_says_how_a_photo_is_sent(self, client):
        call = client.get("/openapi.json").json()["paths"]["/v1/frames/{name}/avatars"]["post"]
        content = call["requestBody"]["content"]
        assert set(content) == {"multipart/form-data", "image/*"}
        wishes = content["multipart/form-data"]["schema"]["properties"]
        assert set(wishes) == {"photo", "crop", "turn", "text.name", "size", "format"}


class TestAvatar:
    @pytest.mark.parametrize("send", ["form", "image"])
    @pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
    def test_has_the_bytes_that_the_library_makes(self, client, framer, astronaut_jpeg, send, kind):
        wish = {"format": kind, "size": "256"}
        if send == "form":
            answer = client.post(AVATARS, **form(astronaut_jpeg, **wish))
        else:
            answer = client.post(AVATARS, params=wish, **raw(astronaut_jpeg))
        expected = framer.make(astronaut_jpeg, FRAME, size=256)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"image/{kind}"
        assert answer.content == expected.encode(kind)

    def test_is_a_jpeg_of_the_frames_size_unless_asked_otherwise(
        self, client, framer, astronaut_jpeg
    ):
        answer = client.post(AVATARS, **form(astronaut_jpeg))
        assert answer.content == framer.make(astronaut_jpeg, FRAME).encode()
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.size) == ("JPEG", (1080, 1080))

    @pytest.mark.parametrize("send", ["form", "image"])
    def test_shows_the_crop_that_was_asked_for(self, client, framer, astronaut_jpeg, send):
        wish = {"crop": "10,20,410,420", "turn": "-7.5", "size": "128"}
        if send == "form":
            answer = client.post(AVATARS, **form(astronaut_jpeg, **wish))
        else:
            answer = client.post(AVATARS, params=wish, **raw(astronaut_jpeg))
        crop = Crop.parse("10,20,410,420", -7.5)
        expected = framer.make(astronaut_jpeg, FRAME, crop=crop, size=128)
        assert answer.content == expected.encode()
        assert answer.content != framer.make(astronaut_jpeg, FRAME, size=128).encode()

    def test_wears_the_frame_of_its_address(self, client, framer, astronaut_jpeg):
        answer = client.post("/v1/frames/dai-lua-do/avatars?size=128", **raw(astronaut_jpeg))
        expected = framer.make(astronaut_jpeg, "dai-lua-do", size=128)
        assert answer.content == expected.encode()

    def test_comes_with_its_notes(self, client, framer, card_jpeg, astronaut_jpeg):
        noted = client.post(f"{AVATARS}?size=128", **raw(card_jpeg))
        clear = client.post(f"{AVATARS}?size=128", **raw(astronaut_jpeg))
        assert framer.make(card_jpeg, FRAME, size=128).notes
        assert noted.headers["x-framegen-notes"] == "no-face"
        assert clear.headers["x-framegen-notes"] == ""

    def test_is_stored_by_nobody(self, client, astronaut_jpeg):
        answer = client.post(f"{AVATARS}?size=128", **raw(astronaut_jpeg))
        assert answer.headers["cache-control"] == "no-store"


class TestKeptAvatar:
    def test_is_the_picture_that_the_library_makes(self, client, made, framer, astronaut_jpeg):
        answer = client.get(f"/v1/avatars/{made.removeprefix('/anh/')}.jpg")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert answer.content == framer.make(astronaut_jpeg, FRAME).encode()
        assert answer.headers["cache-control"] == "no-store"
        assert "content-disposition" not in answer.headers

    def test_is_saved_under_a_vietnamese_name(self, client, made):
        answer = client.get(f"/v1/avatars/{made.removeprefix('/anh/')}.jpg?download")
        header = answer.headers["content-disposition"]
        # RFC 6266 with RFC 8187: an ASCII name for old clients, the real one beside it.
        name = re.fullmatch(
            r"attachment; filename=\"([\w.-]+)\"; filename\*=UTF-8''([\w.%~-]+)", header
        )
        assert name
        assert name[1] == f"avatar-{FRAME}.jpg"
        assert unquote(name[2], errors="strict") == "Ảnh đại diện 1 triệu sáng kiến.jpg"
        assert answer.headers["cache-control"] == "no-store"

    def test_is_forgotten_when_told_to(self, client, astronaut_jpeg):
        token = token_of(client, astronaut_jpeg)
        answer = client.delete(f"/v1/avatars/{token}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.get(f"/v1/avatars/{token}.jpg").status_code == 404
        assert client.delete(f"/v1/avatars/{token}").status_code == 404

    def test_is_forgotten_when_its_time_is_over(self, timed_client, clock, astronaut_jpeg):
        token = token_of(timed_client, astronaut_jpeg)
        clock.now = 59
        assert timed_client.get(f"/v1/avatars/{token}.jpg").status_code == 200
        clock.now = 60
        gone = timed_client.get(f"/v1/avatars/{token}.jpg")
        assert (gone.status_code, gone.json()["code"]) == (404, "avatar-gone")
        assert timed_client.get(f"/anh/{token}").status_code == 404
