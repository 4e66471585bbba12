"""Problems: every failure is problem+json of the right status, in the language asked for."""

import io
import json
import re

import pytest
from PIL import Image

from framegen.testing import drawn_card, encoded
from service.work.workers import Workers
from tests.service.conftest import AVATARS, FRAME, form, problem_words, raw

ARTWORK = f"/v1/frames/{FRAME}/artwork.png"
KEYS = ["type", "title", "status", "code", "detail", "hint"]
PHOTO = encoded(drawn_card(120, 160))
JSON = "application/json"
ASKED = {"photo": "nix", "frame": FRAME}


def dumps(value):
    return json.dumps(value).encode()


def huge():
    """A small file of 81 megapixels."""
    stream = io.BytesIO()
    Image.new("1", (9000, 9000)).save(stream, "PNG")
    return stream.getvalue()


CASES = [
    pytest.param(
        "POST", "/v1/frames/khong-co/avatars", form(PHOTO), 404, "frame-not-found", id="no frame"
    ),
    pytest.param("GET", "/v1/nowhere", {}, 404, "not-found", id="no path"),
    pytest.param("DELETE", "/v1/frames", {}, 405, "method-not-allowed", id="no such method"),
    pytest.param("GET", AVATARS, {}, 405, "method-not-allowed", id="get for post"),
    pytest.param(
        "POST",
        AVATARS,
        raw(huge()),
        413,
        "photo-too-large",
        id="too many pixels",
        marks=pytest.mark.slow,
    ),
    pytest.param("POST", AVATARS, form(b"word"), 415, "photo-unreadable", id="no picture"),
    pytest.param("POST", AVATARS, raw(b"<svg/>"), 415, "photo-unreadable", id="no picture, raw"),
    pytest.param("POST", AVATARS, form(PHOTO[:200]), 415, "photo-unreadable", id="a torn picture"),
    pytest.param("POST", AVATARS, form(b""), 415, "photo-unreadable", id="an empty file"),
    pytest.param("POST", AVATARS, raw(b""), 415, "photo-unreadable", id="an empty body"),
    pytest.param(
        "POST", AVATARS, raw(encoded(drawn_card(20, 20))), 422, "photo-too-small", id="tiny"
    ),
    pytest.param("POST", AVATARS, form(size="128"), 422, "photo-missing", id="no photo"),
    pytest.param("POST", AVATARS, {}, 422, "photo-missing", id="no body"),
    *(
        pytest.param("POST", AVATARS, form(PHOTO, **{field: text}), 422, code, id=f"{field} {text}")
        for field, text, code in [
            ("size", "0", "size-invalid"),
            ("size", "63", "size-invalid"),
            ("size", "2049", "size-invalid"),
            ("size", "-1", "size-invalid"),
            ("size", "big", "request-invalid"),
            ("size", "nan", "request-invalid"),
            ("size", "inf", "request-invalid"),
            ("size", "1e999", "request-invalid"),
            ("turn", "left", "request-invalid"),
            ("crop", "1,2,3", "crop-invalid"),
            ("crop", "a,b,c,d", "crop-invalid"),
            ("crop", "nan,0,9,9", "crop-invalid"),
            ("crop", "0,0,90,50", "crop-invalid"),
            ("crop", "900,900,990,990", "crop-invalid"),
            ("format", "gif", "format-unknown"),
            ("format", "../jpeg", "format-unknown"),
        ]
    ),
    pytest.param(
        "POST", f"{AVATARS}?size=9999", raw(PHOTO), 422, "size-invalid", id="size of a raw photo"
    ),
    pytest.param(
        "POST",
        AVATARS,
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        422,
        "request-invalid",
        id="a form without a boundary",
    ),
    pytest.param(
        "POST", AVATARS, form(PHOTO, crop="1" * 5000), 422, "request-invalid", id="a long field"
    ),
    pytest.param(
        "POST", f"{AVATARS}?size=64&size=65", raw(PHOTO), 422, "request-invalid", id="size twice"
    ),
    pytest.param("POST", AVATARS, raw(PHOTO, JSON), 415, "body-unsupported", id="json for a form"),
    pytest.param("POST", "/v1/photos", raw(b"word"), 415, "photo-unreadable", id="held, no photo"),
    pytest.param("POST", "/v1/photos", form(), 422, "photo-missing", id="nothing to hold"),
    pytest.param(
        "POST", "/v1/photos", raw(PHOTO, "text/plain"), 415, "body-unsupported", id="held, a text"
    ),
    pytest.param("POST", "/v1/avatars", form(PHOTO), 415, "body-unsupported", id="form for json"),
    pytest.param("POST", "/v1/avatars", {}, 415, "body-unsupported", id="no json"),
    pytest.param("POST", "/v1/avatars", raw(b"nix", JSON), 422, "request-invalid", id="no object"),
    pytest.param(
        "POST", "/v1/avatars", raw(dumps(ASKED), JSON), 404, "photo-gone", id="no such photo"
    ),
    pytest.param(
        "POST",
        "/v1/avatars",
        raw(dumps({**ASKED, "frame": "nix"}), JSON),
        404,
        "frame-not-found",
        id="no such frame",
    ),
    pytest.param("GET", "/v1/frames/nix", {}, 404, "frame-not-found", id="one frame"),
    pytest.param("GET", f"/v1/frames/{'x' * 65}", {}, 422, "request-invalid", id="a long name"),
    pytest.param("GET", f"{ARTWORK}?size=63", {}, 422, "size-invalid", id="small artwork"),
    pytest.param("GET", f"{ARTWORK}?size=nix", {}, 422, "request-invalid", id="artwork, no size"),
    pytest.param(
        "GET", "/v1/frames/nix/artwork.png", {}, 404, "frame-not-found", id="artwork of nothing"
    ),
    pytest.param("DELETE", "/v1/photos/nix", {}, 404, "photo-gone", id="no photo to delete"),
    pytest.param("GET", "/v1/avatars/nix.jpg", {}, 404, "avatar-gone", id="no avatar"),
    pytest.param("DELETE", "/v1/avatars/nix", {}, 404, "avatar-gone", id="nothing to delete"),
    pytest.param(
        "GET", f"/v1/avatars/{'x' * 99}.jpg", {}, 422, "request-invalid", id="a long token"
    ),
]
each_case = pytest.mark.parametrize(("method", "path", "sent", "status", "code"), CASES)


