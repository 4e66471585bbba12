"""The way in: formats, orientations, colours, limits, broken files, and decoding small."""

import io
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from framegen.errors import (
    PhotoError,
    PhotoNotFound,
    PhotoTooLarge,
    PhotoTooSmall,
    PhotoUnreadable,
)
from framegen.geometry import Size
from framegen.photo.limits import Limits
from framegen.photo.load import Photo
from framegen.testing import drawn_card, encoded
from tests.conftest import corpus

CARD = drawn_card(240, 320)
SKIN = (224, 172, 140)

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


def difference(decoded, picture):
    """How many levels the pixels are off on average; no number where the sizes differ."""
    assert (decoded.mode, decoded.size) == ("RGB", picture.size)
    wanted = np.asarray(picture.convert("RGB"), dtype=float)
    return np.abs(np.asarray(decoded) - wanted).mean()


def stored(picture, orientation, kind="JPEG", **options):
    exif = Image.Exif()
    exif[0x0112] = orientation
    way = STORED.get(orientation)
    return encoded(picture if way is None else picture.transpose(way), kind, exif=exif, **options)


def grey_profile():
    """The least grey profile of ICC v2 that Little CMS takes: gamma 1, white and description."""

    def number(value):
        return round(value * 65536).to_bytes(4, "big")

    name = b"desc" + bytes(4) + (5).to_bytes(4, "big") + b"grey\0" + bytes(79)
    tags = {
        b"desc": name,
        b"wtpt": b"XYZ " + bytes(4) + number(0.9642) + number(1.0) + number(0.8249),
        b"kTRC": b"curv" + bytes(8),
    }
    table, data, start = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        table += tag + (start + len(data)).to_bytes(4, "big") + len(value).to_bytes(4, "big")
        data += value + bytes(-len(value) % 4)
    body = len(tags).to_bytes(4, "big") + table + data
    header = bytearray(128)
    header[0:4] = (128 + len(body)).to_bytes(4, "big")
    header[8:12] = b"\x02\x40\x00\x00"
    header[12:24] = b"mntrGRAYXYZ "
    header[36:40] = b"acsp"
    header[68:80] = number(0.9642) + number(1.0) + number(0.8249)
    return bytes(header) + body


def segment(kind, payload):
    return b"\xff" + kind + (len(payload) + 2).to_bytes(2, "big") + payload


def with_repeated_scans(times, between=b""):
    """A progressive JPEG whose first scan is repeated."""
    file = encoded(drawn_card(64, 64), progressive=True)
    first = file.index(b"\xff\xda")
    second = file.index(b"\xff\xda", first + 2)
    # Tables that follow the first scan belong to the second one.
    end = file.find(b"\xff\xc4", first + 2, second)
    scan = file[first : second if end < 0 else end]
    return file[:first] + scan + (between + scan) * (times - 1) + file[first:]


# --- what a photo is ---


def test_a_photo_is_upright_rgb_at_full_size():
    photo = Photo.load(encoded(CARD))
    assert photo.size == Size(240, 320)
    assert photo.scale == 1
    assert difference(photo.decoded, CARD) < 1


def test_a_photo_passes_through_unchanged():
    photo = Photo.load(encoded(CARD))
    assert Photo.load(photo, short_side=16, limits=Limits(max_bytes=1)) is photo


@pytest.mark.parametrize("kind", [str, lambda path: path], ids=["text", "path"])
def test_a_photo_from_a_path_is_called_as_its_file(tmp_path, kind):
    path = tmp_path / "Ảnh thẻ đội.jpg"
    path.write_bytes(encoded(CARD))
    photo = Photo.load(kind(path))
    assert photo.name == "Ảnh thẻ đội.jpg"
    assert difference(photo.decoded, CARD) < 1


def test_a_photo_is_called_what_its_giver_says():
    assert Photo.load(encoded(CARD)).name == "photo"
    assert Photo.load(encoded(CARD), name="an.jpg").name == "an.jpg"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_may_come_in_any_of_pythons_three_kinds(kind):
    assert difference(Photo.load(kind(encoded(CARD))).decoded, CARD) < 1


