"""People: lists of every shape that offices send, read to the letter."""

import openpyxl
import pytest

from framegen.errors import ColumnMissing, SheetNotFound, StaffListNotFound, StaffListUnreadable
from framegen.staff.people import read_staff
from tests.support.writing import (
    ENCODERS,
    write_csv,
    write_ods,
    write_ods_content,
    write_xls,
    write_xlsx,
)

HEAD = ["STT", "Mã cán bộ", "Họ và tên", "Chức vụ", "Đơn vị"]
ROWS = [
    ["1", "00017", "Nguyễn Thị Quỳnh Hương", "Chủ tịch", "Phòng Tổ chức"],
    ["2", "00018", "Đặng Hữu Phước", "Ủy viên", "Phòng Kế hoạch"],
    ["3", "00203", "Lê Vũ", "Đoàn viên", "Xưởng cơ khí, hàn"],
    ["4", "01200", "Trịnh Bỉnh Ỷ", "Đoàn viên", "Phòng Kế hoạch"],
]
NAMES = [row[2] for row in ROWS]
CODES = [row[1] for row in ROWS]
UNITS = [row[4] for row in ROWS]


def names(found):
    return [person.name for person in found.people]


def units(found):
    return [person.unit for person in found.people]


def codes(found):
    return [person.code for person in found.people]


def notes(found):
    return [note.code for note in found.notes]


@pytest.mark.parametrize("encoding", ENCODERS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_of_any_code_and_delimiter_is_read(tmp_path, encoding, delimiter):
    path = write_csv(tmp_path / "ds.csv", [HEAD, *ROWS], delimiter=delimiter, encoding=encoding)
    found = read_staff(path)
    assert names(found) == NAMES
    assert codes(found) == CODES
    assert units(found) == UNITS
    assert found.encoding == ("utf-16" if encoding.startswith("utf-16") else encoding)
    assert (found.header_row, found.header_rows) == (1, 1)
    assert found.columns == {"stt": 0, "code": 1, "name": 2, "title": 3, "unit": 4}


@pytest.mark.parametrize("encoding", ["cp1258", "tcvn3", "vni"])
def test_a_legacy_code_is_noted(tmp_path, encoding):
    found = read_staff(write_csv(tmp_path / "ds.csv", [HEAD, *ROWS], encoding=encoding))
    assert notes(found) == ["legacy-encoding"]


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_ods])
def test_a_workbook_of_any_kind_is_read(tmp_path, write):
    rows = [HEAD, *([int(row[0]), *row[1:]] for row in ROWS)]
    found = read_staff(write(tmp_path / "whatever.bin", ("Danh sách", rows)))
    assert (names(found), codes(found), units(found)) == (NAMES, CODES, UNITS)
    assert (found.sheet, found.encoding, notes(found)) == ("Danh sách", None, [])
    assert [person.row for person in found.people] == [2, 3, 4, 5]


def test_codes_that_excel_keeps_as_numbers_lose_only_their_point(tmp_path):
    rows = [HEAD, [1, 104.0, "Lê Vũ", "", ""], [2, "0103", "Tô Lan", "", ""]]
    assert codes(read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows)))) == ["104", "0103"]


