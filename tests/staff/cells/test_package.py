"""Package: workbooks beyond the limits are refused before they are unpacked."""

import io
import struct
import zipfile

import pytest

from framegen.errors import StaffListTooLarge, StaffListUnreadable
from framegen.staff.cells.package import MAX_UNPACKED, check_package
from tests.support.writing import write_ods, write_ods_content, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
ROW = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
FILLED = '<table:table-cell{} office:value-type="string"><text:p>An</text:p></table:table-cell>'

EMPTY = "<table:table-cell/>"


def ods_row(cells, times=1):
    return f"<table:table-row table:number-rows-repeated='{times}'>{cells}</table:table-row>"


def package(parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return data.getvalue()


def sheet(rows, **parts):
    more = {f"xl/{name}.xml": part for name, part in parts.items()}
    return package({**more, SHEET: f"<worksheet><sheetData>{rows}</sheetData></worksheet>"})


def refusal(data):
    with pytest.raises((StaffListTooLarge, StaffListUnreadable)) as refused:
        check_package(data, "a.xlsx")
    return str(refused.value)


def test_sound_workbooks_pass(tmp_path):
    rows = [["Họ tên", "Mã"], ["Lê Vũ", "=1+1"]]
    made = write_xlsx(tmp_path / "a.xlsx", ("A", rows), merges=["A5:B9"])
    assert check_package(made.read_bytes(), "a") == 1
    assert check_package(write_ods(tmp_path / "a.ods", ("A", rows)).read_bytes(), "a") == 0


@pytest.mark.parametrize(
    "rows",
    [
        ROW.format(1, "A") + ROW.format(1048576, "XFD"),
        ROW.format(1, "A") + ROW.format(99999, "ZZ"),
        ROW.format(1, "A") + "<row r='9999999'><c\ns='1' r = 'XFD9'><v>1</v></c></row>",
        ROW.format(1, "A") + '<row><c r="XFD1048576" x="/>"><v>1</v></c></row>',
        ROW.format(1, "A").replace("<", "<x:").replace("<x:/", "</x:") + ROW.format(999999, "XFD"),
        f"<row>{'<c><v>1</v></c>' * 5000}</row>" + "<row><c><v>1</v></c></row>" * 1000,
    ],
    ids=range(6),
)
def test_far_cells_are_refused_however_they_are_written(rows):
    assert "4,000,000 are the most" in refusal(sheet(rows))


def test_empty_cells_may_be_anywhere():
    styled = '<row r="1048576" s="3"><c r="XFD1048576" s="1" /></row><row r="9"></row>'
    assert check_package(sheet(ROW.format(1, "A") + styled), "a") == 0


def test_the_limit_counts_all_sheets_together():
    one = f"<sheetData>{ROW.format(1, 'A')}{ROW.format(100000, 'Z')}</sheetData>"
    parts = {f"xl/worksheets/sheet{n}.xml": one for n in range(3)}
    assert "5,200,000" in refusal(package({"xl/workbook.xml": "", **parts}))


def test_a_long_text_shown_everywhere_is_refused():
    strings = f"<sst><si><t>{'x' * 30000}</t></si><si><t>a</t></si></sst>"
    cell = '<row r="{0}"><c r="A{0}" t="s"><v>{1}</v></c></row>'
    often = "".join(cell.format(n, 0) for n in range(1, 9000))
    once = cell.format(1, 0) + "".join(cell.format(n, 1) for n in range(2, 9000))
    assert "MB of text" in refusal(sheet(often, sharedStrings=strings))
    assert check_package(sheet(once, sharedStrings=strings), "a") == 0


@pytest.mark.parametrize(
    "rows",
    [
        ods_row(FILLED.format(' table:number-columns-repeated="16384"')) * 300,
        ods_row(FILLED.format("") * 5, times=900_000),
        ods_row(FILLED.format(""))
        + ods_row(EMPTY, times=1_000_000)
        + ods_row(FILLED.format("") * 9),
    ],
    ids=range(3),
)
def test_repeated_cells_of_an_ods_are_counted(tmp_path, rows):
    made = write_ods_content(tmp_path / "a.ods", f"<table:table>{rows}</table:table>")
    assert "4,000,000 are the most" in refusal(made.read_bytes())


def test_entities_are_refused():
    assert "entities" in refusal(package({SHEET: "<!DOCTYPE x []><sheetData/>"}))
    assert "not in UTF-8" in refusal(package({SHEET: "<!DOCTYPE x>".encode("utf-16")}))


def test_a_part_with_a_wrong_size_is_refused():
    data = package({SHEET: "x" * 5000})
    size = struct.pack("<I", 5000)
    assert "does not have the 4,000 bytes" in refusal(data.replace(size, struct.pack("<I", 4000)))
    assert "does not have the 9,000 bytes" in refusal(data.replace(size, struct.pack("<I", 9000)))


def test_a_package_too_large_is_refused_unread():
    large = package({SHEET: "a"}).replace(struct.pack("<I", 1), struct.pack("<I", MAX_UNPACKED + 1))
    assert "200 MB are the most" in refusal(large)


def test_other_packages_are_no_workbooks():
    assert "no workbook" in refusal(package({"word/document.xml": "x"}))
    assert "xlsb" in refusal(package({"xl/workbook.bin": "x"}))
    assert "damaged" in refusal(b"PK\x03\x04 and no more")
