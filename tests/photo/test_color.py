"""Colour: modes, transparency and ICC profiles."""

import numpy as np
import pytest
from PIL import Image, ImageCms

from framegen.errors import (
    PhotoUnreadable,
)
from framegen.photo.load import Photo
from framegen.testing import encoded
from tests.photo.card import CARD, difference
from tests.support.places import corpus

SKIN = (224, 172, 140)


def grey_profile():
    """The smallest grey profile of ICC v2 that Little CMS takes: gamma 1, white and description."""

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
def test_a_picture_of_any_mode_is_converted_to_rgb(kind, mode, tolerance):
    picture = CARD.convert(mode)
    photo = Photo.load(encoded(picture, kind))
    assert difference(photo.decoded, picture) <= tolerance


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_not_clipped(kind):
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
def test_transparent_pixels_become_white(kind, mode, clear, solid, seen):
    picture = Image.new(mode, (100, 100), clear)
    picture.paste(solid, (0, 0, 100, 50))
    pixels = np.asarray(Photo.load(encoded(picture, kind)).decoded)
    assert (pixels[:50] == seen).all()
    assert (pixels[50:] == 255).all()


def test_half_transparent_pixels_blend_with_white():
    picture = Image.new("RGBA", (100, 100), (0, 100, 200, 128))
    pixel = Photo.load(encoded(picture, "PNG")).decoded.getpixel((50, 50))
    assert pixel == pytest.approx((127, 177, 227), abs=1)


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_the_transparent_entry_of_a_palette_becomes_white(kind):
    picture = Image.new("P", (100, 100), 0)
    picture.putpalette([0, 0, 0, 200, 30, 40])
    picture.paste(1, (0, 0, 100, 50))
    pixels = np.asarray(Photo.load(encoded(picture, kind, transparency=0)).decoded)
    assert (pixels[:50] == (200, 30, 40)).all()
    assert (pixels[50:] == 255).all()


def test_the_transparent_colour_of_an_rgb_png_becomes_white():
    picture = Image.new("RGB", (100, 100), (10, 20, 30))
    picture.paste((10, 20, 31), (0, 0, 100, 50))
    photo = Photo.load(encoded(picture, "PNG", transparency=(10, 20, 30)))
    pixels = np.asarray(photo.decoded)
    assert (pixels[:50] == (10, 20, 31)).all()
    assert (pixels[50:] == 255).all()


@pytest.mark.corpus
def test_inverted_cmyk_of_adobe_is_no_negative():
    made = corpus("hostile") / "made"
    photo = Photo.load((made / "jpeg_cmyk_adobe.jpg").read_bytes())
    plain = Photo.load((made / "jpeg_baseline.jpg").read_bytes())
    both = [np.asarray(each.decoded).ravel() for each in (photo, plain)]
    assert np.corrcoef(both)[0, 1] > 0.9


def test_a_photo_without_a_profile_is_srgb():
    photo = Photo.load(encoded(CARD))
    assert (photo.profile, photo.bad_profile) == (None, False)
    assert photo.to_srgb(photo.decoded) is photo.decoded


def test_an_srgb_profile_needs_no_conversion():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = Photo.load(encoded(CARD, icc_profile=srgb))
    assert (photo.profile, photo.bad_profile) == (None, False)


@pytest.mark.corpus
def test_display_p3_is_converted_to_srgb():
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
def test_a_broken_profile_is_noted_and_srgb_assumed(mode, profile):
    picture = CARD.convert(mode)
    photo = Photo.load(encoded(picture, icc_profile=profile))
    assert (photo.profile, photo.bad_profile) == (None, True)
    assert difference(photo.decoded, picture) < 2


def test_a_grey_profile_of_a_grey_picture_is_applied():
    file = encoded(Image.new("L", (100, 100), 55), "PNG", icc_profile=grey_profile())
    photo = Photo.load(file)
    assert (photo.profile, photo.bad_profile) == (None, False)
    # Linear light 55/255 is 128 in sRGB.
    assert photo.decoded.getpixel((50, 50)) == pytest.approx((128, 128, 128), abs=2)


def test_a_grey_profile_of_a_colour_picture_is_bad():
    photo = Photo.load(encoded(CARD, icc_profile=grey_profile()))
    assert (photo.profile, photo.bad_profile) == (None, True)
    assert difference(photo.decoded, CARD) < 1


def test_a_grey_picture_may_have_an_rgb_profile():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = Photo.load(encoded(CARD.convert("L"), "PNG", icc_profile=srgb))
    assert photo.bad_profile is False
    assert difference(photo.decoded, CARD.convert("L")) == 0
