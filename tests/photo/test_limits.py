"""Limits: bytes, pixels, formats and scans are checked before decoding."""

import time

import pytest
from PIL import Image

from framegen.errors import (
    PhotoTooLarge,
    PhotoTooSmall,
    PhotoUnreadable,
)
from framegen.geometry import Size
from framegen.photo.limits import DEFAULT_LIMITS, Limits
from framegen.photo.load import Photo
from framegen.testing import drawn_card, encoded
from tests.photo.card import CARD, difference, segment
from tests.support.places import corpus


def with_repeated_scans(times, between=b""):
    """A progressive JPEG whose first scan is repeated."""
    file = encoded(drawn_card(64, 64), progressive=True)
    first = file.index(b"\xff\xda")
    second = file.index(b"\xff\xda", first + 2)
    # Tables that follow the first scan belong to the second one.
    end = file.find(b"\xff\xc4", first + 2, second)
    scan = file[first : second if end < 0 else end]
    return file[:first] + scan + (between + scan) * (times - 1) + file[first:]


MEGABYTES = DEFAULT_LIMITS.max_bytes // 2**20


def test_a_file_of_more_bytes_than_allowed_is_refused():
    with pytest.raises(PhotoTooLarge, match=rf"photo: over the limit of {MEGABYTES} MB\."):
        Photo.load(bytes(DEFAULT_LIMITS.max_bytes + 1))


def test_reading_stops_just_past_the_limit(tmp_path):
    path = tmp_path / "large.jpg"
    with path.open("wb") as stream:
        stream.truncate(2**40)
    with pytest.raises(PhotoTooLarge, match=rf"large\.jpg: over the limit of {MEGABYTES} MB"):
        Photo.load(path)


def test_a_file_of_as_many_bytes_as_allowed_is_read():
    file = encoded(CARD)
    assert Photo.load(file, limits=Limits(max_bytes=len(file))).size == CARD.size


@pytest.mark.parametrize(
    ("limits", "error", "message"),
    [
        pytest.param(
            Limits(max_pixels=2_000_000),
            PhotoTooLarge,
            "photo: 1,500 x 2,000 pixels exceed the limit of 2 megapixels.",
            id="too-many-pixels",
        ),
        pytest.param(
            Limits(max_side=1_999),
            PhotoTooLarge,
            "photo: 1,500 x 2,000 pixels; a side may have 1,999 at most.",
            id="a-side-too-long",
        ),
        pytest.param(
            Limits(min_side=1_501),
            PhotoTooSmall,
            "photo: 1,500 x 2,000 pixels; a side needs at least 1501.",
            id="a-side-too-short",
        ),
    ],
)
def test_a_photo_beyond_a_limit_is_refused_with_both_numbers(limits, error, message):
    file = encoded(Image.new("1", (1500, 2000)), "PNG")
    with pytest.raises(error) as raised:
        Photo.load(file, limits=limits)
    assert str(raised.value) == message


def test_a_photo_just_within_the_limits_is_read():
    limits = Limits(max_pixels=240 * 320, max_side=320, min_side=240)
    assert Photo.load(encoded(CARD), limits=limits).size == CARD.size


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    ("limits", "error"),
    [
        pytest.param(Limits(max_pixels=1000), PhotoTooLarge, id="pixels"),
        pytest.param(Limits(max_side=100), PhotoTooLarge, id="longest-side"),
        pytest.param(Limits(min_side=300), PhotoTooSmall, id="shortest-side"),
    ],
)
def test_limits_are_checked_before_decoding(kind, limits, error):
    # The picture behind the header is missing: to decode it would be another error.
    file = encoded(CARD, kind)
    end = file.index(b"\xff\xda") + 20 if kind == "JPEG" else file.index(b"IDAT") + 8
    with pytest.raises(error):
        Photo.load(file[:end], limits=limits)


def test_a_decompression_bomb_is_refused():
    file = bytearray(encoded(Image.new("1", (100, 100)), "BMP"))
    file[18:26] = (100_000).to_bytes(4, "little") * 2
    with pytest.raises(PhotoTooLarge, match="50 megapixels"):
        Photo.load(bytes(file))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_only_the_formats_of_the_limits_are_read(kind):
    with pytest.raises(PhotoUnreadable, match="not a picture"):
        Photo.load(encoded(CARD, kind), limits=Limits(formats=("WEBP", "HEIF")))


@pytest.mark.parametrize(
    "kind", ["PPM", "TGA", "ICO", "JPEG2000", "PCX", "SGI", "DDS", "EPS", "PDF"]
)
def test_a_format_that_no_camera_writes_is_not_read(kind):
    with pytest.raises(PhotoUnreadable, match="not a picture"):
        Photo.load(encoded(drawn_card(64, 64), kind))


def test_a_progressive_jpeg_with_usual_scans_is_read():
    assert Photo.load(with_repeated_scans(20)).size == Size(64, 64)


@pytest.mark.parametrize("times", [100, 600])
def test_a_scan_bomb_is_refused(times):
    with pytest.raises(PhotoTooLarge, match=f"photo: {times + 10} scans"):
        Photo.load(with_repeated_scans(times))


def test_a_scan_bomb_behind_a_standalone_marker_is_refused():
    # TEM (T.81, table B.1) stands alone; taken for a segment it would hide 64 kB of scans.
    with pytest.raises(PhotoTooLarge, match="scans"):
        Photo.load(with_repeated_scans(600, between=b"\xff\x01\xff"))


@pytest.mark.corpus
def test_the_scan_bomb_of_the_corpus_is_refused():
    file = (corpus("hostile") / "made" / "jpeg_scan_bomb.jpg").read_bytes()
    with pytest.raises(PhotoTooLarge, match="610 scans"):
        Photo.load(file)


def test_bytes_in_a_jpegs_segments_do_not_count_as_scans():
    file, thumbnails = encoded(CARD), segment(b"\xe2", b"\xff\xda\x00\x04" * 500)
    photo = Photo.load(file[:2] + thumbnails + file[2:])
    assert difference(photo.decoded, CARD) < 1


def test_a_video_behind_a_jpeg_does_not_count_as_scans():
    photo = Photo.load(encoded(CARD) + b"\0\0\0\x18ftypmp42" + b"\xff\xda\x00\x04" * 500)
    assert difference(photo.decoded, CARD) < 1


def test_a_long_run_of_fill_bytes_is_fast():
    # T.81 allows any number of FF before a marker; a quadratic search takes seconds for these few.
    # The many SOS behind the picture make sure that it is looked through.
    file = encoded(CARD)
    start = file.index(b"\xff\xda")
    stuffed = file[:start] + b"\xff" * 30_000 + b"\0" + file[start:] + b"\xff\xda" * 200
    started = time.perf_counter()
    photo = Photo.load(stuffed)
    assert time.perf_counter() - started < 1
    assert photo.size == CARD.size
