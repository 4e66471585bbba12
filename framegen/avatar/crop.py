"""Crop: the square of the photo that fills the frame, by arithmetic from face and opening."""

import math
from dataclasses import dataclass

from framegen.errors import CropInvalid
from framegen.face.face import Face
from framegen.face.head import CHIN_ROOM, HAIR_ROOM
from framegen.frame.opening import Opening
from framegen.geometry import Box, Point, Size

# Where the photo lacks room, a face may get this much larger than the frame asks for, and be moved
# by this share of the frame's side, before the background is extended. A photo that shows hardly
# more than the face leaves no other choice than a larger face or a background made up.
GROWTH = 1.1
TIGHT_GROWTH = 1.3
TIGHT_ABOVE, TIGHT_BESIDE = 0.4, 0.65
SHIFT = 0.045

# Of the spare height of a photo without a face, the share left out above the crop: people stand
# with their heads in the upper part.
UPPER = 0.25

# A turn beyond this many degrees is a photo that lies on its side, not a tilted head.
LYING = 60.0


@dataclass(frozen=True, slots=True)
class Crop:
    """The square of the photo that fills the frame's whole side.

    Attributes:
        box: in pixels of the upright photo, after the photo was turned about the box's centre; it
            may reach past the photo, what is missing there is filled.
        turn: degrees clockwise by which the photo is turned.
        face: the face that it was placed for.
    """

    box: Box
    turn: float = 0.0
    face: Face | None = None

    @classmethod
    def parse(cls, text: str, turn: float = 0.0) -> "Crop":
        """The crop that "left,top,right,bottom" describes; CropInvalid where it describes none."""
        try:
            left, top, right, bottom = (float(edge) for edge in text.split(","))
        except ValueError:
            raise CropInvalid(f'crop: expected four numbers, got "{text[:80]}".') from None
        crop = cls(Box(left, top, right, bottom), turn)
        _check_square(crop)
        return crop


@dataclass(frozen=True, slots=True)
class _Room:
    """How far it is from a point to the photo's edges, along the axes of the turned photo."""

    left: float
    top: float
    right: float
    bottom: float


def crop_to_face(face: Face, photo_size: Size, opening: Opening, *, turn: float = 0.0) -> Crop:
    """The crop that puts a face where the frame wants it, without cutting the head.

    The face has the frame's own height; a smaller one, down to `min_height`, if crown and chin
    would not fit otherwise. Where the photo does not reach over the whole window the crop shrinks,
    then it shifts; what is missing after that is left to be extended.
    """
    middle = face.box.center
    room = _room(middle, photo_size, turn)
    lying = abs(math.sin(math.radians(turn))) > math.sqrt(0.5)
    height = max(1.0, face.box.width if lying else face.box.height)
    # Of hair that the photo itself has cut off, nothing more can be lost.
    crown = min(HAIR_ROOM, max(0.0, room.top / height - 0.5))
    side = _side(height, crown, room, opening)
    at = Point(_across(side, room, opening), _down(side, height, crown, room, opening))
    return Crop(_box_with(middle, at, side, turn), turn, face)


def crop_to_center(photo_size: Size, opening: Opening) -> Crop:
    """The largest crop whose window lies on the photo: in its middle, but nearer to its top."""
    window = opening.box
    side = min(photo_size.width / window.width, photo_size.height / window.height)
    left = (photo_size.width - window.width * side) / 2 - window.left * side
    top = (photo_size.height - window.height * side) * UPPER - window.top * side
    return Crop(Box(left, top, left + side, top + side))


def upright_turn(face: Face) -> float:
    """The quarter turn clockwise that brings a lying face upright; 0 for a face that stands."""
    roll = face.roll
    return 0.0 if abs(roll) <= LYING else -90.0 * round(roll / 90)


def checked_crop(crop: Crop, photo_size: Size) -> Crop:
    """A crop that somebody gave, refused where it makes no sense.

    Raises:
        CropInvalid: not of finite numbers, not square, or not touching the photo.
    """
    _check_square(crop)
    box = crop.box
    photo = Box(0, 0, photo_size.width, photo_size.height)
    if photo.intersection(box).area < 0.01 * box.area:
        given = ", ".join(f"{edge:g}" for edge in box.edges)
        raise CropInvalid(
            f"crop: {given} lies outside the photo of {photo.right} x {photo.bottom} pixels."
        )
    return Crop(Box.around(box.center, box.width), crop.turn, crop.face)


