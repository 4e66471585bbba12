"""Text: a personal line set in a frame's slot, Vietnamese marks and all."""

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

# Measured at this size once; advances are linear in the size, so every other one follows.
MEASURE = 250

# Glyphs stand on whole pixels; drawn so many times larger and reduced they stand where they should.
FINE = 4

# The horn of Ư and Ơ reaches past its letter into the space. Between the ink of two words there is
# at least this share of the size.
WORD_GAP = 0.22

# Roboto's tallest stack of marks (Ẳ, 1.032) and deepest one (ỵ, 0.248), and the pitch at which two
# lines never touch, in shares of the size. Fonts' own metrics would clip them.
ABOVE, BELOW, PITCH = 1.05, 0.26, 1.3

# In the font, and yet nothing to see: controls and the grapheme joiner.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u034f]")

# A text so much longer than its slot is no name, and is not worth measuring.
MAX_LETTERS = 200


class TextSlot(Table, frozen=True):
    """A place for a personal text; `anchor` is the middle of its baseline."""

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
    """Words side by side: where each begins, and its ink begins and ends, in shares of the size."""

    words: tuple[str, ...]
    starts: tuple[float, ...]
    inks: tuple[tuple[float, float], ...]

    @property
    def left(self) -> float:
        """Where the first ink begins."""
        return self.inks[0][0]

    @property
    def width(self) -> float:
        """From the first ink to the last."""
        return self.inks[-1][1] - self.left


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text as it will stand on the frame.

    Attributes:
        slot: where.
        lines: one or two.
        size: of the type, as a share of the frame's side.
    """

    slot: TextSlot
    lines: tuple[Line, ...]
    size: float

    @property
    def baselines(self) -> tuple[float, ...]:
        """The height of each line's baseline; two lines share the place of one."""
        y = self.slot.anchor[1]
        if len(self.lines) == 1:
            return (y,)
        return y - self.size * PITCH / 2, y + self.size * PITCH / 2

    def draw(self, picture: Image.Image) -> None:
        """Draw it on a square picture of mode RGB, in place."""
        side = picture.width
        color = ImageColor.getrgb(self.slot.color)
        for line, baseline in zip(self.lines, self.baselines, strict=True):
            # Laid out anew at the size of drawing, at which hinting moves letters by fractions.
            exact = _line(line.words, self.slot.font, self.size * side * FINE)
            mask, left, top = self._mask(exact, baseline, side)
            picture.paste(color, (left, top), mask)

    def _mask(self, line: Line, baseline: float, side: int) -> tuple[Image.Image, int, int]:
        """A line's coverage and the place of its top left pixel."""
        size = self.size * side
        start = self.slot.anchor[0] * side - (line.left + line.width / 2) * size
        left = math.floor(start + line.left * size) - 2
        top = math.floor(baseline * side - ABOVE * size) - 2
        width = math.ceil(line.width * size) + 5
        height = math.ceil((ABOVE + BELOW) * size) + 5
        mask = Image.new("L", (width * FINE, height * FINE))
        draw = ImageDraw.Draw(mask)
        font = _font(self.slot.font, size * FINE)
        y = (baseline * side - top) * FINE
        for word, at in zip(line.words, line.starts, strict=True):
            draw.text(((start + at * size - left) * FINE, y), word, 255, font, anchor="ls")
        return mask.reduce(FINE), left, top


def set_texts(slots: Sequence[TextSlot], texts: Mapping[str, str]) -> tuple[Lettering, ...]:
    """The texts for a frame's slots; an empty text leaves its slot empty.

    Raises:
        TextInvalid: a slot that the frame does not have, or a letter that the font lacks.
        TextMissing: a slot that must not stay empty.
        TextTooLong: it does not fit, even at the slot's least size.
    """
    known = [slot.id for slot in slots]
    for name in texts:
        if name not in known:
            offer = f"it has: {', '.join(known)}" if known else "it has none"
            raise TextInvalid(f'text.{name}: the frame has no slot "{name}"; {offer}.')
    letterings = []
    for slot in slots:
        text = clean(texts.get(slot.id, ""), slot)
        if text:
            letterings.append(set_text(text, slot))
        elif slot.required:
            raise TextMissing(f"text.{slot.id}: the frame needs it ({slot.label}).")
    return tuple(letterings)


