"""Heading: how many rows it takes, and what the cells below it add."""

import pytest

from framegen.staff.cells.sheet import Merge, Sheet
from framegen.staff.heading import find_heading, is_number


def heading(*rows, merges=()):
    return find_heading(Sheet(None, [tuple(row) for row in rows], merges=merges))


@pytest.mark.parametrize("cell", ["7", "07", "7.", "(7)", "7)", "7.0", "1234567.", "0912345678"])
def test_running_numbers_may_have_punctuation(cell):
    assert is_number(cell)


@pytest.mark.parametrize("cell", ["", "7a", "12345678.", "1.5", "²", "I"])
def test_other_cells_are_no_running_numbers(cell):
    assert not is_number(cell)


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        (["1", "2", "3"], True),
        (["1", "", "2"], True),
        (["1", "2", "3", "4", "5", "7"], True),
        (["1", "2", "3", "4", "6"], False),
        (["2", "3", "4"], False),
        (["1", "3"], False),
        (["1"], False),
        (["1.", "2.", "(3)"], True),
        (["1.0", "2.0", "3.0"], True),
        (["x", "y", "z"], False),
    ],
)
def test_a_counting_column_without_heading_holds_the_numbers(cells, counts):
    below = [(cell, "Lê Vũ", "A") for cell in cells]
    assert ("number" in heading(("", "Họ tên", "Tổ"), *below).columns) is counts
    assert "stt" not in heading(("Ghi chú", "Họ tên", "Tổ"), *below).columns


@pytest.mark.parametrize(
    ("parts", "split"),
    [
        (["Vũ", "Lan", "Hà", "", ""], True),
        (["Vũ", "Lan", "", "", ""], False),
        (["Thị Vũ", "Lan"], True),
        (["Thị Thu Vũ", "Tổ hai ba"], False),
        (["A1", "A2"], False),
        (["", ""], False),
    ],
)
def test_given_names_may_stand_behind_the_surnames(parts, split):
    below = [("Lê", part, "7") for part in parts]
    columns = heading(("Họ và tên", "", "Mã"), *below, ("", "x y z", "")).columns
    assert ("given" in columns) is split


def test_a_column_with_its_own_heading_holds_no_given_names():
    columns = heading(("Họ và tên", "Lạ", "Mã"), ("Lê", "Vũ", "7"), ("Tô", "Lan", "8")).columns
    assert columns == {"name": 0, "code": 2}
    columns = heading(("Họ và tên", "Mã"), ("Lê", "Vũ"), ("Tô", "Lan")).columns
    assert columns == {"name": 0, "code": 1}


@pytest.mark.parametrize(
    ("people", "parts"),
    [
        ([("Lê Vũ", "Vũ"), ("Tô", "Lan")], False),
        ([("Lê Vũ", "vũ"), ("Tô", "Lan"), ("Hồ", "Hà")], True),
        ([("Lê", "Vũ"), ("Tô Lan", ""), ("", "Hà")], True),
    ],
)
def test_names_without_the_given_name_are_surnames(people, parts):
    columns = heading(("Họ và tên", "Tên"), *people).columns
    assert columns == ({"surname": 0, "given": 1} if parts else {"name": 0})


def test_a_heading_includes_the_rows_merged_into_it():
    rows = [("STT", "Họ tên", "Khác"), ("", "", "lạ lùng"), ("1", "Lê Vũ", ""), ("2", "Tô", "")]
    assert heading(*rows).rows == 1
    assert heading(*rows, merges=[Merge(0, 0, 1, 0)]).rows == 2
    assert heading(*rows, merges=[Merge(0, 0, 3, 0)]).rows == 1
    assert heading(*rows, merges=[Merge(1, 2, 2, 2)]).rows == 1


def test_a_row_may_complete_a_heading():
    assert heading(("STT", "Họ và", "Mã"), ("", "tên", ""), ("1", "Lê Vũ", "7")).rows == 2
    assert heading(("STT", "Họ tên", "Mã"), ("", "Tổ", ""), ("1", "Lê Vũ", "7")).rows == 1


def test_a_heading_takes_three_rows_at_most():
    rows = [("STT", "Họ tên", "Mã"), ("No.", "Full name", "Code")] * 2
    assert heading(*rows, ("1", "Lê Vũ", "7")).rows == 3


def test_the_first_of_equal_headings_counts():
    rows = [("STT", "Họ tên", "Mã"), ("1", "Lê Vũ", "7")]
    assert heading(*rows, *rows).top == 0
