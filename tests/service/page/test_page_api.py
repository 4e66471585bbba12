"""Page API: suggestions, previews and lettering, which the member's page asks for."""

import io

import numpy as np
import pytest
from PIL import Image

from framegen import Framer, render_texts
from framegen.testing import encoded
from tests.service.conftest import FRAME, form

CARD = "the-doan-vien"


@pytest.fixture(scope="module")
def pair(astronaut):
    """Two people side by side."""
    photo = Image.new("RGB", (1024, 512))
    photo.paste(astronaut, (0, 0))
    photo.paste(astronaut, (512, 0))
    return encoded(photo)


@pytest.fixture(scope="module")
def held(client, pair):
    return client.post("/v1/photos", **form(pair)).json()


def asked(client, held, query=""):
    return client.get(f"/v1/photos/{held['id']}/suggestions{query}")


class TestSuggestions:
    def test_are_those_of_the_photo_without_a_wish(self, client, held):
        answer = asked(client, held)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        for name, crop in answer.json()["suggestions"].items():
            assert crop["box"] == pytest.approx(held["suggestions"][name]["box"])
            assert crop["turn"] == held["suggestions"][name]["turn"]

    @pytest.mark.parametrize("face", [0, 1])
    def test_are_those_of_the_face_that_is_asked_for(self, client, held, face):
        left, _, right, _ = held["faces"][face]["box"]
        crop = asked(client, held, f"?face={face}").json()["suggestions"][FRAME]["box"]
        assert (crop[0] + crop[2]) / 2 == pytest.approx((left + right) / 2, abs=60)

    def test_are_what_an_avatar_of_that_face_shows(self, client, held):
        crop = asked(client, held, "?face=0&level=true").json()["suggestions"][FRAME]
        wish = {"photo": held["id"], "frame": FRAME, "face": 0, "level": True, "size": 64}
        made = client.post("/v1/avatars", json=wish).json()["crop"]
        assert crop["box"] == pytest.approx(made["box"])
        assert crop["turn"] == pytest.approx(made["turn"])
        assert crop["turn"] != 0

    def test_of_a_photo_without_a_face_are_its_middle(self, client, card_jpeg):
        held = client.post("/v1/photos", **form(card_jpeg)).json()
        assert asked(client, held).json()["suggestions"] == held["suggestions"]

    @pytest.mark.parametrize("query", ["?face=2", "?face=-1", "?face=x", "?level=perhaps"])
    def test_are_refused_where_there_is_no_such_face(self, client, held, query):
        assert asked(client, held, query).status_code == 422

    def test_of_a_photo_that_is_gone_are_none(self, client):
        answer = asked(client, {"id": "nix"})
        assert (answer.status_code, answer.json()["code"]) == (404, "photo-gone")


class TestPhotoAsJpeg:
    def test_is_upright_and_small_enough_for_a_phone(self, client, pair):
        large = Image.open(io.BytesIO(pair)).resize((3000, 1500))
        exif = Image.Exif()
        exif[0x0112] = 6
        stream = io.BytesIO()
        large.save(stream, "JPEG", exif=exif)
        token = client.post("/v1/photos", **form(stream.getvalue())).json()["id"]
        answer = client.get(f"/v1/photos/{token}.jpg")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == "no-store"
        with Image.open(io.BytesIO(answer.content)) as image:
            assert image.size == (720, 1440)
            assert not image.getexif()

    def test_that_is_gone_is_not_there(self, client):
        assert client.get("/v1/photos/nix.jpg").status_code == 404


class TestLettering:
    def test_is_what_the_library_writes(self, client, frames):
        text = {"name": "Nguyễn Thị Quỳnh Hương", "unit": "Công đoàn Bộ"}
        answer = client.post(f"/v1/frames/{CARD}/lettering", json={"text": text, "size": 540})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
        assert answer.headers["cache-control"] == "no-store"
        with Image.open(io.BytesIO(answer.content)) as drawn:
            assert drawn.mode == "RGBA"
            expected = render_texts(frames[CARD], text, size=540)
            assert np.array_equal(np.asarray(drawn), np.asarray(expected))
            assert drawn.getbbox() is not None

    @pytest.mark.parametrize(
        ("frame", "body", "status", "code"),
        [
            (CARD, {"text": {"name": "a " * 60}}, 422, "text-too-long"),
            (CARD, {"text": {"nix": "An"}}, 422, "text-invalid"),
            (CARD, {"text": {}, "size": 9999}, 422, "size-invalid"),
            (CARD, {"size": 540}, 422, "request-invalid"),
            (CARD, {"text": {}, "nix": 1}, 422, "request-invalid"),
            ("nix", {"text": {}}, 404, "frame-not-found"),
        ],
    )
    def test_that_cannot_be_drawn_is_refused(self, client, frame, body, status, code):
        answer = client.post(f"/v1/frames/{frame}/lettering", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_lettering_laid_over_an_avatar_is_the_avatar_with_its_texts(frames, astronaut_jpeg):
    framer, text = Framer(frames), {"name": "Trần Văn Đạo"}
    plain = framer.make(astronaut_jpeg, CARD, size=540).image.convert("RGBA")
    plain.alpha_composite(render_texts(frames[CARD], text, size=540))
    whole = framer.make(astronaut_jpeg, CARD, size=540, text=text).image
    difference = np.abs(np.asarray(plain.convert("RGB"), int) - np.asarray(whole, int))
    assert difference.max() <= 2
