"""Avatars: made at once or of a held photo, and held for minutes."""

import datetime
import io
import re
from urllib.parse import unquote

import pytest
from PIL import Image

from framegen import Crop
from tests.service.api.conftest import TOKEN, ask, token_of
from tests.service.conftest import AVATARS, FRAME, form, raw


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

    def test_says_the_name_that_was_sent(self, client, framer, astronaut_jpeg):
        sent = form(astronaut_jpeg, size="256", **{"text.name": "Nguyễn Thị Ánh"})
        answer = client.post("/v1/frames/the-doan-vien/avatars", **sent)
        text = {"name": "Nguyễn Thị Ánh"}
        expected = framer.make(astronaut_jpeg, "the-doan-vien", text=text, size=256)
        assert answer.content == expected.encode()

    @pytest.mark.parametrize(("level", "turns"), [("true", True), ("false", False)])
    def test_is_level_on_request(self, client, framer, astronaut_jpeg, level, turns):
        answer = client.post(AVATARS, **form(astronaut_jpeg, size="128", level=level))
        expected = framer.make(astronaut_jpeg, FRAME, size=128, level=turns)
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


class TestAvatarOfAHeldPhoto:
    def made(self, client, photo, **wish):
        answer = ask(client, photo, **wish)
        assert answer.status_code == 201
        return client.get(answer.json()["href"])

    def test_is_told_with_its_address_and_crop(self, client, framer, opened, photo):
        answer = ask(client, photo)
        told = answer.json()
        expected, _ = framer.suggest(opened, FRAME)
        assert answer.status_code == 201
        assert answer.headers["location"] == told["href"] == f"/v1/avatars/{told['id']}.jpg"
        assert answer.headers["cache-control"] == "no-store"
        assert re.fullmatch(TOKEN, told["id"])
        assert told["crop"]["box"] == pytest.approx(list(expected.box.edges))
        assert (told["crop"]["turn"], told["notes"]) == (expected.turn, ["upscaled"])
        assert datetime.datetime.fromisoformat(told["expires_at"]).utcoffset() is not None

    def test_has_the_bytes_that_the_library_makes(self, client, framer, astronaut_jpeg, photo):
        assert self.made(client, photo).content == framer.make(astronaut_jpeg, FRAME).encode()

    @pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
    def test_comes_in_the_format_and_size_that_were_asked_for(
        self, client, framer, astronaut_jpeg, photo, kind
    ):
        answer = self.made(client, photo, format=kind, size=512)
        assert answer.headers["content-type"] == f"image/{kind}"
        assert answer.content == framer.make(astronaut_jpeg, FRAME, size=512).encode(kind)

    def test_shows_the_crop_that_was_asked_for(self, client, framer, astronaut_jpeg, photo):
        crop = {"box": [10, 20, 410, 420], "turn": -7.5}
        answer = self.made(client, photo, crop=crop, size=128)
        expected = Crop.parse("10,20,410,420", -7.5)
        assert (
            answer.content == framer.make(astronaut_jpeg, FRAME, crop=expected, size=128).encode()
        )
        assert ask(client, photo, crop=crop).json()["crop"] == crop

    def test_of_a_suggested_crop_is_that_of_the_face(self, client, photo, astronaut_jpeg):
        held = client.post("/v1/photos", **form(astronaut_jpeg)).json()
        suggested = self.made(client, photo, crop=held["suggestions"][FRAME])
        assert suggested.content == self.made(client, photo, face=held["main"]).content

    def test_frames_the_face_of_that_number(self, client, astronaut):
        pair = Image.new("RGB", (1000, 600), "gray")
        pair.paste(astronaut.resize((300, 300)), (50, 50))
        pair.paste(astronaut, (450, 60))
        stream = io.BytesIO()
        pair.save(stream, "PNG")
        held = client.post("/v1/photos", **form(stream.getvalue())).json()
        boxes = {ask(client, held["id"], face=n).json()["crop"]["box"][0] for n in (0, 1)}
        assert len(held["faces"]) == len(boxes) == 2
        assert held["notes"] == []
        no_such = ask(client, held["id"], face=2)
        assert (no_such.status_code, no_such.json()["code"]) == (422, "request-invalid")
        assert no_such.json()["detail"].startswith("face: ")

    def test_wears_the_frame_and_says_the_text_that_were_asked_for(
        self, client, framer, astronaut_jpeg, photo
    ):
        text = {"name": "Nguyễn Thị Ánh"}
        answer = self.made(client, photo, frame="the-doan-vien", text=text)
        expected = framer.make(astronaut_jpeg, "the-doan-vien", text=text)
        assert answer.content == expected.encode()

    def test_is_level_on_request(self, client, framer, astronaut_jpeg, photo):
        answer = self.made(client, photo, level=True)
        assert answer.content == framer.make(astronaut_jpeg, FRAME, level=True).encode()

    @pytest.mark.parametrize(
        ("wrong", "named", "code"),
        [
            ({"foto": 1}, "foto", "request-invalid"),
            ({"crop": {"box": [0, 0, 99, 99], "zoom": 2}}, "crop.zoom", "request-invalid"),
            ({"crop": {"box": [0, 0, 99]}}, "crop.box.3", "request-invalid"),
            ({"crop": {"box": ["a", 0, 99, 99]}}, "crop.box.0", "request-invalid"),
            ({"crop": {"box": [0, 0, 99, 50]}}, "crop", "crop-invalid"),
            ({"crop": {"box": [900, 900, 999, 999]}}, "crop", "crop-invalid"),
            ({"crop": [0, 0, 99, 99]}, "crop", "request-invalid"),
            ({"face": -1}, "face", "request-invalid"),
            ({"face": 1}, "face", "request-invalid"),
            ({"face": 0.5}, "face", "request-invalid"),
            ({"size": "big"}, "size", "request-invalid"),
            ({"size": 63}, "size", "size-invalid"),
            ({"size": 2049}, "size", "size-invalid"),
            ({"size": 10**30}, "size", "size-invalid"),
            ({"format": "gif"}, "format", "request-invalid"),
            ({"text": {"name": 5}}, "text.name", "request-invalid"),
            ({"text": "An"}, "text", "request-invalid"),
            ({"text": {"nix": "An"}}, "text.nix", "text-invalid"),
            ({"text": {f"a{n}": "" for n in range(17)}}, "text", "request-invalid"),
            ({"level": "maybe"}, "level", "request-invalid"),
            ({"photo": None}, "photo", "request-invalid"),
            ({"photo": "x" * 65}, "photo", "request-invalid"),
            ({"frame": ["x"]}, "frame", "request-invalid"),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_is_not_made_of_what_makes_no_sense(self, client, photo, wrong, named, code):
        answer = ask(client, photo, **wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["detail"].startswith(f"{named}: ")

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
    @pytest.mark.parametrize("key", ["turn", "box"])
    def test_is_not_made_of_numbers_that_are_none(self, client, photo, key, number):
        crop = {"box": "[0, 0, 99, 99]", "turn": "0"}
        crop[key] = number if key == "turn" else f"[{number}, 0, 99, 99]"
        sent = (
            f'{{"photo": "{photo}", "frame": "{FRAME}", '
            f'"crop": {{"box": {crop["box"]}, "turn": {crop["turn"]}}}}}'
        )
        answer = client.post(
            "/v1/avatars", content=sent, headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "request-invalid")
        assert answer.json()["detail"].startswith(f"crop.{key}")

    @pytest.mark.parametrize(
        "body", [b"", b"nix", b"[]", b'"x"', b"{", b"\xff", b"[" * 9000, b'{"photo": "\\ud800"}']
    )
    def test_is_not_made_of_what_is_no_object(self, client, body):
        answer = client.post(
            "/v1/avatars", content=body, headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "request-invalid")
        assert answer.json()["detail"].startswith("body: ")


class TestHeldAvatar:
    def test_is_the_picture_that_the_library_makes(self, client, made, framer, astronaut_jpeg):
        answer = client.get(f"/v1/avatars/{made.removeprefix('/anh/')}.jpg")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert answer.content == framer.make(astronaut_jpeg, FRAME).encode()
        assert answer.headers["cache-control"] == "no-store"
        assert "content-disposition" not in answer.headers

    @pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
    def test_is_saved_under_a_vietnamese_name(self, client, photo, kind):
        wish = {"format": kind.replace("jpg", "jpeg"), "size": 64}
        answer = client.get(f"{ask(client, photo, **wish).json()['href']}?download")
        header = answer.headers["content-disposition"]
        # RFC 6266 with RFC 8187: an ASCII name for old clients, the real one beside it.
        name = re.fullmatch(
            r"attachment; filename=\"([\w.-]+)\"; filename\*=UTF-8''([\w.%~-]+)", header
        )
        assert name
        assert name[1] == f"avatar-{FRAME}.{kind}"
        assert unquote(name[2], errors="strict") == f"Ảnh đại diện 1 triệu sáng kiến.{kind}"
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize(
        ("kind", "suffixes"),
        [("jpeg", ["png", "webp", "jpeg", "JPG", "jpg.png", "nix"]), ("png", ["jpg", "webp"])],
    )
    def test_is_not_there_under_another_suffix(self, client, photo, kind, suffixes):
        href = ask(client, photo, format=kind, size=64).json()["href"]
        plain = href.rpartition(".")[0]
        assert client.get(href).status_code == 200
        for suffix in suffixes:
            assert client.get(f"{plain}.{suffix}").status_code == 404

    def test_is_forgotten_when_told_to(self, client, astronaut_jpeg):
        token = token_of(client, astronaut_jpeg)
        answer = client.delete(f"/v1/avatars/{token}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.get(f"/v1/avatars/{token}.jpg").status_code == 404
        assert client.delete(f"/v1/avatars/{token}").status_code == 404

    def test_is_forgotten_by_its_address_too(self, client, photo):
        href = ask(client, photo, size=64).json()["href"]
        assert client.delete(href).status_code == 204
        assert client.get(href).status_code == client.delete(href).status_code == 404

    def test_photo_is_forgotten_by_its_address_too(self, client, astronaut_jpeg):
        held = client.post("/v1/photos", **form(astronaut_jpeg)).json()["id"]
        assert client.delete(f"/v1/photos/{held}.jpg").status_code == 204
        assert client.delete(f"/v1/photos/{held}").status_code == 404

    def test_address_tells_all_that_may_be_done_there(self, client):
        answer = client.put("/v1/avatars/nix.jpg")
        assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET")

    def test_is_not_forgotten_as_a_photo(self, client, made):
        assert client.delete(f"/v1/photos/{made.removeprefix('/anh/')}").status_code == 404
        assert client.get(made).status_code == 200

    def test_is_forgotten_when_its_time_is_over(self, timed_client, clock, astronaut_jpeg):
        token = token_of(timed_client, astronaut_jpeg)
        clock.now = 59
        assert timed_client.get(f"/v1/avatars/{token}.jpg").status_code == 200
        clock.now = 60
        gone = timed_client.get(f"/v1/avatars/{token}.jpg")
        assert (gone.status_code, gone.json()["code"]) == (404, "avatar-gone")
        assert timed_client.get(f"/anh/{token}").status_code == 404


def test_every_route_makes_the_same_picture(client, framer, photo, made, astronaut_jpeg):
    expected = framer.make(astronaut_jpeg, FRAME).encode()
    assert client.post(AVATARS, **form(astronaut_jpeg)).content == expected
    assert client.post(AVATARS, **raw(astronaut_jpeg)).content == expected
    assert client.get(ask(client, photo).json()["href"]).content == expected
    assert client.get(f"/v1/avatars/{made.removeprefix('/anh/')}.jpg").content == expected
