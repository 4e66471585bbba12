"""Body: which rows belong to the list, and where its foot begins."""

import pytest

from framegen.staff.people import read_staff
from tests.support.lists import HEAD, NAMES, ROWS, names, notes, units
from tests.support.writing import (
    write_csv,
    write_xlsx,
)


def test_titles_above_and_signatures_below_are_no_people(tmp_path):
    rows = [
        ["LIÊN ĐOÀN LAO ĐỘNG TỈNH", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["CÔNG ĐOÀN CƠ SỞ", "", "", "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["DANH SÁCH ĐOÀN VIÊN"],
        ["(Kèm theo Công văn số 12/CV, ngày 5 tháng 3 năm 2026)"],
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        *ROWS,
        ["", "", "Tổng cộng: 4 người", "", ""],
        [],
        ["", "", "Hà Nội, ngày 5 tháng 3 năm 2026"],
        ["", "", "NGƯỜI LẬP BIỂU", "", "TM. BAN CHẤP HÀNH"],
        ["", "", "(Ký, ghi rõ họ tên)", "", "CHỦ TỊCH"],
        [],
        ["", "", "Lê Thị Thảo", "", "Phạm Văn Đồng"],
    ]
    for found in (
        read_staff(write_csv(tmp_path / "a.csv", rows)),
        read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows))),
    ):
        assert names(found) == NAMES
        assert found.header_row == 6
        assert "rows-left-out" in notes(found)


def test_words_show_the_foot_of_an_unnumbered_list(tmp_path):
    rows = [
        ["Họ tên", "Phòng ban"],
        *([row[2], row[4]] for row in ROWS),
        ["Cộng: 4", ""],
        ["", ""],
        ["Người lập bảng", ""],
        ["Lê Thị Thảo", ""],
    ]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == NAMES


def test_a_repeated_page_heading_is_no_section(tmp_path):
    rows = [HEAD, ROWS[0], ["", "", "Trang 1"], ["DANH SÁCH (tiếp)"], HEAD, ROWS[1]]
    rows = [HEAD[:4], *(row[:4] for row in rows[1:])]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), units(found)) == (NAMES[:2], ["", ""])


@pytest.mark.parametrize("title", ["Tổng phụ trách Đội", "Cộng tác viên"])
def test_a_title_like_a_total_is_no_total(tmp_path, title):
    rows = [["Họ tên", "Chức vụ"], ["Lê Vũ", "UV"], ["Tô Lan", title], ["Hồ Hà", "UV"]]
    rows += [["Tổng cộng", "3"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Vũ", "Tô Lan", "Hồ Hà"]


def test_only_numbers_or_a_heading_resume_after_the_foot(tmp_path):
    people = [["1", "Lê Vũ", "01"], ["2", "Tô Lan", "02"]]
    foot = [["", "Người lập biểu", ""], ["", "Trần Thị Ký", "03"]]
    rows = [["STT", "Họ tên", "Mã"], *people, *foot]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), notes(found)) == (["Lê Vũ", "Tô Lan"], ["rows-left-out"])
    assert found.notes[0].values == {"rows": [5]}
    more = [*rows, ["3", "Hồ Hà", "04"], ["", "Vũ An", "05"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", more)))[-1:] == ["Vũ An"]
    more = [["Họ tên", "Mã"], ["Lê Vũ", "1"], ["Người lập biểu", ""], ["Trần Thị Ký", "3"]]
    more += [["Họ tên", "Mã"], ["Hồ Hà", "4"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", more))) == ["Lê Vũ", "Hồ Hà"]


def test_a_total_ends_only_a_numbered_list(tmp_path):
    rows = [["Họ tên", "Mã"], ["Lê Vũ", "1"], ["Cộng: 1", ""], ["Tô Lan", "2"], ["Cộng: 1", ""]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Vũ", "Tô Lan"]
    people = [["1", "Lê Vũ", "1"], ["2", "Tô Lan", "2"]]
    numbered = [["STT", "Họ tên", "Mã"], *people, ["", "Cộng: 2"], ["", "Hồ Hà", "3"]]
    found = read_staff(write_csv(tmp_path / "a.csv", numbered))
    assert (names(found), notes(found)) == (["Lê Vũ", "Tô Lan"], ["rows-left-out"])


def test_a_unit_in_the_foot_is_no_section(tmp_path):
    rows = [["Họ tên", "Mã"], ["Lê Vũ", "1"], ["Người lập biểu", ""], ["Phòng Tổ chức", ""]]
    more = [*rows, ["Họ tên", "Mã"], ["Tô Lan", "2"]]
    assert units(read_staff(write_csv(tmp_path / "a.csv", more))) == ["", ""]


def test_a_lone_name_counts_where_most_rows_are_alike(tmp_path):
    rows = [["STT", "Họ tên", "Mã"], ["1", "Lê Vũ"], ["2", "Tô Lan"], ["", "Hồ Hà"]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert names(found) == ["Lê Vũ", "Tô Lan", "Hồ Hà"]
    assert found.notes[0].values == {"rows": [4]}


def test_a_vacant_post_does_not_end_the_list(tmp_path):
    rows = [["Họ tên", "Chức vụ"], ["Lê Vũ", "UV"], ["", "Chủ tịch"], ["Tô Lan", "UV"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Vũ", "Tô Lan"]


def test_people_without_a_number_are_read_and_noted(tmp_path):
    rows = [HEAD, ROWS[0], ["", *ROWS[1][1:]], ROWS[2], ["", *ROWS[3][1:]]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), notes(found)) == (NAMES, ["rows-without-number"])


def test_a_surname_like_a_total_is_no_total(tmp_path):
    rows = [["Họ tên", "Mã"], ["Tống Văn Cộng", "1"], ["TỐNG THỊ MAI", "2"], ["Ngày Văn Tổng", "3"]]
    assert len(read_staff(write_csv(tmp_path / "a.csv", rows)).people) == 3


def test_another_table_below_is_left_out(tmp_path):
    rows = [
        ["STT", "Họ và tên", "Đơn vị"],
        ["1", "Lê Vũ", "A"],
        ["TỔNG HỢP THEO ĐƠN VỊ"],
        ["STT", "Đơn vị", "Số lượng"],
        ["1", "Phòng A", "1"],
        ["STT", "Họ và tên", "Đơn vị"],
        ["2", "Tô Lan", "B"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), units(found)) == (["Lê Vũ", "Tô Lan"], ["A", "B"])
    assert "rows-left-out" in notes(found)


def test_a_lone_name_after_a_gap_is_left_out(tmp_path):
    people = [["Lê Vũ", "01"], ["Tô Lan", "02"]]
    rows = [["Họ tên", "Mã"], *people, [], ["Trần Thị Ký", ""]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), notes(found)) == (["Lê Vũ", "Tô Lan"], ["rows-left-out"])
    more = [["Họ tên", "Mã"], *people, [], ["Trần Thị Ký", "03"]]
    assert len(read_staff(write_csv(tmp_path / "a.csv", more)).people) == 3
