"""Drawing: a designer's picture, read, made square and brought to sRGB, or refused with why."""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from framegen.design.finding import Finding, doubt
from framegen.design.shape import WORK
from framegen.errors import FrameInvalid, PhotoUnreadable
from framegen.photo.color import srgb_transform, to_rgb

# Pixels a side: what is refused, what is enlarged, what is made smaller, what is too much to open.
LEAST_SIDE, GOOD_SIDE, MOST_SIDE, LARGEST_SIDE = 720, 1080, 2048, 8192
LARGEST_PIXELS = 50_000_000
FORMATS = ("PNG", "WEBP", "TIFF", "GIF", "JPEG", "BMP")
NOT_SQUARE = 0.01

# A painted hole is an even patch about the middle, of at least so much of the picture.
PAINTED, EVEN = 0.08, 12

# Outside this radius nothing may be lost. A stroke is a step of so many grey levels; text has both
# steps in that share of a patch of .022 by 6 degrees: 0.13 to 0.22 where it is .022 high or more,
# against 0.07 at most in the rays, folds and ribbons of our own frames.
OUTER, STROKE, DETAIL, BUSY = 0.49, 60, (16, 36), 0.09


def open_drawing(stream: BinaryIO) -> Image.Image:
    """The picture's header, refused where its size alone makes it unusable."""
    too_large = f"a side may have {LARGEST_SIDE:,} pixels at most; export it at 2048 x 2048."
    try:
        image = Image.open(stream, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FrameInvalid(f"the picture has too many pixels; {too_large}") from error
    except UnidentifiedImageError as error:
        raise FrameInvalid(
            "not a picture that can be read; export the design as a PNG with a transparent hole."
        ) from error
    except Exception as error:
        raise FrameInvalid(f"the picture is damaged ({error}); export it again.") from error
    width, height = image.size
    shown = f"{width:,} x {height:,} pixels"
    if max(image.size) > LARGEST_SIDE or width * height > LARGEST_PIXELS:
        raise FrameInvalid(f"{shown} are too many; {too_large}")
    if abs(width - height) > NOT_SQUARE * max(image.size):
        raise FrameInvalid(f"{shown} are not square; set the design's page to 2048 x 2048.")
    if max(image.size) < LEAST_SIDE:
        raise FrameInvalid(
            f"{shown} are too few, a frame needs {LEAST_SIDE} x {LEAST_SIDE} at least; "
            "export it at 1080 x 1080 or, better, 2048 x 2048."
        )
    return image


def normalised(image: Image.Image) -> tuple[Image.Image, list[Finding]]:
    """A picture as a square RGBA of 8 bits in sRGB, of a good size; what was done to it."""
    try:
        image.load()
    except Exception as error:
        raise FrameInvalid(f"the picture is damaged ({error}); export it again.") from error
    # Sixteen bits of grey hold no transparency; of sixteen bits of colour Pillow gives the upper.
    if image.mode.startswith("I") or not image.has_transparency_data:
        raise FrameInvalid(why_opaque(_plain(image), image.mode))
    layers, findings = _to_srgb(image)
    width, height = layers.size
    side = min(max(width, height, GOOD_SIDE), MOST_SIDE)
    if width != height:
        findings.append(doubt("resized", f"{width} x {height} pixels were made square."))
    if max(layers.size) < GOOD_SIDE:
        sentence = f"{width} x {height} pixels were enlarged and look soft; export it at 2048."
        findings.append(doubt("small-artwork", sentence))
    if layers.size != (side, side):
        # Premultiplied, or the black under clear pixels darkens every edge. Shrunk by a filter
        # without overshoot, which would draw light lines along the window.
        kind = Image.Resampling.HAMMING if side < max(width, height) else Image.Resampling.BICUBIC
        layers = layers.convert("RGBa").resize((side, side), kind).convert("RGBA")
    return layers, findings


def _to_srgb(image: Image.Image) -> tuple[Image.Image, list[Finding]]:
    """The colours brought to sRGB, the transparency as it is."""
    layers = image.convert("LA" if image.mode in ("L", "LA") else "RGBA")
    base = layers.convert(layers.mode.removesuffix("A"))
    given = image.info.get("icc_profile")
    base.info = {"icc_profile": given} if given else {}
    colors, profile, is_bad = to_rgb(base)
    findings = []
    transform = srgb_transform(profile) if profile else None
    if transform:
        colors = ImageCms.applyTransform(colors, transform) or colors
        sentence = "The colours were brought to sRGB; compare them."
        findings.append(doubt("colour-profile", sentence))
    if is_bad:
        sentence = "Its colour profile cannot be used and sRGB was assumed; export it as sRGB."
        findings.append(doubt("bad-profile", sentence))
    result = colors.convert("RGBA")
    result.putalpha(layers.getchannel("A"))
    return result, findings


def _plain(image: Image.Image) -> Image.Image:
    """A picture without transparency in RGB."""
    try:
        return to_rgb(image)[0]
    except PhotoUnreadable as error:
        raise FrameInvalid(f"{error} Export the design as a PNG of 8 bits a channel.") from error


def why_opaque(image: Image.Image, mode: str) -> str:
    """What is wrong with a picture without any transparency: a painted hole, or no hole at all."""
    if mode == "CMYK":
        return (
            "the picture is in CMYK, the colours of print, which have no transparency; "
            "export it as an RGB PNG with a transparent hole."
        )
    colors, area = painted_hole(image)
    if area >= PAINTED:
        shown = " and ".join(colors)
        return (
            f"the hole is painted {shown}, over {area:.0%} of the picture, and hides the photo; "
            "delete it in the design and export as PNG with a transparent background."
        )
    return (
        "the picture has no transparency, so nothing of the photo would be seen; "
        "cut a hole into the design and export as PNG with a transparent background."
    )


def painted_hole(image: Image.Image) -> tuple[list[str], float]:
    """The colours of an even patch about the middle and its area; two for a painted chequer."""
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
        # The second colour of a chequer is grey like the first and as frequent.
        if not chosen or (near[edge, edge].mean() > 0.2 and np.ptp(color) < EVEN):
            chosen.append(color)
            even |= near
    parts = cv2.connectedComponents(even.astype(np.uint8), connectivity=8)[1]
    middle = parts[edge, edge]
    most = int(np.argmax(np.bincount(middle.ravel())))
    if most == 0 or (middle == most).mean() < 0.9:
        return [], 0.0
    return ["#{:02X}{:02X}{:02X}".format(*color) for color in chosen], float((parts == most).mean())


def outer_detail(small: NDArray[np.uint8]) -> Iterator[Finding]:
    """Text or figures outside the circle that Facebook and Zalo leave.

    Text is where strokes begin and end close together along the circle. Rings about the middle
    have no such ends, and rays, ribbons and the edges of folds have few.
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
        yield doubt(
            "detail-outside-circle",
            f"There is text or fine detail about x {x:.2f}, y {y:.2f}, outside the circle that "
            "Facebook and Zalo show; move it within the radius 0.48 about the middle.",
        )
