"""Crop: the square of the photo that fills the frame, computed from face and opening."""

import math
from dataclasses import asdict, dataclass

from framegen.errors import CropInvalid
from framegen.face.face import Face
from framegen.face.head import CHIN_ROOM, HAIR_ROOM
from framegen.frame.opening import Opening
from framegen.geometry import Box, Point, Size

# How far a face may deviate from the frame's target before the background is extended: its growth,
# and its shift in shares of the frame's side. A tight photo shows little more than the face, and
# allows more growth; it has less than these shares of the face's height above or beside the face.
GROWTH = 1.1
TIGHT_GROWTH = 1.3
TIGHT_ABOVE, TIGHT_BESIDE = 0.4, 0.65
SHIFT = 0.045

# In a photo without a face, the share of the excess height to cut off at the top: heads are usually
# in the upper part.
CUT_ABOVE = 0.25

# A face with a larger roll, in degrees, belongs to a photo on its side, not to a tilted head.
MAX_TILT = 60.0


@dataclass(frozen=True, slots=True)
class Crop:
    """The square of the photo that fills the frame's whole side.

    Attributes:
        box: in pixels of the upright photo, turned about the centre of the box. It may reach past
            the photo; the background is extended there.
        turn: the turn of the photo, clockwise in degrees.
        face: the face for which it was computed.
    """

    box: Box
    turn: float = 0.0
    face: Face | None = None

    @classmethod
    def parse(cls, text: str, turn: float = 0.0) -> "Crop":
        """The crop of the text "left,top,right,bottom".

        Raises:
            CropInvalid: no four numbers, or no square.
        """
        try:
            left, top, right, bottom = (float(edge) for edge in text.split(","))
        except ValueError:
            raise CropInvalid('crop: expected four numbers, got "{got}".', got=text[:80]) from None
        crop = cls(Box(left, top, right, bottom), turn)
        _check_square(crop)
        return crop


@dataclass(frozen=True, slots=True)
class _Margins:
    """Distances from a point to the photo's edges, along the axes of the turned photo."""

    left: float
    top: float
    right: float
    bottom: float


def crop_to_face(face: Face, photo_size: Size, opening: Opening, *, turn: float = 0.0) -> Crop:
    """The crop that puts a face on the frame's target without cutting the head.

    The face gets the target's height; less, down to `min_height`, if hair and chin would not fit
    otherwise. Where the photo does not cover the whole window, the face grows, then shifts; the
    background is extended where it still does not.

    Args:
        face: in pixels of the full upright photo.
        photo_size: the full size of the photo.
        opening: of the frame.
        turn: the turn of the photo, clockwise in degrees.
    """
    middle = face.box.center
    margins = _margins(middle, photo_size, turn)
    on_side = abs(math.sin(math.radians(turn))) > math.sqrt(0.5)
    height = max(1.0, face.box.width if on_side else face.box.height)
    # Hair that the photo itself cuts off needs no space.
    crown = min(HAIR_ROOM, max(0.0, margins.top / height - 0.5))
    side = _side(height, crown, margins, opening)
    at = Point(_across(side, margins, opening), _down(side, height, crown, margins, opening))
    return Crop(_box_with(middle, at, side, turn), turn, face)


def crop_to_center(photo_size: Size, opening: Opening) -> Crop:
    """The largest crop whose window lies on the photo: centred, and nearer to the top."""
    window = opening.box
    side = min(photo_size.width / window.width, photo_size.height / window.height)
    left = (photo_size.width - window.width * side) / 2 - window.left * side
    top = (photo_size.height - window.height * side) * CUT_ABOVE - window.top * side
    return Crop(Box(left, top, left + side, top + side))


def upright_turn(face: Face) -> float:
    """The quarter turn, clockwise in degrees, that rights a face on its side; else 0."""
    roll = face.roll
    return 0.0 if abs(roll) <= MAX_TILT else -90.0 * round(roll / 90)


def checked_crop(crop: Crop, photo_size: Size) -> Crop:
    """Validate a crop from outside, and make it exactly square.

    Raises:
        CropInvalid: not of finite numbers, not square, or not touching the photo.
    """
    _check_square(crop)
    box = crop.box
    photo = Box(0, 0, photo_size.width, photo_size.height)
    if photo.intersection(box).area < 0.01 * box.area:
        raise CropInvalid(
            "crop: {left:g}, {top:g}, {right:g}, {bottom:g} lies outside the photo of "
            "{width} x {height} pixels.",
            **asdict(box),
            width=photo_size.width,
            height=photo_size.height,
        )
    return Crop(Box.around(box.center, box.width), crop.turn, crop.face)


