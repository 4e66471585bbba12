"""People: which sheet of a workbook is read."""

import pytest

from framegen.errors import SheetNotFound, StaffListUnreadable
from framegen.staff.people import read_staff
from tests.support.lists import HEAD, NAMES, ROWS, names, notes
from tests.support.writing import (
    write_csv,
    write_ods,
    write_xls,
    write_xlsx,
)


@pytest.mark.parametrize(
    ("sheets", "wanted", "meant"),
    [(["DS A", "ds a"], "ds a", "ds a"), (["DS", "ĐS"], "ĐS", "ĐS"), (["DS A"], " ds  A", "DS A")],
)
def test_a_sheet_is_found_by_its_exact_name_first(tmp_path, sheets, wanted, meant):
    head = "<table><tr><td>Họ tên"
    tables = (f'<Worksheet Name="{name}">{head}<tr><td>Lê {name}</Worksheet>' for name in sheets)
    path = tmp_path / "a.xls"
    path.write_text(f"<Workbook>{''.join(tables)}</Workbook>", encoding="utf-8")
    assert read_staff(path, sheet=wanted).sheet == meant


def test_errors_name_the_sheets(tmp_path):
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


def test_the_sheet_of_people_is_found_among_others(tmp_path):
    guide = ("Hướng dẫn", [["Cột", "Ý nghĩa"], ["Họ và tên", "ghi đầy đủ"], ["Mã cán bộ", "5 số"]])
    sample = ("Mẫu", [HEAD, ["1", "00001", "Nguyễn Văn A", "", "Phòng X"]])
    sums = ("Tổng hợp", [["STT", "Đơn vị", "Số lượng"], [1, "A", 3], [2, "B", 4]])
    people = ("DS 2026", [[], *[[""]] * 2, HEAD, *ROWS])
    for write, name in ((write_xlsx, "a.xlsx"), (write_xls, "a.xls"), (write_ods, "a.ods")):
        found = read_staff(write(tmp_path / name, guide, sample, sums, people))
        assert (found.sheet, names(found), found.header_row) == ("DS 2026", NAMES, 4)
        assert notes(found) == ["other-sheets"]


def test_a_hidden_sheet_is_not_preferred(tmp_path):
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
def test_outdated_sheets_are_recognised_by_name(tmp_path, others, meant):
    longer = [HEAD, *ROWS, *ROWS]
    sheets = [*((name, longer) for name in others), (meant, [HEAD, *ROWS])]
    found = read_staff(write_xlsx(tmp_path / "a.xlsx", *sheets))
    assert (found.sheet, len(found.people)) == (meant, len(ROWS))
    assert "other-sheets" in notes(found)
