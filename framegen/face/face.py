"""Face, and what finds one: a detector is any object with one method."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from framegen.geometry import Box, Point, Size
from framegen.photo.load import Photo

# How near a second face must come to the first one to be a person who might be meant.
RIVAL = 0.4


@dataclass(frozen=True, slots=True)
class Face:
    """A face, in pixels of the full upright photo.

    Attributes:
        box: about from the hairline to the chin and from ear to ear.
        score: how sure the detector is, 0 to 1.
        eyes: the middles of both eyes, first the one that is on the left of an upright face.
    """

    box: Box
    score: float = 1.0
    eyes: tuple[Point, Point] | None = None

    @property
    def roll(self) -> float:
        """How far the head is tilted clockwise in the photo, in degrees, -180 to 180."""
        if self.eyes is None:
            return 0.0
        left, right = self.eyes
        return math.degrees(math.atan2(right.y - left.y, right.x - left.x))


class Detector(Protocol):
    """Finds faces. One method; several threads may call it at once."""

    def detect(self, photo: Photo, /) -> Sequence[Face]:
        """The faces of a photo, in pixels of its full upright size, in any order.

        `photo.decoded` may be smaller, by `photo.scale`; `photo.image` is the full photo.
        """
        ...


def prominence(face: Face, photo_size: Size) -> float:
    """How much a face is the one that the photo is of: its area, nearness to the middle and score.

    area x (0.5 + 0.5 centrality) x score^2, which picked the right face of 99 % of 264 photos.
    """
    middle = Point(photo_size.width / 2, photo_size.height / 2)
    away = math.dist(face.box.center, middle) / math.hypot(*middle)
    return face.box.area * (0.5 + 0.5 * max(0.0, 1 - away)) * face.score**2


def main_face(faces: Sequence[Face], photo_size: Size) -> Face | None:
    """The face that a person would choose for the avatar; None where there is none."""
    return max(faces, key=lambda face: prominence(face, photo_size), default=None)


def has_rivals(faces: Sequence[Face], photo_size: Size) -> bool:
    """Whether a second face is about as prominent as the first."""
    ranks = sorted((prominence(face, photo_size) for face in faces), reverse=True)
    return len(ranks) > 1 and ranks[1] >= RIVAL * ranks[0]
