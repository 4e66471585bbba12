"""Frame import: a designer's artwork with a hole becomes a frame's folder.

Nothing is asked but the picture: the window is found in its opacity, the face's place follows from
the window. What is wrong with a file is said in one sentence, with what to do in the design.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import (
    Image,
    ImageChops,
)

from framegen.design.drawing import (
    GOOD_SIDE,
    PAINTED,
    normalised,
    open_drawing,
    outer_detail,
    painted_hole,
    why_opaque,
)
from framegen.design.finding import Finding, doubt
from framegen.design.shape import WORK, Mask
from framegen.design.window import ClearPart, find_clear_part
from framegen.errors import FrameInvalid
from framegen.face.head import CHIN_ROOM, FACE_WIDTH, HAIR_ROOM
from framegen.frame.artwork import Artwork
from framegen.frame.font import FAMILY, WEIGHTS
from framegen.frame.opening import FaceTarget, KeepOut, MaskWindow, Window
from framegen.frame.svg import checked_svg

# In shares of the side: the least and the usual radius for a face, how far aside is noticed.
LEAST_ROOM, GOOD_ROOM, ASIDE = 0.10, 0.20, 0.06
TINTED = 0.02

# The face target of a window from the largest circle inside it, as set by hand in five frames.
DROP, MIN_HEIGHT, ABOVE_HEAD, UNDER_CHIN = 0.08, 0.78, 0.01, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """An artwork that can become a frame.

    Attributes:
        overlay: the drawing, square, RGBA, sRGB, 1080 to 2048 pixels a side.
        window, face, keepouts: the opening that was found in it.
        mask: the window in grey, white where it is clear, if it is of no shape with a name.
        findings: the doubts; what would be an error was raised instead.
        background: the colour of its rim, "#RRGGBB".
        artwork: the checked SVG where it came as one.
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
        FrameInvalid: it cannot become a frame; the message starts with the path and says what is
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
        raise FrameInvalid(f"{path}: cannot be read ({error.strerror or error}).") from error
    except FrameInvalid as error:
        raise FrameInvalid(f"{path}: {error}") from error


def _import_svg(path: Path) -> Imported:
    """The same for an SVG, with the fonts that it uses found by what cannot be left out."""
    drawing = path.read_bytes()
    fonts = tuple(f"{FAMILY}:{weight}" for weight in WEIGHTS)
    svg = checked_svg(drawing, fonts, square=True)
    # A style sheet may set any weight anywhere: then all are kept.
    for font in () if "<style" in svg else fonts:
        fewer = tuple(other for other in fonts if other != font)
        try:
            checked_svg(drawing, fewer, square=True)
        except FrameInvalid:
            continue
        fonts = fewer
    artwork = Artwork(svg, fonts)
    drawn = artwork.overlay(GOOD_SIDE)
    layers = np.dstack((drawn.color, 255 - drawn.clear[..., :1]))
    overlay = Image.frombytes("RGBa", (drawn.side, drawn.side), layers.tobytes()).convert("RGBA")
    return _imported(overlay, [], artwork)


def _imported(
    overlay: Image.Image, findings: list[Finding], artwork: Artwork | None = None
) -> Imported:
    """What an overlay tells about itself."""
    import cv2

    layers = np.asarray(overlay)
    small = np.asarray(cv2.resize(layers, (WORK, WORK), interpolation=cv2.INTER_AREA), np.uint8)
    opacity = np.ascontiguousarray(small[..., 3])
    if (opacity >= 128).mean() < 0.001:
        raise FrameInvalid("the picture is clear all over; there is nothing to draw on a photo.")
    part = find_clear_part(opacity)
    if part is None or part.roomiest.radius < LEAST_ROOM:
        raise FrameInvalid(_why_no_hole(overlay, opacity, part))
    background = _rim_color(small, part)
    if part.outside.any():
        findings = [*findings, _corners(background, is_filled=artwork is None)]
        if artwork is None:
            overlay = _filled_outside(overlay, part.outside, background)
    findings = [*findings, *_doubts(part), *outer_detail(small)]
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


