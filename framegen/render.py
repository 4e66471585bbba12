"""Photo + Crop + Frame -> Avatar: cut, turned, brought to sRGB and laid under the artwork."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from framegen.artwork import Overlay
from framegen.avatar import Avatar, Note
from framegen.crop import Crop, checked_crop
from framegen.frame import Frame
from framegen.geometry import Box, Point
from framegen.photo import Photo, Pixels

# Enlarged more than this, a photo looks soft.
SOFT = 1.5

# A turned photo is sampled at this multiple of its final size: turning interpolates, it does not
# average, and would show jagged edges on anything finer.
TURNING_SCALE = 1.5

# How the extended background fades: from a mirror image at the photo's edge, where it must meet
# the photo, through ever softer ones. Each (distance, blur), in shares of the side.
FADES = ((0.012, 0.004), (0.035, 0.014), (0.08, 0.045))

# The least share of an avatar that makes an extended background worth a note.
VISIBLE = 0.0005


def render(
    photo: Photo,
    crop: Crop,
    frame: Frame,
    *,
    size: int | None = None,
    notes: Sequence[Note] = (),
) -> Avatar:
    """The avatar of a crop of a photo in a frame.

    Args:
        photo: decoded anew where it holds too few pixels for the size.
        crop: which square of it, see Crop.
        frame: what goes around it.
        size: the side in pixels, the frame's own by default.
        notes: doubts to hand on; those that come up here are added.

    Raises:
        CropInvalid, SizeInvalid: the crop or the size makes no sense.
    """
    size = frame.checked_size(size)
    crop = checked_crop(crop, photo.size)
    photo = photo.at_scale(size / crop.box.width)
    overlay = frame.artwork.overlay(size)
    canvas, covered = _canvas(photo, crop, size)
    visible = _visible(covered, overlay)
    if visible:
        canvas = _extend(canvas, covered)
    composed = _compose(photo.to_srgb(canvas), overlay)
    found = {
        Note.EXTENDED: visible,
        Note.UPSCALED: size > SOFT * crop.box.width,
        Note.BAD_PROFILE: photo.bad_profile,
    }
    added = tuple(note for note, holds in found.items() if holds and note not in notes)
    return Avatar(Image.fromarray(composed), crop, frame, (*notes, *added))


def _canvas(photo: Photo, crop: Crop, size: int) -> tuple[Pixels, Box]:
    """The crop at its final size, and which box of it the photo covers; mirrored beyond."""
    quarters = round(crop.turn / 90)
    # A view, no copy: quarter turns cost nothing and keep every pixel.
    pixels = np.rot90(photo.pixels, -quarters)
    center = _turned_center(photo, crop.box.center, quarters)
    box = Box.around(center, crop.box.width).scaled(photo.scale)
    rest = crop.turn - 90 * quarters
    if abs(rest) < 0.01:
        return _sample(pixels, box, size)
    return _sample_turned(pixels, box, size, rest)


def _turned_center(photo: Photo, center: Point, quarters: int) -> Point:
    """Where a point of the photo is after so many quarter turns clockwise."""
    width, height = photo.size
    x, y = center
    places = (Point(x, y), Point(height - y, x), Point(width - x, height - y), Point(y, width - x))
    return places[quarters % 4]


def _sample(pixels: Pixels, box: Box, size: int) -> tuple[Pixels, Box]:
    """A square box of pixels, which may reach past them, at a size: Lanczos, exact to a fraction.

    Only whole pixels of the result that lie on the photo are sampled; the rest mirrors them.
    """
    height, width = pixels.shape[:2]
    scale = size / box.width
    left, right = _whole(-box.left * scale, (width - box.left) * scale, size)
    top, bottom = _whole(-box.top * scale, (height - box.top) * scale, size)
    source = Box(
        box.left + left / scale,
        box.top + top / scale,
        box.left + right / scale,
        box.top + bottom / scale,
    )
    # Lanczos looks three pixels around, in the coarser of both grids.
    margin = math.ceil(3 * max(1.0, 1 / scale)) + 1
    x, y = max(0, math.floor(source.left) - margin), max(0, math.floor(source.top) - margin)
    x_end, y_end = math.ceil(source.right) + margin, math.ceil(source.bottom) + margin
    part = Image.fromarray(np.ascontiguousarray(pixels[y:y_end, x:x_end]))
    within = (
        max(0.0, source.left - x),
        max(0.0, source.top - y),
        min(float(part.width), source.right - x),
        min(float(part.height), source.bottom - y),
    )
    drawn = np.asarray(
        part.resize((right - left, bottom - top), Image.Resampling.LANCZOS, box=within)
    )
    covered = Box(left, top, right, bottom)
    if covered != Box(0, 0, size, size):
        import cv2

        drawn = cv2.copyMakeBorder(
            drawn, top, size - bottom, left, size - right, cv2.BORDER_REFLECT
        )
    return drawn, covered


def _whole(start: float, end: float, size: int) -> tuple[int, int]:
    """The whole pixels between two places of the result, at least one, within 0 to size."""
    first = min(max(0, math.ceil(start - 1e-6)), size - 1)
    last = max(min(size, math.floor(end + 1e-6)), first + 1)
    return first, last


def _sample_turned(pixels: Pixels, box: Box, size: int, turn: float) -> tuple[Pixels, Box]:
    """The same after a turn of less than 45 degrees: first shrunk, then turned, then to size."""
    angle = math.radians(turn)
    spread = abs(math.cos(angle)) + abs(math.sin(angle))
    fine = math.ceil(size * TURNING_SCALE)
    wide = math.ceil(fine * spread / 2) * 2 + 2
    around = Box.around(box.center, box.width * wide / fine)
    sampled, covered = _sample(pixels, around, wide)
    sampled = _extend(sampled, covered)
    turned = Image.fromarray(sampled).rotate(-turn, Image.Resampling.BICUBIC)
    edge = (wide - fine) / 2
    cut = (edge, edge, edge + fine, edge + fine)
    drawn = turned.resize((size, size), Image.Resampling.LANCZOS, box=cut)
    return np.asarray(drawn), _covered_after_turn(covered, wide, fine, size, angle)


def _covered_after_turn(covered: Box, wide: int, fine: int, size: int, angle: float) -> Box:
    """About how far the photo reaches in the turned result: its edges at the middle axes."""
    cos = math.cos(angle)
    middle = wide / 2

    def reach(distance: float) -> float:
        return distance / cos * size / fine

    box = Box(
        size / 2 - reach(middle - covered.left),
        size / 2 - reach(middle - covered.top),
        size / 2 + reach(covered.right - middle),
        size / 2 + reach(covered.bottom - middle),
    )
    return box.intersection(Box(0, 0, size, size))


def _visible(covered: Box, overlay: Overlay) -> bool:
    """Whether the artwork leaves anything clear where there is no photo."""
    left, top, right, bottom = (round(edge) for edge in covered.edges)
    clear = overlay.clear[..., 0]
    total = np.count_nonzero(clear)
    inside = np.count_nonzero(clear[max(0, top) : bottom, max(0, left) : right])
    return bool(total - inside > VISIBLE * clear.size)


def _extend(canvas: Pixels, covered: Box) -> Pixels:
    """The mirrored surroundings of the photo softened, the more the further away from it.

    At the photo's edge the mirror image meets it without a seam; a little further on nobody can
    tell what it was.
    """
    size = canvas.shape[0]
    if covered == Box(0, 0, size, size):
        return canvas
    import cv2

    away = _distances(covered, size) / size
    result = canvas.astype(np.float32)
    start = 0.0
    for distance, blur in FADES:
        weight = np.clip((away - start) / (distance - start), 0, 1)[..., None]
        # Blurring a quarter of the picture is sixteen times cheaper and looks the same.
        small = cv2.resize(canvas, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), max(0.3, blur * size / 4))
        softer = cv2.resize(soft, (size, size), interpolation=cv2.INTER_LINEAR)
        result += weight * (softer - result)
        start = distance
    return np.rint(result).astype(np.uint8)


def _distances(covered: Box, size: int) -> NDArray[np.float32]:
    """How many pixels each place lies away from the photo; 0 on it."""
    places = np.arange(size, dtype=np.float32) + 0.5
    x = np.maximum(0, np.maximum(covered.left - places, places - covered.right))
    y = np.maximum(0, np.maximum(covered.top - places, places - covered.bottom))
    distances: NDArray[np.float32] = np.hypot(x[None, :], y[:, None])
    return distances


def _compose(canvas: Pixels, overlay: Overlay) -> Pixels:
    """The photo under the artwork: premultiplied source-over (Porter and Duff 1984), in sRGB."""
    import cv2

    under = cv2.multiply(canvas, overlay.clear, scale=1 / 255)
    return np.asarray(cv2.add(under, overlay.color), np.uint8)
