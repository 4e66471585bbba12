"""Headers: HEAD is answered as GET, without a body."""

import asyncio

import pytest

from service.watch.headers import SecurityHeaders
from tests.service.conftest import AVATARS, FRAME, form

VARYING = {"x-request-id", "date"}


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?khung=nix",
        "/docs",
        "/problems",
        "/problems/busy",
        "/problems/nix",
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/v1/campaign",
        "/v1/frames",
        f"/v1/frames/{FRAME}",
        "/v1/frames/nix",
        f"/v1/frames/{FRAME}/artwork.png?size=64",
        f"/v1/frames/{FRAME}/artwork.png?size=9",
        f"/khung/{FRAME}-sample.webp",
        "/khung/nix-sample.webp",
        "/static/nix.css",
        "/v1/avatars/nix.jpg",
        "/anh/nix",
        "/nix",
        AVATARS,
    ],
)
def test_head_is_get_without_a_body(client, path):
    get, head = client.get(path), client.head(path)
    assert head.content == b""
    assert head.status_code == get.status_code
    assert same(head) == same(get)
    assert head.headers["content-length"] == str(len(get.content))


def same(answer):
    return {name: value for name, value in answer.headers.items() if name not in VARYING}


def test_head_of_a_held_avatar_and_its_page_tells_of_them(client, made):
    picture = f"/v1/avatars/{made.removeprefix('/anh/')}.jpg?download"
    assert client.head(picture).headers["content-disposition"].startswith("attachment")
    assert client.head(picture).headers["content-type"] == "image/jpeg"
    assert client.head(made).status_code == 200


def test_head_with_a_known_etag_is_not_changed(client):
    path = f"/v1/frames/{FRAME}/artwork.png?size=64"
    known = {"If-None-Match": client.head(path).headers["etag"]}
    assert client.head(path, headers=known).status_code == 304


def test_no_answer_names_the_server_or_sets_a_cookie(client, card_jpeg):
    answers = [client.get("/"), client.get("/nix"), client.post("/", **form(card_jpeg))]
    for answer in answers:
        assert not {"server", "x-powered-by", "set-cookie"} & set(answer.headers)


@pytest.mark.parametrize(("method", "body"), [("GET", b"abc"), ("HEAD", b""), ("POST", b"abc")])
def test_a_body_goes_out_unless_head_was_asked(method, body):
    async def app(scope, _receive, send):
        assert scope["method"] == method.replace("HEAD", "GET")
        scope["route"] = "known"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for piece, more in [(b"ab", True), (b"c", False)]:
            await send({"type": "http.response.body", "body": piece, "more_body": more})

    async def send(message):
        sent.append(message)

    sent, scope = [], {"type": "http", "method": method}
    asyncio.run(SecurityHeaders(app)(scope, None, send))
    assert b"".join(message.get("body", b"") for message in sent) == body
    assert [message.get("more_body") for message in sent] == [None, True, False]
    # The log names the route, and the method as it came.
    assert scope == {"type": "http", "method": method, "route": "known"}
