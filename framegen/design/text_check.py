"""Text check: the rules for what is read on a frame, its slots and its logos."""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from framegen.design.finding import Finding
from framegen.design.measured import Case, Numbers, covers, grid
from framegen.design.svg_text import SIDE, Mask, SvgText, plain
from framegen.frame.font import FAMILY, letters_of
from framegen.frame.logo import LogoSlot
from framegen.frame.text import ASCENT, LINE_HEIGHT, TextSlot
from framegen.geometry import Box

# What is opaque, of 255.
OPAQUE = 250

# Of type, in shares of its size: the height of Roboto's capitals, and what the longest tails need
# below the baseline. Below LARGE, a share of the side, it needs the contrast of small text.
CAPITALS, TAILS, LARGE = 0.711, 0.2, 0.045

# A profile's side in pixels, and the rows from which capitals are read there: 8, of which the last
# may be half: .0426 of the side. Titles of .0427 and .0441 read as well as one of .0455.
PROFILE, READABLE = 176, 7.5

# WCAG 2.2, success criterion 1.4.3: contrast of small text and of large text.
SMALL_CONTRAST, LARGE_CONTRAST = 4.5, 3.0

# A fill of one colour: so much of the ink within so many levels of its median.
EVEN_SHARE, EVEN_LEVELS = 0.7, 12


def contrast(one: Sequence[float] | Numbers, other: Sequence[float] | Numbers) -> float:
    """The contrast of two sRGB colours of 0 to 255, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    levels = np.array([one, other], float) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    darker, lighter = np.sort(linear @ (0.2126, 0.7152, 0.0722))
    return float((lighter + 0.05) / (darker + 0.05))


def check_text_slots(case: Case) -> Iterator[Finding]:
    """Personal texts: inside the circle, off the photo, and readable."""
    slots = case.frame.texts
    for index, slot in enumerate(slots):
        key = f"text[{index}]"
        if slot.id in {other.id for other in slots[:index]}:
            text = f'There are two slots of the id "{slot.id}"; rename one.'
            yield case.error("text-twice", f"{key}.id", text)
        if slot.min_size > slot.size:
            text = f"{slot.min_size:g} is over the size of {slot.size:g}; make it the smaller one."
            yield case.error("text-min-size", f"{key}.min_size", text)
        box = _slot_box(slot)
        reach = _reach(box)
        if reach > case.frame.safe_radius:
            text = (
                f"Its ink may reach {reach:.4f} from the middle, past safe.radius "
                f"{case.frame.safe_radius:g}; lower max_width or size, or move anchor."
            )
            yield case.error("text-outside", key, text)
        over = covers(box) & (case.depth > 0) & (case.opacity < OPAQUE)
        if over.any():
            share = over.sum() / covers(box).sum()
            text = f"{share:.1%} of it lies over the window; move anchor off the photo."
            yield case.error("text-over-window", key, text)
        yield from _check_slot_color(case, slot, key, is_on_artwork=not over.any())


def _check_slot_color(
    case: Case, slot: TextSlot, key: str, *, is_on_artwork: bool
) -> Iterator[Finding]:
    """A personal text stands out from the artwork under it."""
    fill = ImageColor.getrgb(slot.color)[:3]
    under = covers(_slot_box(slot))
    if is_on_artwork and under.any():
        ground = np.median(case.color[under], axis=0)
        where = f"{case.manifest}: {key}.color"
        yield from _check_contrast(where, np.array(fill, float), ground, slot.size)


def _slot_box(slot: TextSlot) -> Box:
    """All that the ink of a slot's text may take: marks above its capitals, tails below."""
    x, y = slot.anchor
    spread = slot.size * LINE_HEIGHT / 2 if slot.lines == 2 else 0.0
    top, bottom = y - spread - ASCENT * slot.size, y + spread + TAILS * slot.size
    return Box(x - slot.max_width / 2, top, x + slot.max_width / 2, bottom)


def _reach(box: Box) -> float:
    """How far a box's furthest corner is from the frame's middle."""
    across = max(abs(box.left - 0.5), abs(box.right - 0.5))
    return float(np.hypot(across, max(abs(box.top - 0.5), abs(box.bottom - 0.5))))


def _check_contrast(where: str, fill: Numbers, ground: Numbers, size: float) -> Iterator[Finding]:
    """Text against what lies under it."""
    least = SMALL_CONTRAST if size < LARGE else LARGE_CONTRAST
    measured = contrast(fill, ground)
    if measured < least:
        text = (
            f"{_hex(fill)} on {_hex(ground)} has a contrast of {measured:.2f}; text of size "
            f"{size:.3f} needs {least:g}; make the one darker or the other lighter."
        )
        yield Finding("low-contrast", where, text, is_error=False)


def _hex(color: Numbers) -> str:
    return "#" + "".join(f"{round(float(level)):02X}" for level in color)


