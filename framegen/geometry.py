"""Sizes, points and boxes: the few shapes that every other room speaks in.

The origin is the top left corner, x runs right and y runs down. Units are pixels of the upright
photo or, on a frame, shares of its side; each user of these values says which.
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
    """A place: x to the right, y down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its four edges; right and bottom are outside it."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, center: Point, width: float, height: float | None = None) -> Self:
        """The box of that width and height (a square by default) about a centre."""
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
        """The middle."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom

    def scaled(self, factor: float) -> "Box":
        """All four edges times a factor: the same box in other units."""
        return Box(*(edge * factor for edge in self.edges))

    def intersection(self, other: "Box") -> "Box":
        """What both boxes cover; its area is 0 where they do not meet."""
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
