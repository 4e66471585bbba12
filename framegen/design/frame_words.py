"""Frame words: a frame's title and summary in a language."""

from dataclasses import dataclass

from framegen.frame.frame import Frame
from framegen.language import SOURCE


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The words that describe a frame in a language.

    Attributes:
        title, summary: in the language asked for, else in the other one.
        is_missing: whether the language asked for has neither.
    """

    title: str
    summary: str
    is_missing: bool = False


def words_in(frame: Frame, language: str) -> FrameWords:
    """A frame's words in English or Vietnamese; in the other language where they are missing."""
    vietnamese = FrameWords(frame.title, frame.summary or frame.summary_en)
    if language != SOURCE:
        return vietnamese
    # Where a manifest has no English, Frame may repeat the Vietnamese.
    if frame.title_en in ("", frame.title) and frame.summary_en in ("", frame.summary):
        return FrameWords(vietnamese.title, vietnamese.summary, is_missing=True)
    return FrameWords(frame.title_en or frame.title, frame.summary_en or frame.summary)
