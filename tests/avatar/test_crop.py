"""Crop: for every face, photo and opening it is square, valid, and on the frame's target."""

import functools
import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from framegen import Frames
from framegen.avatar.crop import (
    GROWTH,
    SHIFT,
    TIGHT_GROWTH,
    Crop,
    checked_crop,
    crop_to_center,
    crop_to_face,
    upright_turn,
)
from framegen.avatar.rendering import render
from framegen.errors import CropInvalid
from framegen.face.face import Face
from framegen.face.head import CHIN_ROOM, HAIR_ROOM
from framegen.frame.opening import CircleWindow, FaceTarget, FullWindow, Opening, RoundedWindow
from framegen.geometry import Box, Point, Size
from framegen.photo.load import Photo
from framegen.testing import drawn_card
from tests.support.places import ROOT

bounded = settings(max_examples=300, deadline=None, derandomize=True)
NEARLY = 1e-6


# --- random scenes ---


def between(least, most, share):
    return least + share * (most - least)


@functools.cache
def shipped_openings():
    return tuple(frame.opening for frame in Frames(ROOT / "frames").values())


@st.composite
def invented_openings(draw, *, symmetric=False):
    """An opening with head lines inside its window, and a target between them."""
    shape = draw(st.sampled_from(["circle", "full", "rounded"]))
    middle = 0.5 if symmetric else draw(st.floats(0.45, 0.55))
    half = draw(st.floats(0.25, 0.45))
    if shape == "circle":
        y = draw(st.floats(half, 1 - half))
        window = CircleWindow(center=(middle, y), radius=half)
    else:
        top = draw(st.floats(0, 0.2))
        rect = (middle - half, top, middle + half, draw(st.floats(top + 0.5, 1)))
        window = FullWindow(rect=rect) if shape == "full" else RoundedWindow(rect=rect, corner=0.1)
    head_top = window.box.top + 0.01
    chin_max = head_top + draw(st.floats(0.7, 0.98)) * (window.box.height - 0.01)
    height = draw(st.floats(0.6, 1)) * (chin_max - head_top) / (1 + HAIR_ROOM + CHIN_ROOM)
    highest, lowest = head_top + (0.5 + HAIR_ROOM) * height, chin_max - (0.5 + CHIN_ROOM) * height
    target = FaceTarget(
        center=(middle, between(highest, lowest, draw(st.floats(0, 1)))),
        height=height,
        min_height=draw(st.floats(0.6, 1)) * height,
        head_top_min=head_top,
        chin_max=chin_max,
    )
    return Opening(window, target)


shipped = st.deferred(lambda: st.sampled_from(shipped_openings()))


def openings(*, symmetric=False):
    return shipped | invented_openings(symmetric=symmetric)


@dataclass(frozen=True)
class Scene:
    """A photo's size and a face in it."""

    size: Size
    face: Face


@st.composite
def scenes(draw, *, beyond=0.0):
    """A face in a photo; up to that share of it may be outside."""
    size = Size(draw(st.integers(64, 6000)), draw(st.integers(64, 6000)))
    height = draw(st.floats(0.05, 0.95)) * min(size)
    width = draw(st.floats(0.6, 1)) * height
    within = (0.5 - beyond) * width, (0.5 - beyond) * height
    middle = Point(
        between(within[0], size.width - within[0], draw(st.floats(0, 1))),
        between(within[1], size.height - within[1], draw(st.floats(0, 1))),
    )
    return Scene(size, Face(Box.around(middle, width, height)))


@st.composite
def coverable(draw, some_openings):
    """A scene and an opening, built from a crop that covers the window with the face on target."""
    opening = draw(some_openings)
    target, window = opening.face, opening.box
    fitting = (target.chin_max - target.head_top_min) / (1 + HAIR_ROOM + CHIN_ROOM)
    largest = max(target.height, min(GROWTH * target.height, fitting))
    height = between(target.height, largest, draw(st.floats(0, 1)))
    highest = max(target.center[1] - SHIFT, target.head_top_min + (0.5 + HAIR_ROOM) * height)
    lowest = min(target.center[1] + SHIFT, target.chin_max - (0.5 + CHIN_ROOM) * height)
    x = target.center[0] + draw(st.floats(-SHIFT, SHIFT))
    y = between(highest, lowest, draw(st.floats(0, 1)))
    side = draw(st.integers(200, 4000))
    more = [draw(st.just(0.0) | st.floats(0, 0.5)) for _ in range(4)]
    left, top = (x - window.left + more[0]) * side, (y - window.top + more[1]) * side
    right, bottom = (window.right - x + more[2]) * side, (window.bottom - y + more[3]) * side
    face = Face(Box.around(Point(left, top), 0.8 * height * side, height * side))
    return Scene(Size(math.ceil(left + right), math.ceil(top + bottom)), face), opening


