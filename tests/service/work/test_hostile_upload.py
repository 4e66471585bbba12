"""Hostile uploads: each file gets the answer of its manifest, by API and form."""

import json
import time

import pytest

from tests.service.conftest import AVATARS, FRAME, form
from tests.support.places import SHARED, corpus

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

HOSTILE = SHARED / "hostile"
PHOTOS = (
    [
        row
        for row in json.loads((HOSTILE / "manifest.json").read_text(encoding="utf-8"))["files"]
        if row["kind"] == "photo"
    ]
    if HOSTILE.is_dir()
    else []
)
EXPECTED = {"ok": {2}, "reject": {4}, "either": {2, 4}}
each_file = pytest.mark.parametrize("row", PHOTOS, ids=lambda row: row["path"])


def sent(row, **fields):
    photo = (corpus("hostile") / row["path"]).read_bytes().ljust(row.get("pad_to", 0), b"\0")
    filename = row.get("filename", row["path"].rpartition("/")[2])
    return form(photo, filename, row.get("content_type", "image/jpeg"), **fields)


def answer_of(client, path, row, **fields):
    """The answer to a file, held to its time, in seconds of this process's work."""
    start = time.process_time()
    answer = client.post(path, **sent(row, **fields))
    assert time.process_time() - start < row.get("max_seconds", 5)
    return answer


def assert_clean(row, data):
    assert b"Traceback" not in data
    assert b"Exif\0\0" not in data
    if "forbid" in row:
        assert row["forbid"].encode() not in data


@each_file
def test_a_file_by_the_api(client, row):
    answer = answer_of(client, AVATARS, row)
    assert answer.status_code // 100 in EXPECTED[row["expect"]]
    assert_clean(row, answer.content)
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert answer.json()["hint"]


@each_file
def test_a_file_by_the_form(client, row):
    answer = answer_of(client, "/", row, frame=FRAME)
    assert (2 if answer.status_code == 303 else answer.status_code // 100) in (
        EXPECTED[row["expect"]]
    )
    assert_clean(row, answer.content)
    if answer.status_code == 303:
        made = answer.headers["location"]
        picture = client.get(f"/v1/avatars/{made.removeprefix('/anh/')}.jpg")
        assert picture.status_code == client.post(f"{made}/xoa").status_code == 200
        assert_clean(row, picture.content)
    else:
        assert "text/html" in answer.headers["content-type"]


def test_there_are_files():
    corpus("hostile")
    assert len(PHOTOS) > 100
