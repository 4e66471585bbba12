"""People: headings of every wording and shape."""

import pytest

from framegen.errors import ColumnMissing, StaffListUnreadable
from framegen.staff.people import read_staff
from tests.support.lists import CODES, NAMES, ROWS, UNITS, codes, names, notes, units
from tests.support.writing import (
    write_csv,
    write_ods,
    write_xlsx,
)


def test_a_heading_of_two_rows_with_merged_cells(tmp_path):
    rows = [
        ["STT", "Họ và tên", "", "Ngày sinh", "", "Chức vụ", "Đơn vị", ""],
        ["", "Họ và chữ lót", "Tên", "Nam", "Nữ", "", "Phòng", "Mã"],
        [1, "Nguyễn Thị Quỳnh", "Hương", "", 1988, "Chủ tịch", "Phòng Tổ chức", "P01"],
        [2, "Đặng Hữu", "Phước", 1979, "", "", "Phòng Kế hoạch", "P02"],
    ]
    merges = ("A1:A2", "B1:C1", "D1:E1", "F1:F2", "G1:H1")
    made = write_xlsx(tmp_path / "a.xlsx", ("A", rows), merges=merges)
    for path in (
        made,
        write_csv(tmp_path / "a.csv", rows),
        write_ods(tmp_path / "a.ods", ("A", rows)),
    ):
        found = read_staff(path)
        assert names(found) == NAMES[:2]
        assert units(found) == ["Phòng Tổ chức", "Phòng Kế hoạch"]
        assert (found.header_row, found.header_rows) == (1, 2)
        assert found.columns == {"number": 0, "surname": 1, "given": 2, "title": 5, "unit": 6}


def test_one_heading_merged_over_surname_and_given_name(tmp_path):
    rows = [
        ["TT", "Họ và tên", "", "Chức vụ"],
        [1, "Nguyễn Thị Quỳnh", "Hương", "Chủ tịch"],
        [2, "Đặng Hữu", "Phước", ""],
        [3, "Lê", "Vũ", ""],
    ]
    for path in (
        write_xlsx(tmp_path / "a.xlsx", ("A", rows), merges=["B1:C1"]),
        write_csv(tmp_path / "a.csv", rows),
    ):
        assert names(read_staff(path)) == NAMES[:3]


def test_a_heading_broken_over_two_rows(tmp_path):
    rows = [
        ["Số", "Mã", "Họ và", "Chức", "Đơn vị"],
        ["TT", "NV", "tên", "vụ", "công tác"],
        *ROWS,
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), codes(found), units(found)) == (NAMES, CODES, UNITS)
    assert found.header_rows == 2


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        (["No.", "Staff ID", "Full name", "Position", "Department"], "code name title unit"),
        (["STT", "Ma NV", "Ho ten", "Chuc danh", "Phong ban"], "code name title unit"),
        (["#", "MSNV", "HỌ & TÊN", "Vị trí công việc", "Bộ phận/Phòng"], "code name title unit"),
        (["TT", "Số thẻ đoàn viên", "Họ, tên (chữ in hoa)", "CHỨC VỤ", "Tổ công đoàn"], None),
        (["S TT", "Mã số\nCBCCVC", "Họ và tên cán bộ", "Chức vụ hiện tại", "Nơi công tác"], None),
        (["Stt", "Số hiệu", "Tên nhân viên", "Chức vụ / Position", "Khoa, phòng"], None),
        (["Thứ tự", "Mã ĐV", "Họ tên đoàn viên", "Chức vụ CĐ", "CĐCS"], None),
        (["TT", "Mã", "Tên", "Nhiệm vụ", "Tên đơn vị"], None),
        (["STT", "Mã số cán bộ (*)", "Họ tên (*)", "Chức vụ", "Đơn vị công tác (ghi rõ)"], None),
    ],
)
def test_usual_headings_are_understood(tmp_path, heading, columns):
    found = read_staff(write_csv(tmp_path / "a.csv", [heading, *ROWS]))
    wanted = ["code", "name", "title", "unit"] if columns is None else columns.split()
    assert [found.columns.get(role) for role in wanted] == [1, 2, 3, 4]
    assert (names(found), codes(found), units(found)) == (NAMES, CODES, UNITS)


