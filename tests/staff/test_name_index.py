"""NameIndex: whom a name in a file's name can mean."""

import pytest

from framegen.staff.people import Person
from tests.support.matching import listed, outcome


def test_brackets_in_the_list_are_not_the_name():
    people = listed("Nguyễn Văn An (A)", "Lê Vũ")
    assert outcome(people, "nguyen van an.jpg")[0] == "nguyen van an.jpg by name-plain"


def test_a_name_of_one_word_is_never_enough():
    assert outcome(listed("An", "Lê An"), "An.jpg", "le an.jpg")[0] != "An.jpg by name-plain"


def test_a_whole_name_comes_before_a_part_of_it():
    people = listed("Bà Lan Anh", "Lan Anh")
    assert outcome(people, "Ba Lan Anh.jpg") == ["Ba Lan Anh.jpg by name-plain", "missing"]


def test_marks_tell_similar_names_apart():
    people = listed("Trần Thị Hạnh", "Trần Thị Hanh")
    files = ("Tran Thi Hanh.jpg", "Trần Thị Hạnh.jpg")
    assert outcome(people, *files) == ["Trần Thị Hạnh.jpg by name", "ambiguous Tran Thi Hanh.jpg"]
    assert outcome(people[:1], "Trần Thị Hanh.jpg") == ["proposed Trần Thị Hanh.jpg"]
    assert outcome(listed("Cao Tam", "Hồ Hà"), "Cao Tám.jpg")[0] == "proposed Cao Tám.jpg"


def test_a_list_without_marks_matches_names_with_marks():
    people = listed("Tran Thi Hanh", "Cao Tam")
    files = ("Trần Thị Hạnh.jpg", "Cao Tám.jpg")
    assert outcome(people, *files) == [f"{file} by name-plain" for file in files]
    assert outcome(people, "Cao Tám.jpg", "Cao Tam.jpg")[1] == "ambiguous Cao Tám.jpg Cao Tam.jpg"


def test_a_file_without_marks_fits_both_names():
    people = listed("Cao Tam", "Cao Tám")
    assert outcome(people, "cao tam.jpg") == ["ambiguous cao tam.jpg"] * 2


def test_the_place_of_a_tone_does_not_matter():
    assert outcome(listed("Lê Thị Hoà"), "Lê Thị Hòa.jpg") == ["Lê Thị Hòa.jpg by name"]
    assert outcome(listed("Lê Thị Hoa"), "Lê Thị Hòa.jpg") == ["proposed Lê Thị Hòa.jpg"]


def test_anh_is_a_name_and_a_word_for_a_photo():
    people = listed("Lê Thị Lan", "Lê Thị Lan Anh", "Trần Thế")
    told = outcome(people, "Le Thi Lan Anh.jpg", "anh Le Thi Lan.jpg", "Tran The.jpg")
    assert told == [
        "anh Le Thi Lan.jpg by name-plain",
        "Le Thi Lan Anh.jpg by name-plain",
        "Tran The.jpg by name-plain",
    ]
    assert outcome(people[:1], "Le Thi Lan Anh.jpg") == ["proposed Le Thi Lan Anh.jpg"]


def test_camel_case_has_words_of_one_letter():
    people = listed("Phan Thị Ý Nhi", "Y Moan")
    assert outcome(people, "PhanThiYNhi.jpg", "YMoan.jpg") == [
        "PhanThiYNhi.jpg by name-plain",
        "YMoan.jpg by name-plain",
    ]


HOA = [
    Person(2, "Lê Thị Hoa", unit="Phòng Tổ chức Hành chính", title="Trưởng phòng"),
    Person(3, "Tô Lan", unit="Phân xưởng 2", title="Công nhân"),
]


@pytest.mark.parametrize(
    "file",
    [
        "le thi hoa phong to chuc hanh chinh.jpg",
        "phong_to_chuc_hanh_chinh_le_thi_hoa.jpg",
        "LE THI HOA TCHC.jpg",
        "le_thi_hoa_phong_tchc.jpg",
        "Trưởng phòng Lê Thị Hoa.jpg",
        "Le Thi Hoa PTCHC.jpg",
        "lê thị hoa tổ chức hành chính.jpg",
    ],
)
def test_ones_own_unit_or_title_may_follow_a_name(file):
    assert outcome(HOA, file)[0].startswith(f"{file} by name")


def test_a_units_number_does_not_matter():
    assert outcome(HOA, "to lan phan xuong 2.jpg")[1].endswith("by name-plain")


@pytest.mark.parametrize(
    "file", ["le thi hoa phan xuong 2.jpg", "le thi hoa phong.jpg", "le thi hoa chuc.jpg"]
)
def test_anothers_unit_may_be_part_of_a_name(file):
    assert "by" not in outcome(HOA, file)[0]


def test_initials_that_could_be_a_name_do_not_count():
    people = [Person(2, "Lê Hoa", unit="Phòng Hành Anh")]
    assert outcome(people, "le hoa ha.jpg") == ["missing"]


@pytest.mark.parametrize(
    "file",
    [
        "Tô Lan ảnh 3x4.jpg",
        "to lan anh 3x4.jpg",
        "to lan_anh_the_4x6.jpg",
        "3 x 4 cm Tô Lan.jpg",
        "Tô Lan ảnh.jpg",
        "Tô Lan áo dài nền xanh.jpg",
    ],
)
def test_words_about_the_photo_do_not_matter(file):
    assert outcome(HOA, file)[1].startswith(f"{file} by name")


def test_anh_stays_a_name_before_a_print_size():
    people = listed("Tô Lan", "Tô Lan Anh")
    told = outcome(people, "to lan anh 3x4.jpg")
    assert told[1] == "to lan anh 3x4.jpg by name-plain"
    assert "by" not in outcome(people[:1], "to lan anh.jpg")[0]


def test_a_name_of_two_words_is_never_rotated():
    assert "by" not in outcome(listed("Tô Lan", "Hồ Hà"), "lan to.jpg")[0]
