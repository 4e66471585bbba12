"""Markup: web pages and XML workbooks saved as ".xls"."""

import time

import pytest

from framegen.errors import StaffListTooLarge, StaffListUnreadable
from framegen.staff.cells.markup import MAX_COLUMNS, sheets_of_markup
from framegen.staff.cells.sheet import MAX_ROWS, Merge
from framegen.staff.people import read_staff
from tests.support.writing import ENCODERS

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>Họ tên</title>
<style>td {mso-number-format:"\\@"}</style>
<!--[if gte mso 9]><xml><x:Name>Họ và tên</x:Name></xml><![endif]--></head>
<body><h3>DANH S&Aacute;CH C&Aacute;N BỘ</h3>
<table border=1>
<tr><th rowspan=2>STT<th rowspan="2">Mã NV</th><th colspan=2>Họ và tên</th><th rowspan=2>Đơn vị</tr>
<tr><td>Họ đệm</td><td>Tên</td></tr>
<tr><td>1</td><td>00017</td><td>Lê&nbsp;Thị<br>Minh</td><td>Vũ</td><td rowspan=2>Phòng <b>A</b></td>
</tr>
<tr><td>2<td>00018<td>Tô<td>Lan</tr>
<tr><td colspan=5>Phòng B</td></tr>
<tr><td>3</td><td>0203</td><td>Hồ</td><td>Hà</td><td></td></tr>
</table><p>Người lập biểu</p></body></html>
"""
BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Author>Họ tên</Author>
</DocumentProperties>
<Worksheet ss:Name="Cũ"><Table><Row><Cell><Data ss:Type="String">Họ tên</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Ai Đó</Data></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="DS"><Table>
<Row ss:Index="3"><Cell><Data ss:Type="String">Mã NV</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">Họ tên</Data></Cell>
<Cell><ss:Data ss:Type="String">Đơn vị</ss:Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">104.0</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">Lê Vũ</Data>
<Comment><ss:Data>Vũ này khác</ss:Data></Comment></Cell>
<Cell ss:MergeDown="1"><Data ss:Type="String"><![CDATA[R&D]]></Data></Cell></Row>
<Row><Cell><Data ss:Type="String">0105</Data></Cell><Cell/>
<Cell><ss:Data ss:Type="String"><B>Tô</B> Lan &amp; </ss:Data></Cell></Row>
</Table></Worksheet></Workbook>
"""


def told(found):
    return [(person.row, person.code, person.name, person.unit) for person in found.people]


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_web_page_is_read_as_excel_shows_it(tmp_path, encoding):
    path = tmp_path / "ds.xls"
    path.write_bytes(ENCODERS[encoding](PAGE.replace("&Aacute;", "Á")))
    found = read_staff(path)
    assert (found.header_row, found.header_rows) == (2, 2)
    assert told(found) == [
        (4, "00017", "Lê Thị Minh Vũ", "Phòng A"),
        (5, "00018", "Tô Lan", "Phòng A"),
        (7, "0203", "Hồ Hà", "Phòng B"),
    ]


def test_an_xml_workbook_is_read(tmp_path):
    path = tmp_path / "ds.xls"
    path.write_text(BOOK, encoding="utf-8")
    found = read_staff(path)
    assert (found.sheet, found.header_row) == ("DS", 3)
    assert told(found) == [(4, "104", "Lê Vũ", "R&D"), (5, "0105", "Tô Lan &", "R&D")]
    assert read_staff(path, sheet="cũ").people[0].name == "Ai Đó"


def test_a_page_archive_is_read(tmp_path):
    path = tmp_path / "ds.xls"
    path.write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=X\n\n--X\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<table><tr><td>H=E1=BB=8D t=C3=AAn<tr><td>L=C3=AA V=C5=A9</table>\n--X--\n"
    )
    assert [person.name for person in read_staff(path).people] == ["Lê Vũ"]


def test_tables_within_cells_are_rows():
    page = b"<table><tr><td><table><tr><td>Ho ten<td>Ma</tr><tr><td>An<td>1</tr></table></table>"
    assert [row for row in sheets_of_markup(page, "a")[0].rows if any(row)] == [
        ("Ho ten", "Ma"),
        ("An", "1"),
    ]


@pytest.mark.parametrize(
    "page", [b"<html><body></body></html>", b"<?xml version='1.0'?><svg/>", b"MIME-Version: 1.0\n"]
)
def test_a_page_without_a_table_is_refused(page):
    with pytest.raises(StaffListUnreadable, match="without a table; open it in Excel"):
        sheets_of_markup(page, "a")


@pytest.mark.parametrize(
    "page",
    [
        b"<table><tr><td rowspan=999999999 colspan=999999999>a" + b"<tr><td>b" * MAX_ROWS,
        b"<table><tr>" + b"<td>" * (MAX_COLUMNS + 1),
        b'<Worksheet><Row Index="9999999"><Cell>',
        b'<Worksheet><Row><Cell Index="9999999">',
        b"<table>" + b"<tr><td colspan=1000>" * 5000,
    ],
)
def test_a_page_beyond_the_limits_is_refused_quickly(page):
    begun = time.process_time()
    with pytest.raises(StaffListTooLarge, match="more than"):
        sheets_of_markup(page, "a")
    assert time.process_time() - begun < 5


def test_a_count_may_have_any_length():
    page = b"<table><tr><td rowspan=" + b"9" * 5000 + b">a"
    assert sheets_of_markup(page, "a")[0].rows == [("a",)]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<p>A</p>B<p>C<table><tr><td>x</table>D", [("A",), ("B",), ("C",), ("x",), ("D",)]),
        ("<table><td>a<td>b", [("a", "b")]),
        ("<table><tr><td>a</td> c <td>b", [("a", "b")]),
        ("<table><tr><td>a<p>b<td>c", [("a b", "c")]),
        ("<table><tr><td><comment><b>n</b>o</comment>a", [("a",)]),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d", [("a", "b"), ("", "c"), ("d",)]),
        ("<table><tr><td>1.0<td>a<tr><td>2", [("1.0", "a"), ("2",)]),
    ],
)
def test_text_and_cells_are_placed_as_in_a_browser(page, rows):
    assert sheets_of_markup(page.encode(), "a")[0].rows == rows


def test_merged_cells_are_found():
    page = b"<table><tr><td colspan=2>a<td>b<tr><td>c<td rowspan=3>d"
    assert sheets_of_markup(page, "a")[0].merges == (Merge(0, 0, 0, 1), Merge(1, 1, 3, 1))


def test_hidden_sheets_of_an_xml_workbook_are_known():
    sheets = sheets_of_markup(BOOK.encode(), "a")
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Cũ", True), ("DS", False)]


@pytest.mark.parametrize("told", ["two", "²", "-2", ""])
def test_a_count_that_is_no_number_is_ignored(told):
    page = f'<table><tr><td colspan="{told}">a<td>b'.encode()
    assert sheets_of_markup(page, "a")[0].rows == [("a", "b")]


def test_entities_are_never_expanded():
    page = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><table><tr><td>&x;</table>'
    assert sheets_of_markup(page, "a")[0].rows[-1] == ("&x;",)


@pytest.mark.parametrize("again", [b"<!--", b"<a ", b"<td a='", b"<?", b"</", b"<script>", b"&#"])
def test_unclosed_tags_take_linear_time(again):
    begun = time.process_time()
    sheets_of_markup(b"<table><tr><td>Ho ten<tr><td>" + again * 100_000, "a")
    assert time.process_time() - begun < 3