def _why_no_hole(overlay: Image.Image, opacity: NDArray[np.uint8], part: ClearPart | None) -> str:
    """What is wrong with a picture that has transparency but no hole that a face fits into."""
    veiled = (opacity > 10) & (opacity < 242)
    if veiled.mean() >= PAINTED:
        median = float(np.median(opacity[veiled])) / 255
        return (
            f"the hole is not clear: its opacity is {median:.2f} over {veiled.mean():.0%} of the "
            "picture; delete what lies over it."
        )
    if painted_hole(overlay)[1] >= PAINTED:
        return why_opaque(overlay, "RGBA")
    if part is not None and part.is_inside:
        return (
            f"the hole has no room for a face: the largest circle in it has the radius "
            f"{part.roomiest.radius:.3f} of the side, {LEAST_ROOM:.2f} are needed; make it larger."
        )
    return (
        f"there is no hole: {(opacity < 128).mean():.1%} of the picture is clear, and not "
        "where a face could be; delete the sample photo or cut a hole into the middle."
    )


def _doubts(part: ClearPart) -> Iterator[Finding]:
    """What a designer may not have meant, of the window."""
    room, middle = part.roomiest, part.window.box.center
    if part.rivals:
        yield doubt(
            "several-holes",
            f"The photo shows through {part.rivals + 1} holes, and only the largest is framed; "
            "fill those that are not meant.",
        )
    if abs(middle.x - 0.5) > ASIDE:
        yield doubt(
            "off-centre",
            f"The window's middle is at x {middle.x:.3f}, {abs(middle.x - 0.5):.3f} of the side "
            "from the middle; a profile shows a circle about the middle.",
        )
    if room.radius < GOOD_ROOM:
        yield doubt(
            "small-window",
            f"The window has room for a circle of radius {room.radius:.3f} of the side; below "
            f"{GOOD_ROOM:.2f} a face is hard to tell in a small profile picture.",
        )
    if part.tinted > TINTED:
        yield doubt(
            "semi-transparent-window",
            f"{part.tinted:.0%} of the window is not quite clear, its median opacity is "
            f"{part.tint:.2f}; delete what lies over the photo unless it is a shade that is meant.",
        )


def _corners(background: str, *, is_filled: bool) -> Finding:
    done = f"was filled with {background}" if is_filled else "shows the photo"
    return doubt(
        "transparent-corners",
        f"What is transparent around the drawing {done}; draw the background out to the corners "
        "for another look of the square picture.",
    )


def _rim_color(small: NDArray[np.uint8], part: ClearPart) -> str:
    """The usual colour of the artwork next to what is clear around it, else at the border."""
    import cv2

    reach = np.ones((25, 25), np.uint8)
    around = part.outside.astype(np.uint8)
    if not around.any():
        around[0] = around[-1] = around[:, 0] = around[:, -1] = 1
    near = cv2.dilate(around, reach).astype(bool) & (small[..., 3] > 250)
    chosen = small[near if near.any() else small[..., 3] >= 128][:, :3]
    return "#{:02X}{:02X}{:02X}".format(*np.median(chosen, axis=0).astype(int))


def _filled_outside(overlay: Image.Image, outside: Mask, color: str) -> Image.Image:
    """The overlay with what is transparent around it laid over a colour, its soft rim too."""
    import cv2

    # Three pixels further than it is clear, for the rim; what is opaque there does not change.
    wide = cv2.dilate(outside.astype(np.uint8) * 255, np.ones((7, 7), np.uint8))
    place = Image.fromarray(wide).resize(overlay.size, Image.Resampling.NEAREST)
    filled = Image.alpha_composite(Image.new("RGBA", overlay.size, color), overlay)
    return Image.composite(filled, overlay, place)


def _mask(overlay: Image.Image, part: ClearPart) -> Image.Image:
    """The window in grey: white where it is clear, with its soft edge, black everywhere else."""
    import cv2

    wide = cv2.dilate(part.clear.astype(np.uint8) * 255, np.ones((25, 25), np.uint8))
    place = Image.fromarray(wide).resize(overlay.size, Image.Resampling.NEAREST)
    return ImageChops.multiply(ImageChops.invert(overlay.getchannel("A")), place)


def face_target(part: ClearPart) -> FaceTarget:
    """Where a face belongs in a window, as it was set by hand in our own frames.

    As high as the radius of the largest circle inside the window, a little below that circle's
    middle, with crown and chin clear of the window's edge and of the badges in the face's way.
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
