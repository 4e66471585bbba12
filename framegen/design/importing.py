"""Frame import: a designer's artwork, its window and the place of the face in it.

The picture is all that is needed: the window is found in its opacity, the face's place follows from
the window.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from framegen.design.bounds import GOOD_FACE_ROOM, MAX_OFF_CENTRE, MAX_TINTED, MIN_FACE_ROOM
from framegen.design.drawing import (
    MIN_OVERLAY,
    PAINTED,
    normalised,
    opaque_error,
    open_drawing,
    outer_detail,
    painted_hole,
)
from framegen.design.finding import ARTWORK, Finding, warning
from framegen.design.shape import WORK, Mask
from framegen.design.window import ClearPart, find_clear_part
from framegen.errors import FrameInvalid
from framegen.face.head import CHIN_ROOM, FACE_WIDTH, HAIR_ROOM
from framegen.frame.artwork import Artwork
from framegen.frame.font import FAMILY, WEIGHTS
from framegen.frame.opening import FaceTarget, KeepOut, MaskWindow, Window
from framegen.frame.svg import checked_svg
from framegen.language import N_, Message
from framegen.language.system import reason_of

# The face target as it was set by hand in five frames: how far it lies below the middle of the
# largest circle inside the window, in shares of the radius; its least height, in shares of the
# height; and the room above the head and, over a badge, below the chin, in shares of the side.
DROP, MIN_HEIGHT, ABOVE_HEAD, UNDER_CHIN = 0.08, 0.78, 0.01, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """An artwork that can become a frame.

    Attributes:
        overlay: the drawing, square, RGBA, sRGB, 1080 to 2048 pixels a side.
        window, face, keepouts: the opening that was found in it.
        mask: for a MaskWindow the window in grey, white where it is clear; else None.
        findings: warnings; what would be an error was raised instead.
        background: the colour of its rim, "#RRGGBB".
        artwork: the checked SVG if it came as one.
    """

    overlay: Image.Image
    window: Window
    face: FaceTarget
    keepouts: tuple[KeepOut, ...]
    mask: Image.Image | None
    findings: tuple[Finding, ...]
    background: str = "#FFFFFF"
    artwork: Artwork | None = None


def import_artwork(path: str | os.PathLike[str]) -> Imported:
    """Read a designer's picture and find its window.

    Args:
        path: a square picture with transparency (PNG, WebP, TIFF, GIF), or an SVG.

    Raises:
        FrameInvalid: it cannot become a frame; the message begins with the path and says what is
            wrong and what to change in the design.
    """
    path = Path(path)
    try:
        if path.suffix.lower() == ".svg":
            return _import_svg(path)
        with path.open("rb") as stream:
            overlay, findings = normalised(open_drawing(stream))
        return _imported(overlay, findings)
    except OSError as error:
        reason = reason_of(error)
        raise FrameInvalid(
            "{path}: cannot be read ({reason}).", path=path, reason=reason
        ) from error
    except FrameInvalid as error:
        raise FrameInvalid("{path}: {problem}", path=path, problem=Message.of(error)) from error


def _import_svg(path: Path) -> Imported:
    """An SVG with its window; its fonts are those without which it is refused."""
    drawing = path.read_bytes()
    fonts = tuple(f"{FAMILY}:{weight}" for weight in WEIGHTS)
    svg = checked_svg(drawing, fonts, square=True)
    # A style sheet may set any weight anywhere, so all are kept with one.
    for font in () if "<style" in svg else fonts:
        fewer = tuple(other for other in fonts if other != font)
        try:
            checked_svg(drawing, fewer, square=True)
        except FrameInvalid:
            continue
        fonts = fewer
    artwork = Artwork(svg, fonts)
    drawn = artwork.overlay(MIN_OVERLAY)
    layers = np.dstack((drawn.color, 255 - drawn.clear[..., :1]))
    overlay = Image.frombytes("RGBa", (drawn.side, drawn.side), layers.tobytes()).convert("RGBA")
    return _imported(overlay, [], artwork)


def _imported(
    overlay: Image.Image, findings: list[Finding], artwork: Artwork | None = None
) -> Imported:
    """An overlay with its window, face target, badges and warnings."""
    import cv2

    layers = np.asarray(overlay)
    small = np.asarray(cv2.resize(layers, (WORK, WORK), interpolation=cv2.INTER_AREA), np.uint8)
    opacity = np.ascontiguousarray(small[..., 3])
    if (opacity >= 128).mean() < 0.001:
        raise FrameInvalid("the picture is clear all over; there is nothing to draw on a photo.")
    part = find_clear_part(opacity)
    if part is None or part.roomiest.radius < MIN_FACE_ROOM:
        raise _hole_error(overlay, opacity, part)
    background = _rim_color(small, part)
    if part.outside.any():
        findings = [*findings, _corners(background, is_filled=artwork is None)]
        if artwork is None:
            overlay = _filled_outside(overlay, part.outside, background)
    findings = [*findings, *_window_warnings(part), *outer_detail(small)]
    return Imported(
        overlay=overlay,
        window=part.window,
        face=face_target(part),
        keepouts=part.keepouts,
        mask=_mask(overlay, part) if isinstance(part.window, MaskWindow) else None,
        findings=tuple(findings),
        background=background,
        artwork=artwork,
    )


def _hole_error(
    overlay: Image.Image, opacity: NDArray[np.uint8], part: ClearPart | None
) -> FrameInvalid:
    """Why a picture with transparency has no hole that a face fits into."""
    veiled = (opacity > 10) & (opacity < 242)
    if veiled.mean() >= PAINTED:
        return FrameInvalid(
            "the hole is not clear: its opacity is {opacity:.2f} over {area:.0%} of the picture; "
            "delete what lies over it.",
            opacity=float(np.median(opacity[veiled])) / 255,
            area=float(veiled.mean()),
        )
    if painted_hole(overlay)[1] >= PAINTED:
        return opaque_error(overlay, "RGBA")
    if part is not None and part.is_inside:
        return FrameInvalid(
            "the hole has no room for a face: the largest circle in it has the radius "
            "{radius:.3f} of the side, {least:.2f} are needed; make it larger.",
            radius=part.roomiest.radius,
            least=MIN_FACE_ROOM,
        )
    return FrameInvalid(
        "there is no hole: {area:.1%} of the picture is clear, and not where a face could be; "
        "delete the sample photo or cut a hole into the middle.",
        area=float((opacity < 128).mean()),
    )


def _window_warnings(part: ClearPart) -> Iterator[Finding]:
    """What of the window a designer may not have intended."""
    radius, x = part.roomiest.radius, part.window.box.center.x
    if part.rivals:
        text = N_(
            "The photo shows through {count} holes, and only the largest is framed; fill those "
            "that are not meant."
        )
        yield warning("several-holes", ARTWORK, text, count=part.rivals + 1)
    if abs(x - 0.5) > MAX_OFF_CENTRE:
        text = N_(
            "The window's middle is at x {x:.3f}, {by:.3f} of the side from the middle; a profile "
            "shows a circle about the middle."
        )
        yield warning("off-centre", ARTWORK, text, x=x, by=abs(x - 0.5))
    if radius < GOOD_FACE_ROOM:
        text = N_(
            "The window has room for a circle of radius {radius:.3f} of the side; below "
            "{least:.2f} a face is hard to tell in a small profile picture."
        )
        yield warning("small-window", ARTWORK, text, radius=radius, least=GOOD_FACE_ROOM)
    if part.tinted > MAX_TINTED:
        text = N_(
            "{share:.0%} of the window is not quite clear, its median opacity is {opacity:.2f}; "
            "delete what lies over the photo unless it is a shade that is meant."
        )
        code = "semi-transparent-window"
        yield warning(code, ARTWORK, text, share=part.tinted, opacity=part.tint)


def _corners(background: str, *, is_filled: bool) -> Finding:
    """A warning that something beyond the drawing is transparent."""
    if is_filled:
        text = N_(
            "What is transparent around the drawing was filled with {color}; draw the background "
            "out to the corners for another look of the square picture."
        )
        return warning("transparent-corners", ARTWORK, text, color=background)
    text = N_(
        "What is transparent around the drawing shows the photo; draw the background out to the "
        "corners for another look of the square picture."
    )
    return warning("transparent-corners", ARTWORK, text)


def _rim_color(small: NDArray[np.uint8], part: ClearPart) -> str:
    """The artwork's median colour next to what is clear around it, else along the border."""
    import cv2

    reach = np.ones((25, 25), np.uint8)
    around = part.outside.astype(np.uint8)
    if not around.any():
        around[0] = around[-1] = around[:, 0] = around[:, -1] = 1
    near = cv2.dilate(around, reach).astype(bool) & (small[..., 3] > 250)
    chosen = small[near if near.any() else small[..., 3] >= 128][:, :3]
    return "#{:02X}{:02X}{:02X}".format(*np.median(chosen, axis=0).astype(int))


