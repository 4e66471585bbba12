"""Framer: one object for the whole way from a photo to its avatar."""

import functools
import math
import os
from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image

from framegen.avatar.crop import Crop, crop_to_center, crop_to_face, upright_turn
from framegen.avatar.note import Note
from framegen.avatar.output import Avatar
from framegen.avatar.rendering import render
from framegen.errors import NoFaceFound, SeveralFaces
from framegen.face.default_detector import default_detector
from framegen.face.face import Detector, Face, has_rivals, main_face
from framegen.frame.frame import DEFAULT_SIZE, Frame, Frames
from framegen.frame.logo import LogoSource
from framegen.geometry import Box
from framegen.photo.limits import DEFAULT_LIMITS, Limits
from framegen.photo.load import Photo, PhotoSource

# A head tilted by more degrees gets a note.
NOTED_TILT = 12.0

# A photo is decoded a little larger than the avatar, so that most crops need no second decoding.
DECODE_MARGIN = 1.1

# The variance of the Laplacian of a sharp face at 96 pixels, see `_is_blurred`. On 36 portraits it
# was 71 to 4,800; blurred visibly, by 2 % of the face's height, 8 to 50.
FACE_SIDE = 96
MIN_SHARPNESS = 30.0


class Framer:
    """Makes avatars. It caches frames and models: create one and keep it; threads may share it."""

    def __init__(
        self,
        frames: Frames | str | os.PathLike[str] | None = None,
        *,
        detector: Detector | None = None,
        limits: Limits = DEFAULT_LIMITS,
        strict: bool = False,
    ) -> None:
        """Set up frames, detector and limits.

        Args:
            frames: a folder of frames; those that come with framegen by default.
            detector: finds the faces; YuNet by default.
            limits: what a photo may cost.
            strict: whether no face, or several possible ones, are errors instead of notes.

        Raises:
            FrameInvalid: there is no such folder.
        """
        if frames is None:
            frames = Frames.default()
        self.frames = frames if isinstance(frames, Frames) else Frames(frames)
        self.detector = detector if detector is not None else default_detector()
        self.limits = limits
        self.strict = strict

    def __reduce__(self) -> tuple[functools.partial["Framer"], tuple[()]]:
        """A Framer is unpickled as a new one with the same settings."""
        remade = functools.partial(
            Framer,
            self.frames.folder,
            detector=self.detector,
            limits=self.limits,
            strict=self.strict,
        )
        return remade, ()

    def faces(self, photo: PhotoSource) -> Sequence[Face]:
        """The faces of a photo, in pixels of the full upright photo.

        Raises:
            PhotoError: the photo cannot be used.
        """
        return tuple(self.detector.detect(self.load(photo)))

    def face(self, photo: Photo, number: int) -> Face:
        """The face of a number, from 0 as `faces` counts them.

        Raises:
            NoFaceFound: there are not so many.
        """
        found = self.faces(photo)
        if number < len(found):
            return found[number]
        raise NoFaceFound(
            "{photo}: there is no face {number}; {count} were found.",
            photo=photo.name,
            number=number,
            count=len(found),
        )

    def load(
        self, photo: PhotoSource, *, size: int = DEFAULT_SIZE, name: str | None = None
    ) -> Photo:
        """A photo decoded just large enough for avatars of a size in pixels.

        Raises:
            PhotoError: the photo cannot be used.
        """
        side = math.ceil(size * DECODE_MARGIN)
        return Photo.load(photo, limits=self.limits, short_side=side, name=name)

    def make(  # noqa: PLR0913 - all that an avatar can be asked for
        self,
        photo: PhotoSource,
        frame: str | Frame,
        *,
        face: Face | None = None,
        crop: Crop | None = None,
        text: Mapping[str, str] | None = None,
        logos: Mapping[str, LogoSource] | None = None,
        size: int | None = None,
        level: bool = False,
    ) -> Avatar:
        """Make an avatar.

        Args:
            photo: a path, a file's bytes, or a Photo.
            frame: a frame or the name of one.
            face: the face to place; detected by default.
            crop: the part of the photo to show; then no face is detected.
            text: the texts of the frame's slots by their ids: `{"name": "Nguyễn Văn An"}`.
            logos: the logos of its slots by their ids: `{"org": "logo.svg"}`.
            size: the side in pixels; the frame's own, 1080, by default.
            level: whether to level a tilted head.

        Raises:
            PhotoError: the photo cannot be used.
            FrameError: the frame cannot be used.
            FaceError: only when strict.
            RequestError: the crop or the size is out of range.
            TextError, LogoInvalid: a text or a logo cannot be drawn.
        """
        frame = self.frames[frame] if isinstance(frame, str) else frame
        size = frame.checked_size(size)
        photo = self.load(photo, size=size)
        notes: Sequence[Note] = ()
        if crop is None:
            crop, notes = self.suggest(photo, frame, face=face, level=level)
        return render(photo, crop, frame, size=size, text=text, logos=logos, notes=notes)

    def suggest(
        self,
        photo: PhotoSource,
        frame: str | Frame,
        *,
        face: Face | None = None,
        faces: Sequence[Face] | None = None,
        level: bool = False,
    ) -> tuple[Crop, tuple[Note, ...]]:
        """The crop that `make` would use, and the notes about it.

        Args:
            photo: a path, a file's bytes, or a Photo.
            frame: a frame or the name of one.
            face: the face to place; the main one of `faces` by default.
            faces: all faces of the photo; detected by default.
            level: whether to level a tilted head.

        Raises:
            PhotoError, FrameError: the photo or the frame cannot be used.
            FaceError: only when strict.
        """
        frame = self.frames[frame] if isinstance(frame, str) else frame
        photo = self.load(photo)
        notes: list[Note] = []
        if face is None:
            faces = self.faces(photo) if faces is None else faces
            face, notes = self._choose(faces, photo)
        if face is None:
            return crop_to_center(photo.size, frame.opening), tuple(notes)
        turn = upright_turn(face)
        tilt = _wrapped(face.roll + turn)
        found = {
            Note.TURNED: turn != 0,
            Note.TILTED: not level and abs(tilt) > NOTED_TILT,
            Note.BLURRED: _is_blurred(face, photo),
        }
        notes += [note for note, applies in found.items() if applies]
        turn -= tilt if level else 0
        return crop_to_face(face, photo.size, frame.opening, turn=turn), tuple(notes)

    def _choose(self, faces: Sequence[Face], photo: Photo) -> tuple[Face | None, list[Note]]:
        """The face to place, and the notes about it."""
        face = main_face(faces, photo.size)
        if face is None:
            if self.strict:
                raise NoFaceFound("{photo}: no face was found.", photo=photo.name)
            return None, [Note.NO_FACE]
        if not has_rivals(faces, photo.size):
            return face, []
        if self.strict:
            raise SeveralFaces(
                "{photo}: {count} faces, and several could be meant.",
                photo=photo.name,
                count=len(faces),
            )
        return face, [Note.SEVERAL_FACES]


def _wrapped(degrees: float) -> float:
    """An angle from -180 up to 180 degrees."""
    return (degrees + 180) % 360 - 180


def _is_blurred(face: Face, photo: Photo) -> bool:
    """Whether a face is out of focus or shaken.

    The measure is the variance of the Laplacian (Pech-Pacheco et al. 2000) of the face at one size,
    so that it does not depend on the photo's resolution.
    """
    import cv2

    box = face.box.scaled(photo.scale).intersection(Box(0, 0, *photo.decoded.size))
    if min(box.width, box.height) < FACE_SIDE:
        return False
    side = (FACE_SIDE, FACE_SIDE)
    small = photo.decoded.resize(side, Image.Resampling.BOX, box=box.edges).convert("L")
    return bool(np.var(cv2.Laplacian(np.asarray(small), cv2.CV_64F)) < MIN_SHARPNESS)
