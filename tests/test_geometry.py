"""Sizes, points and boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framegen.geometry import Box, Point, Size

places = st.floats(-1000, 1000)
lengths = st.floats(0.1, 1000)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), places, places, lengths, lengths)


def test_a_size_counts_its_pixels():
    assert Size(40, 30).pixels == 1200


def test_a_box_has_width_height_area_and_centre():
    box = Box(10, 20, 40, 60)
    assert (box.width, box.height, box.area, box.center) == (30, 40, 1200, Point(25, 40))


def test_a_box_gives_its_edges_as_left_top_right_bottom():
    assert Box(1, 2, 3, 4).edges == (1, 2, 3, 4)


def test_a_box_around_a_point_is_square_unless_a_height_is_given():
    assert Box.around(Point(5, 6), 4) == Box(3, 4, 7, 8)
    assert Box.around(Point(5, 6), 4, 2) == Box(3, 5, 7, 7)


@pytest.mark.parametrize("empty", [Box(5, 0, 1, 4), Box(0, 5, 4, 1), Box(5, 5, 1, 1)])
def test_a_box_with_swapped_edges_is_empty(empty):
    assert empty.area == 0


def test_a_scaled_box_is_the_same_in_other_units():
    assert Box(10, 20, 40, 60).scaled(0.5) == Box(5, 10, 20, 30)


def test_the_intersection_is_covered_by_both_boxes():
    assert Box(0, 0, 10, 10).intersection(Box(6, 7, 20, 20)) == Box(6, 7, 10, 10)


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        pytest.param(Box(0, 0, 10, 10), 1, id="equal"),
        pytest.param(Box(0, 5, 10, 15), 1 / 3, id="half-of-each"),
        pytest.param(Box(2, 2, 4, 7), 0.1, id="inside"),
        pytest.param(Box(10, 0, 20, 10), 0, id="side-by-side"),
        pytest.param(Box(30, 30, 40, 40), 0, id="apart-both-ways"),
    ],
)
def test_the_overlap_is_the_intersection_over_the_union(other, overlap):
    assert Box(0, 0, 10, 10).overlap(other) == pytest.approx(overlap)


def test_two_empty_boxes_do_not_overlap():
    assert Box(0, 0, 0, 0).overlap(Box(0, 0, 0, 0)) == 0


@given(boxes, boxes)
def test_the_overlap_is_mutual_and_a_share(one, other):
    assert one.overlap(other) == pytest.approx(other.overlap(one))
    assert 0 <= one.overlap(other) <= 1 + 1e-9
    assert one.overlap(one) == pytest.approx(1)


@given(boxes, boxes)
def test_the_intersection_lies_inside_both_boxes(one, other):
    shared = one.intersection(other)
    if shared.width > 0 and shared.height > 0:
        for box in (one, other):
            assert box.left <= shared.left <= shared.right <= box.right
            assert box.top <= shared.top <= shared.bottom <= box.bottom
    else:
        assert one.overlap(other) == 0
