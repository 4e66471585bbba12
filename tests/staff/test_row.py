"""Row: what a row is by itself."""

import pytest

from framegen.staff.heading import Heading
from framegen.staff.row import (
    Kind,
    Layout,
    has_more,
    kind_of,
    looks_like_name,
    name_in,
    section_of,
    without_counter,
)

HEADING = Heading(
    0, 1, {"number": 0, "name": 1, "unit": 3}, (("STT",), ("Họ tên",), ("Mã",), ("Tổ",)), 9.0
)
NUMBERED = Layout(HEADING, numbered=True, lonely=False)
LONELY = Layout(HEADING, numbered=True, lonely=True)
UNNUMBERED = Layout(HEADING, numbered=False, lonely=False)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Lê Vũ", True),
        ("Nguyễn Thị Minh Khai Thu Hà", True),
        ("Nguyễn Thị Minh Khai Thu Hà An", False),
        ("Lê", False),
        ("Thanh tra", False),
        ("Lê Vũ 2", False),
    ],
)
def test_a_name_has_a_surname_and_one_to_five_words(text, is_one):
    assert looks_like_name(text) is is_one


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        (("", "Thanh tra", "", ""), "Thanh tra"),
        (("Thanh tra", "", "", ""), "Thanh tra"),
        (("Lê Vũ", "", "", ""), "Lê Vũ"),
        (("", "Lê Vũ", "", ""), ""),
        (("", "Thanh tra", "7", ""), "Thanh tra"),
        (("", "Thanh tra", "A7", ""), ""),
        (("", "", "Thanh tra", ""), ""),
        (("", "", "", "Thanh tra"), "Thanh tra"),
        (("1", "Phòng A", "", ""), "Phòng A"),
        (("1", "Thanh tra", "", ""), ""),
        (("1.2", "Thanh tra", "", ""), "Thanh tra"),
    ],
)
def test_a_lone_text_is_a_section_unless_a_name(row, unit):
    assert section_of(row, NUMBERED) == unit


@pytest.mark.parametrize("row", [("A", "B", "C", ""), ("(1)", "(2)", "(3)"), ("A", "B", "1", "2")])
def test_a_row_that_numbers_columns_is_a_heading(row):
    assert kind_of(row, NUMBERED) is Kind.HEADING


@pytest.mark.parametrize(
    "row",
    [
        ("3", "5", "9"),
        ("", "B", ""),
        ("A", "B", "7"),
        ("A", "B"),
        ("²", "³", "1"),
        ("1", "2", "3" * 5000),
    ],
)
def test_a_row_of_other_numbers_is_no_heading(row):
    assert kind_of(row, NUMBERED) is not Kind.HEADING


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("I. Phòng A (3 người)", "Phòng A"),
        ("B1. Kế toán: 02 đ/c", "Kế toán"),
        ("II PHÒNG A", "PHÒNG A"),
        ("Đơn vị: Tổ 1", "Tổ 1"),
        ("Tổ: 1", "Tổ: 1"),
        ("I.", "I"),
        ("3 người", "3 người"),
        ("V Lan", "V Lan"),
        ("CA ĐÊM", "CA ĐÊM"),
    ],
)
def test_a_section_loses_its_counter_and_head_count(text, bare):
    assert without_counter(text) == bare


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("Cộng", "", "", "4"), Kind.TOTAL),
        (("", "Tổng cộng: 4", "", ""), Kind.TOTAL),
        (("Cộng", "4 người", "", ""), Kind.TOTAL),
        (("", "", "", "Tổng số: 4"), Kind.TOTAL),
        (("", "Lê Vũ", "Tổng phụ trách Đội", ""), Kind.PERSON),
        (("", "Lê Vũ", "", "Tổng đài"), Kind.PERSON),
        (("9", "H'Mai", "Cộng tác viên", ""), Kind.PERSON),
    ],
)
def test_a_total_stands_up_to_the_name_column(row, kind):
    assert kind_of(row, NUMBERED) is kind


def test_a_title_or_unit_before_the_name_is_no_total():
    columns = {"title": 0, "unit": 1, "name": 2}
    layout = Layout(Heading(0, 1, columns, (("CV",), ("Tổ",), ("Tên",)), 9.0), False, False)
    assert kind_of(("Cộng tác viên", "Tổng đài", "Lê Vũ"), layout) is Kind.PERSON


