"""Vocabulary: a heading has one role, and names of people and units have none."""

import itertools

import pytest

from framegen.staff.letters.names import plain
from framegen.staff.letters.vocabulary import HEADINGS, OTHERS, ROLE_WORDS, Role, role_of


def test_no_heading_has_two_meanings():
    tables = [set(headings) for headings in (*HEADINGS.values(), OTHERS)]
    for one, other in itertools.combinations(tables, 2):
        assert one & other == set()


def test_every_role_has_words_and_headings():
    read = set(Role) - {Role.OTHER}
    assert set(HEADINGS) == set(ROLE_WORDS) == read


def test_a_role_has_its_former_name():
    assert Role("stt") is Role.NUMBER
    with pytest.raises(ValueError, match="tuoi"):
        Role("tuoi")


def test_headings_stand_in_their_plain_form():
    for heading in itertools.chain(*HEADINGS.values(), OTHERS):
        assert plain(heading) == heading


@pytest.mark.parametrize(
    "text",
    [
        *("Nguyễn Văn An", "Tô Ngọc Vân", "Phòng Tổ chức", "Chủ tịch", "Ban Tài chính", "Hà Nội"),
        *("CB0001.jpg", "LIÊN ĐOÀN LAO ĐỘNG TỈNH X", "Độc lập - Tự do - Hạnh phúc", "12", ""),
    ],
)
def test_values_are_no_headings(text):
    assert role_of(text) is None


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Họ và tên (chữ in hoa, có dấu)", "name"),
        ("Họ tên cha", "other"),
        ("Mã đơn vị", "other"),
        ("Mã số thuế", "other"),
        ("Số CCCD/Hộ chiếu", "other"),
        ("Số điện thoại liên hệ", "other"),
        ("Họ và chữ lót", "surname"),
        ("Tên file ảnh (.jpg)", "photo"),
        ("Đơn vị công tác hiện nay", "unit"),
        ("#", "number"),
        ("No.", "number"),
        ("Tên", "given"),
        ("Mã thẻ ĐV", "code"),
        ("Mã số giảng viên", "code"),
        ("Mã định danh CBCCVC", "code"),
        ("Số hiệu quân nhân", "code"),
        ("ID nhân viên", "code"),
        ("Worker ID", "code"),
        ("Số thẻ Đảng", "other"),
        ("Số thẻ bảo hiểm y tế", "other"),
        ("Department ID", "other"),
        ("Mã CĐCS", "other"),
        ("Họ và tên CBCNV", "name"),
        ("Họ, chữ đệm và tên", "name"),
        ("Họ và tên theo CCCD", "name"),
        ("Đơn vị / Họ và tên", "name"),
        ("Họ tên/Đơn vị", "name"),
        ("Họ tên người đại diện", "other"),
        ("Họ tên quản lý trực tiếp", "other"),
        ("Đơn vị quản lý", "unit"),
        ("Chức vụ quản lý", "title"),
        ("Chuyền/Tổ", "unit"),
        ("Đơn vị tính", "other"),
    ],
)
def test_a_heading_has_its_role(heading, role):
    found = role_of(heading)
    assert found is not None
    assert found.role == role
