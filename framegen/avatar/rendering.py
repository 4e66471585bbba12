"""Rendering: Photo + Crop + Frame -> Avatar: cut, turned, in sRGB, under the artwork."""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PIL import Image, ImageChops

from framegen.avatar.background import blur_background, is_background_visible
from framegen.avatar.crop import Crop, checked_crop
from framegen.avatar.note import Note
from framegen.avatar.output import Avatar
from framegen.frame.artwork import Overlay
from framegen.frame.frame import Frame
from framegen.frame.logo import LogoSource, place_logos
from framegen.frame.text import set_texts
from framegen.geometry import Box, Point
from framegen.photo.load import Photo

# The pixels of the avatar that a photo decoded at half its size must have, or it is decoded again.
# Enlarging by the rest gives over 38 dB even on photos that are sharp to the pixel.
MIN_DECODED = 0.9

# Enlarged more than this, a photo looks soft.
SHARP_ENLARGEMENT = 1.5

# A photo is rotated at this multiple of its final size: rotating interpolates without averaging,
# and finer detail would get jagged edges.
TURNING_SCALE = 1.5

# Pillow counts these angles counter-clockwise.
TRANSPOSITIONS = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


def render(
    photo: Photo,
    crop: Crop,
    frame: Frame,
    *,
    size: int | None = None,
    text: Mapping[str, str] | None = None,
    logos: Mapping[str, LogoSource] | None = None,
    notes: Sequence[Note] = (),
) -> Avatar:
    """The avatar of a crop of a photo in a frame.

    Args:
        photo: decoded again if it has too few pixels for the size.
        crop: the square of it to show.
        frame: what goes around it.
        size: the side in pixels, the frame's own by default.
        text: the texts of the frame's slots by their ids.
        logos: the logos of its slots by their ids, instead of the frame's own.
        notes: notes so far; the avatar gets them and those of the rendering.

    Raises:
        CropInvalid, SizeInvalid: the crop or the size is out of range.
        TextError, LogoInvalid: a text or a logo cannot be drawn.
    """
    size = frame.checked_size(size)
    finish = _finisher(frame, size, text, logos)
    crop = checked_crop(crop, photo.size)
    photo = photo.at_scale(MIN_DECODED * size / crop.box.width)
    canvas = _canvas(photo, crop, size)
    extended = is_background_visible(photo.size, crop, frame.artwork.overlay(size))
    if extended:
        canvas = blur_background(canvas, photo.size, crop)
    found = {
        Note.EXTENDED: extended,
        Note.UPSCALED: size > SHARP_ENLARGEMENT * crop.box.width,
        Note.BAD_PROFILE: photo.bad_profile,
    }
    added = (note for note, applies in found.items() if applies and note not in notes)
    return Avatar(finish(photo.to_srgb(canvas)), crop, frame, (*notes, *added))


def render_frame(
    frame: Frame,
    *,
    size: int | None = None,
    text: Mapping[str, str] | None = None,
    logos: Mapping[str, LogoSource] | None = None,
) -> Image.Image:
    """Everything that lies over the photo, in RGBA, to be laid over a photo elsewhere.

    The frame is drawn over black and over white; the difference is its transparency.

    Raises:
        SizeInvalid, TextError, LogoInvalid: as `render`.
    """
    size = frame.checked_size(size)
    return _alone(_finisher(frame, size, text, logos), size)


def render_texts(frame: Frame, text: Mapping[str, str], *, size: int | None = None) -> Image.Image:
    """The texts alone in RGBA, to be laid over `render_frame`.

    Raises:
        SizeInvalid, TextError: as `render`.
    """
    letterings = set_texts(frame.texts, text)

    def write(canvas: Image.Image) -> Image.Image:
        for lettering in letterings:
            lettering.draw(canvas)
        return canvas

    return _alone(write, frame.checked_size(size))


def _alone(finish: Callable[[Image.Image], Image.Image], size: int) -> Image.Image:
    """What a function draws over a picture, in RGBA without the picture."""
    color = finish(Image.new("RGB", (size, size), "black"))
    through = ImageChops.subtract(finish(Image.new("RGB", (size, size), "white")), color)
    layers = (*color.split(), ImageChops.invert(through.getchannel("G")))
    return Image.merge("RGBa", layers).convert("RGBA")


