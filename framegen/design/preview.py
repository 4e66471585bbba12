"""Preview: a sheet of frames over photos at the sizes in which platforms show them."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from framegen.avatar.framer import Framer
from framegen.design.frame_words import words_in
from framegen.errors import TextError
from framegen.frame.font import font_file
from framegen.frame.frame import Frame
from framegen.frame.text import clean, set_text
from framegen.photo.load import Photo, PhotoSource

# Eileen Collins by NASA, public domain.
SAMPLE_PHOTO = Path(__file__).parent / "sample.webp"

# The sides in pixels of the large pictures, and of avatars on Facebook and Zalo in a profile, in a
# post and in a comment.
LARGE = 420
SMALL = (176, 64, 40)
GAP = 28
RIM = 12
HEADING = 64
# Of each kind of slot, the longest first; with letters of two diacritics.
SAMPLE_TEXTS = {
    "name": ("Nguyễn Thị Quỳnh Hương", "Lê Văn Ơn", "An"),
    "unit": ("Công đoàn cơ quan Bộ Khoa học và Công nghệ", "Phòng Tổ chức", "Tổ 3"),
}
GROUNDS = ("#FFFFFF", "#1C1E21")
INK, QUIET = "#210F12", "#5F5053"

# Circles and letters are drawn so many times larger and reduced, for smooth edges.
OVERSAMPLING = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """One frame over one photo."""

    frame: Frame
    avatar: Image.Image


def preview_sheet(
    framer: Framer,
    frames: Sequence[Frame],
    photos: Sequence[PhotoSource] = (SAMPLE_PHOTO,),
    *,
    language: str = "vi",
) -> Image.Image:
    """A sheet with a row for each frame and photo.

    A row shows the avatar square, in a circle on a light and a dark ground, and in circles of
    176, 64 and 40 pixels. Slots for text are filled with a sample.

    Args:
        framer: makes the avatars.
        frames: in the order of their rows.
        photos: paths, bytes or Photos; each frame is shown over each of them.
        language: of the headings, the frames' own words: "vi" or "en".

    Returns:
        A picture of mode RGB.

    Raises:
        PhotoError, FrameError: as Framer.make does.
    """
    loaded = [Photo.load(photo, limits=framer.limits, short_side=1188) for photo in photos]
    rows = [
        _Row(frame, framer.make(photo, frame, text=_sample_text(frame)).image)
        for frame in frames
        for photo in loaded
    ]
    width = GAP + 3 * (LARGE + GAP) + 2 * (SMALL[0] + 2 * RIM) + GAP
    height = HEADING + LARGE + GAP
    sheet = Image.new("RGB", (width, GAP + height * len(rows)), "white")
    for number, row in enumerate(rows):
        _draw_row(sheet, row, GAP + number * height, language)
    return sheet


def _sample_text(frame: Frame) -> dict[str, str]:
    """A text for each slot: the longest of our samples that fits, or none."""
    said = {}
    for slot in frame.texts:
        for words in SAMPLE_TEXTS.get(slot.id, (slot.label, "An")):
            with contextlib.suppress(TextError):
                set_text(clean(words, slot), slot)
                said[slot.id] = words
                break
    return said


def _draw_row(sheet: Image.Image, row: _Row, top: int, language: str) -> None:
    """The heading, then the avatar in each of its sizes from left to right."""
    words = words_in(row.frame, language)
    _write(sheet, top, words.title, INK, "Roboto:700", 26)
    _write(sheet, top + 32, f"{row.frame.name} · {words.summary}", QUIET, "Roboto:400", 17)
    left, top = GAP, top + HEADING
    large = _scaled(row.avatar, LARGE)
    sheet.paste(large, (left, top))
    for ground in GROUNDS:
        left += LARGE + GAP
        sheet.paste(ground, (left, top, left + LARGE, top + LARGE))
        sheet.paste(large, (left, top), _circle(LARGE))
    left += LARGE + GAP
    for ground in GROUNDS:
        below = top + RIM
        sheet.paste(ground, (left, top, left + SMALL[0] + 2 * RIM, top + LARGE))
        for side in SMALL:
            sheet.paste(_scaled(row.avatar, side), (left + RIM, below), _circle(side))
            below += side + GAP
        left += SMALL[0] + 2 * RIM


def _scaled(avatar: Image.Image, side: int) -> Image.Image:
    return avatar.resize((side, side), Image.Resampling.LANCZOS)


def _circle(side: int) -> Image.Image:
    """The mask of the circle that platforms cut out of a square."""
    mask = Image.new("L", (side * OVERSAMPLING, side * OVERSAMPLING))
    ImageDraw.Draw(mask).ellipse((0, 0, side * OVERSAMPLING - 1, side * OVERSAMPLING - 1), fill=255)
    return mask.reduce(OVERSAMPLING)


def _write(sheet: Image.Image, top: int, words: str, color: str, font: str, size: int) -> None:
    """Write a line at the left margin, oversampled."""
    type_ = ImageFont.truetype(
        str(font_file(font)), size * OVERSAMPLING, layout_engine=ImageFont.Layout.RAQM
    )
    mask = Image.new("L", ((sheet.width - 2 * GAP) * OVERSAMPLING, 2 * size * OVERSAMPLING))
    ImageDraw.Draw(mask).text((0, round(1.1 * size * OVERSAMPLING)), words, 255, type_, anchor="ls")
    sheet.paste(color, (GAP, top), mask.reduce(OVERSAMPLING))