turns = st.sampled_from([0, 90, -90, 180, -180]) | st.floats(-45, 45) | st.floats(45, 135)


# --- what a crop shows ---


@dataclass(frozen=True)
class Seen:
    """What an unturned crop shows on its frame, in shares of the frame's side."""

    center: Point
    height: float
    crown: float
    chin: float
    photo: Box


def seen(crop, scene):
    """Where face and photo are on the frame; hair that the photo cuts off does not count."""
    box, side, face = crop.box, crop.box.width, scene.face.box
    crown = min(HAIR_ROOM, max(0.0, face.top / face.height))
    return Seen(
        Point((face.center.x - box.left) / side, (face.center.y - box.top) / side),
        face.height / side,
        (face.top - crown * face.height - box.top) / side,
        (face.bottom + CHIN_ROOM * face.height - box.top) / side,
        Box(
            -box.left / side,
            -box.top / side,
            (scene.size.width - box.left) / side,
            (scene.size.height - box.top) / side,
        ),
    )


def covers(photo, window, slack):
    return (
        photo.left <= window.left + slack
        and photo.top <= window.top + slack
        and photo.right >= window.right - slack
        and photo.bottom >= window.bottom - slack
    )


def assert_same_box(one, other, scale):
    assert one.edges == pytest.approx(other.edges, abs=NEARLY * scale)


# --- crops to a face ---


@bounded
@given(scenes(beyond=0.4), openings(), turns)
def test_a_crop_is_finite_square_and_on_the_photo(scene, opening, turn):
    crop = crop_to_face(scene.face, scene.size, opening, turn=turn)
    assert all(map(math.isfinite, crop.box.edges))
    assert crop.box.width == pytest.approx(crop.box.height)
    assert crop.box.intersection(Box(0, 0, *scene.size)).area > 0
    assert (crop.turn, crop.face) == (turn, scene.face)


@bounded
@given(scenes(beyond=0.2), openings(), st.sampled_from([0, 90, -90, 180]))
def test_a_crop_to_a_face_passes_its_own_validation(scene, opening, turn):
    assume(scene.face.box.height > 8)
    crop = crop_to_face(scene.face, scene.size, opening, turn=turn)
    assert_same_box(checked_crop(crop, scene.size).box, crop.box, max(scene.size))


@bounded
@given(scenes(beyond=0.4), openings())
def test_crown_and_chin_stay_between_the_frames_lines(scene, opening):
    at = seen(crop_to_face(scene.face, scene.size, opening), scene)
    assert at.crown >= opening.face.head_top_min - NEARLY
    assert at.chin <= opening.face.chin_max + NEARLY


@bounded
@given(scenes(beyond=0.4), openings())
def test_the_height_of_a_face_stays_within_its_bounds(scene, opening):
    at = seen(crop_to_face(scene.face, scene.size, opening), scene)
    assert opening.face.min_height - NEARLY <= at.height
    assert at.height <= TIGHT_GROWTH * opening.face.height + NEARLY


@bounded
@given(scenes(), openings(), st.floats(1, 3))
def test_a_face_with_room_around_it_is_exactly_on_target(scene, opening, more):
    width, height = scene.face.box.width, scene.face.box.height
    room = math.ceil(more * height / opening.face.height)
    roomy = Scene(Size(2 * room, 2 * room), Face(Box.around(Point(room, room), width, height)))
    at = seen(crop_to_face(roomy.face, roomy.size, opening), roomy)
    assert at.center == pytest.approx(opening.face.center, abs=NEARLY)
    assert at.height == pytest.approx(opening.face.height, abs=NEARLY)


@bounded
@given(coverable(shipped))
def test_the_photo_covers_a_shipped_window_whenever_it_can(drawn):
    scene, opening = drawn
    at = seen(crop_to_face(scene.face, scene.size, opening), scene)
    # But for two pixels of 1080, where the crown's line leaves less way to shift than usual.
    assert covers(at.photo, opening.box, 0.002)


@bounded
@given(coverable(invented_openings()))
def test_the_photo_nearly_covers_any_window_whenever_it_can(drawn):
    scene, opening = drawn
    at = seen(crop_to_face(scene.face, scene.size, opening), scene)
    assert covers(at.photo, opening.box, 0.01)


