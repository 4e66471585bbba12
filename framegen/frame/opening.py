"""Opening: the part of a frame where the photo shows, and the target for the face.

All lengths are shares of the frame's side; the origin is its top left corner.
"""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from framegen.frame.manifest import Edges, Pair, Share, Table
from framegen.geometry import Box, Point


class CircleWindow(Table, frozen=True, tag_field="shape", tag="circle"):
    """A round window."""

    center: Pair
    radius: Annotated[float, msgspec.Meta(gt=0, le=0.5)]
    bleed: Share = 0.012

    @property
    def box(self) -> Box:
        """The square around the circle."""
        return Box.around(Point(*self.center), 2 * self.radius)


class _RectWindow(Table, frozen=True, kw_only=True):
    """A window within a rectangle of left, top, right, bottom."""

    rect: Edges
    bleed: Share = 0.012

    @property
    def box(self) -> Box:
        """The rectangle."""
        return Box(*self.rect)


class RoundedWindow(_RectWindow, frozen=True, kw_only=True, tag_field="shape", tag="rounded-rect"):
    """A rectangular window with round corners."""

    corner: Share


class EllipseWindow(_RectWindow, frozen=True, kw_only=True, tag_field="shape", tag="ellipse"):
    """A window with the ellipse inscribed in `rect`."""


class FullWindow(_RectWindow, frozen=True, kw_only=True, tag_field="shape", tag="full"):
    """A photo over the whole frame; `rect` is the part that the artwork leaves clear."""


class MaskWindow(_RectWindow, frozen=True, kw_only=True, tag_field="shape", tag="mask"):
    """A window of any shape: the white part of a grey picture, within `rect`."""

    file: str
    rect: Edges = (0.0, 0.0, 1.0, 1.0)


Window = CircleWindow | RoundedWindow | EllipseWindow | FullWindow | MaskWindow


class FaceTarget(Table, frozen=True):
    """The target for a face box, from hairline to chin.

    Attributes:
        center: the centre of the box.
        height: its height; `min_height` is the smallest, for heads that would not fit otherwise.
        head_top_min: the line above which no part of the head may be.
        chin_max: the line below which no part of it may be.
    """

    center: Pair
    height: Annotated[float, msgspec.Meta(ge=0.05, le=1)]
    min_height: Annotated[float, msgspec.Meta(ge=0.02, le=1)]
    head_top_min: Share = 0.0
    chin_max: Share = 1.0


class KeepOut(Table, frozen=True):
    """A circle inside the window that the artwork covers: centre x, centre y, radius."""

    circle: tuple[Share, Share, Share]


@dataclass(frozen=True, slots=True)
class Opening:
    """The part of a frame where the photo shows, and the target for the face.

    Attributes:
        window: its shape; `box` is its bounding box.
        face: the target for the face box.
        keepouts: the circles in the window that the artwork covers.
    """

    window: Window
    face: FaceTarget
    keepouts: tuple[KeepOut, ...] = ()

    @property
    def box(self) -> Box:
        """The bounding box of the window."""
        return self.window.box