def test_codes_that_csv_keeps_from_excel_are_plain(tmp_path):
    rows = [HEAD, ["1", '="00104"', "Lê Vũ", "", ""], ["2", "'0103", "Tô Lan", "", ""]]
    assert codes(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["00104", "0103"]


def test_names_are_composed_and_without_stray_spaces(tmp_path):
    typed = "\u00a0 Nguye\u0302\u0303n\u00a0Va\u0306n \u200bAn "
    found = read_staff(write_csv(tmp_path / "a.csv", [HEAD, ["1", "7", typed, "", ""]]))
    assert names(found) == ["Nguyễn Văn An"]


def test_capitals_stay_capitals(tmp_path):
    for encoding in ENCODERS:
        rows = [HEAD, ["1", "7", "LÝ THỊ KIM CHI", "", "A"], ["2", "8", "TRẦN VĂN CỪ", "", "B"]]
        found = read_staff(write_csv(tmp_path / "a.csv", rows, encoding=encoding))
        assert names(found) == ["LÝ THỊ KIM CHI", "TRẦN VĂN CỪ"], encoding


def test_tcvn3_in_a_workbook_is_converted_but_not_its_unicode_columns(tmp_path):
    from tests.support.writing import as_tcvn3

    rows = [
        [as_tcvn3("TT"), as_tcvn3("Họ và tên"), as_tcvn3("Chức vụ"), "Đơn vị"],
        *([i, as_tcvn3(row[2]), as_tcvn3(row[3]), f"Tổ Lê {i}"] for i, row in enumerate(ROWS, 1)),
    ]
    found = read_staff(write_xls(tmp_path / "a.xls", ("Sheet1", rows)))
    assert names(found) == NAMES
    assert units(found) == ["Tổ Lê 1", "Tổ Lê 2", "Tổ Lê 3", "Tổ Lê 4"]
    assert (found.encoding, notes(found)) == ("tcvn3", ["legacy-encoding"])


def test_utf8_that_was_encoded_twice_is_mended(tmp_path):
    path = write_csv(tmp_path / "a.csv", [HEAD, *ROWS])
    path.write_bytes(path.read_bytes().decode("latin-1").encode())
    assert names(read_staff(path)) == NAMES


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


def test_without_numbers_the_foot_is_told_by_its_words(tmp_path):
    rows = [
        ["Họ tên", "Phòng ban"],
        *([row[2], row[4]] for row in ROWS),
        ["Cộng: 4", ""],
        ["", ""],
        ["Người lập bảng", ""],
        ["Lê Thị Thảo", ""],
    ]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == NAMES


def test_a_list_of_nothing_but_names(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Họ và tên\n" + "\n".join(NAMES), encoding="utf-8")
    found = read_staff(path)
    assert (names(found), found.columns) == (NAMES, {"name": 0})


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
        assert found.columns == {"stt": 0, "surname": 1, "given": 2, "title": 5, "unit": 6}


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
def test_headings_of_any_usual_wording(tmp_path, heading, columns):
    found = read_staff(write_csv(tmp_path / "a.csv", [heading, *ROWS]))
    wanted = ["code", "name", "title", "unit"] if columns is None else columns.split()
    assert [found.columns.get(role) for role in wanted] == [1, 2, 3, 4]
    assert (names(found), codes(found), units(found)) == (NAMES, CODES, UNITS)


def test_a_heading_in_two_languages(tmp_path):
    heads = [["STT", "Mã NV", "Họ và tên", "Bộ phận"], ["No.", "Code", "Full name", "Dept."]]
    path = write_csv(tmp_path / "a.csv", [*heads, ["1", "01", "Lê Vũ", "KH"]])
    found = read_staff(path)
    assert (found.header_row, found.header_rows, names(found)) == (1, 2, ["Lê Vũ"])


def test_groups_over_columns_and_a_row_of_letters_below(tmp_path):
    rows = [
        ["TT", "Thông tin cá nhân", "", "", "Năm sinh", "", "Đơn vị công tác", ""],
        ["", "Mã NV", "Họ tên", "Quê quán", "Nam", "Nữ", "Phòng", "Tổ"],
        ["A", "B", "C", "D", "1", "2", "3", "4"],
        ["1", "001", "Lê Vũ", "Huế", "1980", "", "Tổ chức", "1"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert found.columns == {"stt": 0, "code": 1, "name": 2, "unit": 6}
    assert (names(found), codes(found), units(found)) == (["Lê Vũ"], ["001"], ["Tổ chức"])
    assert notes(found) == ["several-columns"]


def test_a_units_number_and_name_are_no_code_and_no_given_name(tmp_path):
    rows = [["TT", "Họ tên", "Đơn vị", ""], ["", "", "Mã", "Tên"], ["1", "Lê Vũ", "P1", "Tổ chức"]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), codes(found), units(found)) == (["Lê Vũ"], [""], ["Tổ chức"])


def test_a_person_whose_title_reads_like_a_heading_is_no_heading(tmp_path):
    rows = [["Họ tên", "Chức danh"], ["Lê Vũ", "Đoàn viên"], ["Tô Lan", "Cán bộ"]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), found.header_rows) == (["Lê Vũ", "Tô Lan"], 1)


def test_a_list_may_begin_anywhere(tmp_path):
    rows = [[], [], ["", "", "TT", "", "Họ và tên"], ["", "", 1, "", "Lê Vũ"]]
    for write, name in ((write_xlsx, "a.xlsx"), (write_xls, "a.xls"), (write_ods, "a.ods")):
        found = read_staff(write(tmp_path / name, ("A", rows)))
        assert found.columns == {"stt": 2, "name": 4}
        assert [person.row for person in found.people] == [4]


def test_a_page_that_goes_on_is_no_section(tmp_path):
    rows = [HEAD, ROWS[0], ["", "", "Trang 1"], ["DANH SÁCH (tiếp)"], HEAD, ROWS[1]]
    rows = [HEAD[:4], *(row[:4] for row in rows[1:])]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), units(found)) == (NAMES[:2], ["", ""])


