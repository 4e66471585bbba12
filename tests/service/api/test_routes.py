"""The API: the contract that other programs rely on, call by call."""

import datetime
import io
import re
import tomllib
from urllib.parse import unquote

import pytest
from PIL import Image

from framegen import Crop, __version__, render_frame
from tests.conftest import ROOT
from tests.service.conftest import AVATARS, FRAME, form, raw

ARTWORK = f"/v1/frames/{FRAME}/artwork.png"
TOKEN = r"[\w-]{22,64}"


def token_of(client, photo):
    location = client.post("/", **form(photo, frame=FRAME)).headers["location"]
    return location.removeprefix("/anh/")


def hold(client, photo):
    """A held photo's token."""
    answer = client.post("/v1/photos", **form(photo))
    assert answer.status_code == 201
    return answer.json()["id"]


def ask(client, photo, /, **wish):
    """Ask for an avatar of a held photo."""
    body = {"photo": photo, "frame": FRAME, **wish}
    return client.post("/v1/avatars", json=body)


@pytest.fixture(scope="module")
def photo(client, astronaut_jpeg):
    """The token of a held photo, not to be deleted."""
    return hold(client, astronaut_jpeg)


@pytest.fixture(scope="module")
def opened(framer, astronaut_jpeg):
    return framer.load(astronaut_jpeg)


def test_the_service_says_that_it_lives(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


class TestCampaign:
    def test_is_told_as_its_file_says(self, client):
        told = client.get("/v1/campaign").json()
        known = tomllib.loads((ROOT / "frames/campaign.toml").read_text(encoding="utf-8"))
        words = ("title", "full_name", "organisation", "launched_by", "caption", "hashtag")
        for name in (*words, "controller", "contact"):
            assert told[name] == known[name]
        assert told["slogans"] == known["slogans"]
        assert told["documents"] == known["documents"]
        assert told["dates"] == [
            {**phase, "start": str(phase["start"]), "end": str(phase["end"])}
            for phase in known["dates"]
        ]
        assert told["report_to"]["name"] == known["report_to"]["name"]


class TestFrames:
    def test_are_listed_in_their_order(self, client, frames):
        answer = client.get("/v1/frames")
        by_order = sorted(frames.values(), key=lambda frame: frame.order)
        assert answer.status_code == 200
        assert [row["name"] for row in answer.json()] == [frame.name for frame in by_order]

    def test_are_told_with_all_that_a_chooser_and_an_editor_need(self, client, frames):
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
                "window": list(frame.opening.box.edges),
                "safe_radius": frame.safe_radius,
                "artwork": f"/v1/frames/{frame.name}/artwork.png",
            }

    def test_are_told_one_by_one_as_in_the_list(self, client):
        for row in client.get("/v1/frames").json():
            assert client.get(f"/v1/frames/{row['name']}").json() == row
            assert client.get(f"{row['artwork']}?size=64").status_code == 200


