"""RenderOptions: what a request asks for besides the photo."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from framegen import Crop, Face, ImageFormat, RequestError

N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What is to be made of a photo; None is the usual.

    Attributes:
        format, size: what to write.
        crop: the part of the photo to show.
        face: the number of the face to place.
        level: whether to turn a tilted head upright.
        text: what the frame's slots say.
    """

    format: ImageFormat = ImageFormat.JPEG
    size: int | None = None
    crop: Crop | None = None
    face: int | None = None
    level: bool = False
    text: Mapping[str, str] = field(default_factory=dict)

    def face_among(self, faces: Sequence[Face]) -> Face | None:
        """The face that is meant by its number; None where none was named."""
        if self.face is None:
            return None
        if self.face not in range(len(faces)):
            found = f"there are {len(faces)}, counted from 0"
            raise RequestError(f"face: {found}; there is no {self.face}.")
        return faces[self.face]

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "RenderOptions":
        """The wish of a form's fields or a query; RequestError names the one that is wrong."""
        crop = fields.get("crop")
        if fields.get("turn") and not crop:
            raise RequestError("turn: it goes with crop.")
        return cls(
            format=ImageFormat.of(fields.get("format") or "jpeg"),
            size=_number(int, fields, "size") if fields.get("size") else None,
            crop=Crop.parse(crop, _number(float, fields, "turn")) if crop else None,
            face=_number(int, fields, "face") if fields.get("face") else None,
            level=_flag(fields, "level"),
            text={
                key.removeprefix("text."): value
                for key, value in fields.items()
                if key.startswith("text.")
            },
        )


def _number(kind: type[N], fields: Mapping[str, str], name: str) -> N:
    """A field as a number, 0 where it is empty."""
    text = fields.get(name) or "0"
    wanted = "a whole number" if kind is int else "a number"
    try:
        number = kind(text)
    except ValueError:
        raise RequestError(f'{name}: expected {wanted}, got "{text[:40]}".') from None
    if not math.isfinite(number):
        raise RequestError(f'{name}: expected {wanted}, got "{text[:40]}".')
    return number


def _flag(fields: Mapping[str, str], name: str) -> bool:
    """A field as yes or no, no where it is empty."""
    text = fields.get(name, "").lower()
    if text not in ("", "0", "1", "false", "true"):
        raise RequestError(f'{name}: expected true or false, got "{text[:40]}".')
    return text in ("1", "true")