def test_numbered_sections_are_no_people(tmp_path):
    rows = [
        ["TT", "Họ và tên", "Chức vụ"],
        ["A", "Khối văn phòng", ""],
        ["I", "Ban Giám đốc", ""],
        ["1", "Lê Vũ", "Giám đốc"],
        ["B", "Khối sản xuất", ""],
        ["1", "Phân xưởng 1", ""],
        ["1", "Tô Lan", "Công nhân"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), units(found)) == (["Lê Vũ", "Tô Lan"], ["Ban Giám đốc", "Phân xưởng 1"])


@pytest.mark.parametrize("title", ["Tổng phụ trách Đội", "Cộng tác viên"])
def test_who_has_a_title_that_reads_like_a_total_is_a_person(tmp_path, title):
    rows = [["Họ tên", "Chức vụ"], ["Lê Vũ", "UV"], ["Tô Lan", title], ["Hồ Hà", "UV"]]
    rows += [["Tổng cộng", "3"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Vũ", "Tô Lan", "Hồ Hà"]


@pytest.mark.parametrize("cell", ["7" * 5000, "²", "٣", "1/2"])
def test_strange_numbers_anywhere_cost_at_most_themselves(tmp_path, cell):
    rows = [["", "Họ tên", "Mã"], ["1", "Lê Vũ", "2"], [cell, "Tô Lan", "7"], [cell, cell, cell]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert names(found)[:2] == ["Lê Vũ", "Tô Lan"]


def test_behind_the_foot_only_a_number_or_a_heading_makes_a_person(tmp_path):
    people = [["1", "Lê Vũ", "01"], ["2", "Tô Lan", "02"]]
    foot = [["", "Người lập biểu", ""], ["", "Trần Thị Ký", "03"]]
    rows = [["STT", "Họ tên", "Mã"], *people, *foot]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), notes(found)) == (["Lê Vũ", "Tô Lan"], ["rows-left-out"])
    assert "5" in found.notes[0].message
    more = [*rows, ["3", "Hồ Hà", "04"], ["", "Vũ An", "05"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", more)))[-1:] == ["Vũ An"]
    more = [["Họ tên", "Mã"], ["Lê Vũ", "1"], ["Người lập biểu", ""], ["Trần Thị Ký", "3"]]
    more += [["Họ tên", "Mã"], ["Hồ Hà", "4"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", more))) == ["Lê Vũ", "Hồ Hà"]


def test_a_total_ends_only_a_list_with_numbers(tmp_path):
    rows = [["Họ tên", "Mã"], ["Lê Vũ", "1"], ["Cộng: 1", ""], ["Tô Lan", "2"], ["Cộng: 1", ""]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Vũ", "Tô Lan"]
    people = [["1", "Lê Vũ", "1"], ["2", "Tô Lan", "2"]]
    numbered = [["STT", "Họ tên", "Mã"], *people, ["", "Cộng: 2"], ["", "Hồ Hà", "3"]]
    found = read_staff(write_csv(tmp_path / "a.csv", numbered))
    assert (names(found), notes(found)) == (["Lê Vũ", "Tô Lan"], ["rows-left-out"])


def test_a_unit_at_the_foot_is_nobodys_section(tmp_path):
    rows = [["Họ tên", "Mã"], ["Lê Vũ", "1"], ["Người lập biểu", ""], ["Phòng Tổ chức", ""]]
    more = [*rows, ["Họ tên", "Mã"], ["Tô Lan", "2"]]
    assert units(read_staff(write_csv(tmp_path / "a.csv", more))) == ["", ""]


def test_who_has_only_a_name_is_a_person_where_many_have_no_more(tmp_path):
    rows = [["STT", "Họ tên", "Mã"], ["1", "Lê Vũ"], ["2", "Tô Lan"], ["", "Hồ Hà"]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert names(found) == ["Lê Vũ", "Tô Lan", "Hồ Hà"]
    assert "4" in found.notes[0].message


@pytest.mark.parametrize(
    ("sheets", "wanted", "meant"),
    [(["DS A", "ds a"], "ds a", "ds a"), (["DS", "ĐS"], "ĐS", "ĐS"), (["DS A"], " ds  A", "DS A")],
)
def test_a_sheet_is_found_by_its_name_best_to_the_letter(tmp_path, sheets, wanted, meant):
    head = "<table><tr><td>Họ tên"
    tables = (f'<Worksheet Name="{name}">{head}<tr><td>Lê {name}</Worksheet>' for name in sheets)
    path = tmp_path / "a.xls"
    path.write_text(f"<Workbook>{''.join(tables)}</Workbook>", encoding="utf-8")
    assert read_staff(path, sheet=wanted).sheet == meant


def test_the_sheets_there_are_and_the_sheet_without_people_are_said(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", ("DS", [HEAD]), ("Khác", [["x"]]))
    with pytest.raises(SheetNotFound, match='there are: "DS", "Khác"'):
        read_staff(path, sheet="A")
    with pytest.raises(SheetNotFound, match="there are: none"):
        read_staff(write_csv(tmp_path / "a.csv", [HEAD]), sheet="A")
    with pytest.raises(
        StaffListUnreadable, match=r'a.xlsx: sheet "DS": a heading in row 1, but no people\.'
    ):
        read_staff(path)
    with pytest.raises(StaffListUnreadable, match=r"a.csv: a heading in row 1, but no people\."):
        read_staff(tmp_path / "a.csv")


def test_letters_are_said_to_be_lost_where_two_headings_lack_some(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("STT;M? NV;Ai ?i\n1;01;Lê Vu\n", encoding="utf-8")
    with pytest.raises(ColumnMissing, match="Letters were lost"):
        read_staff(path)
    path.write_text("STT;Mã NV;Ai?\n1;01;Lê Vu\n", encoding="utf-8")
    with pytest.raises(ColumnMissing, match=r"Ai\?\"\.$"):
        read_staff(path)


def test_columns_named_by_hand_make_the_guessed_ones_void(tmp_path):
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


def test_a_vacant_post_ends_no_list(tmp_path):
    rows = [["Họ tên", "Chức vụ"], ["Lê Vũ", "UV"], ["", "Chủ tịch"], ["Tô Lan", "UV"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Vũ", "Tô Lan"]


def test_formulas_without_values_and_without_parts_are_named(tmp_path):
    rows = [["STT", "Họ và tên"], [1, '="Lê"&" Vũ"']]
    with pytest.raises(StaffListUnreadable, match="no people; 1 formulas have no value stored"):
        read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows)))


def test_english_names_in_parts(tmp_path):
    rows = [
        ["First name", "Middle name", "Last name", "Unit"],
        ["Hương", "Thị Quỳnh", "Nguyễn", "A"],
        ["Vũ", "", "Lê", "B"],
    ]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == [
        "Nguyễn Thị Quỳnh Hương",
        "Lê Vũ",
    ]


def test_numbers_of_identity_cards_are_never_codes(tmp_path):
    rows = [
        ["STT", "Số CCCD", "Họ và tên", "Mã định danh", "Ngày sinh", "SĐT"],
        ["1", "001088012345", "Lê Vũ", "7", "1/1/1990", "0912"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert found.columns == {"stt": 0, "name": 2}
    assert codes(found) == [""]


def test_names_of_relatives_are_not_the_names(tmp_path):
    rows = [["STT", "Họ tên cha", "Họ tên"], ["1", "Lê Cha", "Lê Vũ"]]
    assert names(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["Lê Vũ"]


SECTIONS = [
    ["STT", "Họ và tên", "Mã số", "Chức vụ"],
    ["I. Phòng Tổ chức"],
    ["1", "Nguyễn Thị Quỳnh Hương", "00017", "Chủ tịch"],
    ["II", "Phòng Kế hoạch (2 người)", "", ""],
    ["1", "Đặng Hữu Phước", "00018", ""],
    ["2", "Lê Vũ", "00203", ""],
    ["STT", "Họ và tên", "Mã số", "Chức vụ"],
    ["C - TRẠM Y TẾ", "", "", ""],
    ["", "Cộng: 1", "", ""],
    ["3", "Trịnh Bỉnh Ỷ", "01200", ""],
    ["", "Tổng số: 4 người", "", ""],
]


@pytest.mark.parametrize("merged", [False, True])
def test_section_rows_carry_their_unit_down(tmp_path, merged):
    wanted = ["Phòng Tổ chức", "Phòng Kế hoạch", "Phòng Kế hoạch", "TRẠM Y TẾ"]
    merges = ["A2:D2", "B4:D4", "A8:D8"] if merged else []
    for path in (
        write_xlsx(tmp_path / "a.xlsx", ("A", SECTIONS), merges=merges),
        write_csv(tmp_path / "a.csv", SECTIONS, delimiter=";"),
        write_ods(tmp_path / "a.ods", ("A", SECTIONS)),
    ):
        found = read_staff(path)
        assert names(found) == NAMES
        assert units(found) == wanted
        assert codes(found) == CODES


def test_sections_in_the_name_column_of_a_list_without_numbers(tmp_path):
    rows = [
        ["Họ và tên", "Mã"],
        ["Phòng Tổ chức", ""],
        ["Tô Ngọc Vân", "1"],
        ["Tổ bảo vệ", ""],
        ["Vũ Lan", "2"],
        ["Ban Thị Mai", "3"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert names(found) == ["Tô Ngọc Vân", "Vũ Lan", "Ban Thị Mai"]
    assert units(found) == ["Phòng Tổ chức", "Tổ bảo vệ", "Tổ bảo vệ"]


def test_merged_units_are_everyones(tmp_path):
    rows = [HEAD, *([*row[:4], unit] for row, unit in zip(ROWS, ["A", "", "B", ""], strict=True))]
    made = write_xlsx(tmp_path / "a.xlsx", ("A", rows), merges=["E2:E3"])
    assert units(read_staff(made)) == ["A", "A", "B", ""]


def test_merged_units_of_an_ods_are_everyones(tmp_path):
    unit = '<table:table-cell table:number-rows-spanned="2" office:value-type="string">'
    unit += "<text:p>A</text:p></table:table-cell>"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    cells = [
        cell.format("Họ tên") + cell.format("Đơn vị"),
        cell.format("Lê Vũ") + unit,
        cell.format("Tô Lan") + "<table:covered-table-cell/>",
        cell.format("Hồ Hà") + cell.format("A"),
        cell.format("Vũ An"),
    ]
    rows = "".join(f"<table:table-row>{each}</table:table-row>" for each in cells)
    made = write_ods_content(
        tmp_path / "a.ods", f'<table:table table:name="A">{rows}</table:table>'
    )
    assert units(read_staff(made)) == ["A", "A", "A", ""]


def test_units_written_once_are_carried_down_and_noted(tmp_path):
    rows = [HEAD, *([*row[:4], unit] for row, unit in zip(ROWS, ["A", "", "B", ""], strict=True))]
    for path in (
        write_csv(tmp_path / "a.csv", rows),
        write_ods(tmp_path / "a.ods", ("A", rows)),
    ):
        found = read_staff(path)
        assert units(found) == ["A", "A", "B", "B"]
        assert notes(found) == ["unit-carried-down"]


def test_ditto_marks_are_what_stands_above(tmp_path):
    rows = [
        HEAD,
        *([*row[:4], unit] for row, unit in zip(ROWS, ["A", "nt", '"', "B"], strict=True)),
    ]
    assert units(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["A", "A", "A", "B"]


@pytest.mark.parametrize("written", [["A", "A", "", "B"], ["A", "A", "", ""], ["", "A", "", ""]])
def test_units_are_left_empty_where_others_repeat_theirs(tmp_path, written):
    rows = [HEAD, *([*row[:4], unit] for row, unit in zip(ROWS, written, strict=True))]
    assert units(read_staff(write_csv(tmp_path / "a.csv", rows))) == written


def test_the_sheet_of_people_is_found_among_others(tmp_path):
    guide = ("Hướng dẫn", [["Cột", "Ý nghĩa"], ["Họ và tên", "ghi đầy đủ"], ["Mã cán bộ", "5 số"]])
    sample = ("Mẫu", [HEAD, ["1", "00001", "Nguyễn Văn A", "", "Phòng X"]])
    sums = ("Tổng hợp", [["STT", "Đơn vị", "Số lượng"], [1, "A", 3], [2, "B", 4]])
    people = ("DS 2026", [[], *[[""]] * 2, HEAD, *ROWS])
    for write, name in ((write_xlsx, "a.xlsx"), (write_xls, "a.xls"), (write_ods, "a.ods")):
        found = read_staff(write(tmp_path / name, guide, sample, sums, people))
        assert (found.sheet, names(found), found.header_row) == ("DS 2026", NAMES, 4)
        assert notes(found) == ["other-sheets"]


def test_a_hidden_sheet_is_read_only_where_it_is_the_only_one(tmp_path):
    old = ("Cũ", [HEAD, *ROWS, *ROWS])
    new = ("Mới", [HEAD, *ROWS])
    found = read_staff(write_xlsx(tmp_path / "a.xlsx", old, new, hidden=["Cũ"]))
    assert found.sheet == "Mới"
    asked = read_staff(tmp_path / "a.xlsx", sheet="cũ")
    assert (asked.sheet, notes(asked)) == ("Cũ", ["hidden-sheet", "codes-repeated"])


@pytest.mark.parametrize(
    ("others", "meant"),
    [
        (["2024", "2025"], "2026"),
        (["DS tháng 12-2025"], "DS 2026"),
        (["Năm học 2024-2025"], "Năm học 2025-2026"),
        (["DS cũ", "Mẫu", "Đã nghỉ việc"], "Danh sách"),
        (["Danh sách (cũ)"], "Sheet1"),
    ],
)
def test_what_sheets_are_called_tells_which_is_out_of_date(tmp_path, others, meant):
    longer = [HEAD, *ROWS, *ROWS]
    sheets = [*((name, longer) for name in others), (meant, [HEAD, *ROWS])]
    found = read_staff(write_xlsx(tmp_path / "a.xlsx", *sheets))
    assert (found.sheet, len(found.people)) == (meant, len(ROWS))
    assert "other-sheets" in notes(found)


def test_formulas_without_values_are_noted_and_names_put_together(tmp_path):
    rows = [
        ["STT", "Họ đệm", "Tên", "Họ và tên"],
        [1, "Lê Thị", "Hoa", '=B2&" "&C2'],
        [2, "Vũ", "An", '=B3&" "&C3'],
    ]
    found = read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows)))
    assert names(found) == ["Lê Thị Hoa", "Vũ An"]
    assert notes(found) == ["formulas-without-values"]


def test_a_column_for_sorting_by_given_name_is_no_part_of_the_name(tmp_path):
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


def test_people_added_without_a_number_are_read_and_noted(tmp_path):
    rows = [HEAD, ROWS[0], ["", *ROWS[1][1:]], ROWS[2], ["", *ROWS[3][1:]]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), notes(found)) == (NAMES, ["rows-without-number"])


def test_a_surname_that_reads_like_a_total_is_a_person(tmp_path):
    rows = [["Họ tên", "Mã"], ["Tống Văn Cộng", "1"], ["TỐNG THỊ MAI", "2"], ["Ngày Văn Tổng", "3"]]
    assert len(read_staff(write_csv(tmp_path / "a.csv", rows)).people) == 3


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


def test_what_cannot_be_found_is_said(tmp_path):
    path = write_csv(tmp_path / "a.csv", [HEAD, *ROWS])
    with pytest.raises(ColumnMissing, match='no column "Z" among the 5'):
        read_staff(path, columns={"name": "Z"})
    with pytest.raises(ColumnMissing, match="no role tuoi"):
        read_staff(path, columns={"tuoi": "A"})
    with pytest.raises(SheetNotFound, match='no sheet "DS"'):
        read_staff(path, sheet="DS")
    with pytest.raises(StaffListNotFound, match="No such file"):
        read_staff(tmp_path / "none.csv")
    with pytest.raises(StaffListUnreadable, match="a heading in row 1, but no people"):
        read_staff(write_csv(tmp_path / "b.csv", [HEAD]))


def test_a_quote_that_never_closes_is_noted_with_its_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('Mã,Họ và tên\n1,Lê Vũ\n2,"Tô Lan\n3,Hồ Hà\n', encoding="utf-8")
    found = read_staff(path)
    assert notes(found) == ["quote-never-closed"]
    assert "dòng 3" in found.notes[0].message


def test_a_section_right_below_the_heading_is_no_part_of_it(tmp_path):
    rows = [
        ["STT", "Họ tên", "Chức vụ"],
        ["", "CÔNG ĐOÀN CƠ SỞ CÔNG TY A", ""],
        ["1", "Lê Vũ", "Chủ tịch"],
        ["", "BỘ PHẬN ĐÓNG GÓI", ""],
        ["2", "Tô Lan", ""],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (found.header_rows, names(found)) == (1, ["Lê Vũ", "Tô Lan"])
    assert units(found) == ["CÔNG ĐOÀN CƠ SỞ CÔNG TY A", "BỘ PHẬN ĐÓNG GÓI"]


def test_sections_within_sections_have_dotted_counters(tmp_path):
    rows = [
        ["STT", "Họ và tên", "Chức vụ"],
        ["II", "KHỐI TRƯỜNG HỌC", ""],
        ["II.1", "Trường Lê Lợi", ""],
        ["1", "Lê Vũ", "Giáo viên"],
        ["II.2", "Thanh tra", ""],
        ["2", "Tô Lan", ""],
        ["", "II.3 Tổ Hóa", ""],
        ["3", "Hồ Hà", "Giáo viên"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert names(found) == ["Lê Vũ", "Tô Lan", "Hồ Hà"]
    assert units(found) == ["Trường Lê Lợi", "Thanh tra", "Tổ Hóa"]


@pytest.mark.parametrize("split", [False, True])
def test_people_may_be_numbered_like_sections(tmp_path, split):
    counted = [("I.", "Phòng A"), ("1.", "Lê Vũ"), ("1.2", "H'Len Niê"), ("II.", "Đảng ủy")]
    counted += [("2.1", "Ksor Phước")]
    rows = [["TT", "Họ và tên"], *map(list, counted)]
    if not split:
        rows = [["Họ và tên"], *([f"{number} {text}"] for number, text in counted)]
        rows[3] = ["1.2. H'Len Niê"]
        rows[5] = ["2.1- Ksor Phước"]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert names(found) == ["Lê Vũ", "H'Len Niê", "Ksor Phước"]
    assert units(found) == ["Phòng A", "Phòng A", "Đảng ủy"]


def test_many_sections_do_not_hide_that_names_are_in_two_columns(tmp_path):
    rows = [["STT", "Họ và tên", "", "Mã"]]
    for at, (surname, given) in enumerate([("Lê Thị", "Vũ"), ("Tô", "Lan"), ("Hồ", "")], 1):
        rows += [["A", f"Phòng {at}", "", ""], [at, surname, given, f"{at}"], ["", "Cộng: 1"]]
    found = read_staff(write_xlsx(tmp_path / "a.xlsx", ("A", rows), merges=["B1:C1"]))
    assert names(found) == ["Lê Thị Vũ", "Tô Lan", "Hồ"]
    assert units(found) == ["Phòng 1", "Phòng 2", "Phòng 3"]


def test_a_table_of_something_else_below_ends_the_list_and_is_noted(tmp_path):
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


def test_a_table_a_unit_with_its_name_above(tmp_path):
    heads = ["STT", "Họ và tên", "Mã"]
    rows = [["Đơn vị: Phòng A"], [], heads, ["1", "Lê Vũ", "1"], ["2", "Tô Lan", "2"]]
    more = [["Cộng: 2"], ["Đơn vị: Tổ B: 02"], heads, ["1", "Hồ Hà", "3"]]
    found = read_staff(write_csv(tmp_path / "a.csv", [*rows, *more]))
    assert (names(found), units(found)) == (
        ["Lê Vũ", "Tô Lan", "Hồ Hà"],
        ["Phòng A", "Phòng A", "Tổ B"],
    )
    assert units(read_staff(write_csv(tmp_path / "b.csv", rows))) == ["", ""]


def test_sections_of_a_letter_and_a_number(tmp_path):
    rows = [["STT", "Họ tên", "Mã"], ["B1. Kế toán"], ["1", "Lê Vũ", "1"], ["B2. Tổ 2"]]
    found = read_staff(write_csv(tmp_path / "a.csv", [*rows, ["2", "Tô Lan", "2"]]))
    assert units(found) == ["Kế toán", "Tổ 2"]


def test_the_title_within_a_group_of_the_unit_is_a_title(tmp_path):
    rows = [
        ["TT", "Họ tên", "Đơn vị công tác", ""],
        ["", "", "Phòng", "Chức vụ"],
        ["1", "Lê Vũ", "Kế toán", "Trưởng phòng"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (found.people[0].unit, found.people[0].title) == ("Kế toán", "Trưởng phòng")


def test_letters_that_were_lost_are_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("STT;M? NV;H? và tên\n1;01;Lê Vu\n", encoding="utf-8")
    with pytest.raises(ColumnMissing, match="Letters were lost when it was saved; save it as"):
        read_staff(path)
    path.write_text("STT;Ma NV;Ho ten\n1;01;Tr?n Lan\n2;02;Le Vu\n", encoding="utf-8")
    found = read_staff(path)
    assert notes(found) == ["letters-lost"]
    assert "dòng 2;" in found.notes[0].message


def test_a_lone_name_behind_a_gap_is_none_of_the_list(tmp_path):
    people = [["Lê Vũ", "01"], ["Tô Lan", "02"]]
    rows = [["Họ tên", "Mã"], *people, [], ["Trần Thị Ký", ""]]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert (names(found), notes(found)) == (["Lê Vũ", "Tô Lan"], ["rows-left-out"])
    more = [["Họ tên", "Mã"], *people, [], ["Trần Thị Ký", "03"]]
    assert len(read_staff(write_csv(tmp_path / "a.csv", more)).people) == 3


def test_people_whose_names_begin_like_a_unit_are_people(tmp_path):
    rows = [
        ["STT", "Họ tên", "Năm sinh", "Chức vụ"],
        ["1", "Khoa Lan", "1990", ""],
        ["", "Ca Lê Hiệp", "", "Công nhân"],
        ["2", "Kho Mai", "", "Công nhân"],
        ["3", "H'Mai", "", ""],
        ["4", "Krông Ana", "", ""],
        ["5", "Tô Lan", "1991", "Công nhân"],
    ]
    found = read_staff(write_csv(tmp_path / "a.csv", rows))
    assert names(found) == ["Khoa Lan", "Ca Lê Hiệp", "Kho Mai", "H'Mai", "Krông Ana", "Tô Lan"]
    assert set(units(found)) == {""}


def test_a_remark_without_a_name_is_no_section(tmp_path):
    rows = [
        ["STT", "Họ tên", "Chức vụ", "Ghi chú"],
        ["1", "Lê Vũ", "", ""],
        ["", "", "", "Phòng A chuyển sang"],
        ["2", "Tô Lan", "TP", ""],
    ]
    assert units(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["", ""]


def test_a_counter_needs_no_sign_behind_it(tmp_path):
    rows = [["STT", "Họ tên", "Mã"], ["II PHÒNG KẾ TOÁN", "", ""], ["1", "Lê Vũ", "1"]]
    assert units(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["PHÒNG KẾ TOÁN"]


@pytest.mark.parametrize("shown", ["00000", "General", '"NV"000', "0"])
def test_codes_are_as_the_sheet_shows_them(tmp_path, shown):
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