@pytest.mark.parametrize("height", [0.5, 0.9], ids=["hardly-fits", "fits-only-smaller"])
def test_a_head_too_high_for_the_lines_is_made_smaller(height):
    target = FaceTarget(
        center=(0.5, 0.5), height=height, min_height=0.3, head_top_min=0.2, chin_max=0.8
    )
    opening = Opening(FullWindow(rect=(0, 0, 1, 1)), target)
    scene = Scene(Size(4000, 4000), Face(Box.around(Point(2000, 2000), 300, 400)))
    at = seen(crop_to_face(scene.face, scene.size, opening), scene)
    assert at.height == pytest.approx(0.4)  # with 0.45 of it above and 0.05 below
    assert (at.crown, at.chin) == pytest.approx((0.2, 0.8))


def test_a_head_that_never_fits_keeps_the_least_height():
    target = FaceTarget(
        center=(0.5, 0.5), height=0.6, min_height=0.5, head_top_min=0.2, chin_max=0.8
    )
    opening = Opening(FullWindow(rect=(0, 0, 1, 1)), target)
    scene = Scene(Size(4000, 4000), Face(Box.around(Point(2000, 2000), 300, 400)))
    at = seen(crop_to_face(scene.face, scene.size, opening), scene)
    assert at.height == pytest.approx(0.5)
    # What must be cut is chin: the crown stays on its line.
    assert at.crown == pytest.approx(0.2)


@pytest.mark.parametrize("name", ["vong-sang-kien", "dai-lua-do"])
def test_a_usual_portrait_fills_the_window_of_a_shipped_frame(frames, name):
    scene = Scene(Size(3000, 4000), Face(Box.around(Point(1500, 1500), 650, 850)))
    opening = frames[name].opening
    at = seen(crop_to_face(scene.face, scene.size, opening), scene)
    assert covers(at.photo, opening.box, NEARLY)
    assert at.center == pytest.approx(opening.face.center, abs=NEARLY)
    assert at.height == pytest.approx(opening.face.height, abs=NEARLY)


# --- the same under scaling, mirroring and turning ---


@bounded
@given(scenes(beyond=0.3), openings(), st.integers(2, 9), turns)
def test_a_crop_scales_with_the_photo(scene, opening, factor, turn):
    once = crop_to_face(scene.face, scene.size, opening, turn=turn)
    size = Size(scene.size.width * factor, scene.size.height * factor)
    larger = crop_to_face(Face(scene.face.box.scaled(factor)), size, opening, turn=turn)
    assert_same_box(larger.box, once.box.scaled(factor), max(size))


@bounded
@given(scenes(beyond=0.3), openings(symmetric=True), st.floats(-30, 30))
def test_a_mirrored_photo_gives_the_mirrored_crop(scene, opening, turn):
    width, face = scene.size.width, scene.face.box
    mirrored = Face(Box(width - face.right, face.top, width - face.left, face.bottom))
    once = crop_to_face(scene.face, scene.size, opening, turn=turn).box
    other = crop_to_face(mirrored, scene.size, opening, turn=-turn).box
    expected = Box(width - once.right, once.top, width - once.left, once.bottom)
    assert_same_box(other, expected, max(scene.size))


def quarter_turned(box, size):
    """A box after a quarter turn of its photo, clockwise."""
    return Box(size.height - box.bottom, box.left, size.height - box.top, box.right)


@pytest.mark.slow
@bounded
@given(scenes(beyond=0.3), openings(), st.sampled_from([1, 2, 3]), st.floats(-20, 20))
def test_a_righted_photo_gives_the_crop_of_the_upright_one(scene, opening, times, tilt):
    size, face = scene.size, scene.face.box
    crop = crop_to_face(scene.face, size, opening, turn=tilt)
    expected = crop.box
    for _ in range(times):
        face, expected = quarter_turned(face, size), quarter_turned(expected, size)
        size = Size(size.height, size.width)
    lying = crop_to_face(Face(face), size, opening, turn=tilt - 90 * times)
    assert_same_box(lying.box, expected, max(size))


