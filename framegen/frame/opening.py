"""Opening: where in a frame the photo shows, and where a face belongs in it.

Every length is a share of the frame's side, with the origin at its top left corner.
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
        """The upright square about the circle."""
        return Box.around(Point(*self.center), 2 * self.radius)


class _RectWindow(Table, frozen=True, kw_only=True):
    """A window within a rectangle: left, top, right, bottom."""

    rect: Edges
    bleed: Share = 0.012

    @property
    def box(self) -> Box:
        """The rectangle."""
        return Box(*self.rect)


class RoundedWindow(_RectWindow, frozen=True, kw_only=True, tag_field="shape", tag="rounded-rect"):
    """A window with four straight sides and round corners."""

    corner: Share


class EllipseWindow(_RectWindow, frozen=True, kw_only=True, tag_field="shape", tag="ellipse"):
    """A window with the ellipse that fits into rect."""


class FullWindow(_RectWindow, frozen=True, kw_only=True, tag_field="shape", tag="full"):
    """A photo from edge to edge; rect is the part that the artwork leaves clear."""


class MaskWindow(_RectWindow, frozen=True, kw_only=True, tag_field="shape", tag="mask"):
    """A window of any form: the clear part of a grey picture, within rect."""

    file: str
    rect: Edges = (0.0, 0.0, 1.0, 1.0)


Window = CircleWindow | RoundedWindow | EllipseWindow | FullWindow | MaskWindow


class FaceTarget(Table, frozen=True):
    """Where a face box (hairline to chin) belongs.

    Attributes:
        center: the middle of the box.
        height: its height; `min_height` is the least where a head would not fit otherwise.
        head_top_min: nothing of the head may be above this line.
        chin_max: nor below this one.
    """

    center: Pair
    height: Annotated[float, msgspec.Meta(ge=0.05, le=1)]
    min_height: Annotated[float, msgspec.Meta(ge=0.02, le=1)]
    head_top_min: Share = 0.0
    chin_max: Share = 1.0


class KeepOut(Table, frozen=True):
    """A place inside the window that the artwork covers: centre x, centre y, radius."""

    circle: tuple[Share, Share, Share]


@dataclass(frozen=True, slots=True)
class Opening:
    """The part of a frame through which the photo shows, and where a face belongs in it.

    Attributes:
        window: its shape; `box` is the upright rectangle about it.
        face: where the face box goes.
        keepouts: what of the window the artwork covers.
    """

    window: Window
    face: FaceTarget
    keepouts: tuple[KeepOut, ...] = ()

    @property
    def box(self) -> Box:
        """The upright rectangle about the window."""
        return self.window.box
