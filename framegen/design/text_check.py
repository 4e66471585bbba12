"""Text check: the rules for the texts of a frame, its slots and its logos."""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from framegen.design.finding import Finding, error, warning
from framegen.design.measured import Case, Numbers, covers, grid
from framegen.design.svg_text import SIDE, Mask, SvgText, plain
from framegen.frame.font import FAMILY, letters_of
from framegen.frame.logo import LogoSlot
from framegen.frame.text import ASCENT, LINE_HEIGHT, TextSlot
from framegen.geometry import Box
from framegen.language import N_, Message

# The alpha, of 255, from which artwork counts as opaque.
OPAQUE = 250

# As shares of the type size: the height of Roboto's capitals, and the longest descender.
CAPITALS, DESCENDER = 0.711, 0.2

# WCAG 2.2, success criterion 1.4.3: contrast of small text and of large text, which begins at a
# type size of LARGE_TYPE, a share of the side.
SMALL_CONTRAST, LARGE_CONTRAST, LARGE_TYPE = 4.5, 3.0, 0.045

# A profile's side in pixels, and the height in pixels at which capitals can be read there: 8 rows,
# the last of them by half, which is .0426 of the side. Titles of .0427 and .0441 read as well as
# one of .0455.
PROFILE, MIN_CAPITALS = 176, 7.5

# A text has one colour if this share of its ink lies within so many levels of the median.
EVEN_SHARE, EVEN_LEVELS = 0.7, 12

SAME_ID = N_('There are two slots of the id "{id}"; rename one.')


def contrast(one: Sequence[float] | Numbers, other: Sequence[float] | Numbers) -> float:
    """The contrast of two sRGB colours of 0 to 255, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    levels = np.array([one, other], float) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    darker, lighter = np.sort(linear @ (0.2126, 0.7152, 0.0722))
    return float((lighter + 0.05) / (darker + 0.05))


def check_text_slots(case: Case) -> Iterator[Finding]:
    """Personal texts lie inside the circle and off the photo, and can be read."""
    slots = case.frame.texts
    for index, slot in enumerate(slots):
        key = f"text[{index}]"
        if slot.id in {other.id for other in slots[:index]}:
            yield case.error("text-twice", f"{key}.id", SAME_ID, id=slot.id)
        if slot.min_size > slot.size:
            text = N_("{least:g} is over the size of {size:g}; make it the smaller one.")
            where = f"{key}.min_size"
            yield case.error("text-min-size", where, text, least=slot.min_size, size=slot.size)
        yield from _check_slot_place(case, slot, key)


def _check_slot_place(case: Case, slot: TextSlot, key: str) -> Iterator[Finding]:
    """A personal text stays inside the circle and off the photo."""
    box, limit = _slot_box(slot), case.frame.safe_radius
    reach = _reach(box)
    if reach > limit:
        text = N_(
            "Its ink may reach {reach:.4f} from the middle, past safe.radius {limit:g}; lower "
            "max_width or size, or move anchor."
        )
        yield case.error("text-outside", key, text, reach=reach, limit=limit)
    over = covers(box) & (case.depth > 0) & (case.opacity < OPAQUE)
    if over.any():
        share = float(over.sum() / covers(box).sum())
        text = N_("{share:.1%} of it lies over the window; move anchor off the photo.")
        yield case.error("text-over-window", key, text, share=share)
    else:
        yield from _check_slot_color(case, slot, key)


def _check_slot_color(case: Case, slot: TextSlot, key: str) -> Iterator[Finding]:
    """A personal text stands out from the artwork under it."""
    fill = ImageColor.getrgb(slot.color)[:3]
    under = covers(_slot_box(slot))
    if under.any():
        ground = np.median(case.color[under], axis=0)
        where = f"{case.manifest}: {key}.color"
        yield from _check_contrast(where, np.array(fill, float), ground, slot.size)


def _slot_box(slot: TextSlot) -> Box:
    """The box that the ink of a slot's text may fill, with diacritics and descenders."""
    x, y = slot.anchor
    spread = slot.size * LINE_HEIGHT / 2 if slot.lines == 2 else 0.0
    top, bottom = y - spread - ASCENT * slot.size, y + spread + DESCENDER * slot.size
    return Box(x - slot.max_width / 2, top, x + slot.max_width / 2, bottom)


def _reach(box: Box) -> float:
    """The distance of a box's furthest corner from the frame's middle."""
    across = max(abs(box.left - 0.5), abs(box.right - 0.5))
    return float(np.hypot(across, max(abs(box.top - 0.5), abs(box.bottom - 0.5))))


def _check_contrast(where: str, fill: Numbers, ground: Numbers, size: float) -> Iterator[Finding]:
    """A text stands out from what lies under it."""
    least = SMALL_CONTRAST if size < LARGE_TYPE else LARGE_CONTRAST
    measured = contrast(fill, ground)
    if measured < least:
        yield warning(
            "low-contrast",
            where,
            N_(
                "{fill} on {ground} has a contrast of {contrast:.2f}; text of size {size:.3f} "
                "needs {least:g}; make the one darker or the other lighter."
            ),
            fill=_hex(fill),
            ground=_hex(ground),
            contrast=measured,
            size=size,
            least=least,
        )


def _hex(color: Numbers) -> str:
    return "#" + "".join(f"{round(float(level)):02X}" for level in color)