@pytest.mark.parametrize(
    ("way", "turn"),
    [
        pytest.param(Image.Transpose.ROTATE_270, -90, id="lying-clockwise"),
        pytest.param(Image.Transpose.ROTATE_180, 180, id="upside-down"),
        pytest.param(Image.Transpose.ROTATE_90, 90, id="lying-counter-clockwise"),
    ],
)
def test_a_righted_photo_gives_the_picture_of_the_upright_one(frames, way, turn):
    frame, card = frames["vong-sang-kien"], drawn_card(400, 500)
    size, face = Size(*card.size), Box(150, 130, 230, 230)
    upright = render(
        Photo.from_image(card), crop_to_face(Face(face), size, frame.opening), frame, size=256
    )
    for _ in range(-turn // 90 % 4):
        face, size = quarter_turned(face, size), Size(size.height, size.width)
    crop = crop_to_face(Face(face), size, frame.opening, turn=turn)
    lying = render(Photo.from_image(card.transpose(way)), crop, frame, size=256)
    off = np.abs(np.asarray(lying.image, dtype=int) - np.asarray(upright.image, dtype=int))
    assert off.max() <= 2


# --- crops without a face ---


@bounded
@given(scenes(), openings())
def test_without_a_face_the_window_lies_on_the_photo_and_fills_one_side(scene, opening):
    crop = crop_to_center(scene.size, opening)
    shown = crop.box.width
    window = opening.box.scaled(shown)
    left, top = crop.box.left + window.left, crop.box.top + window.top
    spare_x = scene.size.width - window.width
    spare_y = scene.size.height - window.height
    tolerance = NEARLY * max(scene.size)
    assert min(spare_x, spare_y) == pytest.approx(0, abs=tolerance)
    assert left == pytest.approx(spare_x / 2, abs=tolerance)
    assert top == pytest.approx(spare_y / 4, abs=tolerance)
    assert crop.box.height == pytest.approx(shown)
    assert (crop.turn, crop.face) == (0, None)


# --- crops that somebody gives ---


PHOTO = Size(400, 300)


@pytest.mark.parametrize(
    "crop",
    [
        pytest.param(Crop(Box(10, 20, 210, 220)), id="inside"),
        pytest.param(Crop(Box(-100, -100, 500, 500)), id="larger-than-the-photo"),
        pytest.param(Crop(Box(380, 280, 480, 380)), id="touching-its-corner"),
        pytest.param(Crop(Box(0, 0, 8, 8)), id="as-small-as-may-be"),
        pytest.param(Crop(Box(0, 0, 100, 100), turn=-12.5), id="turned"),
        pytest.param(Crop(Box(0, 0, 100, 100), face=Face(Box(1, 2, 3, 4))), id="with-a-face"),
    ],
)
def test_a_valid_crop_is_returned_unchanged(crop):
    assert checked_crop(crop, PHOTO) == crop


def test_a_nearly_square_crop_becomes_square():
    box = checked_crop(Crop(Box(10, 10, 110, 111)), PHOTO).box
    assert box.width == box.height == 100
    assert box.center == Point(60, 60.5)


@pytest.mark.parametrize(
    ("crop", "message"),
    [
        pytest.param(
            Crop(Box(math.nan, 0, 100, 100)),
            "crop: expected finite numbers, got nan, 0, 100, 100 turned by 0.",
            id="not-a-number",
        ),
        pytest.param(
            Crop(Box(0, 0, math.inf, math.inf)),
            "crop: expected finite numbers, got 0, 0, inf, inf turned by 0.",
            id="endless",
        ),
        pytest.param(
            Crop(Box(0, 0, 100, 100), turn=math.nan),
            "crop: expected finite numbers, got 0, 0, 100, 100 turned by nan.",
            id="turned-by-nothing",
        ),
        pytest.param(
            Crop(Box(0, 0, 100, 120)),
            "crop: expected a square of 8 pixels or more, got 100 x 120.",
            id="not-square",
        ),
        pytest.param(
            Crop(Box(100, 100, 0, 0)),
            "crop: expected a square of 8 pixels or more, got -100 x -100.",
            id="edges-swapped",
        ),
        pytest.param(
            Crop(Box(0, 0, 7, 7)),
            "crop: expected a square of 8 pixels or more, got 7 x 7.",
            id="too-small",
        ),
        pytest.param(
            Crop(Box(400, 0, 500, 100)),
            "crop: 400, 0, 500, 100 lies outside the photo of 400 x 300 pixels.",
            id="beside-the-photo",
        ),
        pytest.param(
            Crop(Box(395, 295, 495, 395)),
            "crop: 395, 295, 495, 395 lies outside the photo of 400 x 300 pixels.",
            id="hardly-touching",
        ),
    ],
)
def test_an_invalid_crop_is_refused_with_its_numbers(crop, message):
    with pytest.raises(CropInvalid) as raised:
        checked_crop(crop, PHOTO)
    assert str(raised.value) == message


# --- which way is up ---


@pytest.mark.parametrize(
    ("roll", "turn"),
    [
        (0, 0),
        (12, 0),
        (-59, 0),
        (59, 0),
        (61, -90),
        (90, -90),
        (-90, 90),
        (-61, 90),
        (134, -90),
        (136, -180),
        (180, -180),
        (-136, 180),
        (-179, 180),
    ],
)
def test_only_a_face_on_its_side_is_turned(roll, turn):
    radians = math.radians(roll)
    eyes = (Point(50, 50), Point(50 + 20 * math.cos(radians), 50 + 20 * math.sin(radians)))
    assert upright_turn(Face(Box(0, 0, 100, 100), eyes=eyes)) == turn


def test_a_face_without_eyes_is_upright():
    assert upright_turn(Face(Box(0, 0, 100, 100))) == 0