def test_a_photo_from_an_image_has_its_pixels():
    photo = Photo.from_image(CARD, "card")
    assert (photo.name, photo.size) == ("card", Size(240, 320))
    assert difference(photo.decoded, CARD) == 0


# --- orientation ---


@pytest.mark.parametrize("orientation", STORED)
def test_a_jpeg_of_every_orientation_comes_out_upright(orientation):
    photo = Photo.load(stored(CARD, orientation))
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD) < 1


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_other_formats_of_every_orientation_come_out_upright(kind, orientation):
    photo = Photo.load(stored(CARD, orientation, kind))
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD) < 6


@pytest.mark.parametrize("orientation", STORED)
def test_a_jpeg_decoded_small_comes_out_upright_too(orientation):
    photo = Photo.load(stored(CARD, orientation), short_side=120)
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD.reduce(2)) < 1


@pytest.mark.parametrize("orientation", [0, 9, 255, 60000])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation):
    photo = Photo.load(stored(CARD, orientation))
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD) < 1


def test_exif_that_cannot_be_read_turns_nothing():
    file = encoded(CARD)
    noise = b"Exif\0\0" + bytes(range(256)) * 4
    photo = Photo.load(file[:2] + segment(b"\xe1", noise) + file[2:])
    assert difference(photo.decoded, CARD) < 1


# --- formats ---


@pytest.mark.parametrize(
    ("kind", "options", "tolerance"),
    [
        pytest.param("JPEG", {}, 1, id="jpeg-baseline"),
        pytest.param("JPEG", {"progressive": True}, 1, id="jpeg-progressive"),
        pytest.param("JPEG", {"subsampling": 2}, 8, id="jpeg-4:2:0"),
        pytest.param("MPO", {"save_all": True, "append_images": [CARD.reduce(2)]}, 8, id="mpo"),
        pytest.param("PNG", {}, 0, id="png"),
        pytest.param("WEBP", {"lossless": True}, 0, id="webp-lossless"),
        pytest.param("WEBP", {"quality": 95}, 6, id="webp"),
        pytest.param("AVIF", {"quality": 90}, 6, id="avif"),
        pytest.param("BMP", {}, 0, id="bmp"),
        pytest.param("TIFF", {}, 0, id="tiff"),
        pytest.param("TIFF", {"compression": "tiff_lzw"}, 0, id="tiff-lzw"),
    ],
)
def test_every_format_gives_the_picture_back(kind, options, tolerance):
    photo = Photo.load(encoded(CARD, kind, **options))
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD) <= tolerance


@pytest.mark.parametrize(
    ("kind", "mode", "tolerance"),
    [
        ("JPEG", "L", 1),
        ("JPEG", "CMYK", 2),
        ("PNG", "1", 0),
        ("PNG", "L", 0),
        ("PNG", "P", 0),
        ("WEBP", "L", 6),
        ("GIF", "L", 0),
        ("GIF", "P", 0),
        ("BMP", "1", 0),
        ("TIFF", "CMYK", 0),
        ("TIFF", "L", 0),
    ],
)
def test_a_picture_of_any_mode_becomes_the_same_picture_in_rgb(kind, mode, tolerance):
    picture = CARD.convert(mode)
    photo = Photo.load(encoded(picture, kind))
    assert difference(photo.decoded, picture) <= tolerance


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_are_scaled_and_not_clipped(kind):
    values = np.linspace(0, 65535, 200 * 200).reshape(200, 200).astype(np.uint16)
    photo = Photo.load(encoded(Image.fromarray(values), kind))
    pixels = np.asarray(photo.decoded)
    assert np.abs(pixels - values[..., None] / 257.0).max() <= 1
    assert pixels.mean() == pytest.approx(127.5, abs=1)


def test_floating_point_pixels_are_refused():
    file = encoded(Image.new("F", (100, 100), 0.5), "TIFF")
    with pytest.raises(PhotoUnreadable, match="floating-point"):
        Photo.load(file)