class TestArtwork:
    @pytest.mark.parametrize("name", [FRAME, "the-doan-vien"])
    @pytest.mark.parametrize("size", [64, 300])
    def test_is_what_the_library_lays_over_a_photo(self, client, frames, name, size):
        answer = client.get(f"/v1/frames/{name}/artwork.png?size={size}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (size, size))
            assert image.tobytes() == render_frame(frames[name], size=size).tobytes()
            assert image.getchannel("A").getextrema() == (0, 255)

    def test_is_of_1080_pixels_unless_asked_otherwise(self, client):
        with Image.open(io.BytesIO(client.get(ARTWORK).content)) as image:
            assert image.size == (1080, 1080)

    def test_may_be_kept_and_asked_for_again_by_its_mark(self, client):
        answer = client.get(f"{ARTWORK}?size=64")
        mark = answer.headers["etag"]
        assert "max-age=" in answer.headers["cache-control"]
        for known in (mark, f'"nix", {mark}', f"W/{mark}", "*"):
            again = client.get(f"{ARTWORK}?size=64", headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == mark

    def test_is_sent_anew_where_another_is_known(self, client):
        mark = client.get(f"{ARTWORK}?size=64").headers["etag"]
        for known, size in [('"nix"', 64), (mark, 65), ("", 64)]:
            answer = client.get(f"{ARTWORK}?size={size}", headers={"If-None-Match": known})
            assert answer.status_code == 200
            assert answer.content


class TestOpenApi:
    def test_names_the_calls_and_not_the_pages(self, client):
        page = client.get("/openapi.json").json()
        calls = {
            (method.upper(), path) for path, methods in page["paths"].items() for method in methods
        }
        assert page["info"]["version"] == __version__
        assert calls == {
            ("GET", "/healthz"),
            ("GET", "/readyz"),
            ("GET", "/v1/campaign"),
            ("GET", "/v1/frames"),
            ("GET", "/v1/frames/{name}"),
            ("GET", "/v1/frames/{name}/artwork.png"),
            ("POST", "/v1/frames/{name}/avatars"),
            ("POST", "/v1/frames/{name}/lettering"),
            ("POST", "/v1/photos"),
            ("GET", "/v1/photos/{token}/suggestions"),
            ("GET", "/v1/photos/{token}.jpg"),
            ("DELETE", "/v1/photos/{token}"),
            ("DELETE", "/v1/photos/{token}.jpg"),
            ("POST", "/v1/avatars"),
            ("GET", "/v1/avatars/{token}.{suffix}"),
            ("DELETE", "/v1/avatars/{token}"),
            ("DELETE", "/v1/avatars/{token}.{suffix}"),
        }

    def test_says_how_a_photo_is_sent(self, client):
        paths = client.get("/openapi.json").json()["paths"]
        content = paths["/v1/frames/{name}/avatars"]["post"]["requestBody"]["content"]
        assert set(content) == {"multipart/form-data", "image/*"}
        wishes = content["multipart/form-data"]["schema"]["properties"]
        assert set(wishes) == {
            *("photo", "crop", "turn", "face", "level", "text.name", "size", "format")
        }
        content = paths["/v1/photos"]["post"]["requestBody"]["content"]
        assert set(content) == {"multipart/form-data", "image/*"}

    def test_says_how_an_avatar_is_asked_for(self, client):
        call = client.get("/openapi.json").json()["paths"]["/v1/avatars"]["post"]
        schema = call["requestBody"]["content"]["application/json"]["schema"]
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            schema = client.get("/openapi.json").json()["components"]["schemas"][name]
        assert schema["required"] == ["photo", "frame"]
        assert schema["additionalProperties"] is False

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("post", "/v1/frames/{name}/avatars"),
            ("post", "/v1/photos"),
            ("post", "/v1/avatars"),
        ],
    )
    def test_says_all_that_work_may_end_in(self, client, method, path):
        call = client.get("/openapi.json").json()["paths"][path][method]
        ends = {"400", "401", "408", "413", "415", "422", "429", "503"}
        assert ends <= set(call["responses"])
        for status in ends:
            assert "application/problem+json" in call["responses"][status]["content"]


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
    def test_is_level_where_that_is_asked_for(self, client, framer, astronaut_jpeg, level, turns):
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

    def test_is_level_where_that_is_asked_for(self, client, framer, astronaut_jpeg, photo):
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


class TestKeptAvatar:
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


def test_every_door_leads_to_the_same_picture(client, framer, photo, made, astronaut_jpeg):
    expected = framer.make(astronaut_jpeg, FRAME).encode()
    assert client.post(AVATARS, **form(astronaut_jpeg)).content == expected
    assert client.post(AVATARS, **raw(astronaut_jpeg)).content == expected
    assert client.get(ask(client, photo).json()["href"]).content == expected
    assert client.get(f"/v1/avatars/{made.removeprefix('/anh/')}.jpg").content == expected
