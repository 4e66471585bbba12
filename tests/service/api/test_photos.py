"""Photos: held for minutes, with faces and crops."""

import datetime
import re

import pytest

from tests.service.api.conftest import TOKEN, ask, hold
from tests.service.conftest import FRAME, form, raw


class TestHeldPhoto:
    @pytest.mark.parametrize("send", [form, raw], ids=["form", "image"])
    def test_is_told_with_its_faces_and_a_crop_for_every_frame(
        self, client, framer, opened, astronaut_jpeg, send
    ):
        answer = client.post("/v1/photos", **send(astronaut_jpeg))
        told = answer.json()
        (face,) = framer.faces(opened)
        assert answer.status_code == 201
        assert answer.headers["cache-control"] == "no-store"
        assert re.fullmatch(TOKEN, told["id"])
        assert told["size"] == [512, 512]
        assert told["faces"] == [
            {
                "box": list(face.box.edges),
                "score": face.score,
                "eyes": [list(eye) for eye in face.eyes],
            }
        ]
        assert (told["main"], told["notes"]) == (0, [])
        assert set(told["suggestions"]) == set(framer.frames)
        for name, crop in told["suggestions"].items():
            expected, _ = framer.suggest(opened, name)
            assert crop == {"box": list(expected.box.edges), "turn": expected.turn}

    def test_without_a_face_is_told_so(self, client, card_jpeg):
        told = client.post("/v1/photos", **form(card_jpeg)).json()
        assert (told["faces"], told["main"], told["notes"]) == ([], None, ["no-face"])
        assert FRAME in told["suggestions"]

    def test_says_until_when_it_is_held(self, client, card_jpeg):
        told = client.post("/v1/photos", **form(card_jpeg)).json()
        expires = datetime.datetime.fromisoformat(told["expires_at"])
        minutes = (expires - datetime.datetime.now(datetime.UTC)).total_seconds() / 60
        assert 9.5 < minutes <= 10

    def test_is_shown_to_nobody(self, client, photo):
        for path in (f"/v1/photos/{photo}", f"/v1/avatars/{photo}.jpg", f"/anh/{photo}"):
            assert client.get(path).status_code in {404, 405}

    def test_is_forgotten_when_told_to(self, client, card_jpeg):
        token = hold(client, card_jpeg)
        answer = client.delete(f"/v1/photos/{token}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.delete(f"/v1/photos/{token}").status_code == 404
        gone = ask(client, token)
        assert (gone.status_code, gone.json()["code"]) == (404, "photo-gone")

    def test_is_not_forgotten_as_an_avatar(self, client, photo):
        assert client.delete(f"/v1/avatars/{photo}").status_code == 404
        assert ask(client, photo, size=64).status_code == 201

    def test_is_forgotten_when_its_time_is_over(self, timed_client, clock, card_jpeg):
        token = hold(timed_client, card_jpeg)
        clock.now = 59
        kept = ask(timed_client, token, size=64)
        assert kept.status_code == 201
        clock.now = 60
        gone = ask(timed_client, token, size=64)
        assert (gone.status_code, gone.json()["code"]) == (404, "photo-gone")
        # Its avatar was made later, and goes later.
        assert timed_client.get(kept.json()["href"]).status_code == 200
