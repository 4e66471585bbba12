"""Testing: fake detectors and drawn photos for tests of framegen and of code that uses it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from framegen.face.face import Face
from framegen.geometry import Box
from framegen.photo.load import Photo


@dataclass(frozen=True, slots=True)
class FixedFace:
    """A detector that finds one face, at the same place in every photo.

    The box is in shares of the photo's width and height; by default that of a usual portrait.
    """

    box: Box = Box(0.35, 0.25, 0.65, 0.6)

    def detect(self, photo: Photo, /) -> Sequence[Face]:
        """The face, in the photo's pixels."""
        width, height = photo.size
        left, top, right, bottom = self.box.edges
        return [Face(Box(left * width, top * height, right * width, bottom * height))]


class NoFaces:
    """A detector that finds no face."""

    def detect(self, _photo: Photo, /) -> Sequence[Face]:
        """No faces."""
        return ()


def drawn_card(width: int = 1200, height: int = 1600) -> Image.Image:
    """A picture in which red is x, green is y and blue a fine grid.

    A test can thus tell from a pixel where in the photo it came from.
    """
    x = np.linspace(0, 255, width)[None, :].repeat(height, axis=0)
    y = np.linspace(0, 255, height)[:, None].repeat(width, axis=1)
    grid = (np.indices((height, width)) // 16).sum(axis=0) % 2 * 96 + 64
    return Image.fromarray(np.stack([x, y, grid], axis=2).round().astype(np.uint8))


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """Encode a picture as the bytes of a file; options are those of Pillow's `save`."""
    stream = io.BytesIO()
    if kind == "JPEG":
        options = {"quality": 95, "subsampling": 0, **options}
    image.save(stream, kind, **options)
    return stream.getvalue()
