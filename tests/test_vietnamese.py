"""Vietnamese: no error and no note without its words."""

import unicodedata

import pytest

import framegen
from framegen import FramegenError, Note
from framegen.staff.match import Rule, Status
from framegen.vietnamese import ERRORS, NOTES, RULES, STATUSES, explained


def all_errors(above=FramegenError):
    return [above, *(each for below in above.__subclasses__() for each in all_errors(below))]


OWN = [each for each in all_errors() if each.__module__ == "framegen.errors"]


@pytest.mark.parametrize("error", OWN, ids=lambda error: error.__name__)
def test_each_error_says_what_is_wrong_and_what_to_do(error):
    what, hint = ERRORS[error.code]
    assert not what.endswith(".")
    assert hint.endswith(".")


def test_there_are_words_for_nothing_else():
    assert ERRORS.keys() == {each.code for each in OWN} | {"internal"}
    assert NOTES.keys() == set(Note)
    assert (STATUSES.keys(), RULES.keys()) == (set(Status), set(Rule))
    assert {"FramegenError", "PhotoUnreadable"} <= {each.__name__ for each in OWN}
    assert framegen.PhotoUnreadable in OWN


def test_letters_are_composed():
    for words in [*NOTES.values(), *(each for both in ERRORS.values() for each in both)]:
        assert words == unicodedata.normalize("NFC", words)


def test_what_an_error_tells_of_itself_follows():
    assert explained("photo-too-small", "a.jpg: 3 x 3.") == "Ảnh quá nhỏ – a.jpg: 3 x 3."
    assert explained("of-another-version", "a.jpg: 3 x 3.") == "a.jpg: 3 x 3."
