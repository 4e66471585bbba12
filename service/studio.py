"""Studio: the library at work in a worker process, from a request's bytes to the answer's."""

import functools
import io
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from framegen import (
    SAMPLE_PHOTO,
    Crop,
    Face,
    Framer,
    Limits,
    Note,
    PhotoTooLarge,
    Size,
    main_face,
    render,
    render_frame,
)
from service.settings import Settings
from service.wish import Wish

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """An avatar's bytes, where it was cut, the doubts about it, and how long each stage took."""

    data: bytes
    media_type: str
    crop: Crop
    notes: tuple[str, ...]
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a photo shows: its full upright size, its faces, and each frame's crop of it.

    Attributes:
        size: in pixels.
        faces: in the order that numbers them.
        main: the number of the face that would be framed, None without any.
        suggestions: a crop for each frame, by the frame's name.
        notes: doubts that hold for every frame.
        seconds: how long each stage took.
    """

    size: Size
    faces: tuple[Face, ...]
    main: int | None
    suggestions: Mapping[str, Crop]
    notes: tuple[str, ...]
    seconds: Mapping[str, float]


class Clock:
    """How long each stage of a job took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Write down the time since the last lap as that stage's."""
        now = time.perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now


def make(
    settings: Settings, file: bytes, frame: str, wish: Wish, faces: Sequence[Face] | None = None
) -> Made:
    """An avatar of a photo's bytes, whose faces may be known."""
    return _within_memory(_make, settings, file, frame, wish, faces)


def look(settings: Settings, file: bytes) -> Looked:
    """What a photo's bytes show."""
    return _within_memory(_look, settings, file)


def sample(settings: Settings, frame: str, size: int) -> bytes:
    """The frame around a sample photo, as WebP."""
    return _framer(settings).make(SAMPLE_PHOTO, frame, size=size).encode("webp", quality=80)


def artwork(settings: Settings, frame: str, size: int) -> bytes:
    """What lies over the photo, as PNG with transparency."""
    stream = io.BytesIO()
    drawn = render_frame(_framer(settings).frames[frame], size=size)
    drawn.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def ready(settings: Settings) -> bool:
    """Whether this process can make an avatar."""
    framer = _framer(settings)
    return bool(framer.make(SAMPLE_PHOTO, next(iter(framer.frames)), size=64).encode())


@functools.cache
def _framer(settings: Settings) -> Framer:
    """The one Framer of this process."""
    limits = Limits(
        max_bytes=settings.max_megabytes * 2**20, max_pixels=settings.max_megapixels * 1_000_000
    )
    return Framer(settings.frames or None, limits=limits)


def _within_memory(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A job's result; PhotoTooLarge where it needs more memory than a worker may have."""
    import cv2

    try:
        return job(*args, **kwargs)
    except MemoryError:
        raise PhotoTooLarge("photo: opening it takes too much memory.") from None
    except cv2.error as error:
        if error.code != cv2.Error.StsNoMem:
            raise
        raise PhotoTooLarge("photo: opening it takes too much memory.") from None


def _make(
    settings: Settings, file: bytes, frame: str, wish: Wish, faces: Sequence[Face] | None
) -> Made:
    framer, clock = _framer(settings), Clock()
    chosen = framer.frames[frame]
    size = chosen.checked_size(wish.size)
    photo = framer.load(file, size=size, name="photo")
    clock.lap("read")
    crop: Crop | None = wish.crop
    notes: Sequence[Note] = ()
    if crop is None:
        faces = framer.faces(photo) if faces is None else faces
        face = wish.face_among(faces)
        crop, notes = framer.suggest(photo, chosen, face=face, faces=faces, level=wish.level)
    clock.lap("faces")
    avatar = render(photo, crop, chosen, size=size, text=wish.text, notes=notes)
    clock.lap("draw")
    data = avatar.encode(wish.format)
    clock.lap("encode")
    return Made(data, wish.format.media_type, avatar.crop, tuple(avatar.notes), clock.seconds)


def _look(settings: Settings, file: bytes) -> Looked:
    framer, clock = _framer(settings), Clock()
    photo = framer.load(file, name="photo")
    clock.lap("read")
    faces = tuple(framer.faces(photo))
    clock.lap("faces")
    suggested = {name: framer.suggest(photo, name, faces=faces) for name in framer.frames}
    main = main_face(faces, photo.size)
    notes = next(iter(suggested.values()))[1]
    crops = {name: crop for name, (crop, _) in suggested.items()}
    number = None if main is None else faces.index(main)
    return Looked(photo.size, faces, number, crops, tuple(notes), clock.seconds)