def check_logo_slots(case: Case) -> Iterator[Finding]:
    """Logos: in slots of their own, inside the circle."""
    slots, safe = case.frame.logos, case.frame.safe_radius
    for index, slot in enumerate(slots):
        if slot.id in {other.id for other in slots[:index]}:
            text = f'There are two slots of the id "{slot.id}"; rename one.'
            yield case.error("logo-twice", f"logo[{index}].id", text)
        reach = _logo_reach(slot)
        if reach > safe:
            text = f"It reaches {reach:.4f} from the middle, past safe.radius {safe:g}; shrink it."
            yield case.error("logo-outside", f"logo[{index}].box", text)


def _logo_reach(slot: LogoSlot) -> float:
    """How far a logo's plate, or its box without one, reaches from the frame's middle."""
    left, top, width, height = slot.box
    box = Box(left, top, left + width, top + height)
    if slot.plate == "none":
        return _reach(box)
    # A disc or pill lies about the line between its two centres.
    radius = min(width, height) / 2
    bones = (width, height) if slot.plate == "pill-white" else (2 * radius, 2 * radius)
    return radius + _reach(Box.around(box.center, bones[0] - 2 * radius, bones[1] - 2 * radius))


def check_words(case: Case) -> Iterator[Finding]:
    """The slogans that the manifest names are those that can be read on the artwork."""
    if not case.texts:
        return
    drawn = " ".join(text.words for text in case.texts)
    carried = [plain(words) for words in case.frame.carries]
    for index, words in enumerate(carried):
        if f" {words} " not in f" {drawn} ":
            text = f'The artwork does not say "{words}"; it says "{drawn}"; make both the same.'
            yield case.error("carries-differ", f"carries[{index}]", text)
    for each in case.texts:
        if f" {each.words} " not in f" {' '.join(carried)} ":
            text = f'The artwork\'s "{each.words}" is not in it; add it, letter for letter.'
            yield case.error("carries-differ", "carries", text)


def check_texts(case: Case) -> Iterator[Finding]:
    """The artwork's texts: all letters drawn, inside the circle, and readable."""
    for text in case.texts:
        yield from _check_letters(text, case.frame.artwork.fonts)
        ink = text.ink
        if not ink.any():
            words = "Nothing of it is drawn; check its place, fill, size and path, or remove it."
            yield Finding("text-without-ink", text.where, words)
            continue
        x, y = grid(SIDE)
        reach = float(np.hypot(x - 0.5, y - 0.5)[ink].max())
        if reach > case.frame.safe_radius:
            words = (
                f"Its ink reaches {reach:.4f} from the middle, past safe.radius "
                f"{case.frame.safe_radius:g}; move it inwards or make it smaller."
            )
            yield Finding("text-outside", text.where, words)
        fill, is_even = _fill(text.drawn, ink)
        if is_even and text.sizes:
            ground = np.median(case.ground[ink], axis=0)
            opacity = text.drawn[..., 3].max() / 255
            shown = fill * opacity + ground * (1 - opacity)
            yield from _check_contrast(text.where, shown, ground, min(text.sizes))
    yield from _check_title(case)


def _fill(drawn: NDArray[np.uint8], ink: Mask) -> tuple[Numbers, bool]:
    """The colour of a text as it is drawn, and whether it is one colour, not a gradient."""
    solid = drawn[ink & (drawn[..., 3] >= 0.9 * drawn[..., 3].max())][:, :3].astype(float)
    fill = np.median(solid, axis=0)
    near = np.abs(solid - fill).max(axis=1) <= EVEN_LEVELS
    return fill, bool(near.mean() >= EVEN_SHARE)


def _check_letters(text: SvgText, fonts: tuple[str, ...]) -> Iterator[Finding]:
    """A letter that a font lacks would be left out without a word."""
    for piece, type_ in text.pieces:
        font = f"{type_.family}:{type_.weight}"
        # What a style sheet says in ways that are not followed here: all our weights are alike.
        letters = letters_of(font if font in fonts else f"{FAMILY}:400")
        for letter in dict.fromkeys(plain(piece)):
            if ord(letter) not in letters and unicodedata.category(letter) != "Cf":
                name = f"U+{ord(letter):04X}, {unicodedata.name(letter, 'unnamed')}"
                words = (
                    f'{font} has no "{letter}" ({name}); draw it as a path, or write another one.'
                )
                yield Finding("letter-missing", text.where, words)


def _check_title(case: Case) -> Iterator[Finding]:
    """One text at least can be read on a profile's picture."""
    drawn = [(max(text.sizes), text.where) for text in case.texts if text.sizes]
    if not drawn:
        return
    size, where = max(drawn)
    largest = max(size, *(slot.size for slot in case.frame.texts), size)
    rows = CAPITALS * largest * PROFILE
    if rows < READABLE:
        text = (
            f"Its capitals, the frame's largest, are {rows:.1f} pixels high on a profile of "
            f"{PROFILE}; {READABLE:g} are needed to be read; enlarge it to a size of "
            f"{READABLE / CAPITALS / PROFILE:.3f}."
        )
        yield Finding("title-small", where, text, is_error=False)
