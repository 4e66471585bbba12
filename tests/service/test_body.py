"""Body: what a request carries is read as far as the limit, and never to disk."""

import tempfile

import anyio
import pytest

from service.app import create_app
from service.settings import Settings
from tests.service.conftest import AVATARS, FRAME, client_of, form, raw

MB = 2**20
CHUNK = b"\x00" * 65536


def ask(headers, chunks, *, path="/", max_megabytes=1):
    """Send a body by chunks; the answer's status, and how many bytes of the body were taken."""
    taken, status = 0, None
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
        chunk = next(chunks, None)
        taken += len(chunk or b"")
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message):
        nonlocal status
        status = message.get("status", status)

    anyio.run(create_app(Settings(max_megabytes=max_megabytes)), scope, receive, send)
    return status, taken


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
    ],
)


@each_way
def test_a_body_that_declares_too_much_is_refused_before_it_is_read(path, headers):
    declared = {**headers, "Content-Length": str(64 * MB)}
    status, taken = ask(declared, form_chunks(1024), path=path)
    assert status == 413
    assert taken <= len(CHUNK)


@each_way
def test_a_body_that_declares_nothing_is_read_no_further_than_the_limit(path, headers):
    chunked = {**headers, "Transfer-Encoding": "chunked"}
    status, taken = ask(chunked, form_chunks(1024), path=path)
    assert status == 413
    assert MB < taken <= MB + 2 * len(CHUNK)


def test_a_body_that_declares_too_little_is_read_no_further_than_the_limit():
    status, taken = ask({**IMAGE, "Content-Length": "10"}, form_chunks(1024), path=AVATARS)
    assert status == 413
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


@pytest.mark.parametrize("path", [AVATARS, "/"])
def test_a_photo_never_goes_to_a_file(monkeypatch, astronaut_jpeg, path):
    def refused(*_args, **_options):
        raise AssertionError("a photo went to a file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refused)
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", refused)
    padded = astronaut_jpeg.ljust(5 * MB, b"\0")
    answer = client_of(create_app(Settings())).post(path, **form(padded, frame=FRAME))
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
        pytest.param(b"{}", "application/json", id="json"),
        pytest.param(b"photo=1", "application/x-www-form-urlencoded", id="a form without files"),
        pytest.param(b"\xff\xd8\xff", "application/octet-stream", id="bytes of no stated kind"),
        pytest.param(form(size="1")["content"], MULTIPART["Content-Type"], id="only fields"),
        pytest.param(b"", MULTIPART["Content-Type"], id="empty form"),
    ],
)
def test_a_photo_is_missing_in(client, content, content_type):
    answer = client.post(AVATARS, content=content, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (422, "photo-missing")


def test_a_form_sent_without_choosing_a_photo_holds_none(client):
    sent = form(b"", filename="", content_type="application/octet-stream", frame=FRAME)
    assert client.post(AVATARS, **sent).json()["code"] == "photo-missing"
