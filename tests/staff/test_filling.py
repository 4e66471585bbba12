"""Filling: merged cells, ditto marks, and units written once."""

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


def test_a_merged_cell_fills_only_its_rows():
    assert units("", "A", "", "", "", merges=[Merge(2, 2, 3, 2)]) == ["", "A", "A", "", ""]


def test_other_merged_columns_do_not_fill_the_unit():
    assert units("A", "", merges=[Merge(1, 3, 2, 3)]) == ["A", ""]


def test_a_heading_merged_into_the_list_is_no_unit():
    assert units("", "A", merges=[Merge(0, 2, 1, 2)]) == ["", "A"]


def test_a_merge_may_end_beyond_the_last_row():
    assert units("A", "", merges=[Merge(1, 2, 90, 2), Merge(3, 2, 9, 2)]) == ["A", "A"]


def test_a_merged_cell_beyond_its_row_is_empty():
    assert filled(("An", "UV"), ("Tô",), merges=[Merge(1, 2, 2, 2)]) == [("An", "UV"), ("Tô",)]


def test_a_merged_cell_leaves_empty_rows_empty():
    rows = [("An", "", "A"), ("", "", ""), ("Tô",)]
    assert filled(*rows, merges=[Merge(1, 2, 3, 2)]) == [*rows[:2], ("Tô", "", "A")]


def test_a_ditto_mark_repeats_the_last_value():
    assert units("nt", "A", "", '"', "B", "Như trên") == ["", "A", "", "A", "B", "B"]


def test_other_cells_of_a_filled_row_stay():
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
def test_units_are_carried_down_where_each_stands_once(written, everyones):
    assert carried_down(written) == everyones


@pytest.mark.parametrize(
    ("units", "read"),
    [
        (["Khoa Nội (2)"] * 2 + ["Khoa Ngoại ( 1 )"], ["Khoa Nội"] * 2 + ["Khoa Ngoại"]),
        (["Khoa Nội (3)"] * 3 + ["Ban A", ""], ["Khoa Nội"] * 3 + ["Ban A", ""]),
        # One number is no count, so the others may be right by chance.
        (["Tổ lái xe (1)", "Tổ lái xe (2)"], ["Tổ lái xe (1)", "Tổ lái xe (2)"]),
        (["Tổ xe (1)"] + ["Tổ xe (2)"] * 2, ["Tổ xe (1)"] + ["Tổ xe (2)"] * 2),
        (["Tổ xe (3)"] * 3 + ["Tổ xe"], ["Tổ xe (3)"] * 3 + ["Tổ xe"]),
        (["Tổ xe (2)"] * 2, ["Tổ xe (2)"] * 2),
        (["Tổ (3)"] * 3, ["Tổ (3)"] * 3),
        (["(1)", "x(1)"], ["(1)", "x(1)"]),
        ([], []),
    ],
)
def test_a_count_behind_a_unit_is_left_out(units, read):
    assert list(without_counts(units)) == read