def clean(text: str, slot: TextSlot) -> str:
    """A text as it will be read: composed letters, single spaces, the slot's case.

    Raises:
        TextInvalid: a letter that the slot's font lacks, or one that cannot be seen.
        TextTooLong: beyond any name.
    """
    # Hidden characters come along when a name is copied; they say nothing.
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = unicodedata.normalize("NFC", " ".join(seen.split()))
    if len(text) > MAX_LETTERS:
        raise TextTooLong(f"text.{slot.id}: {len(text)} letters; {MAX_LETTERS} are the most.")
    if slot.case == "upper":
        text = unicodedata.normalize("NFC", text.upper())
    for letter in text:
        if ord(letter) not in letters_of(slot.font) or UNSEEN.match(letter):
            shown = letter if letter.isprintable() else "a hidden character"
            name = unicodedata.name(letter, "unnamed")
            raise TextInvalid(
                f'text.{slot.id}: "{shown}" (U+{ord(letter):04X}, {name}) cannot be drawn.'
            )
    return text


def set_text(text: str, slot: TextSlot) -> Lettering:
    """A clean text in its slot: as large as it may be, on two balanced lines where that is larger.

    Raises:
        TextTooLong: too long at the least size, and the slot does not allow to shorten it.
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
        f"text.{slot.id}: {len(text)} letters are too long; about {fitting} of this kind fit."
    )


def _fitted(slot: TextSlot, lines: tuple[Line, ...]) -> Lettering:
    """Lines at the largest size at which the widest fits: in closed form, type is linear."""
    widest = max(line.width for line in lines)
    return Lettering(slot, lines, min(slot.size, slot.max_width / widest))


def _balanced(line: Line, font: str) -> tuple[Line, Line]:
    """A line's words on two, broken where the longer one is shortest."""
    first, last = line.inks[0][0], line.inks[-1][1]

    def longer(at: int) -> float:
        return max(line.inks[at - 1][1] - first, last - line.inks[at][0])

    at = min(range(1, len(line.words)), key=longer)
    return _line(line.words[:at], font), _line(line.words[at:], font)


def _shortened(words: Sequence[str], slot: TextSlot) -> Lettering:
    """As many words as fit at the least size, and an ellipsis that says so."""
    for count in range(len(words), 0, -1):
        kept = [*words[: count - 1], f"{words[count - 1].rstrip(',.;')}…"]
        lettering = _fitted(slot, (_line(kept, slot.font),))
        if lettering.size >= slot.min_size:
            return lettering
    raise TextTooLong(f'text.{slot.id}: "{words[0]}" alone is too long.')


def _word(word: str, font: str, size: float) -> tuple[float, float, float]:
    """A word's advance and the left and right of its ink, in shares of the size.

    It is not remembered: these are people's names.
    """
    type_ = _font(font, size)
    # Pillow's own bounding box takes the advance in; ink is what is drawn.
    mask, (left, _) = type_.getmask2(word, mode="L", anchor="ls")
    ink = mask.getbbox() or (0, 0, 0, 0)
    return type_.getlength(word) / size, (left + ink[0]) / size, (left + ink[2]) / size


def _line(words: Sequence[str], font: str, size: float = MEASURE) -> Line:
    """Words set one by one, with a gap that no horn closes."""
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
    """A font at a size in pixels. Only RAQM sets marks where they belong."""
    return ImageFont.truetype(str(font_file(font)), size, layout_engine=ImageFont.Layout.RAQM)