def _check_square(crop: Crop) -> None:
    """Refuse what is no square of finite numbers, whatever the photo."""
    box = crop.box
    if not all(map(math.isfinite, (*box.edges, crop.turn))):
        given = ", ".join(f"{edge:g}" for edge in box.edges)
        raise CropInvalid(f"crop: expected finite numbers, got {given} turned by {crop.turn:g}.")
    if box.width < 8 or abs(box.width - box.height) > max(2.0, 0.01 * box.width):
        raise CropInvalid(
            f"crop: expected a square of 8 pixels or more, got {box.width:g} x {box.height:g}."
        )


def _room(point: Point, size: Size, turn: float) -> _Room:
    """The distances from a point to the photo's edges, in the turned photo's four directions."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    # What points right in the turned photo pointed along (cos, -sin) in the upright one.
    return _Room(
        left=_distance(point, -cos, sin, size),
        top=_distance(point, -sin, -cos, size),
        right=_distance(point, cos, -sin, size),
        bottom=_distance(point, sin, cos, size),
    )


def _distance(point: Point, dx: float, dy: float, size: Size) -> float:
    """How far the photo goes on from a point in a direction; 0 from outside."""
    reach = [
        ((length if step > 0 else 0) - start) / step
        for start, step, length in ((point.x, dx, size.width), (point.y, dy, size.height))
        if abs(step) > 1e-9
    ]
    return max(0.0, min(reach))


def _side(height: float, crown: float, room: _Room, opening: Opening) -> float:
    """The crop's side in pixels: the frame's wish, less where the photo would not fill it."""
    face, window = opening.face, opening.box
    fitting = (face.chin_max - face.head_top_min) / (1 + crown + CHIN_ROOM)
    wanted = max(min(face.height, fitting), min(face.min_height, face.height))
    growth = TIGHT_GROWTH if _is_tight(height, room) else GROWTH
    largest = height / wanted
    smallest = height / max(wanted, min(wanted * growth, fitting))
    x, y = face.center
    covering = [
        (room.left + room.right) / window.width,
        (room.top + room.bottom) / window.height,
        _reach(room.left, x - SHIFT - window.left),
        _reach(room.right, window.right - x - SHIFT),
        _reach(room.top, y - SHIFT - window.top),
        _reach(room.bottom, window.bottom - y - SHIFT),
        # The chin must stay above its line, however far down the photo would have to go.
        _reach(room.bottom - (0.5 + CHIN_ROOM) * height, window.bottom - face.chin_max),
    ]
    return min(max(min(covering), smallest), largest)


def _is_tight(height: float, room: _Room) -> bool:
    """Whether the photo shows hardly more than the face."""
    above = room.top / height - 0.5
    beside = min(room.left, room.right) / height
    return above < TIGHT_ABOVE or beside < TIGHT_BESIDE


def _reach(room: float, share: float) -> float:
    """The largest side of which that share still lies within the room."""
    return room / share if share > 1e-9 else math.inf


def _across(side: float, room: _Room, opening: Opening) -> float:
    """Where on the frame the face's middle goes, from the left."""
    window, wish = opening.box, opening.face.center[0]
    return _shifted(wish, window.right - room.right / side, window.left + room.left / side)


def _down(side: float, height: float, crown: float, room: _Room, opening: Opening) -> float:
    """Where on the frame the face's middle goes, from the top: the head inside its lines."""
    window, target = opening.box, opening.face
    wish = target.center[1]
    at = _shifted(wish, window.bottom - room.bottom / side, window.top + room.top / side)
    lowest = target.chin_max - (0.5 + CHIN_ROOM) * height / side
    highest = target.head_top_min + (0.5 + crown) * height / side
    return max(min(at, lowest), highest)


def _shifted(wish: float, least: float, most: float) -> float:
    """The wish moved towards [least, most], the places that need no extending, but not far.

    Where there is no such place, both sides lack alike.
    """
    at = min(max(wish, least), most) if least <= most else (least + most) / 2
    return min(max(at, wish - SHIFT), wish + SHIFT)


def _box_with(point: Point, at: Point, side: float, turn: float) -> Box:
    """The square that shows a photo's point at that place of the frame, once turned."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    dx, dy = (at.x - 0.5) * side, (at.y - 0.5) * side
    # Turned back counter-clockwise, the way from the box's centre to the point.
    center = Point(point.x - (dx * cos + dy * sin), point.y - (dy * cos - dx * sin))
    return Box.around(center, side)
