"""Formats: every format is read, whatever its file is called."""

import numpy as np
import pytest
from PIL import Image

from framegen.geometry import Size
from framegen.photo.load import Photo
from framegen.testing import encoded
from tests.photo.card import CARD, difference
from tests.support.places import corpus


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
def test_every_format_decodes_to_its_picture(kind, options, tolerance):
    photo = Photo.load(encoded(CARD, kind, **options))
    assert photo.size == Size(240, 320)
    assert difference(photo.decoded, CARD) <= tolerance


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_gives_its_first_picture(kind):
    first, second = (Image.new("RGB", (100, 100), color) for color in ("red", "blue"))
    file = encoded(first, kind, save_all=True, append_images=[second])
    assert difference(Photo.load(file).decoded, first) < 3


def test_the_file_extension_is_ignored(tmp_path):
    path = tmp_path / "card.txt"
    path.write_bytes(encoded(CARD, "PNG"))
    assert difference(Photo.load(path).decoded, CARD) == 0


@pytest.mark.corpus
def test_a_heic_of_a_phone_is_read():
    file = (corpus("hostile") / "made" / "wellformed.heic").read_bytes()
    photo = Photo.load(file)
    assert (photo.decoded.mode, photo.decoded.size) == ("RGB", photo.size)
    assert np.std(photo.decoded) > 10
