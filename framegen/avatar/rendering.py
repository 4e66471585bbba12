"""Photo + Crop + Frame -> Avatar: cut, turned, brought to sRGB and laid under the artwork."""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from framegen.avatar.crop import Crop, checked_crop
from framegen.avatar.note import Note
from framegen.avatar.output import Avatar
from framegen.frame.artwork import Overlay
from framegen.frame.frame import Frame
from framegen.frame.logo import LogoSource, place_logos
from framegen.frame.text import set_texts
from framegen.geometry import Box, Point
from framegen.photo.load import Photo

# A photo that was decoded at half its size and lacks less than a tenth of the avatar's pixels is
# enlarged: that is above 38 dB even on photos sharp to the pixel, and saves the second decoding.
ENOUGH = 0.9

# Enlarged more than this, a photo looks soft.
SOFT = 1.5

# A turned photo is sampled at this multiple of its final size: turning interpolates, it does not
# average, and would show jagged edges on anything finer.
TURNING_SCALE = 1.5

# Pillow turns counter-clockwise.
QUARTERS = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}

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
    text: Mapping[str, str] | None = None,
    logos: Mapping[str, LogoSource] | None = None,
    notes: Sequence[Note] = (),
) -> Avatar:
    """The avatar of a crop of a photo in a frame.

    Args:
        photo: decoded anew where it holds too few pixels for the size.
        crop: which square of it, see Crop.
        frame: what goes around it.
        size: the side in pixels, the frame's own by default.
        text: what the frame's text slots say, by their ids.
        logos: what goes into its logo slots, instead of the frame's own logos.
        notes: doubts to hand on; those that come up here are added.

    Raises:
        CropInvalid, SizeInvalid: the crop or the size makes no sense.
        TextError, LogoInvalid: a text or a logo cannot be drawn.
    """
    size = frame.checked_size(size)
    finish = _finishing(frame, size, text, logos)
    crop = checked_crop(crop, photo.size)
    photo = photo.at_scale(ENOUGH * size / crop.box.width)
    overlay = frame.artwork.overlay(size)
    canvas = _canvas(photo, crop, size)
    extended = _is_extension_visible(photo, crop, overlay)
    if extended:
        canvas = _soften(canvas, _outside(photo, crop, size))
    composed = finish(photo.to_srgb(canvas))
    found = {
        Note.EXTENDED: extended,
        Note.UPSCALED: size > SOFT * crop.box.width,
        Note.BAD_PROFILE: photo.bad_profile,
    }
    added = tuple(note for note, holds in found.items() if holds and note not in notes)
    return Avatar(composed, crop, frame, (*notes, *added))


def render_frame(
    frame: Frame,
    *,
    size: int | None = None,
    text: Mapping[str, str] | None = None,
    logos: Mapping[str, LogoSource] | None = None,
) -> Image.Image:
    """All that lies over the photo, alone: RGBA, for whoever lays it over a photo elsewhere.

    It is the frame drawn over black and over white: what differs is what shines through.

    Raises:
        SizeInvalid, TextError, LogoInvalid: as `render`.
    """
    size = frame.checked_size(size)
    return _alone(_finishing(frame, size, text, logos), size)


def render_texts(frame: Frame, text: Mapping[str, str], *, size: int | None = None) -> Image.Image:
    """The texts alone, RGBA, to be laid over `render_frame`.

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
    """What is laid over a picture, without the picture."""
    color = finish(Image.new("RGB", (size, size), "black"))
    through = ImageChops.subtract(finish(Image.new("RGB", (size, size), "white")), color)
    layers = (*color.split(), ImageChops.invert(through.getchannel("G")))
    return Image.merge("RGBa", layers).convert("RGBA")


def _finishing(
    frame: Frame,
    size: int,
    text: Mapping[str, str] | None,
    logos: Mapping[str, LogoSource] | None,
) -> Callable[[Image.Image], Image.Image]:
    """What lays artwork, logos and texts over a picture; they are checked before it is made."""
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
    """The crop at its final size; where it reaches past the photo, the photo's mirror image."""
    quarters = round(crop.turn / 90)
    picture = photo.decoded
    if quarters % 4:
        picture = picture.transpose(QUARTERS[quarters % 4])
    center = _turned_center(photo, crop.box.center, quarters)
    box = Box.around(center, crop.box.width).scaled(photo.scale)
    rest = crop.turn - 90 * quarters
    if abs(rest) < 0.01:
        return _sample(picture, box, size)
    return _sample_turned(picture, box, size, rest)


