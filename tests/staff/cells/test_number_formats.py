"""NumberFormats: which cells of an XLSX show leading zeros."""

import io
import zipfile

import pytest

from framegen.staff.cells.number_formats import BOOK, LINKS, STYLES, zeros_shown

STYLED = (
    '<numFmts><numFmt numFmtId="164" formatCode="00000"/>'
    "<numFmt formatCode='000' numFmtId='165'/><numFmt numFmtId=\"166\" formatCode=\"0\"/></numFmts>"
    '<cellStyleXfs><xf numFmtId="164"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="166"/>'
    '<xf numFmtId="165"/></cellXfs>'
)
PARTS = {
    STYLES: STYLED,
    BOOK: '<sheet name="A" r:id="rId1"/><sheet name="B" r:id="rId2"/><sheet name="C" r:id="no"/>',
    LINKS: '<Relationship Id="rId1" Target="worksheets/a.xml"/>'
    '<Relationship Id="rId2" Target="/xl/b.xml"/>',
    "xl/worksheets/a.xml": '<c r="A1" s="1"><v>17</v></c><c r="B1" s="3"><f>1+1</f><v>2</v></c>'
    '<c r="C1" s="2"><v>7</v></c><c r="D1"><v>7</v></c><c r="E1" s="1" t="s"><v>0</v></c>'
    '<c r="F1" s="1" t="n"><v>7</v></c>',
    "xl/b.xml": '<c s="1"><v>1</v></c><c r="A0" s="1"><v>1</v></c><c r="B2" s="1"><v>1</v></c>',
}


def shown(parts):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return zeros_shown(book.getvalue())


def test_cells_with_leading_zeros_are_found_by_sheet():
    assert shown(PARTS) == [{"A1": 5, "B1": 3, "F1": 5}, {"B2": 5}, {}]


def test_a_missing_part_has_no_cells():
    assert shown({name: part for name, part in PARTS.items() if name != "xl/b.xml"})[1:] == [{}, {}]


@pytest.mark.parametrize(
    "styles", ["", STYLED.replace("cellXfs", "x"), STYLED.replace("00000", "0").replace("000", "0")]
)
def test_sheets_are_not_read_without_such_a_format(styles):
    assert shown({**PARTS, STYLES: styles}) == []


@pytest.mark.parametrize("part", [STYLES, BOOK, LINKS])
def test_a_book_without_its_own_parts_has_no_cells(part):
    assert shown({name: content for name, content in PARTS.items() if name != part}) == []


def test_an_empty_book_has_no_cells():
    assert shown({STYLES: STYLED, BOOK: "", LINKS: ""}) == []