def _check_square(crop: Crop) -> None:
    """Raise CropInvalid unless it is a square of finite numbers."""
    box = crop.box
    if not all(map(math.isfinite, (*box.edges, crop.turn))):
        raise CropInvalid(
            "crop: expected finite numbers, got {left:g}, {top:g}, {right:g}, {bottom:g} "
            "turned by {turn:g}.",
            **asdict(box),
            turn=crop.turn,
        )
    if box.width < 8 or abs(box.width - box.height) > max(2.0, 0.01 * box.width):
        raise CropInvalid(
            "crop: expected a square of 8 pixels or more, got {width:g} x {height:g}.",
            width=box.width,
            height=box.height,
        )


def _margins(point: Point, size: Size, turn: float) -> _Margins:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    # Right in the turned photo is (cos, -sin) in the upright one.
    return _Margins(
        left=_distance(point, -cos, sin, size),
        top=_distance(point, -sin, -cos, size),
        right=_distance(point, cos, -sin, size),
        bottom=_distance(point, sin, cos, size),
    )


def _distance(point: Point, dx: float, dy: float, size: Size) -> float:
    """The distance from a point to the photo's edge in a direction; 0 from outside."""
    reach = [
        ((length if step > 0 else 0) - start) / step
        for start, step, length in ((point.x, dx, size.width), (point.y, dy, size.height))
        if abs(step) > 1e-9
    ]
    return max(0.0, min(reach))


def _side(height: float, crown: float, margins: _Margins, opening: Opening) -> float:
    """The crop's side in pixels: as the target asks, less where the photo would not cover it."""
    face, window = opening.face, opening.box
    fitting = (face.chin_max - face.head_top_min) / (1 + crown + CHIN_ROOM)
    wanted = max(min(face.height, fitting), min(face.min_height, face.height))
    growth = TIGHT_GROWTH if _is_tight(height, margins) else GROWTH
    largest = height / wanted
    smallest = height / max(wanted, min(wanted * growth, fitting))
    x, y = face.center
    covering = [
        (margins.left + margins.right) / window.width,
        (margins.top + margins.bottom) / window.height,
        _reach(margins.left, x - SHIFT - window.left),
        _reach(margins.right, window.right - x - SHIFT),
        _reach(margins.top, y - SHIFT - window.top),
        _reach(margins.bottom, window.bottom - y - SHIFT),
        # With the chin on its line the photo still reaches down to the window's bottom.
        _reach(margins.bottom - (0.5 + CHIN_ROOM) * height, window.bottom - face.chin_max),
    ]
    return min(max(min(covering), smallest), largest)


def _is_tight(height: float, margins: _Margins) -> bool:
    """Whether the photo shows little more than the face."""
    above = margins.top / height - 0.5
    beside = min(margins.left, margins.right) / height
    return above < TIGHT_ABOVE or beside < TIGHT_BESIDE


def _reach(margin: float, share: float) -> float:
    """The largest side of which a share still fits into the margin."""
    return margin / share if share > 1e-9 else math.inf


def _across(side: float, margins: _Margins, opening: Opening) -> float:
    """The horizontal place of the face's centre on the frame."""
    window, target = opening.box, opening.face.center[0]
    return _shifted(target, window.right - margins.right / side, window.left + margins.left / side)


def _down(side: float, height: float, crown: float, margins: _Margins, opening: Opening) -> float:
    """The vertical place of the face's centre on the frame, with the head between its lines."""
    window, target = opening.box, opening.face
    at = _shifted(
        target.center[1], window.bottom - margins.bottom / side, window.top + margins.top / side
    )
    lowest = target.chin_max - (0.5 + CHIN_ROOM) * height / side
    highest = target.head_top_min + (0.5 + crown) * height / side
    return max(min(at, lowest), highest)


def _shifted(target: float, least: float, most: float) -> float:
    """The target moved by up to SHIFT into [least, most], where the photo covers the window.

    Where no place does, the background is extended alike on both sides.
    """
    at = min(max(target, least), most) if least <= most else (least + most) / 2
    return min(max(at, target - SHIFT), target + SHIFT)


def _box_with(point: Point, at: Point, side: float, turn: float) -> Box:
    """The square that shows a point of the turned photo at a place of the frame."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    dx, dy = (at.x - 0.5) * side, (at.y - 0.5) * side
    # The way from the centre of the box to the point, turned back counter-clockwise.
    center = Point(point.x - (dx * cos + dy * sin), point.y - (dy * cos - dx * sin))
    return Box.around(center, side)
