"""Body: read up to the limit and never written to disk."""

import asyncio
import contextlib
import tempfile

import anyio
import pytest

from framegen.errors import PhotoTooLarge
from service.app import create_app
from service.entrance.body import ENVELOPE, BodyLimit
from service.errors import BodyTooSlow
from service.settings import Settings
from tests.service.conftest import AVATARS, FRAME, client_of, form, raw

MB = 2**20
CHUNK = b"\x00" * 65536


def ask(headers, chunks, *, path="/", max_megabytes=1):
    """Send a body by chunks; how the answer starts, and how many bytes of the body were taken.

    A chunk that is None never comes.
    """
    taken, answer = 0, {}
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive():
        nonlocal taken
        chunk = next(chunks, b"")
        if chunk is None:
            await asyncio.sleep(60)
        taken += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": chunk != b""}

    async def send(message):
        answer.update(message)

    settings = Settings(max_megabytes=max_megabytes, body_seconds=1)
    anyio.run(create_app(settings), scope, receive, send)
    return answer, taken


def form_chunks(count):
    start = form(b"", frame=FRAME)["content"].rpartition(b"\r\n--")[0]
    yield start
    for _ in range(count):
        yield CHUNK


MULTIPART = form()["headers"]
IMAGE = {"Content-Type": "image/jpeg"}
each_way = pytest.mark.parametrize(
    ("path", "headers"),
    [
        pytest.param("/", MULTIPART, id="the page's form"),
        pytest.param(AVATARS, MULTIPART, id="a form"),
        pytest.param(AVATARS, IMAGE, id="an image"),
        pytest.param("/v1/photos", MULTIPART, id="a form to hold"),
        pytest.param("/v1/photos", IMAGE, id="an image to hold"),
    ],
)


@each_way
def test_a_body_that_declares_too_much_is_not_read(path, headers):
    declared = {**headers, "Content-Length": str(64 * MB)}
    answer, taken = ask(declared, form_chunks(1024), path=path)
    assert answer["status"] == 413
    assert taken <= len(CHUNK)


@each_way
def test_an_undeclared_body_is_read_up_to_the_limit(path, headers):
    chunked = {**headers, "Transfer-Encoding": "chunked"}
    answer, taken = ask(chunked, form_chunks(1024), path=path)
    assert answer["status"] == 413
    assert MB < taken <= MB + 2 * len(CHUNK)


def test_a_body_that_declares_too_little_is_cut_at_the_limit():
    answer, taken = ask({**IMAGE, "Content-Length": "10"}, form_chunks(1024), path=AVATARS)
    assert answer["status"] == 413
    assert taken <= MB + 2 * len(CHUNK)


@pytest.mark.parametrize("send", [form, raw], ids=["form", "image"])
@pytest.mark.parametrize(
    ("size", "status"),
    [(MB, 200), (MB + 1, 413), (2 * MB, 413)],
    ids=["at the limit", "a byte over it", "far over it"],
)
def test_the_limit_is_that_of_the_photo(small_client, astronaut_jpeg, send, size, status):
    padded = astronaut_jpeg.ljust(size, b"\0")
    answer = small_client.post(f"{AVATARS}?size=128", **send(padded))
    assert answer.status_code == status


@pytest.mark.parametrize("more", [0, 1], ids=["at the limit", "a byte over it"])
def test_what_comes_with_a_photo_has_room_of_its_own(more):
    async def app(_scope, receive, _send):
        await receive()

    async def receive():
        return {"type": "http.request", "body": b"x" * (MB + ENVELOPE + more), "more_body": True}

    limited = BodyLimit(app, MB, 1)({"type": "http", "headers": []}, receive, None)
    with pytest.raises(PhotoTooLarge) if more else contextlib.nullcontext():
        asyncio.run(limited)


