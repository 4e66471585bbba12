"""Logo: an organisation's emblem, on a plate in a frame's slot."""

import functools
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw

from framegen.errors import FrameInvalid, LogoInvalid
from framegen.frame.manifest import Edges, SlotId, Table
from framegen.frame.png import decode_png
from framegen.frame.svg import checked_svg, draw_svg
from framegen.language import Message
from framegen.language.system import reason_of
from framegen.photo.color import to_eight_bits

MAX_BYTES = 5_000_000
MAX_SIDE = 4096

# A plate is drawn so many times larger and reduced, for a smooth edge.
PLATE_OVERSAMPLING = 4

# The extent of a logo on its plate, as a share of the plate's radius.
LOGO_EXTENT = 0.88


class LogoSlot(Table, frozen=True):
    """The place of an organisation's logo; `box` is left, top, width, height."""

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
            LogoInvalid: it is no SVG or PNG that can be read, or contains something forbidden.
        """
        if isinstance(source, Logo):
            return source
        name, drawing = "logo", source
        if not isinstance(drawing, bytes):
            name = os.fspath(drawing)
            try:
                drawing = Path(name).read_bytes()
            except OSError as error:
                raise LogoInvalid(
                    "{logo}: cannot be read ({reason}).", logo=name, reason=reason_of(error)
                ) from error
        if len(drawing) > MAX_BYTES:
            raise LogoInvalid(
                "{logo}: over the limit of {limit:,} bytes.", logo=name, limit=MAX_BYTES
            )
        try:
            is_png = drawing.startswith(b"\x89PNG")
            logo = cls(drawing) if is_png else cls(checked_svg(drawing))
            # So that a logo that cannot be drawn fails here, not when the first avatar is made.
            logo.drawn(64)
        except FrameInvalid as error:
            raise LogoInvalid("{logo}: {problem}", logo=name, problem=Message.of(error)) from error
        return logo

    def drawn(self, side: int) -> Image.Image:
        """The logo in mode RGBA, trimmed, as large as fits into a square of that side.

        Raises:
            FrameInvalid: it cannot be drawn, or is empty.
        """
        if isinstance(self.drawing, str):
            large = draw_svg(self.drawing, 2 * side)
        else:
            large = to_eight_bits(decode_png(self.drawing, MAX_SIDE)).convert("RGBA")
        ink = large.getchannel("A").getbbox()
        if ink is None:
            raise FrameInvalid("there is nothing to see in it.")
        cut = large.crop(ink)
        factor = side / max(cut.size)
        size = (max(1, round(cut.width * factor)), max(1, round(cut.height * factor)))
        # Premultiplied, against dark rims from transparent pixels; by a filter without overshoot,
        # against light ones.
        small = cut.convert("RGBa").resize(size, Image.Resampling.HAMMING)
        return small.convert("RGBA")


LogoSource = Logo | bytes | str | os.PathLike[str]
"""A Logo, the bytes of an SVG or PNG, or a path."""


def place_logos(slots: Sequence[LogoSlot], logos: Mapping[str, LogoSource]) -> "tuple[Placed, ...]":
    """The logos in a frame's slots; an empty slot shows the artwork.

    Raises:
        LogoInvalid: there is no such slot, a file is no logo, or a required slot has none.
    """
    known = [slot.id for slot in slots]
    for name in logos:
        if name not in known:
            if known:
                raise LogoInvalid(
                    'logo.{slot}: the frame has no slot "{slot}"; it has: {known}.',
                    slot=name,
                    known=known,
                )
            raise LogoInvalid(
                'logo.{slot}: the frame has no slot "{slot}"; it has none.', slot=name
            )
    for slot in slots:
        if not slot.optional and slot.id not in logos:
            raise LogoInvalid("logo.{slot}: the frame needs it.", slot=slot.id)
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
    """Plate and logo at the size of the slot."""
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
    """The coverage of a white disc or pill."""
    mask = Image.new("L", (width * PLATE_OVERSAMPLING, height * PLATE_OVERSAMPLING))
    draw = ImageDraw.Draw(mask)
    right, bottom = width * PLATE_OVERSAMPLING - 1, height * PLATE_OVERSAMPLING - 1
    if is_disc:
        across = min(right, bottom)
        left, top = (right - across) / 2, (bottom - across) / 2
        draw.ellipse((left, top, left + across, top + across), fill=255)
    else:
        draw.rounded_rectangle((0, 0, right, bottom), radius=min(right, bottom) / 2, fill=255)
    return mask.reduce(PLATE_OVERSAMPLING)


def _fit(drawn: Image.Image, width: int, height: int, plate: str) -> float:
    """The scale of a logo on its plate: its outermost ink stays within the plate's edge."""
    if plate == "none":
        return min(width / drawn.width, height / drawn.height)
    radius = min(width, height) / 2
    if plate == "pill-white":
        return _fit_pill(
            drawn.width / 2, drawn.height / 2, width / 2 - radius, LOGO_EXTENT * radius
        )
    y, x = np.nonzero(np.asarray(drawn.getchannel("A")) > 127)
    middle_x, middle_y = (drawn.width - 1) / 2, (drawn.height - 1) / 2
    return LOGO_EXTENT * radius / float(np.hypot(x - middle_x, y - middle_y).max(initial=1.0))


def _fit_pill(across: float, down: float, straight: float, radius: float) -> float:
    """The scale at which the corner of a box, given by half its sides, lies on a pill's edge.

    Above the straight part the height limits it; beyond, the corner lies on the round end:
    (f * across - straight)^2 + (f * down)^2 = radius^2.
    """
    if across * radius / down <= straight:
        return radius / down
    square = across**2 + down**2
    root = across**2 * straight**2 - square * (straight**2 - radius**2)
    return (across * straight + math.sqrt(root)) / square
