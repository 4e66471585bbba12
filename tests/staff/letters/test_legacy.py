"""Legacy: text in legacy encodings is converted letter by letter."""

import itertools

import pytest

from framegen.staff.letters.legacy import (
    CODES,
    TCVN3,
    from_double_utf8,
    from_tcvn3,
    from_vni,
    is_syllable,
    legacy_code,
)
from tests.support.writing import as_tcvn3, as_vni

BASES = "aăâeêioôơuưy"
TONED = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵ"
TEXT = "Nguyễn Thị Quỳnh Hương, Đặng Hữu Phước, Trịnh Bỉnh Kỷ, ủy viên, Xưởng cơ khí, Lý Mỹ Ỵ"


def test_the_tables_have_all_letters():
    assert len(TONED) == 6 * len(BASES)
    assert set(TONED) - set("aeiouy") | {"đ"} <= set(TCVN3.values())
    assert len(set(TCVN3.values())) == len(TCVN3) == 74


@pytest.mark.parametrize("letter", [*TONED, "đ", *"ĂÂÊÔƠƯĐ"])
def test_each_letter_comes_back_from_tcvn3(letter):
    assert from_tcvn3(f"x{as_tcvn3(letter)}x") == f"x{letter}x"


@pytest.mark.parametrize("letter", [*TONED, *TONED.upper(), "đ", "Đ"])
def test_each_letter_comes_back_from_vni(letter):
    assert from_vni(f"t{as_vni(letter)}n") == f"t{letter}n"


def test_texts_are_converted_whole():
    assert from_vni(as_vni(TEXT)) == TEXT
    assert from_vni(as_vni(TEXT.upper())) == TEXT.upper()
    assert from_tcvn3(as_tcvn3(TEXT[:-1])) == TEXT[:-1]
    assert from_double_utf8(TEXT.encode().decode("latin-1")) == TEXT


@pytest.mark.parametrize(
    "name", ["TRẦN VĂN CỪ", "LÝ THỊ KIM CHI", "Bùi Thị Ngọc Ánh", "Lê Vũ", "Ỷ Lan"]
)
def test_capitals_that_could_not_be_typed_are_put_back(name):
    assert from_tcvn3(as_tcvn3(name)) == name


@pytest.mark.parametrize("text", ["Công đoàn", "phòng ảnh", "Ủy viên".lower(), "Tổ ô tô"])
def test_small_letters_stay_small(text):
    assert from_tcvn3(as_tcvn3(text)) == text


def test_the_encoding_is_found_by_the_words():
    assert legacy_code([as_tcvn3(TEXT)]) == "tcvn3"
    assert legacy_code([as_vni(TEXT)]) == "vni"
    assert legacy_code([TEXT.encode().decode("latin-1")]) == "utf-8-twice"
    assert legacy_code([TEXT]) is None
    assert legacy_code(["Hà Lê", "An", "José"]) is None
    assert set(CODES) == {"tcvn3", "vni", "utf-8-twice"}


@pytest.mark.parametrize(
    "word", ["Nguyễn", "Quỳnh", "Khuya", "nghiêng", "xoẹt", "yêu", "ươm", "Đặng", "giường", "Thuở"]
)
def test_vietnamese_words_are_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Vaên", "Hoaøng", "nguyôn", "Straße", "áń", "bcá", "José́"])
def test_other_words_are_no_syllables(word):
    assert not is_syllable(word)


def test_every_vowel_with_a_tone_is_a_syllable():
    for onset, vowel in itertools.product(["", "th", "ngh"], TONED):
        assert is_syllable(onset + vowel)
