"""Names: how they are kept, and what counts as the same."""

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
def test_a_cell_is_kept_clean(typed, kept):
    assert clean(typed) == kept
    assert clean(kept) == kept


def test_plain_has_neither_marks_nor_signs_nor_capitals():
    assert plain("Đặng Thị Mỹ-Hạnh (VP)") == "dang thi my hanh vp"
    assert plain("Họ & tên\n/ No.") == "ho ten no"


def test_where_the_tone_stands_is_no_matter_but_which_it_is():
    for one, other in (("Hòa", "Hoà"), ("thúy", "thuý"), ("KHỎE", "khoẻ")):
        assert marked_words(one) == marked_words(other)
    assert len({marked_words(name) for name in ("Hoa", "Hòa", "Hóa", "Hỏa", "Hoạ")}) == 5


def test_rotations_begin_at_each_later_word():
    assert rotations(("a", "b", "c")) == [("b", "c", "a"), ("c", "a", "b")]
