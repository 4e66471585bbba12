"""Drawing: a designer's picture, validated, made square and converted to sRGB."""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from framegen.design.finding import ARTWORK, Finding, warning
from framegen.design.shape import WORK
from framegen.errors import FrameInvalid, PhotoUnreadable
from framegen.language import N_, Message
from framegen.photo.color import srgb_transform, to_rgb

# The sides in pixels that a picture may have, and those that it is scaled to.
MIN_SIDE, MAX_SIDE, MAX_PIXELS = 720, 8192, 50_000_000
MIN_OVERLAY, MAX_OVERLAY = 1080, 2048
FORMATS = ("PNG", "WEBP", "TIFF", "GIF", "JPEG", "BMP")

# The difference of width and height, as a share of the longer, that is corrected by scaling.
MAX_OBLONG = 0.01

# A painted hole is a patch about the middle whose levels differ by at most EVEN, and which takes
# at least this share of the picture.
PAINTED, EVEN = 0.08, 12

# Beyond the radius OUTER platforms cut the picture off. A stroke is a step of STROKE grey levels.
# Text has steps up and down in a share of more than BUSY of a patch of DETAIL pixels (6 degrees by
# .022): 0.13 to 0.22 where it is .022 high or more, against at most 0.07 in the rays, folds and
# ribbons of our own frames.
OUTER, STROKE, DETAIL, BUSY = 0.49, 60, (16, 36), 0.09

DAMAGED = N_("the picture is damaged; export it again.")


