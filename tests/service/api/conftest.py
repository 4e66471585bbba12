"""Photos and avatars that are held, for the tests of the API."""

import pytest

from tests.service.conftest import FRAME, form

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
