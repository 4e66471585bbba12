"""Geometry: sizes, points and boxes.

The origin is the top left corner; x runs right and y runs down. Units are pixels of the upright
photo or, on a frame, shares of its side; each function states which.
"""

from dataclasses import dataclass
from typing import NamedTuple, Self


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        """Width times height."""
        return self.width * self.height


class Point(NamedTuple):
    """A point: x to the right, y down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-parallel rectangle by its four edges; right and bottom are exclusive."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, center: Point, width: float, height: float | None = None) -> Self:
        """The box of a width and height (a square by default) around a centre."""
        x, y = width / 2, (width if height is None else height) / 2
        return cls(center.x - x, center.y - y, center.x + x, center.y + y)

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Bottom minus top."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Width times height, 0 for an empty box."""
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def center(self) -> Point:
        """The centre."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom

    def scaled(self, factor: float) -> "Box":
        """The box with all edges multiplied by a factor, to convert its units."""
        return Box(*(edge * factor for edge in self.edges))

    def intersection(self, other: "Box") -> "Box":
        """The intersection of both boxes; its area is 0 where they do not meet."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def overlap(self, other: "Box") -> float:
        """Intersection over union: 1 for equal boxes, 0 where they do not meet."""
        shared = self.intersection(other).area
        together = self.area + other.area - shared
        return shared / together if together > 0 else 0.0
