"""Row: what a row is where only its neighbours in meaning tell."""

import pytest

from framegen.staff.heading import Heading
from framegen.staff.row import Kind, Layout, kind_of, looks_like_name, section_of, without_counter

HEADING = Heading(
    0, 1, {"stt": 0, "name": 1, "unit": 3}, (("STT",), ("Họ tên",), ("Mã",), ("Tổ",)), 9.0
)
NUMBERED = Layout(HEADING, numbered=True, lonely=False)


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


@pytest.mark.parametrize("row", [("A", "B", "C"), ("(1)", "(2)", "(3)"), ("A", "B", "1", "2")])
def test_a_row_that_numbers_the_columns_is_of_the_heading(row):
    assert kind_of(row, NUMBERED) is Kind.HEADING


@pytest.mark.parametrize("row", [("3", "5", "9"), ("", "B", ""), ("A", "B", "7")])
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
