"""Names: cleaned text, and which spellings are the same."""

import unicodedata

import pytest

from framegen.staff.letters.names import clean, marked_words, plain, rotations


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lê\u00a0 Vũ\n", "Lê Vũ"),
        ("L\u00ea\u200b V\u0169\ufeff", "Lê Vũ"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ỷ"), "Nguyễn Thị Ỷ"),
        ("Lê\u00adVũ", "LêVũ"),
        ("\u202eLê", "Lê"),
        ("ĐỖ THỊ", "ĐỖ THỊ"),
        ("", ""),
    ],
)
def test_cells_are_cleaned(typed, kept):
    assert clean(typed) == kept
    assert clean(kept) == kept


def test_plain_drops_marks_punctuation_and_case():
    assert plain("Đặng Thị Mỹ-Hạnh (VP)") == "dang thi my hanh vp"
    assert plain("Họ & tên\n/ No.") == "ho ten no"


def test_the_tone_matters_but_not_its_place():
    for one, other in (("Hòa", "Hoà"), ("thúy", "thuý"), ("KHỎE", "khoẻ")):
        assert marked_words(one) == marked_words(other)
    assert len({marked_words(name) for name in ("Hoa", "Hòa", "Hóa", "Hỏa", "Hoạ")}) == 5


def test_rotations_begin_at_each_later_word():
    assert rotations(("a", "b", "c")) == [("b", "c", "a"), ("c", "a", "b")]
