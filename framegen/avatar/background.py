"""Background: what fills the frame where the crop reaches past the photo.

The photo is mirrored at its edges, so that the seam does not show, and the mirror image is blurred
more with the distance, so that nothing in it can be recognised.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from framegen.avatar.crop import Crop
from framegen.frame.artwork import Overlay
from framegen.geometry import Size


@dataclass(frozen=True, slots=True)
class Fade:
    """One step of the blur; all values are shares of the crop's side.

    Attributes:
        start: the distance from the photo at which the step begins.
        end: the distance at which it is complete.
        blur: the Gaussian's sigma.
    """

    start: float
    end: float
    blur: float


BACKGROUND_FADES = (
    Fade(0.0, 0.012, blur=0.004),
    Fade(0.012, 0.035, blur=0.014),
    Fade(0.035, 0.08, blur=0.045),
)

# An extended background gets a note from this share of the avatar on.
MIN_VISIBLE = 0.0005


def blur_background(canvas: Image.Image, photo_size: Size, crop: Crop) -> Image.Image:
    """Blur the mirrored part of a crop's picture, the more the further from the photo."""
    import cv2

    size = canvas.width
    distance = _distance_outside(photo_size, crop, size) / size
    mirrored = np.asarray(canvas)
    # Blurring at a quarter of the size takes a sixteenth of the time and looks the same.
    small = cv2.resize(mirrored, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    result = mirrored.astype(np.float32)
    for fade in BACKGROUND_FADES:
        weight = np.clip((distance - fade.start) / (fade.end - fade.start), 0, 1)[..., None]
        soft = cv2.GaussianBlur(small, (0, 0), max(0.3, fade.blur * size / 4))
        result += weight * (cv2.resize(soft, (size, size)) - result)
    return Image.fromarray(np.rint(result).astype(np.uint8))


def is_background_visible(photo_size: Size, crop: Crop, overlay: Overlay) -> bool:
    """Whether the artwork leaves anything clear outside the photo, beyond the width of a seam."""
    missing = _distance_outside(photo_size, crop, overlay.side, step=4) > 1
    visible = missing & (overlay.clear[::4, ::4, 0] > 0)
    return bool(np.count_nonzero(visible) > MIN_VISIBLE * visible.size)


def _distance_outside(
    photo_size: Size, crop: Crop, size: int, step: int = 1
) -> NDArray[np.float32]:
    """The distance of each pixel of the avatar from the photo, in its pixels; 0 on the photo.

    Args:
        photo_size: of the full upright photo.
        crop: the part that the avatar shows.
        size: the avatar's side in pixels.
        step: only every so many pixels are computed.
    """
    along = ((np.arange(0, size, step) + 0.5) / size - 0.5) * crop.box.width
    angle = math.radians(crop.turn)
    cos, sin = math.cos(angle), math.sin(angle)
    # Each pixel rotated back to its place in the photo.
    x = crop.box.center.x + cos * along[None, :] + sin * along[:, None]
    y = crop.box.center.y - sin * along[None, :] + cos * along[:, None]
    across = np.maximum(0, np.maximum(-x, x - photo_size.width))
    down = np.maximum(0, np.maximum(-y, y - photo_size.height))
    return (np.hypot(across, down) * (size / crop.box.width)).astype(np.float32)