def check_logo_slots(case: Case) -> Iterator[Finding]:
    """Each logo has a slot of its own, inside the circle."""
    slots, safe = case.frame.logos, case.frame.safe_radius
    for index, slot in enumerate(slots):
        if slot.id in {other.id for other in slots[:index]}:
            yield case.error("logo-twice", f"logo[{index}].id", SAME_ID, id=slot.id)
        reach = _logo_reach(slot)
        if reach > safe:
            text = N_(
                "It reaches {reach:.4f} from the middle, past safe.radius {limit:g}; shrink it."
            )
            yield case.error("logo-outside", f"logo[{index}].box", text, reach=reach, limit=safe)


def _logo_reach(slot: LogoSlot) -> float:
    """How far a logo reaches from the frame's middle: its plate, or its box without one."""
    left, top, width, height = slot.box
    box = Box(left, top, left + width, top + height)
    if slot.plate == "none":
        return _reach(box)
    # A pill lies within a radius of the line between its two centres; a disc has one centre.
    radius = min(width, height) / 2
    if slot.plate != "pill-white":
        width = height = 2 * radius
    return radius + _reach(Box.around(box.center, width - 2 * radius, height - 2 * radius))


def check_carries(case: Case) -> Iterator[Finding]:
    """The slogans that the manifest lists are those that can be read on the artwork."""
    if not case.texts:
        return
    drawn = " ".join(text.words for text in case.texts)
    carried = [plain(words) for words in case.frame.carries]
    for index, words in enumerate(carried):
        if f" {words} " not in f" {drawn} ":
            text = N_('The artwork does not say "{words}"; it says "{drawn}"; make both the same.')
            key = f"carries[{index}]"
            yield case.error("carries-differ", key, text, words=words, drawn=drawn)
    for each in case.texts:
        if f" {each.words} " not in f" {' '.join(carried)} ":
            text = N_('The artwork\'s "{words}" is not in it; add it, letter for letter.')
            yield case.error("carries-differ", "carries", text, words=each.words)


def check_texts(case: Case) -> Iterator[Finding]:
    """The artwork's texts are drawn whole, inside the circle, and can be read."""
    for text in case.texts:
        yield from _check_letters(text, case.frame.artwork.fonts)
        yield from _check_ink(case, text)
    yield from _check_title(case)


def _check_ink(case: Case, text: SvgText) -> Iterator[Finding]:
    """A text of the artwork is drawn, stays inside the circle and stands out."""
    ink, limit = text.ink, case.frame.safe_radius
    if not ink.any():
        words = N_("Nothing of it is drawn; check its place, fill, size and path, or remove it.")
        yield error("text-without-ink", text.where, words)
        return
    x, y = grid(SIDE)
    reach = float(np.hypot(x - 0.5, y - 0.5)[ink].max())
    if reach > limit:
        words = N_(
            "Its ink reaches {reach:.4f} from the middle, past safe.radius {limit:g}; move it "
            "inwards or make it smaller."
        )
        yield error("text-outside", text.where, words, reach=reach, limit=limit)
    fill, is_even = _fill(text.drawn, ink)
    if is_even and text.sizes:
        ground = np.median(case.ground[ink], axis=0)
        opacity = text.drawn[..., 3].max() / 255
        shown = fill * opacity + ground * (1 - opacity)
        yield from _check_contrast(text.where, shown, ground, min(text.sizes))


def _fill(drawn: NDArray[np.uint8], ink: Mask) -> tuple[Numbers, bool]:
    """A text's usual colour, and whether it is its only one, not a gradient's."""
    solid = drawn[ink & (drawn[..., 3] >= 0.9 * drawn[..., 3].max())][:, :3].astype(float)
    fill = np.median(solid, axis=0)
    near = np.abs(solid - fill).max(axis=1) <= EVEN_LEVELS
    return fill, bool(near.mean() >= EVEN_SHARE)


def _check_letters(text: SvgText, fonts: tuple[str, ...]) -> Iterator[Finding]:
    """The fonts have every letter; resvg would leave out a missing one without an error."""
    for piece, type_ in text.pieces:
        font = f"{type_.family}:{type_.weight}"
        # A style sheet may set a font in ways that are not followed here; all our weights have the
        # same letters.
        letters = letters_of(font if font in fonts else f"{FAMILY}:400")
        for letter in dict.fromkeys(plain(piece)):
            if ord(letter) not in letters and unicodedata.category(letter) != "Cf":
                yield error(
                    "letter-missing",
                    text.where,
                    N_(
                        '{font} has no "{letter}" ({number}, {name}); draw it as a path, or write '
                        "another one."
                    ),
                    font=font,
                    letter=letter,
                    number=f"U+{ord(letter):04X}",
                    name=unicodedata.name(letter, "") or Message("unnamed"),
                )


def _check_title(case: Case) -> Iterator[Finding]:
    """At least one text can be read on a profile picture."""
    drawn = [(max(text.sizes), text.where) for text in case.texts if text.sizes]
    if not drawn:
        return
    size, where = max(drawn)
    largest = max(size, *(slot.size for slot in case.frame.texts), size)
    height = CAPITALS * largest * PROFILE
    if height < MIN_CAPITALS:
        yield warning(
            "title-small",
            where,
            N_(
                "Its capitals, the frame's largest, are {height:.1f} pixels high on a profile of "
                "{profile}; {least:g} are needed to be read; enlarge it to a size of {size:.3f}."
            ),
            height=height,
            profile=PROFILE,
            least=MIN_CAPITALS,
            size=MIN_CAPITALS / CAPITALS / PROFILE,
        )