def _filled_outside(overlay: Image.Image, outside: Mask, color: str) -> Image.Image:
    """The overlay with what is transparent around it, soft rim included, over a colour."""
    import cv2

    # Three pixels further than it is clear, for the rim; opaque pixels there do not change.
    wide = cv2.dilate(outside.astype(np.uint8) * 255, np.ones((7, 7), np.uint8))
    place = Image.fromarray(wide).resize(overlay.size, Image.Resampling.NEAREST)
    filled = Image.alpha_composite(Image.new("RGBA", overlay.size, color), overlay)
    return Image.composite(filled, overlay, place)


def _mask(overlay: Image.Image, part: ClearPart) -> Image.Image:
    """The window in grey: white where it is clear, with its soft edge, black elsewhere."""
    import cv2

    wide = cv2.dilate(part.clear.astype(np.uint8) * 255, np.ones((25, 25), np.uint8))
    place = Image.fromarray(wide).resize(overlay.size, Image.Resampling.NEAREST)
    return ImageChops.multiply(ImageChops.invert(overlay.getchannel("A")), place)


def face_target(part: ClearPart) -> FaceTarget:
    """Where a face belongs in a window.

    It is as high as the radius of the largest circle inside the window and lies a little below that
    circle's middle, with crown and chin clear of the window's edge and of badges above and below.
    """
    room = part.roomiest
    height, y = room.radius, room.y + DROP * room.radius
    top, bottom = part.window.box.top, part.bottom
    for keepout in part.keepouts:
        x, middle, radius = keepout.circle
        if abs(x - room.x) > radius + FACE_WIDTH / 2 * height:
            continue
        if middle > y:
            bottom = min(bottom, middle - radius - UNDER_CHIN)
        else:
            top = max(top, middle + radius)
    top += ABOVE_HEAD
    height = min(height, max(0.05, (bottom - top) / (1 + HAIR_ROOM + CHIN_ROOM)))
    lowest, highest = bottom - (0.5 + CHIN_ROOM) * height, top + (0.5 + HAIR_ROOM) * height
    y = max(min(y, lowest), highest)
    return FaceTarget(
        center=(round(room.x, 4), round(y, 4)),
        height=round(height, 4),
        min_height=round(MIN_HEIGHT * height, 4),
        head_top_min=round(top, 4),
        chin_max=round(bottom, 4),
    )
