"""Frame words: in the language asked for, else in the other one."""

from dataclasses import replace

import pytest

from framegen.design.frame_words import FrameWords, words_in


@pytest.fixture
def frame(frames):
    return replace(
        frames["vong-sang-kien"],
        title="Vòng",
        summary="Vòng đỏ",
        title_en="Ring",
        summary_en="A red ring",
    )


def test_each_language_has_its_own(frame):
    assert words_in(frame, "vi") == FrameWords("Vòng", "Vòng đỏ")
    assert words_in(frame, "en") == FrameWords("Ring", "A red ring")


@pytest.mark.parametrize("english", [("", ""), ("Vòng", "Vòng đỏ")], ids=["empty", "repeated"])
def test_missing_english_is_replaced_by_vietnamese(frame, english):
    title, summary = english
    bare = replace(frame, title_en=title, summary_en=summary)
    assert words_in(bare, "en") == FrameWords("Vòng", "Vòng đỏ", is_missing=True)
    assert not words_in(bare, "vi").is_missing


def test_a_missing_summary_alone_is_replaced(frame):
    assert words_in(replace(frame, summary=""), "vi") == FrameWords("Vòng", "A red ring")
    assert words_in(replace(frame, summary_en=""), "en") == FrameWords("Ring", "Vòng đỏ")