def test_a_numbered_row_is_no_heading():
    assert kind_of(("3", "Anh", "", "Phòng"), NUMBERED) is Kind.PERSON


@pytest.mark.parametrize(
    ("row", "layout", "unit"),
    [
        (("1.2", "Lê Vũ", "", ""), NUMBERED, "Lê Vũ"),
        (("1.2", "Lê Vũ", "", ""), UNNUMBERED, ""),
        (("1.2", "Lê Vũ", "", ""), LONELY, ""),
        (("I", "Lê Vũ", "", ""), UNNUMBERED, "Lê Vũ"),
        (("", "Thanh tra", "", ""), LONELY, ""),
        (("1", "Ban Mai", "", ""), LONELY, ""),
    ],
)
def test_a_number_counts_sections_only_where_not_people(row, layout, unit):
    assert section_of(row, layout) == unit


@pytest.mark.parametrize(
    ("row", "again"),
    [
        (("STT", "Họ tên", "", ""), True),
        (("", "Họ tên", "", ""), True),
        (("STT", "Họ tên", "An", ""), True),
        (("STT", "Họ tên", "An", "B"), False),
        (("", "Lê Vũ", "Mã", ""), False),
        (("", "", "", "", "Mã"), False),
    ],
)
def test_two_thirds_of_a_heading_repeat_it(row, again):
    assert (kind_of(row, NUMBERED) is Kind.HEADING) is again


def test_empty_cells_do_not_repeat_a_heading():
    heading = Heading(0, 1, {"number": 0, "name": 1}, (("#",), ("Họ tên",)), 9.0)
    assert kind_of(("", "Lê Vũ"), Layout(heading, False, False)) is Kind.PERSON


@pytest.mark.parametrize(
    ("row", "is_one"),
    [
        (("TT", "Đơn vị", "Số lượng", ""), True),
        (("TT", "Đơn vị", "x", ""), True),
        (("TT", "Đơn vị", "x", "y"), False),
        (("", "Đơn vị", "Phòng", ""), False),
        (("TT", "Họ và chữ lót", "Năm sinh", ""), False),
        (("Chức vụ", "Lê Vũ", "Đơn vị", ""), False),
        (("TT", "Đơn vị (A)", "Năm sinh", ""), False),
        (("TT", "Đơn vị", "Ngày sinh (x)", "Lê"), False),
    ],
)
def test_headings_without_names_begin_another_table(row, is_one):
    assert (kind_of(row, NUMBERED) is Kind.TABLE) is is_one


def test_the_foot_may_stand_beside_the_names():
    assert kind_of(("", "", "Người lập biểu", "Hà Nội"), NUMBERED) is Kind.FOOT
    assert kind_of(("", "", "Vũ", "Hà Nội"), NUMBERED) is Kind.OTHER


def test_numbers_are_no_names():
    parts = Heading(0, 1, {"surname": 0, "given": 1}, (("Họ",), ("Tên",)), 9.0)
    assert name_in(("12", "5"), parts) == ""
    assert name_in(("Lê", "Vũ"), parts) == "Lê Vũ"


def test_columns_without_a_heading_do_not_count():
    unheaded = Heading(0, 1, {"name": 0}, (("Họ tên",), (), ("Mã",)), 9.0)
    assert not has_more(("Lê Vũ", "x", "", "y"), unheaded)
    assert has_more(("Lê Vũ", "", "7"), unheaded)


A, B, ALONE = ("1", "Lê Vũ", "7", ""), ("", "Tô Lan", "8", ""), ("", "Hồ Hà", "", "")


@pytest.mark.parametrize(
    ("rows", "numbered", "lonely"),
    [
        ([A, B], True, False),
        ([A, B, B], False, False),
        ([A, B, ("", "", "Cộng", ""), ("", "", "", "x")], True, False),
        ([B, ALONE], False, False),
        ([A, ALONE, ALONE], False, True),
        ([B, ALONE, ALONE], False, True),
        ([], False, False),
    ],
)
def test_the_layout_follows_the_majority(rows, numbered, lonely):
    assert Layout.of(HEADING, rows) == Layout(HEADING, numbered, lonely)
