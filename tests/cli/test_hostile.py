"""Every hostile photo of the corpus through the whole line: its outcome, its time, its leaks."""

import functools
import json
import time

import pytest

from framegen.errors import PhotoError
from tests.support.places import SHARED, corpus

# Where EXIF and XMP hold a place and a camera; a clean avatar names none of them.
PRIVATE = (b"Exif", b"GPS", b"exif:", b"http://ns.adobe.com")
SECONDS = 5


@functools.cache
def entries():
    manifest = SHARED / "hostile" / "manifest.json"
    if not manifest.is_file():
        return ()
    listed = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    return tuple(entry for entry in listed if entry["kind"] == "photo")


def outcome(framer, file):
    """What becomes of a file, with the bytes of its avatar; any other exception fails the test."""
    try:
        return "ok", framer.make(file, "vong-sang-kien").encode()
    except PhotoError:
        return "reject", b""


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["path"])
def test_a_hostile_photo_is_framed_or_refused_in_time_and_leaks_nothing(framer, entry):
    file = (corpus("hostile") / entry["path"]).read_bytes().ljust(entry.get("pad_to", 0), b"\0")
    started = time.perf_counter()
    result, avatar = outcome(framer, file)
    assert time.perf_counter() - started < SECONDS
    assert entry["expect"] in (result, "either")
    for private in (*PRIVATE, *filter(None, [entry.get("forbid", "").encode()])):
        assert private not in avatar


@pytest.mark.corpus
def test_the_corpus_has_photos_of_every_outcome():
    corpus("hostile")
    assert {entry["expect"] for entry in entries()} == {"ok", "reject", "either"}
    assert sum("forbid" in entry for entry in entries()) > 0
    assert sum("gps" in entry for entry in entries()) > 2
