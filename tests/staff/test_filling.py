"""Filling: what the cells say that are merged, ditto, or left empty for those below."""

import pytest

from framegen.staff.cells.sheet import Merge, Sheet
from framegen.staff.filling import carried_down, filled_down, without_counts
from framegen.staff.heading import Heading

HEAD = ("Họ tên", "Chức vụ", "Đơn vị", "Ghi chú")
HEADING = Heading(0, 1, {"name": 0, "title": 1, "unit": 2}, tuple((each,) for each in HEAD), 9.0)


def filled(*rows, merges=()):
    return [row for _, row in filled_down(Sheet(None, [HEAD, *rows], merges=merges), HEADING)]


def units(*written, merges=()):
    rows = filled(*(("An", "", unit, "") for unit in written), merges=merges)
    return [unit for _, _, unit, _ in rows]


def test_a_merged_cell_is_said_of_its_rows_and_of_no_other():
    assert units("", "A", "", "", "", merges=[Merge(2, 2, 3, 2)]) == ["", "A", "A", "", ""]


def test_a_merged_cell_of_another_column_says_nothing_of_the_unit():
    assert units("A", "", merges=[Merge(1, 3, 2, 3)]) == ["A", ""]


def test_a_heading_merged_down_into_the_list_is_nobodys_unit():
    assert units("", "A", merges=[Merge(0, 2, 1, 2)]) == ["", "A"]


def test_a_merge_may_reach_beyond_the_last_row_or_begin_there():
    assert units("A", "", merges=[Merge(1, 2, 90, 2), Merge(3, 2, 9, 2)]) == ["A", "A"]


def test_a_merged_cell_right_of_all_that_its_row_holds_is_empty():
    assert filled(("An", "UV"), ("Tô",), merges=[Merge(1, 2, 2, 2)]) == [("An", "UV"), ("Tô",)]


def test_a_row_without_anything_stays_so_within_a_merged_cell():
    rows = [("An", "", "A"), ("", "", ""), ("Tô",)]
    assert filled(*rows, merges=[Merge(1, 2, 3, 2)]) == [*rows[:2], ("Tô", "", "A")]


def test_a_ditto_mark_says_the_last_that_was_said():
    assert units("nt", "A", "", '"', "B", "Như trên") == ["", "A", "", "A", "B", "B"]


def test_what_stands_beside_a_filled_cell_stays():
    rows = filled(("An", "UV", "A", "nghỉ"), ("Tô", '"', "nt", "mới"))
    assert rows == [("An", "UV", "A", "nghỉ"), ("Tô", "UV", "A", "mới")]


@pytest.mark.parametrize(
    ("written", "everyones"),
    [
        (["A", "", "B"], ["A", "A", "B"]),
        (["A", "B", "", ""], ["A", "B", "B", "B"]),
        (["A", ""], None),
        (["A", "B", "C"], None),
        (["A", "B", "C", ""], None),
        (["A", "A", ""], None),
        (["", "A", ""], None),
    ],
)
def test_units_are_carried_down_where_each_stands_once_before_a_third_or_more(written, everyones):
    assert carried_down(written) == everyones


@pytest.mark.parametrize(
    ("units", "read"),
    [
        (["Khoa Nội (2)"] * 2 + ["Khoa Ngoại ( 1 )"], ["Khoa Nội"] * 2 + ["Khoa Ngoại"]),
        (["Khoa Nội (3)"] * 3 + ["Ban A", ""], ["Khoa Nội"] * 3 + ["Ban A", ""]),
        # Of one it does not hold, so the others may hold by chance.
        (["Tổ lái xe (1)", "Tổ lái xe (2)"], ["Tổ lái xe (1)", "Tổ lái xe (2)"]),
        (["Tổ xe (1)"] + ["Tổ xe (2)"] * 2, ["Tổ xe (1)"] + ["Tổ xe (2)"] * 2),
        (["Tổ xe (3)"] * 3 + ["Tổ xe"], ["Tổ xe (3)"] * 3 + ["Tổ xe"]),
        (["Tổ xe (2)"] * 2, ["Tổ xe (2)"] * 2),
        (["Tổ (3)"] * 3, ["Tổ (3)"] * 3),
        (["(1)", "x(1)"], ["(1)", "x(1)"]),
        ([], []),
    ],
)
def test_a_bare_number_behind_a_unit_is_left_out_where_it_counts_its_people(units, read):
    assert list(without_counts(units)) == read
