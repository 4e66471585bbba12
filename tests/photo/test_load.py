"""Loading: orientations, broken files and reduced decoding."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from framegen.errors import (
    PhotoError,
    PhotoNotFound,
    PhotoUnreadable,
)
from framegen.geometry import Size
from framegen.photo.limits import Limits
from framegen.photo.load import Photo
from framegen.testing import drawn_card, encoded
from tests.photo.card import CARD, difference, segment

# How a camera stores an upright picture under each EXIF orientation.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(picture, orientation, kind="JPEG", **options):
    exif = Image.Exif()
    exif[0x0112] = orientation
    way = STORED.get(orientation)
    return encoded(picture if way is None else picture.transpose(way), kind, exif=exif, **options)


def test_a_photo_is_upright_rgb_at_full_size():
    photo = Photo.load(encoded(CARD))
    assert photo.size == Size(240, 320)
    assert photo.scale == 1
    assert difference(photo.decoded, CARD) < 1


def test_a_photo_passes_through_unchanged():
    photo = Photo.load(encoded(CARD))
    assert Photo.load(photo, short_side=16, limits=Limits(max_bytes=1)) is photo


@pytest.mark.parametrize("kind", [str, lambda path: path], ids=["text", "path"])
def test_a_photo_from_a_path_has_the_name_of_its_file(tmp_path, kind):
    path = tmp_path / "Ảnh thẻ đội.jpg"
    path.write_bytes(encoded(CARD))
    photo = Photo.load(kind(path))
    assert photo.name == "Ảnh thẻ đội.jpg"
    assert difference(photo.decoded, CARD) < 1


def test_a_photo_takes_the_name_that_the_caller_gives():
    assert Photo.load(encoded(CARD)).name == "photo"
    assert Photo.load(encoded(CARD), name="an.jpg").name == "an.jpg"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_bytearray_and_memoryview_are_accepted(kind):
    assert difference(Photo.load(kind(encoded(CARD))).decoded, CARD) < 1


def test_a_photo_from_an_image_has_its_pixels():
    photo = Photo.from_image(CARD, "card")
    assert (photo.name, photo.size) == ("card", Size(240, 320))
    assert difference(photo.decoded, CARD) == 0


@pytest.mark.parametrize("orientation", STORED)
def test_a_jpeg_of_every_orientation_becomes_upright(orientation):
    photo = Photo.load(stored(CARD, orientation))
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD) < 1


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_other_formats_of_every_orientation_become_upright(kind, orientation):
    photo = Photo.load(stored(CARD, orientation, kind))
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD) < 6


@pytest.mark.parametrize("orientation", STORED)
def test_a_reduced_jpeg_becomes_upright_too(orientation):
    photo = Photo.load(stored(CARD, orientation), short_side=120)
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD.reduce(2)) < 1


@pytest.mark.parametrize("orientation", [0, 9, 255, 60000])
def test_an_unknown_orientation_is_ignored(orientation):
    photo = Photo.load(stored(CARD, orientation))
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD) < 1


def test_unreadable_exif_is_ignored():
    file = encoded(CARD)
    noise = b"Exif\0\0" + bytes(range(256)) * 4
    photo = Photo.load(file[:2] + segment(b"\xe1", noise) + file[2:])
    assert difference(photo.decoded, CARD) < 1


@pytest.mark.parametrize("name", ["missing.jpg", "no/such/folder.jpg", "a\0b.jpg"])
def test_a_missing_file_is_named(tmp_path, name):
    with pytest.raises(PhotoNotFound, match="no such file") as raised:
        Photo.load(tmp_path / name)
    assert str(tmp_path / name) in str(raised.value)


def test_a_path_through_a_file_is_not_found(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(PhotoNotFound, match="no such file"):
        Photo.load(tmp_path / "file" / "photo.jpg")


def test_a_folder_is_not_a_photo(tmp_path):
    with pytest.raises(PhotoUnreadable, match="it is a folder"):
        Photo.load(tmp_path)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        pytest.param(b"", "photo: the file is empty.", id="empty"),
        pytest.param(b"x", "photo: not a picture.", id="one-byte"),
        pytest.param(b"Just some words.\n" * 9, "photo: not a picture.", id="text"),
        pytest.param(b"\xff\xd8", "photo: not a picture.", id="jpeg-start-alone"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "photo: not a picture.", id="png-start-alone"),
        pytest.param(b"%PDF-1.7\n", "photo: not a picture but a PDF.", id="pdf"),
        pytest.param(
            b"PK\x03\x04" + bytes(60), "photo: not a picture but a ZIP or Office file.", id="zip"
        ),
        pytest.param(b"<svg/>", "photo: not a picture but an SVG drawing.", id="svg"),
        pytest.param(b"\n <!DOCTYPE html>", "photo: not a picture but a web page.", id="html"),
        pytest.param(b"MZ\x90\0", "photo: not a picture but a program.", id="exe"),
        pytest.param(b"%!PS-Adobe-3.0", "photo: not a picture but PostScript.", id="postscript"),
        pytest.param(b"\0\0\0\x18ftypmp42", "photo: not a picture but a video.", id="video"),
    ],
)
def test_a_file_that_is_no_picture_is_named_by_its_kind(file, message):
    with pytest.raises(PhotoUnreadable) as raised:
        Photo.load(file)
    assert str(raised.value) == message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_file_is_refused(kind, share):
    file = encoded(CARD, kind)
    with pytest.raises(PhotoUnreadable, match=r"broken|not a picture"):
        Photo.load(file[: int(len(file) * share)])


def test_a_decoders_own_words_stay_out_of_the_message():
    file = encoded(CARD)
    with pytest.raises(PhotoUnreadable) as raised:
        Photo.load(file[: len(file) // 2], name="an.jpg")
    assert str(raised.value) == "an.jpg: the picture is broken or cut short."
    assert str(raised.value.__cause__) not in str(raised.value)


SMALL = drawn_card(80, 96)


SOUND = [encoded(SMALL), encoded(SMALL, progressive=True), encoded(SMALL, "PNG")]


bounded = settings(max_examples=150, deadline=None, derandomize=True)


def load_or_refuse(file):
    """Load a file; only a PhotoError is accepted."""
    try:
        photo = Photo.load(file)
    except PhotoError:
        return
    assert (photo.decoded.mode, photo.decoded.size) == ("RGB", photo.size)


@bounded
@given(st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=500))
def test_noise_raises_only_photo_errors(head, noise):
    with pytest.raises(PhotoUnreadable):
        Photo.load(head + noise)


@bounded
@given(st.sampled_from(SOUND), st.floats(0, 1))
def test_a_picture_cut_anywhere_is_read_or_refused(file, share):
    load_or_refuse(file[: int(len(file) * share)])


@bounded
@given(st.sampled_from(SOUND), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 7)), max_size=8))
def test_a_picture_with_flipped_bits_is_read_or_refused(file, flips):
    spoilt = bytearray(file)
    for share, bit in flips:
        spoilt[int(share * (len(file) - 1))] ^= 1 << bit
    load_or_refuse(bytes(spoilt))


@bounded
@given(st.sampled_from(SOUND), st.integers(2, 700), st.binary(min_size=1, max_size=20))
def test_a_picture_with_another_header_is_read_or_refused(file, at, noise):
    load_or_refuse(file[:at] + noise + file[at + len(noise) :])


@pytest.mark.parametrize(
    ("short_side", "scale"),
    [
        (None, 1),
        (1000, 1),
        (321, 1),
        (320, 1 / 2),
        (160, 1 / 4),
        (81, 1 / 4),
        (80, 1 / 8),
        (1, 1 / 8),
    ],
)
def test_a_jpeg_is_decoded_at_the_smallest_scale_that_suffices(short_side, scale):
    photo = Photo.load(encoded(drawn_card(640, 800)), short_side=short_side)
    assert photo.scale == scale
    assert photo.size == Size(640, 800)
    assert photo.decoded.size == (640 * scale, 800 * scale)


@pytest.mark.parametrize(
    ("size", "scale"),
    [((640, 800), 1 / 8), ((636, 800), 1 / 4), ((640, 802), 1 / 2), ((641, 800), 1)],
    ids=str,
)
def test_a_scale_that_does_not_divide_both_sides_is_not_used(size, scale):
    photo = Photo.load(encoded(drawn_card(*size)), short_side=16)
    assert photo.scale == scale
    assert photo.size == size
    assert photo.decoded.size == (size[0] * scale, size[1] * scale)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_than_jpeg_decode_at_full_size(kind):
    assert Photo.load(encoded(CARD, kind), short_side=16).scale == 1


@pytest.mark.parametrize("reduction", [2, 4, 8])
def test_reduced_decoding_does_not_shift_pixels(reduction):
    # Waves of 64 pixels, across in red and down in green: a shift by half of a reduced pixel
    # would change each by 6 levels or more.
    wave = 128 + 100 * np.sin(np.arange(800) * 2 * np.pi / 64)
    picture = np.zeros((800, 640, 3), np.uint8)
    picture[..., 0], picture[..., 1] = wave[None, :640], wave[:, None]
    photo = Photo.load(encoded(Image.fromarray(picture)), short_side=640 // reduction)
    assert photo.scale == 1 / reduction
    assert difference(photo.decoded, Image.fromarray(picture).reduce(reduction)) < 0.7


def test_at_scale_returns_the_same_photo_if_it_suffices():
    photo = Photo.load(encoded(drawn_card(640, 800)), short_side=320)
    assert photo.at_scale(0.5) is photo
    assert photo.at_scale(0.1) is photo


def test_at_scale_decodes_no_larger_than_necessary():
    photo = Photo.load(encoded(drawn_card(640, 800)), short_side=80)
    assert photo.at_scale(0.2).scale == 1 / 4
    assert photo.at_scale(0.51).scale == 1


def test_at_scale_above_one_gives_full_size():
    photo = Photo.load(encoded(drawn_card(640, 800)), short_side=80)
    full = photo.at_scale(3)
    assert (full.scale, full.size) == (1, photo.size)
    assert full.at_scale(3) is full


def test_a_photo_from_an_image_has_no_other_scale():
    photo = Photo.from_image(CARD)
    assert photo.at_scale(5) is photo


@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(Limits(min_side=16), id="smaller-than-usual"),
        pytest.param(Limits(min_side=16, formats=("JPEG",)), id="one-format"),
    ],
)
def test_a_photo_keeps_its_limits_for_decoding_again(limits):
    photo = Photo.load(encoded(drawn_card(48, 48)), limits=limits, short_side=12)
    assert photo.scale < 1
    assert photo.image.size == (48, 48)


def test_the_image_is_the_full_upright_photo():
    photo = Photo.load(stored(CARD, 6), short_side=16)
    assert photo.scale < 1
    assert difference(photo.image, CARD) < 1


def test_the_image_of_a_photo_is_a_copy_of_its_file(tmp_path):
    path = tmp_path / "card.png"
    path.write_bytes(encoded(CARD, "PNG"))
    photo = Photo.load(path)
    path.unlink()
    assert Image.open(io.BytesIO(encoded(photo.image, "PNG"))).tobytes() == CARD.tobytes()