def _turned_center(photo: Photo, center: Point, quarters: int) -> Point:
    """Where a point of the photo is after so many quarter turns clockwise."""
    width, height = photo.size
    x, y = center
    places = (Point(x, y), Point(height - y, x), Point(width - x, height - y), Point(y, width - x))
    return places[quarters % 4]


def _sample(picture: Image.Image, box: Box, size: int) -> Image.Image:
    """A square box of a picture, which may reach past it, at a size: Lanczos, exact to a fraction.

    Only whole pixels of the result that lie on the picture are sampled; the rest mirrors them.
    """
    scale = size / box.width
    left, right = _whole(-box.left * scale, (picture.width - box.left) * scale, size)
    top, bottom = _whole(-box.top * scale, (picture.height - box.top) * scale, size)
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


def _whole(start: float, end: float, size: int) -> tuple[int, int]:
    """The whole pixels between two places of the result, at least one, within 0 to size."""
    first = min(max(0, math.ceil(start - 1e-6)), size - 1)
    last = max(min(size, math.floor(end + 1e-6)), first + 1)
    return first, last


def _sample_turned(picture: Image.Image, box: Box, size: int, turn: float) -> Image.Image:
    """The same after a turn of less than 45 degrees: first shrunk, then turned, then to size."""
    angle = math.radians(turn)
    spread = abs(math.cos(angle)) + abs(math.sin(angle))
    fine = math.ceil(size * TURNING_SCALE)
    # Even, so that the middle stays the middle; wider than the turned square, since what turns in
    # from beyond is black and Lanczos would see it.
    wide = math.ceil(fine * spread / 2) * 2 + 16 + fine % 2
    around = Box.around(box.center, box.width * wide / fine)
    turned = _sample(picture, around, wide).rotate(-turn, Image.Resampling.BICUBIC)
    edge = (wide - fine) / 2
    cut = (edge, edge, edge + fine, edge + fine)
    return turned.resize((size, size), Image.Resampling.LANCZOS, box=cut)


def _outside(photo: Photo, crop: Crop, size: int, step: int = 1) -> NDArray[np.float32]:
    """How far each pixel of the avatar lies outside the photo, in pixels of the avatar; 0 on it.

    With a step only every so many pixels are looked at.
    """
    along = ((np.arange(0, size, step) + 0.5) / size - 0.5) * crop.box.width
    angle = math.radians(crop.turn)
    cos, sin = math.cos(angle), math.sin(angle)
    # Each pixel turned back to where it is in the photo.
    x = crop.box.center.x + cos * along[None, :] + sin * along[:, None]
    y = crop.box.center.y - sin * along[None, :] + cos * along[:, None]
    across = np.maximum(0, np.maximum(-x, x - photo.size.width))
    down = np.maximum(0, np.maximum(-y, y - photo.size.height))
    return (np.hypot(across, down) * (size / crop.box.width)).astype(np.float32)


def _is_extension_visible(photo: Photo, crop: Crop, overlay: Overlay) -> bool:
    """Whether the artwork leaves anything clear where there is no photo, beyond a seam's width."""
    missing = _outside(photo, crop, overlay.side, step=4) > 1
    seen = missing & (overlay.clear[::4, ::4, 0] > 0)
    return bool(np.count_nonzero(seen) > VISIBLE * seen.size)


def _soften(canvas: Image.Image, outside: NDArray[np.float32]) -> Image.Image:
    """The mirrored surroundings of the photo made soft, the more the further away from it.

    At the photo's edge the mirror image meets it without a seam; a little further on nobody can
    tell what it was.
    """
    import cv2

    size = canvas.width
    mirrored = np.asarray(canvas)
    # Blurring a quarter of the picture is sixteen times cheaper and looks the same.
    small = cv2.resize(mirrored, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    result = mirrored.astype(np.float32)
    start = 0.0
    for distance, blur in FADES:
        weight = np.clip((outside / size - start) / (distance - start), 0, 1)[..., None]
        soft = cv2.GaussianBlur(small, (0, 0), max(0.3, blur * size / 4))
        result += weight * (cv2.resize(soft, (size, size)) - result)
        start = distance
    return Image.fromarray(np.rint(result).astype(np.uint8))


def _compose(canvas: Image.Image, overlay: Overlay) -> Image.Image:
    """The photo under the artwork: premultiplied source-over (Porter and Duff 1984), in sRGB."""
    import cv2

    under = cv2.multiply(np.asarray(canvas), overlay.clear, scale=1 / 255)
    return Image.fromarray(np.asarray(cv2.add(under, overlay.color), np.uint8))
