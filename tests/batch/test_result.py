"""Results: failures as values that can be stored and translated, and figures of a list."""

import dataclasses
from pathlib import Path

import pytest

from framegen import Outcome, Person, PersonMatch, Result, Status
from framegen.avatar.note import Note
from framegen.batch.ledger.rows import failure_of_text, text_of_failure
from framegen.batch.result import OUTCOME_WORDS, WHY_WORDS, Failure, Why, tally
from framegen.errors import FramegenError, PhotoNotFound, PhotoUnreadable
from framegen.language import Message


class TestFailure:
    ERROR = PhotoNotFound(
        "{photo}: {reasons}, {count} times.",
        photo=Path("ảnh") / "an.jpg",
        reasons=(Message("{what} failed", {"what": "disk"}), "x"),
        count=2,
    )

    def test_has_the_words_of_its_error(self):
        failure = Failure.of(self.ERROR)
        assert failure.code == "photo-not-found"
        assert failure.detail == str(self.ERROR) == "ảnh/an.jpg: disk failed, x, 2 times."
        assert (failure.title, failure.hint) == (PhotoNotFound.title, PhotoNotFound.hint)

    def test_is_the_same_after_it_was_stored(self):
        failure = Failure.of(self.ERROR)
        assert failure_of_text(text_of_failure(failure)) == failure

    def test_of_a_later_version_has_a_general_hint(self):
        failure = Failure("photo-of-the-future", Message("?"))
        assert failure.hint == FramegenError.hint

    def test_is_told_in_another_language(self):
        failure = Failure.of(PhotoUnreadable("there is no such file or folder"))
        assert failure.message.render("vi") == "không có tệp hoặc thư mục này"


@pytest.mark.parametrize(("codes", "words"), [(Outcome, OUTCOME_WORDS), (Why, WHY_WORDS)])
def test_every_code_has_a_word(codes, words):
    assert list(words) == list(codes)


def result(outcome, unit="", notes=()):
    match = PersonMatch(Person(2, "An", unit=unit), Status.MATCHED, "an.jpg")
    return Result(1, match, outcome, notes=notes)


def test_a_tally_counts_each_outcome_and_unit():
    results = [result(outcome, f"Unit {at % 2}") for at, outcome in enumerate(Outcome)]
    whole, units = tally(results)
    assert {each.name: getattr(whole, each.name) for each in dataclasses.fields(whole)} == {
        "people": 7,
        "done": 2,
        "look": 0,
        **{str(outcome): 1 for outcome in Outcome},
    }
    assert (whole.open, whole.share) == (4, pytest.approx(2 / 6))
    assert {unit: each.people for unit, each in units.items()} == {"Unit 0": 4, "Unit 1": 3}


def test_only_serious_notes_make_an_avatar_doubtful():
    assert result(Outcome.MADE, notes=(Note.BLURRED,)).is_doubtful
    assert not result(Outcome.MADE, notes=(Note.TILTED, Note.UPSCALED)).is_doubtful
    assert not result(Outcome.FAILED, notes=(Note.BLURRED,)).is_doubtful