def open_drawing(stream: BinaryIO) -> Image.Image:
    """A picture of which only the header was read.

    Raises:
        FrameInvalid: it is no picture, or its size makes it unusable.
    """
    try:
        image = Image.open(stream, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FrameInvalid(
            "the picture has too many pixels; a side may have {limit:,} pixels at most; export it "
            "at 2048 x 2048.",
            limit=MAX_SIDE,
        ) from error
    except UnidentifiedImageError as error:
        raise FrameInvalid(
            "not a picture that can be read; export the design as a PNG with a transparent hole."
        ) from error
    except Exception as error:
        # Pillow may raise anything on hostile bytes.
        raise FrameInvalid(DAMAGED) from error
    _check_size(*image.size)
    return image


def _check_size(width: int, height: int) -> None:
    """Refuse a picture that is too large, too small or not square."""
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise FrameInvalid(
            "{width:,} x {height:,} pixels are too many; a side may have {limit:,} pixels at most; "
            "export it at 2048 x 2048.",
            width=width,
            height=height,
            limit=MAX_SIDE,
        )
    if abs(width - height) > MAX_OBLONG * max(width, height):
        raise FrameInvalid(
            "{width:,} x {height:,} pixels are not square; set the design's page to 2048 x 2048.",
            width=width,
            height=height,
        )
    if max(width, height) < MIN_SIDE:
        raise FrameInvalid(
            "{width:,} x {height:,} pixels are too few, a frame needs {least} x {least} at least; "
            "export it at 1080 x 1080 or, better, 2048 x 2048.",
            width=width,
            height=height,
            least=MIN_SIDE,
        )


def normalised(image: Image.Image) -> tuple[Image.Image, list[Finding]]:
    """A picture as a square sRGB overlay.

    Returns:
        The overlay, RGBA of 8 bits and MIN_OVERLAY to MAX_OVERLAY pixels a side, and a warning for
        each change that may be visible.

    Raises:
        FrameInvalid: it is damaged or has no transparency.
    """
    try:
        image.load()
    except Exception as error:
        raise FrameInvalid(DAMAGED) from error
    # 16-bit grey has no alpha; of 16-bit colour Pillow keeps the upper byte.
    if image.mode.startswith("I") or not image.has_transparency_data:
        raise opaque_error(_without_alpha(image), image.mode)
    layers, findings = _to_srgb(image)
    width, height = layers.size
    side = min(max(width, height, MIN_OVERLAY), MAX_OVERLAY)
    if width != height:
        text = N_("{width} x {height} pixels were made square.")
        findings.append(warning("resized", ARTWORK, text, width=width, height=height))
    if max(layers.size) < MIN_OVERLAY:
        text = N_("{width} x {height} pixels were enlarged and look soft; export it at 2048.")
        findings.append(warning("small-artwork", ARTWORK, text, width=width, height=height))
    if layers.size != (side, side):
        # Premultiplied, or the black under clear pixels darkens every edge. Shrunk by a filter
        # without overshoot, which would draw light lines along the window.
        kind = Image.Resampling.HAMMING if side < max(width, height) else Image.Resampling.BICUBIC
        layers = layers.convert("RGBa").resize((side, side), kind).convert("RGBA")
    return layers, findings


def _to_srgb(image: Image.Image) -> tuple[Image.Image, list[Finding]]:
    """The colours converted to sRGB, the alpha unchanged."""
    layers = image.convert("LA" if image.mode in ("L", "LA") else "RGBA")
    base = layers.convert(layers.mode.removesuffix("A"))
    given = image.info.get("icc_profile")
    base.info = {"icc_profile": given} if given else {}
    colors, profile, is_bad = to_rgb(base)
    findings = []
    transform = srgb_transform(profile) if profile else None
    if transform:
        colors = ImageCms.applyTransform(colors, transform) or colors
        text = N_("The colours were converted to sRGB; compare them.")
        findings.append(warning("colour-profile", ARTWORK, text))
    if is_bad:
        text = N_("Its colour profile cannot be used and sRGB was assumed; export it as sRGB.")
        findings.append(warning("bad-profile", ARTWORK, text))
    result = colors.convert("RGBA")
    result.putalpha(layers.getchannel("A"))
    return result, findings


def _without_alpha(image: Image.Image) -> Image.Image:
    """A picture without transparency in RGB."""
    try:
        return to_rgb(image)[0]
    except PhotoUnreadable as error:
        raise FrameInvalid(
            "{problem} Export the design as a PNG of 8 bits a channel.", problem=Message.of(error)
        ) from error


def opaque_error(image: Image.Image, mode: str) -> FrameInvalid:
    """Why a picture shows nothing of a photo: no transparency, or a painted hole.

    Args:
        image: the picture.
        mode: Pillow's name of the mode that it came in.
    """
    if mode == "CMYK":
        return FrameInvalid(
            "the picture is in CMYK, the colours of print, which have no transparency; "
            "export it as an RGB PNG with a transparent hole."
        )
    colors, area = painted_hole(image)
    if area >= PAINTED:
        return FrameInvalid(
            "the hole is painted {colors}, over {area:.0%} of the picture, and hides the photo; "
            "delete it in the design and export as PNG with a transparent background.",
            colors=colors[0]
            if len(colors) == 1
            else Message("{one} and {other}", {"one": colors[0], "other": colors[1]}),
            area=area,
        )
    return FrameInvalid(
        "the picture has no transparency, so nothing of the photo would be seen; "
        "cut a hole into the design and export as PNG with a transparent background."
    )


def painted_hole(image: Image.Image) -> tuple[list[str], float]:
    """The colour of an even patch about the middle, two for a painted chequer, and its area."""
    import cv2

    pixels = np.asarray(image.convert("RGB").resize((WORK, WORK), Image.Resampling.NEAREST))
    edge = slice(WORK // 2 - WORK // 16, WORK // 2 + WORK // 16)
    patch = pixels[edge, edge].reshape(-1, 3)
    values, counts = np.unique(patch // 8, axis=0, return_counts=True)
    chosen: list[NDArray[np.int_]] = []
    even = np.zeros((WORK, WORK), bool)
    for value in values[np.argsort(-counts)][:2]:
        color = np.median(patch[(patch // 8 == value).all(axis=1)], axis=0).astype(int)
        near = np.abs(pixels.astype(np.int16) - color).max(axis=2) <= EVEN
        # A chequer has a second colour, grey like the first and as frequent.
        if not chosen or (near[edge, edge].mean() > 0.2 and np.ptp(color) < EVEN):
            chosen.append(color)
            even |= near
    parts = cv2.connectedComponents(even.astype(np.uint8), connectivity=8)[1]
    middle = parts[edge, edge]
    largest = int(np.argmax(np.bincount(middle.ravel())))
    if largest == 0 or (middle == largest).mean() < 0.9:
        return [], 0.0
    colors = ["#{:02X}{:02X}{:02X}".format(*color) for color in chosen]
    return colors, float((parts == largest).mean())


def outer_detail(small: NDArray[np.uint8]) -> Iterator[Finding]:
    """Warn of text or figures outside the circle that Facebook and Zalo show.

    Along a circle, text has many strokes that begin and end close together; rings about the middle
    have none, rays, ribbons and the edges of folds have few.

    Args:
        small: the artwork, uint8 RGBA of WORK pixels a side.
    """
    import cv2

    center, reach, turns = (WORK / 2, WORK / 2), round(0.7 * WORK), 2048
    grey = cv2.cvtColor(np.ascontiguousarray(small[..., :3]), cv2.COLOR_RGB2GRAY)
    both = np.dstack((grey, np.ascontiguousarray(small[..., 3])))
    flags = cv2.WARP_POLAR_LINEAR | cv2.INTER_LINEAR | cv2.WARP_FILL_OUTLIERS
    polar = np.asarray(cv2.warpPolar(both, (reach, turns), center, reach, flags))
    outer = polar[:, round(OUTER * WORK) :].astype(np.int16)
    before, after = np.roll(outer, 1, axis=0), np.roll(outer, -1, axis=0)
    opaque = np.minimum(np.minimum(before, after), outer)[..., 1] > 250
    rise = (after - before)[..., 0]
    dense = [
        cv2.blur((opaque & (sign * rise > STROKE)).astype(np.float32), DETAIL) for sign in (1, -1)
    ]
    busy = np.minimum(*dense)
    if busy.max() > BUSY:
        turn, out = np.unravel_index(int(np.argmax(busy)), busy.shape)
        radius, angle = OUTER + float(out) / WORK, 2 * np.pi * float(turn) / turns
        x, y = 0.5 + radius * np.cos(angle), 0.5 + radius * np.sin(angle)
        text = N_(
            "There is text or fine detail about x {x:.2f}, y {y:.2f}, outside the circle that "
            "Facebook and Zalo show; move it within the radius 0.48 about the middle."
        )
        yield warning("detail-outside-circle", ARTWORK, text, x=float(x), y=float(y))
