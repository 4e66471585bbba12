"""Logo: an organisation's own emblem, on its plate in a frame's slot."""

import functools
import io
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, UnidentifiedImageError

from framegen.errors import FrameInvalid, LogoInvalid
from framegen.frame.manifest import Edges, SlotId, Table
from framegen.frame.svg import checked_svg, draw_svg
from framegen.photo.color import to_eight_bits

MAX_BYTES = 5_000_000
MAX_SIDE = 4096

# Drawn so many times larger and reduced, a plate's rim is smooth.
FINE = 4

# How far a logo reaches towards its plate's rim.
REACH = 0.88


class LogoSlot(Table, frozen=True):
    """A place for an organisation's logo; `box` is left, top, width, height."""

    id: SlotId
    box: Edges
    plate: Literal["none", "disc-white", "pill-white"] = "none"
    optional: bool = True


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo: a checked SVG as text, or the bytes of a PNG."""

    drawing: str | bytes

    @classmethod
    def load(cls, source: "LogoSource") -> "Logo":
        """Read a logo from a path, or from a file's bytes.

        Raises:
            LogoInvalid: not an SVG or PNG that can be read, or a hostile one.
        """
        if isinstance(source, Logo):
            return source
        name, drawing = "logo", source
        if not isinstance(drawing, bytes):
            name = os.fspath(drawing)
            try:
                drawing = Path(name).read_bytes()
            except OSError as error:
                raise LogoInvalid(f"{name}: cannot be read ({error.strerror}).") from error
        if len(drawing) > MAX_BYTES:
            raise LogoInvalid(f"{name}: over the limit of {MAX_BYTES:,} bytes.")
        try:
            is_png = drawing.startswith(b"\x89PNG")
            logo = cls(drawing) if is_png else cls(checked_svg(drawing))
            # What cannot be drawn is told now, not when the first avatar is made.
            logo.drawn(64)
        except FrameInvalid as error:
            raise LogoInvalid(f"{name}: {error}") from error
        return logo

    def drawn(self, side: int) -> Image.Image:
        """The logo in mode RGBA, cut to its ink, as large as fits into that square.

        Raises:
            FrameInvalid: it cannot be drawn, or nothing of it can be seen.
        """
        if isinstance(self.drawing, str):
            large = draw_svg(self.drawing, 2 * side)
        else:
            large = to_eight_bits(_open_png(self.drawing)).convert("RGBA")
        ink = large.getchannel("A").getbbox()
        if ink is None:
            raise FrameInvalid("there is nothing to see in it.")
        cut = large.crop(ink)
        factor = side / max(cut.size)
        size = (max(1, round(cut.width * factor)), max(1, round(cut.height * factor)))
        # Premultiplied, so that no dark rim comes in from transparent pixels; by a filter without
        # overshoot, so that no light one does.
        small = cut.convert("RGBa").resize(size, Image.Resampling.HAMMING)
        return small.convert("RGBA")


LogoSource = Logo | bytes | str | os.PathLike[str]
"""What stands for a logo: a Logo, the bytes of an SVG or PNG, or a path."""


def place_logos(slots: Sequence[LogoSlot], logos: Mapping[str, LogoSource]) -> "tuple[Placed, ...]":
    """The logos for a frame's slots; a slot without one stays as the artwork has it.

    Raises:
        LogoInvalid: a slot that the frame does not have, a file that is no logo, or none for a
            slot that must not stay empty.
    """
    known = [slot.id for slot in slots]
    for name in logos:
        if name not in known:
            offer = f"it has: {', '.join(known)}" if known else "it has none"
            raise LogoInvalid(f'logo.{name}: the frame has no slot "{name}"; {offer}.')
    for slot in slots:
        if not slot.optional and slot.id not in logos:
            raise LogoInvalid(f"logo.{slot.id}: the frame needs it.")
    return tuple(Placed(slot, Logo.load(logos[slot.id])) for slot in slots if slot.id in logos)


@dataclass(frozen=True, slots=True)
class Placed:
    """A logo in its slot."""

    slot: LogoSlot
    logo: Logo

    def draw(self, picture: Image.Image) -> None:
        """Draw plate and logo on a square picture of mode RGB, in place."""
        side = picture.width
        patch = _patch(self.slot, self.logo, side)
        left, top = (round(share * side) for share in self.slot.box[:2])
        picture.paste(patch, (left, top), patch)


@functools.lru_cache(maxsize=32)
def _patch(slot: LogoSlot, logo: Logo, side: int) -> Image.Image:
    """Plate and logo together, of the slot's size."""
    width, height = (max(1, round(share * side)) for share in slot.box[2:])
    patch = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    if slot.plate != "none":
        patch.putalpha(_plate(width, height, is_disc=slot.plate == "disc-white"))
    drawn = logo.drawn(max(width, height))
    factor = _fit(drawn, width, height, slot.plate)
    size = (max(1, round(drawn.width * factor)), max(1, round(drawn.height * factor)))
    small = drawn.convert("RGBa").resize(size, Image.Resampling.HAMMING).convert("RGBA")
    patch.alpha_composite(small, ((width - size[0]) // 2, (height - size[1]) // 2))
    return patch


def _plate(width: int, height: int, *, is_disc: bool) -> Image.Image:
    """The coverage of a white disc, or of a pill."""
    mask = Image.new("L", (width * FINE, height * FINE))
    draw = ImageDraw.Draw(mask)
    right, bottom = width * FINE - 1, height * FINE - 1
    if is_disc:
        across = min(right, bottom)
        left, top = (right - across) / 2, (bottom - across) / 2
        draw.ellipse((left, top, left + across, top + across), fill=255)
    else:
        draw.rounded_rectangle((0, 0, right, bottom), radius=min(right, bottom) / 2, fill=255)
    return mask.reduce(FINE)


def _fit(drawn: Image.Image, width: int, height: int, plate: str) -> float:
    """By how much to scale a logo: a round one fills a disc, a square one keeps its corners."""
    if plate == "none":
        return min(width / drawn.width, height / drawn.height)
    radius = min(width, height) / 2
    if plate == "pill-white":
        return _fit_pill(drawn.width / 2, drawn.height / 2, width / 2 - radius, REACH * radius)
    y, x = np.nonzero(np.asarray(drawn.getchannel("A")) > 127)
    middle_x, middle_y = (drawn.width - 1) / 2, (drawn.height - 1) / 2
    return REACH * radius / float(np.hypot(x - middle_x, y - middle_y).max(initial=1.0))


def _fit_pill(across: float, down: float, straight: float, radius: float) -> float:
    """The scale at which the corner of a box, given by its half sides, lies on a pill's edge.

    Above the pill's straight part that is its height; past it the corner lies on the round end:
    (f * across - straight)^2 + (f * down)^2 = radius^2.
    """
    if across * radius / down <= straight:
        return radius / down
    square = across**2 + down**2
    root = across**2 * straight**2 - square * (straight**2 - radius**2)
    return (across * straight + math.sqrt(root)) / square


def _open_png(drawing: bytes) -> Image.Image:
    """A PNG of at most 4,096 pixels a side, loaded."""
    try:
        image = Image.open(io.BytesIO(drawing), formats=["PNG"])
        if max(image.size) <= MAX_SIDE:
            image.load()
            return image
    except UnidentifiedImageError as error:
        raise FrameInvalid("not a PNG that can be read.") from error
    except Exception as error:
        raise FrameInvalid(f"not a PNG that can be read ({error}).") from error
    raise FrameInvalid(f"{image.width} x {image.height} pixels; {MAX_SIDE:,} are the most.")
