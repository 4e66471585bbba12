"""The fakes do what their users count on."""

import io

import numpy as np
import pytest
from PIL import Image

from framegen import Box, Photo
from framegen.testing import FixedFace, NoFaces, drawn_card, encoded


def test_a_fixed_face_is_at_the_same_share_of_every_photo():
    detector = FixedFace(Box(0.25, 0.1, 0.75, 0.6))
    for size in ((200, 100), (80, 400)):
        (face,) = detector.detect(Photo.from_image(Image.new("RGB", size)))
        width, height = size
        assert face.box.edges == pytest.approx((width / 4, height / 10, width * 0.75, height * 0.6))


def test_a_fixed_face_counts_the_pixels_of_the_full_photo():
    file = encoded(drawn_card(1024, 1024))
    half = Photo.load(file, short_side=512)
    assert half.scale == 0.5
    assert FixedFace().detect(half) == FixedFace().detect(Photo.load(file))


def test_no_faces_finds_none():
    assert not NoFaces().detect(Photo.from_image(drawn_card(64, 64)))


def test_a_pixel_of_a_drawn_card_shows_its_place():
    card = np.asarray(drawn_card(256, 512)).astype(int)
    assert card.shape == (512, 256, 3)
    assert (card[..., 0] == np.arange(256)).all()
    assert np.abs(card[..., 1] - np.linspace(0, 255, 512)[:, None]).max() <= 0.5


def test_a_drawn_card_has_a_grid_of_sixteen_pixels():
    blue = np.asarray(drawn_card(64, 64))[..., 2].astype(int)
    steps = np.flatnonzero(np.abs(np.diff(blue[0])) > 0) + 1
    assert steps.tolist() == [16, 32, 48]
    assert (blue[:16, :16] == blue[16:32, 16:32]).all()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_a_picture_is_encoded_as_a_file(kind):
    with Image.open(io.BytesIO(encoded(drawn_card(64, 80), kind))) as image:
        assert (image.format, image.size) == (kind, (64, 80))


def test_an_encoded_jpeg_has_no_chroma_subsampling():
    card = drawn_card(64, 64)
    assert len(encoded(card)) > len(encoded(card, quality=30, subsampling=2))
    back = np.asarray(Image.open(io.BytesIO(encoded(card)))).astype(int)
    assert np.abs(back - np.asarray(card)).mean() < 1.5
