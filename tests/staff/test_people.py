"""People: lists of every shape that offices send, read to the letter."""

import openpyxl
import pytest

from framegen.errors import ColumnMissing, SheetNotFound, StaffListNotFound, StaffListUnreadable
from framegen.staff.letters.vocabulary import Role
from framegen.staff.people import PERSON_ROLES, Person, read_staff
from tests.support.lists import CODES, HEAD, NAMES, ROWS, UNITS, codes, names, notes, units
from tests.support.writing import (
    ENCODERS,
    write_csv,
    write_ods,
    write_xls,
    write_xlsx,
)


@pytest.mark.parametrize("encoding", ENCODERS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_of_any_encoding_and_delimiter_is_read(tmp_path, encoding, delimiter):
    path = write_csv(tmp_path / "ds.csv", [HEAD, *ROWS], delimiter=delimiter, encoding=encoding)
    found = read_staff(path)
    assert names(found) == NAMES
    assert codes(found) == CODES
    assert units(found) == UNITS
    assert found.encoding == ("utf-16" if encoding.startswith("utf-16") else encoding)
    assert (found.header_row, found.header_rows) == (1, 1)
    assert found.columns == {"number": 0, "code": 1, "name": 2, "title": 3, "unit": 4}


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_ods])
def test_a_workbook_of_any_kind_is_read(tmp_path, write):
    rows = [HEAD, *([int(row[0]), *row[1:]] for row in ROWS)]
    found = read_staff(write(tmp_path / "whatever.bin", ("Danh sách", rows)))
    assert (names(found), codes(found), units(found)) == (NAMES, CODES, UNITS)
    assert (found.sheet, found.encoding, notes(found)) == ("Danh sách", None, [])
    assert [person.row for person in found.people] == [2, 3, 4, 5]


def test_numeric_codes_have_no_decimal_point(tmp_path):
    rows = [HEAD, [1, 104.0, "Lê Vũ", "", ""], [2, "0103", "Tô Lan", "", ""]]
    assert codes(read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows)))) == ["104", "0103"]


