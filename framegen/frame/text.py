"""Text: a personal text, set in a frame's slot with its Vietnamese diacritics."""

import functools
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from PIL import Image, ImageColor, ImageDraw, ImageFont

from framegen.errors import TextInvalid, TextMissing, TextTooLong
from framegen.frame.font import font_file, letters_of
from framegen.frame.manifest import Pair, Share, SlotId, Table

# Texts are measured at this size; advances are linear in the size.
MEASURING_SIZE = 250

# Glyphs are placed on whole pixels; drawing larger by this factor and reducing corrects that.
TEXT_OVERSAMPLING = 4

# The horn of Ư and Ơ reaches into the space after the letter. The ink of two words is at least this
# share of the size apart.
WORD_GAP = 0.22

# In shares of the size: above Roboto's highest diacritics (Ẳ, 1.032), below its deepest (ỵ, 0.248),
# and the line height at which two lines never touch. The font's own metrics would clip them.
ASCENT, DESCENT, LINE_HEIGHT = 1.05, 0.26, 1.3

# In the font but invisible: control characters and the combining grapheme joiner.
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u034f]")

# A text that is so much longer than any slot is not measured.
MAX_LETTERS = 200


class TextSlot(Table, frozen=True):
    """The place of a personal text; `anchor` is the centre of its baseline."""

    id: SlotId
    label: str
    anchor: Pair
    max_width: Share
    size: Share
    min_size: Share
    font: str
    color: Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")]
    lines: Annotated[int, msgspec.Meta(ge=1, le=2)] = 1
    case: Literal["upper", "keep"] = "keep"
    required: bool = False
    overflow: Literal["error", "ellipsis"] = "error"


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line, in shares of the size.

    Attributes:
        words: from left to right.
        starts: the pen position of each word.
        inks: the left and right end of each word's ink.
    """

    words: tuple[str, ...]
    starts: tuple[float, ...]
    inks: tuple[tuple[float, float], ...]

    @property
    def left(self) -> float:
        """The left end of the first ink."""
        return self.inks[0][0]

    @property
    def width(self) -> float:
        """From the first ink to the last."""
        return self.inks[-1][1] - self.left


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text as it is set on the frame.

    Attributes:
        slot: its place.
        lines: one or two.
        size: the font size, as a share of the frame's side.
    """

    slot: TextSlot
    lines: tuple[Line, ...]
    size: float

    @property
    def baselines(self) -> tuple[float, ...]:
        """The y of each line's baseline; two lines are centred on the place of one."""
        y = self.slot.anchor[1]
        if len(self.lines) == 1:
            return (y,)
        return y - self.size * LINE_HEIGHT / 2, y + self.size * LINE_HEIGHT / 2

    def draw(self, picture: Image.Image) -> None:
        """Draw it on a square picture of mode RGB, in place."""
        side = picture.width
        color = ImageColor.getrgb(self.slot.color)
        for line, baseline in zip(self.lines, self.baselines, strict=True):
            # Measured again at the final size, at which hinting moves letters by fractions.
            exact = _line(line.words, self.slot.font, self.size * side * TEXT_OVERSAMPLING)
            mask, left, top = self._mask(exact, baseline, side)
            picture.paste(color, (left, top), mask)

    def _mask(self, line: Line, baseline: float, side: int) -> tuple[Image.Image, int, int]:
        """A line's coverage, and the x and y of its top left pixel."""
        size = self.size * side
        start = self.slot.anchor[0] * side - (line.left + line.width / 2) * size
        left = math.floor(start + line.left * size) - 2
        top = math.floor(baseline * side - ASCENT * size) - 2
        width = math.ceil(line.width * size) + 5
        height = math.ceil((ASCENT + DESCENT) * size) + 5
        mask = Image.new("L", (width * TEXT_OVERSAMPLING, height * TEXT_OVERSAMPLING))
        draw = ImageDraw.Draw(mask)
        font = _font(self.slot.font, size * TEXT_OVERSAMPLING)
        y = (baseline * side - top) * TEXT_OVERSAMPLING
        for word, at in zip(line.words, line.starts, strict=True):
            draw.text(
                ((start + at * size - left) * TEXT_OVERSAMPLING, y), word, 255, font, anchor="ls"
            )
        return mask.reduce(TEXT_OVERSAMPLING), left, top


def set_texts(slots: Sequence[TextSlot], texts: Mapping[str, str]) -> tuple[Lettering, ...]:
    """Set the texts in a frame's slots; an empty text leaves its slot empty.

    Raises:
        TextInvalid: there is no such slot, or the font lacks a letter.
        TextMissing: a required slot has no text.
        TextTooLong: a text does not fit at the slot's smallest size.
    """
    known = [slot.id for slot in slots]
    for name in texts:
        if name not in known:
            if known:
                raise TextInvalid(
                    'text.{slot}: the frame has no slot "{slot}"; it has: {known}.',
                    slot=name,
                    known=known,
                )
            raise TextInvalid(
                'text.{slot}: the frame has no slot "{slot}"; it has none.', slot=name
            )
    letterings = []
    for slot in slots:
        text = clean(texts.get(slot.id, ""), slot)
        if text:
            letterings.append(set_text(text, slot))
        elif slot.required:
            raise TextMissing(
                "text.{slot}: the frame needs it ({label}).", slot=slot.id, label=slot.label
            )
    return tuple(letterings)