@pytest.mark.parametrize(
    ("kind", "mode", "clear", "solid", "seen"),
    [
        pytest.param("PNG", "RGBA", (9, 9, 9, 0), (10, 90, 200, 255), (10, 90, 200), id="rgba-png"),
        pytest.param("PNG", "LA", (9, 0), (90, 255), (90, 90, 90), id="grey-and-alpha-png"),
        pytest.param("TIFF", "RGBA", (9, 9, 9, 0), (1, 90, 200, 255), (1, 90, 200), id="rgba-tiff"),
    ],
)
def test_what_is_transparent_turns_white(kind, mode, clear, solid, seen):
    picture = Image.new(mode, (100, 100), clear)
    picture.paste(solid, (0, 0, 100, 50))
    pixels = np.asarray(Photo.load(encoded(picture, kind)).decoded)
    assert (pixels[:50] == seen).all()
    assert (pixels[50:] == 255).all()


def test_what_is_half_transparent_is_mixed_with_white():
    picture = Image.new("RGBA", (100, 100), (0, 100, 200, 128))
    pixel = Photo.load(encoded(picture, "PNG")).decoded.getpixel((50, 50))
    assert pixel == pytest.approx((127, 177, 227), abs=1)


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_the_transparent_entry_of_a_palette_turns_white(kind):
    picture = Image.new("P", (100, 100), 0)
    picture.putpalette([0, 0, 0, 200, 30, 40])
    picture.paste(1, (0, 0, 100, 50))
    pixels = np.asarray(Photo.load(encoded(picture, kind, transparency=0)).decoded)
    assert (pixels[:50] == (200, 30, 40)).all()
    assert (pixels[50:] == 255).all()


def test_the_transparent_colour_of_an_rgb_png_turns_white():
    picture = Image.new("RGB", (100, 100), (10, 20, 30))
    picture.paste((10, 20, 31), (0, 0, 100, 50))
    photo = Photo.load(encoded(picture, "PNG", transparency=(10, 20, 30)))
    pixels = np.asarray(photo.decoded)
    assert (pixels[:50] == (10, 20, 31)).all()
    assert (pixels[50:] == 255).all()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_taken(kind):
    first, second = (Image.new("RGB", (100, 100), color) for color in ("red", "blue"))
    file = encoded(first, kind, save_all=True, append_images=[second])
    assert difference(Photo.load(file).decoded, first) < 3


def test_the_files_ending_does_not_matter(tmp_path):
    path = tmp_path / "card.txt"
    path.write_bytes(encoded(CARD, "PNG"))
    assert difference(Photo.load(path).decoded, CARD) == 0


@pytest.mark.corpus
def test_a_phones_heic_is_read():
    file = (corpus("hostile") / "made" / "wellformed.heic").read_bytes()
    photo = Photo.load(file)
    assert (photo.decoded.mode, photo.decoded.size) == ("RGB", photo.size)
    assert np.std(photo.decoded) > 10


@pytest.mark.corpus
def test_adobes_inverted_cmyk_shows_the_picture_and_not_its_negative():
    made = corpus("hostile") / "made"
    photo = Photo.load((made / "jpeg_cmyk_adobe.jpg").read_bytes())
    plain = Photo.load((made / "jpeg_baseline.jpg").read_bytes())
    both = [np.asarray(each.decoded).ravel() for each in (photo, plain)]
    assert np.corrcoef(both)[0, 1] > 0.9


# --- colour ---


def test_a_photo_without_a_profile_is_srgb():
    photo = Photo.load(encoded(CARD))
    assert (photo.profile, photo.bad_profile) == (None, False)
    assert photo.to_srgb(photo.decoded) is photo.decoded


def test_an_srgb_profile_costs_no_conversion():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = Photo.load(encoded(CARD, icc_profile=srgb))
    assert (photo.profile, photo.bad_profile) == (None, False)


