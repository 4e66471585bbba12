"""Options: how a request wants its avatar rendered."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from framegen import Crop, Face, ImageFormat
from framegen.errors import RequestError
from framegen.language import N_

N = TypeVar("N", int, float)

WHOLE = N_('{field}: expected a whole number, got "{text}".')
NUMBER = N_('{field}: expected a number, got "{text}".')


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How to render a photo; None is the default.

    Attributes:
        format, size: of the avatar; the size in pixels.
        crop: the part of the photo to show.
        face: the number of the face to place.
        level: whether to turn a tilted head upright.
        text: the frame's texts by the ids of their slots.
    """

    format: ImageFormat = ImageFormat.JPEG
    size: int | None = None
    crop: Crop | None = None
    face: int | None = None
    level: bool = False
    text: Mapping[str, str] = field(default_factory=dict)

    def face_among(self, faces: Sequence[Face]) -> Face | None:
        """The face of the wanted number; None where none was named."""
        if self.face is None:
            return None
        if self.face not in range(len(faces)):
            raise RequestError(
                "face: there are {count}, counted from 0; there is no {number}.",
                count=len(faces),
                number=self.face,
            )
        return faces[self.face]

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "RenderOptions":
        """The options in a form's fields or a query; RequestError names the one that is wrong."""
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
    wrong = RequestError(WHOLE if kind is int else NUMBER, field=name, text=text[:40])
    try:
        number = kind(text)
    except ValueError:
        raise wrong from None
    if not math.isfinite(number):
        raise wrong
    return number


def _flag(fields: Mapping[str, str], name: str) -> bool:
    """A field as yes or no, no where it is empty."""
    text = fields.get(name, "").lower()
    if text not in ("", "0", "1", "false", "true"):
        raise RequestError(
            '{field}: expected true or false, got "{text}".', field=name, text=text[:40]
        )
    return text in ("1", "true")
