"""Message: a sentence and its values, told in any language that has a catalogue."""

import pickle

import pytest

import framegen.language
from framegen.errors import FramegenError, PhotoTooSmall
from framegen.language import LANGUAGES, Message, Part, translated

# Sentences that members read otherwise than officers, and as they do.
OTHERWISE, ALIKE = "The photo is larger than the limits allow.", "Photos"


def test_there_are_vietnamese_and_english():
    assert {"vi", "en"} <= set(LANGUAGES)


def test_a_text_is_translated_by_its_english():
    assert translated("Photos", "vi") == "Ảnh"
    assert translated("Photos", "en") == "Photos"


def test_each_part_has_words_of_its_own():
    assert translated(OTHERWISE, "vi", Part.MEMBERS) != translated(OTHERWISE, "vi")


def test_members_read_the_words_of_officers_where_they_have_no_others():
    assert translated(ALIKE, "vi", Part.MEMBERS) == translated(ALIKE, "vi")


def test_a_text_without_a_translation_stays_as_it_is():
    assert translated("no such sentence", "vi") == "no such sentence"


def test_an_empty_text_stays_empty():
    assert translated("", "vi") == ""


def test_values_are_put_into_the_sentence():
    message = Message(
        "{photo}: {share:.0%} of {count:,}.", {"photo": "a{b}.jpg", "share": 0.5, "count": 1200}
    )
    assert str(message) == "a{b}.jpg: 50% of 1,200."


def test_braces_of_a_sentence_without_values_stay():
    assert str(Message("it has {braces}")) == "it has {braces}"


def test_messages_within_a_message_are_told_in_its_language():
    outer = Message("{what}: {all}", {"what": Message("Photos"), "all": [Message("Photos"), 3]})
    assert outer.render("vi") == "Ảnh: Ảnh, 3"
    assert str(outer) == "Photos: Photos, 3"


def test_a_translation_with_other_values_gives_way_to_english(monkeypatch):
    monkeypatch.setattr(framegen.language, "translated", lambda *_: "{nobody} knows")
    assert Message("{count} photos", {"count": 2}).render("vi") == "2 photos"


def test_an_error_keeps_its_values_apart():
    error = PhotoTooSmall("{photo}: {side} pixels.", photo="a.jpg", side=3)
    assert str(error) == "a.jpg: 3 pixels."
    assert error.values == {"photo": "a.jpg", "side": 3}


def test_an_error_is_the_same_in_another_process():
    error = pickle.loads(pickle.dumps(PhotoTooSmall("{photo}: {side}.", photo="a", side=3)))
    assert (type(error), str(error)) == (PhotoTooSmall, "a: 3.")
    assert Message.of(error) == Message("{photo}: {side}.", {"photo": "a", "side": 3})


@pytest.mark.parametrize("text", ["100 %", "{unbalanced", "a } b"])
def test_an_error_of_a_finished_sentence_reads_as_it_is(text):
    assert str(FramegenError(text)) == text
