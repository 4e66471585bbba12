"""Framer: the whole line in one object, from a photo to its avatar."""

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
from framegen.frame.frame import Frame, Frames
from framegen.frame.logo import LogoSource
from framegen.geometry import Box
from framegen.photo.limits import DEFAULT_LIMITS, Limits
from framegen.photo.load import Photo, PhotoSource

# A head tilted more than this looks as if it should be levelled, if its owner wants it.
TILTED = 12.0

# A decoded photo is kept a little larger than the avatar, so that a usual crop needs no second
# decoding.
SPARE = 1.1

# The spread of a face's finest detail at 96 pixels, see `_is_blurred`. On 36 portraits it was 71 to
# 4,800; blurred by 2 % of the face's height, which is plain to see, 8 to 50.
FACE_SIDE = 96
SHARP = 30.0


class Framer:
    """Makes avatars. It holds what is costly, so make one and keep it; threads may share it."""

    def __init__(
        self,
        frames: Frames | str | os.PathLike[str] | None = None,
        *,
        detector: Detector | None = None,
        limits: Limits = DEFAULT_LIMITS,
        strict: bool = False,
    ) -> None:
        """Set up a line from photos to avatars.

        Args:
            frames: a folder of frames; those that came with framegen by default.
            detector: what finds faces; YuNet by default.
            limits: what a photo may cost.
            strict: no face, or several that could be meant, are errors instead of notes.
        """
        if frames is None:
            frames = Frames.default()
        self.frames = frames if isinstance(frames, Frames) else Frames(frames)
        self.detector = detector if detector is not None else default_detector()
        self.limits = limits
        self.strict = strict

    def __reduce__(self) -> tuple[functools.partial["Framer"], tuple[()]]:
        """Another process gets a Framer of its own, made from the same wishes."""
        made = functools.partial(
            Framer,
            self.frames.folder,
            detector=self.detector,
            limits=self.limits,
            strict=self.strict,
        )
        return made, ()

    def faces(self, photo: PhotoSource) -> Sequence[Face]:
        """The faces of a photo, in pixels of the upright photo."""
        return tuple(self.detector.detect(self.load(photo)))

    def load(self, photo: PhotoSource, *, size: int = 1080, name: str | None = None) -> Photo:
        """A photo decoded just large enough for avatars of that size."""
        side = math.ceil(size * SPARE)
        return Photo.load(photo, limits=self.limits, short_side=side, name=name)

    def make(
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
            face: the face to place, where it is known; else the main one is looked for.
            crop: the part of the photo to show, where it is known; then no face is looked for.
            text: what the frame's text slots say: `{"name": "Nguyễn Văn An"}`.
            logos: what goes into its logo slots: `{"org": "logo.svg"}`.
            size: the side in pixels; the frame's own, 1080, by default.
            level: turn a tilted head upright.

        Raises:
            PhotoError: the photo cannot be used.
            FrameError: the frame cannot be used.
            FaceError: only when strict.
            RequestError: the crop or the size makes no sense.
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
        """The crop that `make` would take, and the doubts about it.

        Args:
            photo: a path, a file's bytes, or a Photo.
            frame: a frame or the name of one.
            face: the face to place, where it is known.
            faces: else all faces of the photo, where they are known; they are looked for if not.
            level: turn a tilted head upright.

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
        if turn:
            notes.append(Note.TURNED)
        if level:
            turn -= tilt
        elif abs(tilt) > TILTED:
            notes.append(Note.TILTED)
        if _is_blurred(face, photo):
            notes.append(Note.BLURRED)
        return crop_to_face(face, photo.size, frame.opening, turn=turn), tuple(notes)

    def _choose(self, faces: Sequence[Face], photo: Photo) -> tuple[Face | None, list[Note]]:
        """The face to place, and the doubts about it."""
        face = main_face(faces, photo.size)
        if face is None:
            if self.strict:
                raise NoFaceFound(f"{photo.name}: no face was found.")
            return None, [Note.NO_FACE]
        if not has_rivals(faces, photo.size):
            return face, []
        if self.strict:
            raise SeveralFaces(f"{photo.name}: {len(faces)} faces, and several could be meant.")
        return face, [Note.SEVERAL_FACES]


def _wrapped(degrees: float) -> float:
    """An angle within -180 to 180."""
    return (degrees + 180) % 360 - 180


def _is_blurred(face: Face, photo: Photo) -> bool:
    """Whether a face lacks the finest detail that its size could show: out of focus, or shaken.

    The measure is the variance of the Laplacian (Pech-Pacheco et al. 2000) on the face brought to
    one size, so that it does not depend on the photo's.
    """
    import cv2

    box = face.box.scaled(photo.scale).intersection(Box(0, 0, *photo.decoded.size))
    if min(box.width, box.height) < FACE_SIDE:
        return False
    side = (FACE_SIDE, FACE_SIDE)
    small = photo.decoded.resize(side, Image.Resampling.BOX, box=box.edges).convert("L")
    return bool(np.var(cv2.Laplacian(np.asarray(small), cv2.CV_64F)) < SHARP)
