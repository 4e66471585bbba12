"""A note is a code and a sentence."""

import pytest

from framegen.avatar.note import Note
from framegen.language import Message


@pytest.mark.parametrize("note", Note)
def test_it_has_a_sentence(note):
    assert note.sentence[0].isupper()
    assert note.sentence.endswith(".")
    assert note.message == Message(note.sentence)


def test_no_two_have_the_same_sentence():
    assert len({note.sentence for note in Note}) == len(Note)


def test_its_codes_are_stable():
    assert {*Note} >= {
        *("no-face", "several-faces", "upscaled", "extended"),
        *("turned", "tilted", "blurred", "bad-profile"),
    }
