"""Names and units are shortened until they fit; a long or odd one fails no avatar."""

import pytest

from framegen import Note
from framegen.batch.fitting import fitted_texts

LONG = "Công Tằng Tôn Nữ Hoàng Nguyễn Thị Quỳnh Phương Thảo Hương Giang"


@pytest.fixture(scope="module")
def slots(frames):
    return frames["the-doan-vien"].texts


def test_a_text_that_fits_is_unchanged(slots):
    texts = {"name": "Nguyễn Văn An", "unit": "Tổ 1", "code": "7", "title": ""}
    assert fitted_texts(slots, texts) == ({"name": "Nguyễn Văn An", "unit": "Tổ 1"}, ())


def test_an_empty_text_is_no_note(slots):
    assert fitted_texts(slots, {"name": "", "unit": ""}) == ({}, ())


def test_a_long_name_gets_initials_in_the_middle(slots):
    texts, notes = fitted_texts(slots, {"name": LONG})
    assert texts["name"] == "Công T. T. N. H. N. T. Q. P. Thảo Hương Giang"
    assert notes == (Note.TEXT_SHORTENED,)


def test_a_long_unit_is_abbreviated_first(slots):
    unit = "Công đoàn cơ sở Trung tâm Hỗ trợ Khoa học và Công nghệ Thành phố Hồ Chí Minh"
    texts, notes = fitted_texts(slots, {"unit": unit})
    assert texts["unit"] == "CĐCS TT Hỗ trợ KH&CN TP Hồ Chí Minh"
    assert notes == (Note.TEXT_SHORTENED,)


def test_a_longer_unit_ends_in_an_ellipsis_after_a_word(slots):
    texts, _ = fitted_texts(slots, {"unit": "Phòng Tổng hợp và " * 9})
    assert texts["unit"].endswith(("Phòng…", "Tổng…", "hợp…", "và…"))


@pytest.mark.parametrize("name", ["Nguyễn 😀 An", "山田", "x" * 190])
def test_a_text_that_cannot_be_drawn_is_left_out(slots, name):
    assert fitted_texts(slots, {"name": name, "unit": "Tổ 1"}) == (
        {"unit": "Tổ 1"},
        (Note.TEXT_LEFT_OUT,),
    )