def test_codes_quoted_for_excel_are_plain(tmp_path):
    rows = [HEAD, ["1", '="00104"', "Lê Vũ", "", ""], ["2", "'0103", "Tô Lan", "", ""]]
    assert codes(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["00104", "0103"]


def test_names_are_in_nfc_without_stray_spaces(tmp_path):
    typed = "\u00a0 Nguye\u0302\u0303n\u00a0Va\u0306n \u200bAn "
    found = read_staff(write_csv(tmp_path / "a.csv", [HEAD, ["1", "7", typed, "", ""]]))
    assert names(found) == ["Nguyễn Văn An"]


def test_capitals_stay_capitals(tmp_path):
    for encoding in ENCODERS:
        rows = [HEAD, ["1", "7", "LÝ THỊ KIM CHI", "", "A"], ["2", "8", "TRẦN VĂN CỪ", "", "B"]]
        found = read_staff(write_csv(tmp_path / "a.csv", rows, encoding=encoding))
        assert names(found) == ["LÝ THỊ KIM CHI", "TRẦN VĂN CỪ"], encoding


def test_only_legacy_columns_of_a_workbook_are_converted(tmp_path):
    from tests.support.writing import as_tcvn3

    rows = [
        [as_tcvn3("TT"), as_tcvn3("Họ và tên"), as_tcvn3("Chức vụ"), "Đơn vị"],
        *([i, as_tcvn3(row[2]), as_tcvn3(row[3]), f"Tổ Lê {i}"] for i, row in enumerate(ROWS, 1)),
    ]
    found = read_staff(write_xls(tmp_path / "a.xls", ("Sheet1", rows)))
    assert names(found) == NAMES
    assert units(found) == ["Tổ Lê 1", "Tổ Lê 2", "Tổ Lê 3", "Tổ Lê 4"]
    assert (found.encoding, notes(found)) == ("tcvn3", ["legacy-encoding"])


def test_utf8_encoded_twice_is_repaired(tmp_path):
    path = write_csv(tmp_path / "a.csv", [HEAD, *ROWS])
    path.write_bytes(path.read_bytes().decode("latin-1").encode())
    assert names(read_staff(path)) == NAMES


def test_a_list_may_have_only_names(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Họ và tên\n" + "\n".join(NAMES), encoding="utf-8")
    found = read_staff(path)
    assert (names(found), found.columns) == (NAMES, {"name": 0})


def test_a_list_may_begin_in_any_cell(tmp_path):
    rows = [[], [], ["", "", "TT", "", "Họ và tên"], ["", "", 1, "", "Lê Vũ"]]
    for write, name in ((write_xlsx, "a.xlsx"), (write_xls, "a.xls"), (write_ods, "a.ods")):
        found = read_staff(write(tmp_path / name, ("A", rows)))
        assert found.columns == {"number": 2, "name": 4}
        assert [person.row for person in found.people] == [4]


@pytest.mark.parametrize("cell", ["7" * 5000, "²", "٣", "1/2"])
def test_strange_numbers_hide_nobody(tmp_path, cell):
    rows = [["", "Họ tên", "Mã"], ["1", "Lê Vũ", "2"], [cell, "Tô Lan", "7"], [cell, cell, cell]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert names(found)[:2] == ["Lê Vũ", "Tô Lan"]


def test_english_name_parts_are_joined(tmp_path):
    rows = [
        ["First name", "Middle name", "Last name", "Unit"],
        ["Hương", "Thị Quỳnh", "Nguyễn", "A"],
        ["Vũ", "", "Lê", "B"],
    ]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == [
        "Nguyễn Thị Quỳnh Hương",
        "Lê Vũ",
    ]


def test_identity_card_numbers_are_never_codes(tmp_path):
    rows = [
        ["STT", "Số CCCD", "Họ và tên", "Mã định danh", "Ngày sinh", "SĐT"],
        ["1", "001088012345", "Lê Vũ", "7", "1/1/1990", "0912"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert found.columns == {"number": 0, "name": 2}
    assert codes(found) == [""]


def test_relatives_are_not_the_people(tmp_path):
    rows = [["STT", "Họ tên cha", "Họ tên"], ["1", "Lê Cha", "Lê Vũ"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Vũ"]


def test_given_names_for_sorting_are_not_added(tmp_path):
    rows = [["STT", "Họ và tên", "Tên"], ["1", "Lê Thị Hoa", "Hoa"], ["2", "Vũ An", "An"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Thị Hoa", "Vũ An"]


def test_the_photo_column_is_kept_as_written(tmp_path):
    rows = [["Họ tên", "File ảnh"], ["Lê Vũ", "anh\\LE VU.JPG"], ["Tô Lan", "=cmd|' /C calc'!A0"]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert [person.photo for person in found.people] == ["anh\\LE VU.JPG", "=cmd|' /C calc'!A0"]


def test_a_persons_row_is_the_row_of_the_file(tmp_path):
    rows = [["sep=;"], [], HEAD, ROWS[0], [], ROWS[1]]
    path = write_csv(tmp_path / "a.csv", rows, delimiter=";")
    assert [person.row for person in read_staff(path).people] == [4, 6]


def test_errors_name_what_was_not_found(tmp_path):
    path = write_csv(tmp_path / "a.csv", [HEAD, *ROWS])
    with pytest.raises(ColumnMissing, match='no column "Z" among the 5'):
        read_staff(path, columns={"name": "Z"})
    with pytest.raises(ColumnMissing, match="no role tuoi"):
        read_staff(path, columns={"tuoi": "A"})
    with pytest.raises(SheetNotFound, match='no sheet "DS"'):
        read_staff(path, sheet="DS")
    with pytest.raises(StaffListNotFound, match="there is no such file"):
        read_staff(tmp_path / "none.csv")
    with pytest.raises(StaffListUnreadable, match="a heading in row 1, but no people"):
        read_staff(write_csv(tmp_path / "b.csv", [HEAD]))


@pytest.mark.parametrize("shown", ["00000", "General", '"NV"000', "0"])
def test_codes_have_the_zeros_that_the_sheet_shows(tmp_path, shown):
    rows = [
        HEAD,
        [1, 17, "Lê Vũ", "", ""],
        [2, 123456, "Tô Lan", "", ""],
        [3, "9", "Hồ Hà", "", ""],
    ]
    rows += [[4, "=16+2", "Vũ An", "", ""]]
    path = write_xlsx(tmp_path / "a.xlsx", ("Ghi chú", [["Xin chào"]]), ("DS", rows))
    book = openpyxl.load_workbook(path)
    for row in range(2, 6):
        book["DS"].cell(row, 2).number_format = shown
    book.save(path)
    wanted = ["00017" if shown == "00000" else "17", "123456", "9", ""]
    assert codes(read_staff(path)) == wanted


def test_a_person_has_a_value_for_each_role():
    person = Person(2, "Lê Vũ", code="7", unit="Tổ 1", title="UV", photo="a.jpg")
    values = {role: person.value(role) for role in PERSON_ROLES}
    assert values == {
        Role.NAME: "Lê Vũ",
        Role.CODE: "7",
        Role.UNIT: "Tổ 1",
        Role.TITLE: "UV",
        Role.PHOTO: "a.jpg",
    }