def answer_of(client, method, path, sent, **headers):
    headers = {**sent.get("headers", {}), **headers}
    return client.request(method, path, content=sent.get("content"), headers=headers)


@each_case
def test_a_failure_is_a_problem(client, method, path, sent, status, code):
    answer = answer_of(client, method, path, sent)
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert list(body) == KEYS
    assert body["type"] == f"/problems/{code}"
    assert all(body[key] and body[key].isascii() for key in ("title", "detail", "hint"))
    assert "Traceback" not in answer.text


@each_case
def test_a_failure_is_told_in_vietnamese_on_request(client, method, path, sent, status, code):
    language = {"Accept-Language": "vi-VN,vi;q=0.9,en;q=0.5"}
    body = answer_of(client, method, path, sent, **language).json()
    assert (body["status"], body["code"]) == (status, code)
    assert (body["title"], body["hint"]) == problem_words(code)
    assert not body["detail"].isascii()
    # What a caller did wrong must not be called the service's own fault.
    assert body["hint"] != problem_words("internal")[1]


@each_case
def test_a_failure_is_one_that_the_reference_names(client, method, path, sent, status, code):
    assert client.get(answer_of(client, method, path, sent).json()["type"]).status_code == 200
    assert (status, code) in {(404, "not-found"), (405, "method-not-allowed")} or (
        str(status) in documented(client, method, path)
    )


def documented(client, method, path):
    """The statuses that OpenAPI tells of a call."""
    calls = client.get("/openapi.json").json()["paths"]
    plain = path.partition("?")[0]
    (call,) = [
        methods[method.lower()]
        for template, methods in calls.items()
        if method.lower() in methods
        and re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+?", re.escape(template)), plain)
    ]
    return set(call["responses"])


@pytest.mark.parametrize("language", ["en", "en-US,vi;q=0.5", "fr", ""])
def test_a_failure_is_told_in_english_otherwise(client, language):
    body = client.get("/v1/avatars/nix.jpg", headers={"Accept-Language": language}).json()
    assert body["title"] == "There is no such avatar, or no longer."


def test_the_detail_names_what_was_wrong(client):
    body = client.post(AVATARS, **form(PHOTO, size="9999")).json()
    assert body["detail"] == "size: expected 64 to 2048 pixels, got 9999."


def test_a_photo_too_large_names_the_limit(small_client):
    body = small_client.post(AVATARS, **raw(b"\0" * 3 * 2**20)).json()
    assert (body["status"], body["code"]) == (413, "photo-too-large")
    assert "1 MB" in body["detail"]


def test_the_nearest_frame_is_offered(client):
    body = client.post("/v1/frames/vong-sang-kin/avatars", **form(PHOTO)).json()
    assert f'did you mean "{FRAME}"?' in body["detail"]


def test_a_method_that_is_not_allowed_is_told_which_are(client):
    answer = client.delete("/v1/frames")
    assert answer.headers.get("allow") == "GET"


class TestInternalFailure:
    @pytest.fixture(autouse=True)
    def _failing(self, monkeypatch):
        async def run(*_args):
            raise RuntimeError("secret of the house")

        monkeypatch.setattr(Workers, "run", run)

    def test_is_a_problem_that_tells_nothing(self, client):
        answer = client.post(AVATARS, **form(PHOTO))
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert list(answer.json()) == KEYS

    def test_is_a_page_in_vietnamese(self, client):
        answer = client.post("/", **form(PHOTO, frame=FRAME))
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert problem_words("internal")[0] in answer.text

    @pytest.mark.parametrize("path", [AVATARS, "/"])
    def test_carries_the_headers_of_every_answer(self, client, path):
        answer = client.post(path, **form(PHOTO, frame=FRAME))
        assert answer.status_code == 500
        assert answer.headers.get("x-content-type-options") == "nosniff"
        assert answer.headers.get("content-security-policy")
