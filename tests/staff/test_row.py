"""Row: what a row is where only its neighbours in meaning tell."""

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
    0, 1, {"stt": 0, "name": 1, "unit": 3}, (("STT",), ("Họ tên",), ("Mã",), ("Tổ",)), 9.0
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
def test_a_name_has_a_surname_and_a_word_to_five_more(text, is_one):
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
def test_where_people_are_numbered_a_lone_text_is_a_section_unless_it_is_a_name(row, unit):
    assert section_of(row, NUMBERED) == unit


@pytest.mark.parametrize("row", [("A", "B", "C", ""), ("(1)", "(2)", "(3)"), ("A", "B", "1", "2")])
def test_a_row_that_numbers_the_columns_is_of_the_heading(row):
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
def test_a_row_of_other_numbers_is_not(row):
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
def test_a_sections_name_is_without_its_number_and_its_count(text, bare):
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
def test_a_total_stands_in_or_before_the_name_or_where_there_is_none(row, kind):
    assert kind_of(row, NUMBERED) is kind


def test_a_title_or_unit_before_the_name_is_no_total():
    columns = {"title": 0, "unit": 1, "name": 2}
    layout = Layout(Heading(0, 1, columns, (("CV",), ("Tổ",), ("Tên",)), 9.0), False, False)
    assert kind_of(("Cộng tác viên", "Tổng đài", "Lê Vũ"), layout) is Kind.PERSON


def test_who_is_numbered_is_no_heading_of_another_table():
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
def test_a_number_makes_a_section_only_where_it_counts_no_people(row, layout, unit):
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
def test_two_thirds_of_a_heading_are_the_heading_once_more(row, again):
    assert (kind_of(row, NUMBERED) is Kind.HEADING) is again


def test_a_heading_of_nothing_but_signs_is_not_said_again_by_empty_cells():
    heading = Heading(0, 1, {"stt": 0, "name": 1}, (("#",), ("Họ tên",)), 9.0)
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
def test_another_table_begins_with_headings_of_two_thirds_and_none_of_names(row, is_one):
    assert (kind_of(row, NUMBERED) is Kind.TABLE) is is_one


def test_the_foot_may_stand_beside_the_names():
    assert kind_of(("", "", "Người lập biểu", "Hà Nội"), NUMBERED) is Kind.FOOT
    assert kind_of(("", "", "Vũ", "Hà Nội"), NUMBERED) is Kind.OTHER


def test_numbers_in_the_columns_of_names_are_no_name():
    parts = Heading(0, 1, {"surname": 0, "given": 1}, (("Họ",), ("Tên",)), 9.0)
    assert name_in(("12", "5"), parts) == ""
    assert name_in(("Lê", "Vũ"), parts) == "Lê Vũ"


def test_what_stands_under_no_heading_tells_nothing_of_a_person():
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
def test_a_list_is_as_half_of_those_with_a_name_or_more_are(rows, numbered, lonely):
    assert Layout.of(HEADING, rows) == Layout(HEADING, numbered, lonely)