def _finisher(
    frame: Frame,
    size: int,
    text: Mapping[str, str] | None,
    logos: Mapping[str, LogoSource] | None,
) -> Callable[[Image.Image], Image.Image]:
    """A function that draws artwork, logos and texts over a picture; they are checked first."""
    letterings = set_texts(frame.texts, text or {})
    emblems = place_logos(frame.logos, {**frame.own_logos, **(logos or {})})
    overlay = frame.artwork.overlay(size)

    def finish(canvas: Image.Image) -> Image.Image:
        composed = _compose(canvas, overlay)
        for emblem in emblems:
            emblem.draw(composed)
        for lettering in letterings:
            lettering.draw(composed)
        return composed

    return finish


def _canvas(photo: Photo, crop: Crop, size: int) -> Image.Image:
    """The crop at its final size, with the photo mirrored where the crop reaches past it."""
    quarters = round(crop.turn / 90)
    picture = photo.decoded
    if quarters % 4:
        picture = picture.transpose(TRANSPOSITIONS[quarters % 4])
    center = _turned_center(photo, crop.box.center, quarters)
    box = Box.around(center, crop.box.width).scaled(photo.scale)
    rest = crop.turn - 90 * quarters
    if abs(rest) < 0.01:
        return _sample(picture, box, size)
    return _sample_turned(picture, box, size, rest)


def _turned_center(photo: Photo, center: Point, quarters: int) -> Point:
    """The place of a point of the photo after a number of quarter turns clockwise."""
    width, height = photo.size
    x, y = center
    places = (Point(x, y), Point(height - y, x), Point(width - x, height - y), Point(y, width - x))
    return places[quarters % 4]


def _sample(picture: Image.Image, box: Box, size: int) -> Image.Image:
    """Resample a square box of a picture with Lanczos; edges may lie between pixels.

    Where the box reaches past the picture, the picture is mirrored. Only pixels of the result that
    lie wholly on the picture are sampled.
    """
    scale = size / box.width
    left, right = _whole_pixels(-box.left * scale, (picture.width - box.left) * scale, size)
    top, bottom = _whole_pixels(-box.top * scale, (picture.height - box.top) * scale, size)
    source = (
        max(0.0, box.left + left / scale),
        max(0.0, box.top + top / scale),
        min(float(picture.width), box.left + right / scale),
        min(float(picture.height), box.top + bottom / scale),
    )
    drawn = picture.resize((right - left, bottom - top), Image.Resampling.LANCZOS, box=source)
    if drawn.size == (size, size):
        return drawn
    import cv2

    mirrored = cv2.copyMakeBorder(
        np.asarray(drawn), top, size - bottom, left, size - right, cv2.BORDER_REFLECT
    )
    return Image.fromarray(np.asarray(mirrored, np.uint8))


def _whole_pixels(start: float, end: float, size: int) -> tuple[int, int]:
    """The range of whole pixels between two places of the result: at least one, within the size."""
    first = min(max(0, math.ceil(start - 1e-6)), size - 1)
    last = max(min(size, math.floor(end + 1e-6)), first + 1)
    return first, last


def _sample_turned(picture: Image.Image, box: Box, size: int, turn: float) -> Image.Image:
    """Resample a box after a turn of up to 45 degrees: shrink, rotate, then resize."""
    angle = math.radians(turn)
    spread = abs(math.cos(angle)) + abs(math.sin(angle))
    fine = math.ceil(size * TURNING_SCALE)
    # Even, so that the centre stays in place; wider than the turned square, because rotating brings
    # in black corners and Lanczos must not reach them.
    wide = math.ceil(fine * spread / 2) * 2 + 16 + fine % 2
    around = Box.around(box.center, box.width * wide / fine)
    turned = _sample(picture, around, wide).rotate(-turn, Image.Resampling.BICUBIC)
    edge = (wide - fine) / 2
    cut = (edge, edge, edge + fine, edge + fine)
    return turned.resize((size, size), Image.Resampling.LANCZOS, box=cut)


def _compose(canvas: Image.Image, overlay: Overlay) -> Image.Image:
    """The artwork over the photo: premultiplied source-over (Porter and Duff 1984) in sRGB."""
    import cv2

    under = cv2.multiply(np.asarray(canvas), overlay.clear, scale=1 / 255)
    return Image.fromarray(np.asarray(cv2.add(under, overlay.color), np.uint8))
