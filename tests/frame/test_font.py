"""The fonts of artwork and names: there on every machine, with all the letters of Vietnamese."""

import unicodedata

import pytest
from PIL import ImageFont

from framegen.errors import FrameInvalid
from framegen.frame.font import FAMILY, WEIGHTS, font_file

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
LOWER = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
VIETNAMESE = LOWER + [letter.upper() for letter in LOWER]


def test_vietnamese_has_146_letters_with_marks_and_without():
    assert len({*VIETNAMESE}) == 146
    assert {len(letter) for letter in VIETNAMESE} == {1}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_weight_has_every_vietnamese_letter(weight):
    font = ImageFont.truetype(font_file(f"{FAMILY}:{weight}"), 40)
    nothing = bytes(font.getmask("\U0010fffd"))
    assert not [letter for letter in VIETNAMESE if bytes(font.getmask(letter)) in (nothing, b"")]


def test_every_weight_has_its_own_file():
    files = {font_file(f"{FAMILY}:{weight}").read_bytes() for weight in WEIGHTS}
    assert len(files) == len(WEIGHTS)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_weight_matches_its_file(weight):
    family, style = ImageFont.truetype(font_file(f"{FAMILY}:{weight}"), 10).getname()
    assert (family, style) == (FAMILY, WEIGHTS[weight])


@pytest.mark.parametrize(
    "font",
    [
        "Arial:400",
        "roboto:400",
        "Roboto:401",
        "Roboto:bold",
        "Roboto",
        "",
        "Roboto:",
        ":400",
        "Roboto:²",
    ],
)
def test_an_unknown_font_is_refused_naming_the_known(font):
    with pytest.raises(FrameInvalid, match=r"Roboto:400.*Roboto:900") as caught:
        font_file(font)
    assert f'"{font}"' in str(caught.value)
