"""People: units from sections, merged cells, ditto marks and tables."""

import pytest

from framegen.staff.people import read_staff
from tests.support.lists import CODES, HEAD, NAMES, ROWS, codes, names, notes, units
from tests.support.writing import (
    write_csv,
    write_ods,
    write_ods_content,
    write_xlsx,
)


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


def test_sections_stand_in_the_name_column(tmp_path):
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


def test_a_merged_unit_covers_its_rows(tmp_path):
    rows = [HEAD, *([*row[:4], unit] for row, unit in zip(ROWS, ["A", "", "B", ""], strict=True))]
    made = write_xlsx(tmp_path / "a.xlsx", ("A", rows), merges=["E2:E3"])
    assert units(read_staff(made)) == ["A", "A", "B", ""]


def test_a_merged_unit_of_an_ods_covers_its_rows(tmp_path):
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


def test_units_written_once_are_carried_down(tmp_path):
    rows = [HEAD, *([*row[:4], unit] for row, unit in zip(ROWS, ["A", "", "B", ""], strict=True))]
    for path in (
        write_csv(tmp_path / "a.csv", rows),
        write_ods(tmp_path / "a.ods", ("A", rows)),
    ):
        found = read_staff(path)
        assert units(found) == ["A", "A", "B", "B"]
        assert notes(found) == ["unit-carried-down"]


def test_ditto_marks_repeat_the_cell_above(tmp_path):
    rows = [
        HEAD,
        *([*row[:4], unit] for row, unit in zip(ROWS, ["A", "nt", '"', "B"], strict=True)),
    ]
    assert units(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["A", "A", "A", "B"]


@pytest.mark.parametrize("written", [["A", "A", "", "B"], ["A", "A", "", ""], ["", "A", "", ""]])
def test_empty_units_stay_where_others_are_repeated(tmp_path, written):
    rows = [HEAD, *([*row[:4], unit] for row, unit in zip(ROWS, written, strict=True))]
    assert units(read_staff(write_csv(tmp_path / "a.csv", rows))) == written


def test_a_section_may_follow_the_heading(tmp_path):
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


def test_nested_sections_have_dotted_counters(tmp_path):
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


def test_each_unit_may_have_its_own_table(tmp_path):
    heads = ["STT", "Họ và tên", "Mã"]
    rows = [["Đơn vị: Phòng A"], [], heads, ["1", "Lê Vũ", "1"], ["2", "Tô Lan", "2"]]
    more = [["Cộng: 2"], ["Đơn vị: Tổ B: 02"], heads, ["1", "Hồ Hà", "3"]]
    found = read_staff(write_csv(tmp_path / "a.csv", [*rows, *more]))
    assert (names(found), units(found)) == (
        ["Lê Vũ", "Tô Lan", "Hồ Hà"],
        ["Phòng A", "Phòng A", "Tổ B"],
    )
    assert units(read_staff(write_csv(tmp_path / "b.csv", rows))) == ["", ""]


def test_sections_may_be_counted_by_letter_and_number(tmp_path):
    rows = [["STT", "Họ tên", "Mã"], ["B1. Kế toán"], ["1", "Lê Vũ", "1"], ["B2. Tổ 2"]]
    found = read_staff(write_csv(tmp_path / "a.csv", [*rows, ["2", "Tô Lan", "2"]]))
    assert units(found) == ["Kế toán", "Tổ 2"]


def test_names_may_begin_like_units(tmp_path):
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


def test_a_section_counter_needs_no_punctuation(tmp_path):
    rows = [["STT", "Họ tên", "Mã"], ["II PHÒNG KẾ TOÁN", "", ""], ["1", "Lê Vũ", "1"]]
    assert units(read_staff(write_csv(tmp_path / "a.csv", rows))) == ["PHÒNG KẾ TOÁN"]
