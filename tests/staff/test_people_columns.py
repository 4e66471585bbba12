"""People: columns that are named by hand."""

import pytest

from framegen.errors import ColumnMissing
from framegen.staff.people import read_staff
from tests.support.lists import NAMES, ROWS, codes, names, notes, units
from tests.support.writing import (
    write_csv,
)


def test_named_columns_replace_guessed_ones(tmp_path):
    rows = [["Họ đệm", "Tên", "Tổ", "Đầy đủ"], ["Lê", "Vũ", "A", "Lê Thị Vũ"]]
    path = write_csv(tmp_path / "a.csv", rows)
    assert names(read_staff(path)) == ["Lê Vũ"]
    assert names(read_staff(path, columns={"name": "Đầy đủ"})) == ["Lê Thị Vũ"]
    found = read_staff(path, columns={"code": "C"})
    assert (names(found), codes(found), units(found)) == (["Lê Vũ"], ["A"], [""])


def test_columns_beyond_z_have_two_letters(tmp_path):
    rows = [["x"] * 28, ["", *"y" * 25, "Lê Vũ", "7"]]
    path = write_csv(tmp_path / "a.csv", rows)
    found = read_staff(path, columns={"name": "AA", "code": "ab"})
    assert (names(found)[-1:], codes(found)[-1:]) == (["Lê Vũ"], ["7"])
    for beyond in ("AC", "", "1", "AAA"):
        with pytest.raises(ColumnMissing, match=f'no column "{beyond}" among the 28 there are'):
            read_staff(path, columns={"name": beyond})


def test_a_list_without_a_heading_begins_with_its_first_row(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["", ""], ["Lê Vũ", "1"], ["Tô Lan", "2"]])
    found = read_staff(path, columns={"name": "A"})
    assert (names(found), found.header_row, found.header_rows) == (["Lê Vũ", "Tô Lan"], 0, 0)


@pytest.mark.parametrize("columns", [{"name": "C", "code": "B"}, {"name": "Ai đó", "code": "B"}])
def test_columns_can_be_named_by_letter_or_heading(tmp_path, columns):
    rows = [["x", "y", "Ai đó"], *(row[:3] for row in ROWS)]
    path = write_csv(tmp_path / "a.csv", rows)
    with pytest.raises(ColumnMissing, match='the headings seen: "x", "y", "Ai đó"'):
        read_staff(path)
    if columns["name"] == "C":
        found = read_staff(path, columns=columns)
        assert (names(found)[-4:], notes(found)) == (NAMES, ["no-heading"])


def test_a_named_column_wins_over_the_heading(tmp_path):
    rows = [["Họ tên", "Tên khai sinh"], ["anVu", "Lê Vũ"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows), columns={"name": "B"})) == [
        "Lê Vũ"
    ]