@pytest.mark.parametrize("path", [AVATARS, "/"])
def test_a_photo_never_goes_to_a_file(monkeypatch, astronaut_jpeg, path):
    def refused(*_args, **_options):
        raise AssertionError("a photo went to a file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refused)
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", refused)
    padded = astronaut_jpeg.ljust(5 * MB, b"\0")
    with client_of(create_app(Settings(workers=1))) as client:
        answer = client.post(path, **form(padded, frame=FRAME))
    assert answer.status_code in {200, 303}


@pytest.mark.parametrize(
    "request_of",
    [
        pytest.param(form, id="a form"),
        pytest.param(lambda photo: form(photo, content_type="text/plain"), id="any part type"),
        pytest.param(raw, id="an image"),
        pytest.param(lambda photo: raw(photo, "image/x-whatever"), id="any image type"),
    ],
)
def test_a_photo_is_read_from(client, astronaut_jpeg, request_of):
    answer = client.post(f"{AVATARS}?size=128", **request_of(astronaut_jpeg))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        pytest.param(b"", "", id="nothing"),
        pytest.param(form(size="1")["content"], MULTIPART["Content-Type"], id="only fields"),
        pytest.param(b"", MULTIPART["Content-Type"], id="empty form"),
        pytest.param(
            form(b"x")["content"].replace(b'name="photo"', b'name="anh"'),
            MULTIPART["Content-Type"],
            id="a file of another name",
        ),
    ],
)
@pytest.mark.parametrize("path", [AVATARS, "/v1/photos"])
def test_a_photo_is_missing_in(client, path, content, content_type):
    answer = client.post(path, content=content, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (422, "photo-missing")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
        "text/plain; charset=utf-8",
        "multipart/mixed; boundary=x",
        "imagery/jpeg",
    ],
)
@pytest.mark.parametrize("path", [AVATARS, "/v1/photos"])
def test_a_body_of_another_type_is_named(client, path, content_type):
    answer = client.post(path, content=b"photo=1", headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "body-unsupported")
    assert content_type.partition(";")[0] in answer.json()["detail"]


TWO_PHOTOS = form(b"a")["content"].replace(b"--khung-anh--\r\n", b"") + form(b"b")["content"]


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        pytest.param(b"x", "multipart/form-data", id="no boundary"),
        pytest.param(b"word", MULTIPART["Content-Type"], id="no form"),
        pytest.param(form(b"x")["content"], "multipart/form-data; boundary=no", id="another's"),
        pytest.param(TWO_PHOTOS, MULTIPART["Content-Type"], id="two photos"),
        pytest.param(form(b"x", a="1" * 5000)["content"], MULTIPART["Content-Type"], id="long"),
        pytest.param(
            form(b"x", **{f"a{number}": "1" for number in range(17)})["content"],
            MULTIPART["Content-Type"],
            id="many fields",
        ),
        pytest.param(
            form(b"x", size="64")["content"].replace(b"--khung-anh--\r\n", b"")
            + form(size="65")["content"],
            MULTIPART["Content-Type"],
            id="a field twice",
        ),
    ],
)
@pytest.mark.parametrize("path", [AVATARS, "/v1/photos"])
def test_a_broken_form_is_the_senders_fault(client, path, content, content_type):
    answer = client.post(path, content=content, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (422, "request-invalid")


def test_json_is_read_no_further_than_its_own_limit(client):
    json = {"Content-Type": "application/json"}
    answer = client.post("/v1/avatars", content=b" " * 17 * 1024, headers=json)
    assert (answer.status_code, answer.json()["code"]) == (422, "request-invalid")
    assert "16 kB" in answer.json()["detail"]
    assert ask(json, form_chunks(8), path="/v1/avatars")[1] <= 2 * len(CHUNK)


class TestDeadline:
    """A body that trickles is given up, however lively it looks."""

    def limited(self, pause, count, seconds):
        """How a body of some pieces arrives, each after a pause, within so many seconds."""
        heard = []

        async def app(_scope, receive, _send):
            more = True
            while more:
                message = await receive()
                heard.append(message)
                more = message.get("more_body")

        async def receive():
            await asyncio.sleep(pause)
            return {"type": "http.request", "body": b"x", "more_body": len(heard) + 1 < count}

        asyncio.run(BodyLimit(app, MB, seconds)({"type": "http", "headers": []}, receive, None))
        return len(heard)

    def test_is_for_the_whole_body(self):
        with pytest.raises(BodyTooSlow, match=r"^body: not here after 0\.2 s\.$"):
            self.limited(0.05, 100, 0.2)

    def test_is_none_for_who_keeps_it(self):
        assert self.limited(0.001, 20, 20.0) == 20

    def test_is_not_for_what_comes_after_the_body(self):
        async def app(_scope, receive, _send):
            await receive()
            await asyncio.sleep(0.1)
            assert (await receive())["type"] == "http.disconnect"

        async def receive():
            messages.append(1)
            if len(messages) == 1:
                return {"type": "http.request", "body": b"", "more_body": False}
            await asyncio.sleep(0.1)
            return {"type": "http.disconnect"}

        messages = []
        asyncio.run(BodyLimit(app, MB, 0.05)({"type": "http", "headers": []}, receive, None))

    def test_ends_in_an_answer_that_closes_the_connection(self):
        def trickling():
            yield b"x"
            yield None

        answer, taken = ask({**IMAGE, "Content-Length": "9999"}, trickling(), path=AVATARS)
        assert (answer["status"], taken) == (408, 1)
        assert dict(answer["headers"])[b"connection"] == b"close"


def test_a_form_sent_without_choosing_a_photo_holds_none(client):
    sent = form(b"", filename="", content_type="application/octet-stream", frame=FRAME)
    assert client.post(AVATARS, **sent).json()["code"] == "photo-missing"
