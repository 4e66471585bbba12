"""Which way a face is tilted, and whose face is meant."""

import pytest

from framegen.face.face import Face, has_rivals, main_face, prominence
from framegen.geometry import Box, Point, Size

SIZE = Size(1000, 800)
MIDDLE = Point(500, 400)


def face(x=500, y=400, side=100, score=1.0):
    return Face(Box.around(Point(x, y), side), score)


@pytest.mark.parametrize(
    ("right_eye", "roll"),
    [
        pytest.param(Point(10, 0), 0, id="upright"),
        pytest.param(Point(10, 10), 45, id="to-the-right-is-clockwise"),
        pytest.param(Point(10, -10), -45, id="to-the-left"),
        pytest.param(Point(0, 10), 90, id="lying-clockwise"),
        pytest.param(Point(0, -10), -90, id="lying-counter-clockwise"),
        pytest.param(Point(-10, 0), 180, id="upside-down"),
    ],
)
def test_the_roll_is_clockwise_from_eye_to_eye(right_eye, roll):
    eyes = (MIDDLE, Point(MIDDLE.x + right_eye.x, MIDDLE.y + right_eye.y))
    assert Face(Box.around(MIDDLE, 50), eyes=eyes).roll == pytest.approx(roll)


def test_a_face_without_eyes_has_no_roll():
    assert face().roll == 0


@pytest.mark.parametrize(
    ("meant", "other"),
    [
        pytest.param(face(side=120), face(side=100), id="larger"),
        pytest.param(face(), face(x=100), id="nearer-to-the-middle"),
        pytest.param(face(score=0.9), face(score=0.8), id="surer"),
        pytest.param(face(x=200, side=200), face(), id="much-larger-beats-central"),
        pytest.param(face(score=0.9), face(side=120, score=0.7), id="sure-beats-a-bit-larger"),
    ],
)
def test_the_main_face_is_the(meant, other):
    assert main_face([other, meant], SIZE) is meant
    assert main_face([meant, other], SIZE) is meant


def test_there_is_no_main_face_without_faces():
    assert main_face([], SIZE) is None


def test_prominence_is_half_in_the_corner_and_whole_in_the_middle():
    assert prominence(face(), SIZE) == pytest.approx(100 * 100)
    assert prominence(face(x=0, y=0), SIZE) == pytest.approx(100 * 100 / 2)


def test_prominence_outside_the_photo_is_that_in_its_corner():
    assert prominence(face(x=-400, y=-400), SIZE) == pytest.approx(100 * 100 / 2)


def test_prominence_falls_with_the_square_of_the_score():
    assert prominence(face(score=0.5), SIZE) == pytest.approx(100 * 100 / 4)


@pytest.mark.parametrize(
    ("faces", "rivals"),
    [
        pytest.param([], False, id="nobody"),
        pytest.param([face()], False, id="one"),
        pytest.param([face(x=450), face(x=550)], True, id="a-pair"),
        pytest.param([face(), face(x=900, side=30)], False, id="somebody-behind"),
        pytest.param([face(), face(side=64)], True, id="just-near-enough"),
        pytest.param([face(), face(side=63)], False, id="just-too-small"),
        pytest.param([face(side=30), face(side=30), face()], False, id="a-crowd-behind"),
    ],
)
def test_a_rival_is_a_second_face_about_as_prominent(faces, rivals):
    assert has_rivals(faces, SIZE) is rivals
    assert has_rivals(faces[::-1], SIZE) is rivals