@pytest.mark.corpus
def test_display_p3_is_brought_to_srgb():
    photo = Photo.load((corpus("hostile") / "made" / "jpeg_icc_p3.jpg").read_bytes())
    assert photo.bad_profile is False
    skin = photo.to_srgb(Image.new("RGB", (2, 2), SKIN))
    assert skin.getpixel((0, 0)) == pytest.approx((234, 169, 135), abs=2)


@pytest.mark.corpus
def test_the_image_of_a_display_p3_photo_is_in_srgb():
    p3 = Photo.load((corpus("hostile") / "made" / "jpeg_icc_p3.jpg").read_bytes()).profile
    photo = Photo.load(encoded(Image.new("RGB", (100, 100), SKIN), "PNG", icc_profile=p3))
    assert photo.decoded.getpixel((50, 50)) == SKIN
    assert photo.image.getpixel((50, 50)) == pytest.approx((234, 169, 135), abs=2)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(b"no profile at all" * 20, id="noise"),
        pytest.param(grey_profile()[:130], id="cut"),
    ],
)
def test_a_broken_profile_is_noted_and_the_picture_read_as_srgb(mode, profile):
    picture = CARD.convert(mode)
    photo = Photo.load(encoded(picture, icc_profile=profile))
    assert (photo.profile, photo.bad_profile) == (None, True)
    assert difference(photo.decoded, picture) < 2


def test_a_grey_pictures_grey_profile_is_applied():
    file = encoded(Image.new("L", (100, 100), 55), "PNG", icc_profile=grey_profile())
    photo = Photo.load(file)
    assert (photo.profile, photo.bad_profile) == (None, False)
    # Linear light 55/255 is 128 in sRGB.
    assert photo.decoded.getpixel((50, 50)) == pytest.approx((128, 128, 128), abs=2)


def test_a_grey_profile_on_a_colour_picture_is_a_bad_one():
    photo = Photo.load(encoded(CARD, icc_profile=grey_profile()))
    assert (photo.profile, photo.bad_profile) == (None, True)
    assert difference(photo.decoded, CARD) < 1


def test_a_grey_picture_may_have_an_rgb_profile():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = Photo.load(encoded(CARD.convert("L"), "PNG", icc_profile=srgb))
    assert photo.bad_profile is False
    assert difference(photo.decoded, CARD.convert("L")) == 0


# --- limits ---


def test_a_file_of_more_bytes_than_allowed_is_refused():
    with pytest.raises(PhotoTooLarge, match=r"photo: over the limit of 20 MB\."):
        Photo.load(bytes(20 * 2**20 + 1))


def test_of_a_file_over_the_limit_no_more_is_read_than_the_limit(tmp_path):
    path = tmp_path / "large.jpg"
    with path.open("wb") as stream:
        stream.truncate(2**40)
    with pytest.raises(PhotoTooLarge, match=r"large\.jpg: over the limit of 20 MB"):
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


def test_a_photo_that_just_keeps_the_limits_is_read():
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
def test_the_limits_are_held_before_anything_is_decoded(kind, limits, error):
    # The picture behind the header is missing: to decode it would be another error.
    file = encoded(CARD, kind)
    end = file.index(b"\xff\xda") + 20 if kind == "JPEG" else file.index(b"IDAT") + 8
    with pytest.raises(error):
        Photo.load(file[:end], limits=limits)


def test_a_bomb_of_a_hundred_thousand_pixels_square_is_refused():
    file = bytearray(encoded(Image.new("1", (100, 100)), "BMP"))
    file[18:26] = (100_000).to_bytes(4, "little") * 2
    with pytest.raises(PhotoTooLarge, match="50 megapixels"):
        Photo.load(bytes(file))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_format_that_is_not_asked_for_is_not_read(kind):
    with pytest.raises(PhotoUnreadable, match="not a picture"):
        Photo.load(encoded(CARD, kind), limits=Limits(formats=("WEBP", "HEIF")))