def test_a_heading_in_two_languages(tmp_path):
    heads = [["STT", "Mã NV", "Họ và tên", "Bộ phận"], ["No.", "Code", "Full name", "Dept."]]
    path = write_csv(tmp_path / "a.csv", [*heads, ["1", "01", "Lê Vũ", "KH"]])
    found = read_staff(path)
    assert (found.header_row, found.header_rows, names(found)) == (1, 2, ["Lê Vũ"])


def test_grouped_columns_above_a_row_of_letters(tmp_path):
    rows = [
        ["TT", "Thông tin cá nhân", "", "", "Năm sinh", "", "Đơn vị công tác", ""],
        ["", "Mã NV", "Họ tên", "Quê quán", "Nam", "Nữ", "Phòng", "Tổ"],
        ["A", "B", "C", "D", "1", "2", "3", "4"],
        ["1", "001", "Lê Vũ", "Huế", "1980", "", "Tổ chức", "1"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert found.columns == {"number": 0, "code": 1, "name": 2, "unit": 6}
    assert (names(found), codes(found), units(found)) == (["Lê Vũ"], ["001"], ["Tổ chức"])
    assert notes(found) == ["several-columns"]


def test_columns_grouped_under_the_unit_are_the_units(tmp_path):
    rows = [["TT", "Họ tên", "Đơn vị", ""], ["", "", "Mã", "Tên"], ["1", "Lê Vũ", "P1", "Tổ chức"]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), codes(found), units(found)) == (["Lê Vũ"], [""], ["Tổ chức"])


def test_a_title_like_a_heading_is_no_heading(tmp_path):
    rows = [["Họ tên", "Chức danh"], ["Lê Vũ", "Đoàn viên"], ["Tô Lan", "Cán bộ"]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), found.header_rows) == (["Lê Vũ", "Tô Lan"], 1)


def test_lost_letters_are_reported_where_two_headings_lack_some(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("STT;M? NV;Ai ?i\n1;01;Lê Vu\n", encoding="utf-8")
    with pytest.raises(ColumnMissing, match="Letters were lost"):
        read_staff(path)
    path.write_text("STT;Mã NV;Ai?\n1;01;Lê Vu\n", encoding="utf-8")
    with pytest.raises(ColumnMissing, match=r"Ai\?\"\.$"):
        read_staff(path)


def test_formulas_without_results_are_counted(tmp_path):
    rows = [["STT", "Họ và tên"], [1, '="Lê"&" Vũ"']]
    with pytest.raises(StaffListUnreadable, match="no people; 1 formulas have no value stored"):
        read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows)))


def test_names_without_formula_results_are_joined_from_parts(tmp_path):
    rows = [
        ["STT", "Họ đệm", "Tên", "Họ và tên"],
        [1, "Lê Thị", "Hoa", '=B2&" "&C2'],
        [2, "Vũ", "An", '=B3&" "&C3'],
    ]
    found = read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows)))
    assert names(found) == ["Lê Thị Hoa", "Vũ An"]
    assert notes(found) == ["formulas-without-values"]


def test_names_in_two_columns_among_many_sections(tmp_path):
    rows = [["STT", "Họ và tên", "", "Mã"]]
    for at, (surname, given) in enumerate([("Lê Thị", "Vũ"), ("Tô", "Lan"), ("Hồ", "")], 1):
        rows += [["A", f"Phòng {at}", "", ""], [at, surname, given, f"{at}"], ["", "Cộng: 1"]]
    found = read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows), merges=["B1:C1"]))
    assert names(found) == ["Lê Thị Vũ", "Tô Lan", "Hồ"]
    assert units(found) == ["Phòng 1", "Phòng 2", "Phòng 3"]


def test_a_title_grouped_under_the_unit_is_a_title(tmp_path):
    rows = [
        ["TT", "Họ tên", "Đơn vị công tác", ""],
        ["", "", "Phòng", "Chức vụ"],
        ["1", "Lê Vũ", "Kế toán", "Trưởng phòng"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (found.people[0].unit, found.people[0].title) == ("Kế toán", "Trưởng phòng")


def test_lost_letters_are_reported(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("STT;M? NV;H? và tên\n1;01;Lê Vu\n", encoding="utf-8")
    with pytest.raises(ColumnMissing, match="Letters were lost when it was saved; save it as"):
        read_staff(path)
    path.write_text("STT;Ma NV;Ho ten\n1;01;Tr?n Lan\n2;02;Le Vu\n", encoding="utf-8")
    found = read_staff(path)
    assert notes(found) == ["letters-lost"]
    assert found.notes[0].values == {"rows": [2]}
