"""Background: steps of blur that follow each other, and where it is visible."""

import itertools

import pytest
from PIL import Image

from framegen import BACKGROUND_FADES, Artwork, Box, Crop, Size
from framegen.avatar.background import is_background_visible
from framegen.testing import encoded

PHOTO = Size(100, 100)
CLEAR = Artwork(encoded(Image.new("RGBA", (8, 8)), "PNG")).overlay(64)


def half_opaque():
    """Artwork over the left half, where the crop below reaches past the photo."""
    picture = Image.new("RGBA", (8, 8))
    picture.paste("red", (0, 0, 4, 8))
    return Artwork(encoded(picture, "PNG")).overlay(64)


def test_the_first_step_begins_at_the_photos_edge():
    assert BACKGROUND_FADES[0].start == 0


def test_each_step_begins_where_the_last_one_ends_and_blurs_more():
    for one, next_one in itertools.pairwise(BACKGROUND_FADES):
        assert one.start < one.end == next_one.start
        assert one.blur < next_one.blur


@pytest.mark.parametrize(
    ("left", "turn", "visible"),
    [
        pytest.param(0, 0, False, id="on the photo"),
        pytest.param(-40, 0, True, id="past its left edge"),
        pytest.param(40, 0, True, id="past its right edge"),
        pytest.param(0, 45, True, id="corners turned past it"),
    ],
)
def test_the_background_is_visible_past_the_photo(left, turn, visible):
    crop = Crop(Box(left, 0, left + 100, 100), turn)
    assert is_background_visible(PHOTO, crop, CLEAR) is visible


def test_artwork_hides_the_background():
    crop = Crop(Box(-40, 0, 60, 100))
    assert not is_background_visible(PHOTO, crop, half_opaque())