@pytest.mark.parametrize(
    "kind", ["PPM", "TGA", "ICO", "JPEG2000", "PCX", "SGI", "DDS", "EPS", "PDF"]
)
def test_a_format_that_no_camera_writes_is_not_read(kind):
    with pytest.raises(PhotoUnreadable, match="not a picture"):
        Photo.load(encoded(drawn_card(64, 64), kind))


# --- scans ---


def test_a_progressive_jpeg_of_usual_scans_is_read():
    assert Photo.load(with_repeated_scans(20)).size == Size(64, 64)


@pytest.mark.parametrize("times", [100, 600])
def test_a_scan_bomb_is_refused(times):
    with pytest.raises(PhotoTooLarge, match=f"photo: {times + 10} scans"):
        Photo.load(with_repeated_scans(times))


def test_a_scan_bomb_does_not_hide_behind_a_marker_without_a_length():
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


def test_a_long_run_of_fill_bytes_takes_no_time():
    # T.81 allows any number of FF before a marker; a quadratic search takes seconds for these few.
    # The many SOS behind the picture make sure that it is looked through.
    file = encoded(CARD)
    start = file.index(b"\xff\xda")
    stuffed = file[:start] + b"\xff" * 30_000 + b"\0" + file[start:] + b"\xff\xda" * 200
    started = time.perf_counter()
    photo = Photo.load(stuffed)
    assert time.perf_counter() - started < 1
    assert photo.size == CARD.size


# --- broken files ---


@pytest.mark.parametrize("name", ["missing.jpg", "no/such/folder.jpg", "a\0b.jpg"])
def test_a_path_that_does_not_exist_is_named(tmp_path, name):
    with pytest.raises(PhotoNotFound, match="no such file") as raised:
        Photo.load(tmp_path / name)
    assert str(tmp_path / name) in str(raised.value)


def test_a_path_through_a_file_does_not_exist(tmp_path):
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
def test_what_is_not_a_picture_is_called_what_it_is(file, message):
    with pytest.raises(PhotoUnreadable) as raised:
        Photo.load(file)
    assert str(raised.value) == message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_file_cut_short_is_refused_and_never_half_grey(kind, share):
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
    """Whatever else than a photo or a PhotoError comes of a file fails the test."""
    try:
        photo = Photo.load(file)
    except PhotoError:
        return
    assert (photo.decoded.mode, photo.decoded.size) == ("RGB", photo.size)


@bounded
@given(st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=500))
def test_noise_is_refused_cleanly(head, noise):
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


# --- decoding small ---


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
def test_what_is_no_jpeg_is_decoded_at_full_size(kind):
    assert Photo.load(encoded(CARD, kind), short_side=16).scale == 1


@pytest.mark.parametrize("reduction", [2, 4, 8])
def test_reduced_pixels_are_the_full_ones_downscaled_without_a_shift(reduction):
    # Waves of 64 pixels, across in red and down in green: a shift by half of a reduced pixel
    # would change each by 6 levels or more.
    wave = 128 + 100 * np.sin(np.arange(800) * 2 * np.pi / 64)
    picture = np.zeros((800, 640, 3), np.uint8)
    picture[..., 0], picture[..., 1] = wave[None, :640], wave[:, None]
    photo = Photo.load(encoded(Image.fromarray(picture)), short_side=640 // reduction)
    assert photo.scale == 1 / reduction
    assert difference(photo.decoded, Image.fromarray(picture).reduce(reduction)) < 0.7


def test_at_scale_gives_the_photo_itself_where_its_pixels_suffice():
    photo = Photo.load(encoded(drawn_card(640, 800)), short_side=320)
    assert photo.at_scale(0.5) is photo
    assert photo.at_scale(0.1) is photo


def test_at_scale_decodes_anew_only_as_large_as_it_must():
    photo = Photo.load(encoded(drawn_card(640, 800)), short_side=80)
    assert photo.at_scale(0.2).scale == 1 / 4
    assert photo.at_scale(0.51).scale == 1


def test_at_scale_asked_for_more_than_there_is_gives_full_size():
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
def test_a_photo_that_passed_its_limits_can_be_decoded_anew(limits):
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
