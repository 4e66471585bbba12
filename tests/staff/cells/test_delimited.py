"""Delimited: text in any encoding as cells; other files are refused."""

import pytest

from framegen.errors import StaffListTooLarge, StaffListUnreadable
from framegen.staff.cells.delimited import decoded, sheet_of_text
from framegen.staff.cells.sheet import MAX_ROWS


def rows(text, encoding="utf-8"):
    return sheet_of_text(text.encode(encoding), "a.csv").rows


def test_quotes_hold_delimiters_and_line_ends():
    assert rows('Họ tên,Đơn vị\n"Vũ, An","Tổ\n1"\n') == [("Họ tên", "Đơn vị"), ("Vũ, An", "Tổ 1")]


def test_headings_decide_the_delimiter():
    text = "Kèm theo QĐ 1, ngày 2, của A, B; C\nTT\tHọ tên\tĐơn vị\n1\tVũ\tA, B; C, D\n"
    assert rows(text)[1:] == [("TT", "Họ tên", "Đơn vị"), ("1", "Vũ", "A, B; C, D")]


def test_a_line_may_name_the_delimiter():
    assert rows("sep=|\nHọ tên|Mã\nVũ|1\n") == [(), ("Họ tên", "Mã"), ("Vũ", "1")]


def test_decimal_commas_are_no_delimiters():
    assert rows("Họ tên;Hệ số\nVũ;2,34\nAn;3,00\n")[1] == ("Vũ", "2,34")


def test_empty_rows_are_dropped_only_at_the_end():
    assert rows("\n\nHọ tên\nVũ\n\n\n") == [(), (), ("Họ tên",), ("Vũ",)]


def test_utf16_is_recognised_without_its_mark():
    for order in ("utf-16-le", "utf-16-be"):
        assert rows("Họ tên;Mã\nVũ;1", order) == [("Họ tên", "Mã"), ("Vũ", "1")]


def test_western_text_is_no_vietnamese():
    assert (
        decoded("name;unit\nJosé;Straße\nZoë;Köln\nFrançois;X".encode("cp1252"), "a")[1] == "cp1252"
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\xff\xfea\x00b", "damaged"),
        (b"Ho ten,Ma\n" + b"x" * 200_000, "row 2: a cell is longer than 131,072 characters"),
    ],
)
def test_other_files_are_refused_by_their_kind(data, what):
    with pytest.raises(StaffListUnreadable, match=what):
        sheet_of_text(data, "a.csv")


def test_too_many_rows_are_refused():
    with pytest.raises(StaffListTooLarge, match="200,000 rows"):
        sheet_of_text(b"x\n" * (MAX_ROWS + 1), "a.csv")


def test_a_quote_that_never_closes_is_found():
    sheet = sheet_of_text('Họ tên,Mã\nVũ,1\n"An,2\nBình,3\n'.encode(), "a.csv")
    assert sheet.open_quote == 3
    assert sheet.rows == [("Họ tên", "Mã"), ("Vũ", "1"), ("An,2 Bình,3",)]


def test_closed_quotes_are_not_reported():
    for text in ('Họ tên\n"Vũ"\n', 'Họ tên\n"Vũ"', 'Họ tên\nVũ "Tý"\n\n', '5" 6\nVũ'):
        assert sheet_of_text(text.encode(), "a.csv").open_quote == 0


def test_a_quote_closed_by_the_next_one_is_found():
    text = 'Ảnh,Họ tên\na.jpg,"Vũ\nb.jpg,An\nc.jpg,"Lê\nd.jpg,Tô\n'
    assert sheet_of_text(text.encode(), "a.csv").open_quote == 2


def test_an_address_on_two_lines_is_no_open_quote():
    text = 'Mã,Họ tên,Đơn vị\n1,Vũ,"Tổ 1,\nPhường 2, Quận 3"\n'
    assert sheet_of_text(text.encode(), "a.csv").open_quote == 0


def test_commas_before_a_line_end_within_quotes_are_no_row():
    text = 'Mã,Họ tên,Đơn vị\n1,Vũ,"Tổ 1, Phường 2, Quận 3\nHà Nội"\n'
    assert sheet_of_text(text.encode(), "a.csv").open_quote == 0


def test_the_first_of_several_open_quotes_is_reported():
    text = 'Ảnh,Họ tên\na.jpg,"Vũ\nb.jpg,An\nc.jpg,"Lê\nd.jpg,"Tô\n'
    assert sheet_of_text(text.encode(), "a.csv").open_quote == 2