def clean(text: str, slot: TextSlot) -> str:
    """Normalise a text: NFC, single spaces, the slot's case, without invisible characters.

    Raises:
        TextInvalid: a letter that the slot's font lacks, or an invisible one.
        TextTooLong: over MAX_LETTERS letters.
    """
    # Format characters come along when a name is copied, and have no meaning in it.
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = unicodedata.normalize("NFC", " ".join(seen.split()))
    if len(text) > MAX_LETTERS:
        raise TextTooLong(
            "text.{slot}: {count} letters; {limit} are the most.",
            slot=slot.id,
            count=len(text),
            limit=MAX_LETTERS,
        )
    if slot.case == "upper":
        text = unicodedata.normalize("NFC", text.upper())
    for letter in text:
        if ord(letter) not in letters_of(slot.font) or INVISIBLE.match(letter):
            raise _undrawable(letter, slot)
    return text


def _undrawable(letter: str, slot: TextSlot) -> TextInvalid:
    code, name = f"U+{ord(letter):04X}", unicodedata.name(letter, "")
    if not letter.isprintable():
        return TextInvalid(
            "text.{slot}: a hidden character ({code}) cannot be drawn.", slot=slot.id, code=code
        )
    return TextInvalid(
        'text.{slot}: "{letter}" ({code}, {name}) cannot be drawn.',
        slot=slot.id,
        letter=letter,
        code=code,
        name=name,
    )


def set_text(text: str, slot: TextSlot) -> Lettering:
    """Set a clean text as large as possible, on two balanced lines where that is larger.

    Raises:
        TextTooLong: it does not fit at the smallest size, and the slot does not shorten it.
    """
    words = text.split(" ")
    line = _line(words, slot.font)
    best = _fitted(slot, (line,))
    if slot.lines == 2 and best.size < slot.size and len(words) > 1:
        best = max(best, _fitted(slot, _balanced(line, slot.font)), key=lambda each: each.size)
    if best.size >= slot.min_size:
        return best
    if slot.overflow == "ellipsis":
        return _shortened(words, slot)
    fitting = max(1, math.floor(len(text) * best.size / slot.min_size))
    raise TextTooLong(
        "text.{slot}: {count} letters are too long; about {fitting} of this kind fit.",
        slot=slot.id,
        count=len(text),
        fitting=fitting,
    )


def _fitted(slot: TextSlot, lines: tuple[Line, ...]) -> Lettering:
    """Lines at the largest size at which the widest fits; widths are linear in the size."""
    widest = max(line.width for line in lines)
    return Lettering(slot, lines, min(slot.size, slot.max_width / widest))


def _balanced(line: Line, font: str) -> tuple[Line, Line]:
    """A line broken into two, where the longer of them is shortest."""
    first, last = line.inks[0][0], line.inks[-1][1]

    def longer(at: int) -> float:
        return max(line.inks[at - 1][1] - first, last - line.inks[at][0])

    at = min(range(1, len(line.words)), key=longer)
    return _line(line.words[:at], font), _line(line.words[at:], font)


def _shortened(words: Sequence[str], slot: TextSlot) -> Lettering:
    """As many words as fit at the smallest size, with an ellipsis."""
    for count in range(len(words), 0, -1):
        kept = [*words[: count - 1], f"{words[count - 1].rstrip(',.;')}…"]
        lettering = _fitted(slot, (_line(kept, slot.font),))
        if lettering.size >= slot.min_size:
            return lettering
    raise TextTooLong('text.{slot}: "{word}" alone is too long.', slot=slot.id, word=words[0])


def _word(word: str, font: str, size: float) -> tuple[float, float, float]:
    """A word's advance and the left and right end of its ink, in shares of the size.

    Not cached, because these are people's names.
    """
    typeface = _font(font, size)
    # Pillow's bounding box includes the advance; ink is what is drawn.
    mask, (left, _) = typeface.getmask2(word, mode="L", anchor="ls")
    ink = mask.getbbox() or (0, 0, 0, 0)
    return typeface.getlength(word) / size, (left + ink[0]) / size, (left + ink[2]) / size


def _line(words: Sequence[str], font: str, size: float = MEASURING_SIZE) -> Line:
    """Words set side by side, with at least WORD_GAP between their ink."""
    space = _font(font, size).getlength(" ") / size
    starts: list[float] = []
    inks: list[tuple[float, float]] = []
    pen = 0.0
    for word in words:
        advance, left, right = _word(word, font, size)
        start = max(pen, inks[-1][1] + WORD_GAP - left) if inks else pen
        starts.append(start)
        inks.append((start + left, start + right))
        pen = start + advance + space
    return Line(tuple(words), tuple(starts), tuple(inks))


@functools.lru_cache(maxsize=64)
def _font(font: str, size: float) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels. Only RAQM places diacritics correctly."""
    return ImageFont.truetype(str(font_file(font)), size, layout_engine=ImageFont.Layout.RAQM)
