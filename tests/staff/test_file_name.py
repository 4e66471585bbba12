"""FileName: the words in a photo file's name."""

import pytest

from framegen.staff.file_name import FileName
from framegen.staff.letters.names import marked_words


@pytest.mark.parametrize(
    ("file", "stem"),
    [
        ("a\\An (1).jpg", "An"),
        ("An - Copy (2).png", "An"),
        ("(1).jpg", "(1)"),
    ],
)
def test_a_copy_number_is_not_in_the_stem(file, stem):
    assert FileName(file).stem == stem


@pytest.mark.parametrize(
    ("file", "is_so"), [("IMG_1234.jpg", True), ("20240131_1.jpg", True), ("Lê Vũ.jpg", False)]
)
def test_camera_names_are_recognised(file, is_so):
    assert FileName(file).is_by_camera is is_so


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("LeVu.jpg", ["le vu"]),
        ("LEVu.jpg", ["le vu"]),
        ("LE VU.jpg", ["le vu"]),
        ("Le_Vu_An.jpg", ["le vu an"]),
        ("1 2 Lê Vũ 3 4.jpg", ["1 2 lê vũ 3 4", "lê vũ"]),
        ("Anh the co Lê Vũ 2.jpg", ["anh the co lê vũ 2", "anh the co lê vũ", "lê vũ"]),
        ("Lê Vũ ok new.jpg", ["lê vũ ok new", "lê vũ"]),
        ("Lê Vũ - Kế toán.jpg", ["lê vũ kế toán", "lê vũ", "kế toán"]),
        ("Lê Vũ_Kế toán.jpg", ["lê vũ kế toán", "lê vũ", "kế toán"]),
        ("[Lê Vũ_Kế toán].jpg", ["lê vũ kế toán", "lê vũ", "kế toán"]),
        ("Lê Vũ_B - Kế toán.jpg", ["lê vũ b kế toán", "lê vũ b", "kế toán"]),
    ],
)
def test_possible_names_come_likeliest_first(file, names):
    assert list(FileName(file).names) == [marked_words(name) for name in names]


@pytest.mark.parametrize(
    ("file", "is_so"),
    [
        ("dinhcongtrang2.jpg", True),
        ("a_dinhcongtrang.jpg", True),
        ("dinh congtrang.jpg", False),
        ("12.jpg", False),
    ],
)
def test_names_of_one_word_are_recognised(file, is_so):
    assert FileName(file).is_one_word is is_so
