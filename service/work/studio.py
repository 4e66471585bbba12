"""Studio: the jobs of worker processes, from a request's bytes to the answer's."""

import functools
import io
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from PIL import Image, ImageDraw

from framegen import (
    SAMPLE_PHOTO,
    Crop,
    Face,
    Frame,
    Framer,
    Limits,
    Note,
    Size,
    crop_to_center,
    crop_to_face,
    main_face,
    render,
    render_frame,
    render_texts,
    upright_turn,
)
from framegen.errors import PhotoTooLarge

from ..settings import MEBIBYTE, MEGAPIXEL, Settings
from .options import RenderOptions

# The longer side, in pixels, of the preview for phones that cannot open the photo.
PREVIEW_SIDE = 1440

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RenderedAvatar:
    """An avatar's bytes, its crop and notes, and the seconds of each stage."""

    data: bytes
    media_type: str
    crop: Crop
    notes: tuple[str, ...]
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PhotoAnalysis:
    """What was found on a photo: its upright size, its faces, and a crop for each frame.

    Attributes:
        size: in pixels.
        faces: in the order of their numbers.
        main: the number of the face that would be framed, None without any.
        suggestions: a crop for each frame, by the frame's name.
        notes: those that hold for every frame.
        seconds: of each stage.
    """

    size: Size
    faces: tuple[Face, ...]
    main: int | None
    suggestions: Mapping[str, Crop]
    notes: tuple[str, ...]
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RenderedImage:
    """An image's bytes, and the seconds of each stage."""

    data: bytes
    seconds: Mapping[str, float]
    notes: tuple[str, ...] = ()


class StageTimer:
    """Measures the seconds of each stage of a job."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Record the time since the last lap as that stage's."""
        now = time.perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now


def make(
    settings: Settings,
    file: bytes,
    frame: str,
    options: RenderOptions,
    faces: Sequence[Face] | None = None,
) -> RenderedAvatar:
    """Make an avatar of a photo's bytes, whose faces may be known already."""
    return _within_memory(_make, settings, file, frame, options, faces)


def analyse(settings: Settings, file: bytes) -> PhotoAnalysis:
    """Find the faces on a photo, and a crop for each frame."""
    return _within_memory(_analyse, settings, file)


def placed(
    analysis: PhotoAnalysis, frames: Iterable[Frame], options: RenderOptions
) -> dict[str, Crop]:
    """Each frame's crop for the wanted face, by the frame's name; reads no pixels."""
    face = options.face_among(analysis.faces) or main_face(analysis.faces, analysis.size)
    if face is None:
        return {frame.name: crop_to_center(analysis.size, frame.opening) for frame in frames}
    turn = -face.roll if options.level else upright_turn(face)
    return {
        frame.name: crop_to_face(face, analysis.size, frame.opening, turn=turn) for frame in frames
    }


def sample(settings: Settings, frame: str, size: int) -> bytes:
    """The frame around a sample photo, as WebP."""
    return _framer(settings).make(SAMPLE_PHOTO, frame, size=size).encode("webp", quality=80)


def strip(settings: Settings, frames: str, side: int) -> bytes:
    """Several frames, their names separated by commas, around a sample photo, as one WebP."""
    names = frames.split(",")
    row = Image.new("RGB", (side * len(names), side))
    for at, name in enumerate(names):
        row.paste(_framer(settings).make(SAMPLE_PHOTO, name, size=side).image, (at * side, 0))
    stream = io.BytesIO()
    row.save(stream, "WEBP", quality=80)
    return stream.getvalue()


def overlay(settings: Settings, frame: str, side: int) -> bytes:
    """What lies over the photo, as WebP with transparency."""
    stream = io.BytesIO()
    drawn = render_frame(_framer(settings).frames[frame], size=side)
    # Lossless: lossy coding smears red on gold, and the preview must equal the saved avatar.
    drawn.save(stream, "WEBP", lossless=True, method=6)
    return stream.getvalue()


def card(settings: Settings, frame: str, side: int) -> bytes:
    """The frame around a sample photo on a wide background of its colour, as JPEG."""
    chosen = _framer(settings).frames[frame]
    height = round(side / 1.905)
    inner = round(height * 0.86)
    avatar = _framer(settings).make(SAMPLE_PHOTO, chosen, size=inner).image
    round_ = Image.new("L", (inner * 4, inner * 4))
    ImageDraw.Draw(round_).ellipse((0, 0, inner * 4, inner * 4), fill=255)
    ground = Image.new("RGB", (side, height), chosen.artwork.background)
    place = ((side - inner) // 2, (height - inner) // 2)
    ground.paste(avatar, place, round_.resize((inner, inner)))
    stream = io.BytesIO()
    ground.save(stream, "JPEG", quality=88)
    return stream.getvalue()


def artwork(settings: Settings, frame: str, size: int) -> bytes:
    """What lies over the photo, as PNG with transparency."""
    stream = io.BytesIO()
    drawn = render_frame(_framer(settings).frames[frame], size=size)
    drawn.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def lettering(
    settings: Settings, frame: str, text: Mapping[str, str], size: int | None
) -> RenderedImage:
    """A frame's texts alone, as PNG with transparency."""
    clock, stream = StageTimer(), io.BytesIO()
    render_texts(_framer(settings).frames[frame], text, size=size).save(stream, "PNG")
    clock.lap("draw")
    return RenderedImage(stream.getvalue(), clock.seconds)


def preview(settings: Settings, file: bytes) -> RenderedImage:
    """A photo as a JPEG that every browser opens: upright, sRGB, without metadata."""
    return _within_memory(_preview, settings, file)


def ready(settings: Settings) -> bool:
    """Whether this process can make an avatar."""
    framer = _framer(settings)
    return bool(framer.make(SAMPLE_PHOTO, next(iter(framer.frames)), size=64).encode())


@functools.cache
def _framer(settings: Settings) -> Framer:
    """The one Framer of this process."""
    limits = Limits(
        max_bytes=settings.max_megabytes * MEBIBYTE, max_pixels=settings.max_megapixels * MEGAPIXEL
    )
    return Framer(settings.frames or None, limits=limits)


def _within_memory(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A job's result; PhotoTooLarge where it exceeds the memory of a worker."""
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
    settings: Settings,
    file: bytes,
    frame: str,
    options: RenderOptions,
    faces: Sequence[Face] | None,
) -> RenderedAvatar:
    framer, clock = _framer(settings), StageTimer()
    chosen = framer.frames[frame]
    size = chosen.checked_size(options.size)
    photo = framer.load(file, size=size, name="photo")
    clock.lap("read")
    crop: Crop | None = options.crop
    notes: Sequence[Note] = ()
    if crop is None:
        faces = framer.faces(photo) if faces is None else faces
        face = options.face_among(faces)
        crop, notes = framer.suggest(photo, chosen, face=face, faces=faces, level=options.level)
    clock.lap("faces")
    avatar = render(photo, crop, chosen, size=size, text=options.text, notes=notes)
    clock.lap("draw")
    data = avatar.encode(options.format)
    clock.lap("encode")
    return RenderedAvatar(
        data, options.format.media_type, avatar.crop, tuple(avatar.notes), clock.seconds
    )


def _preview(settings: Settings, file: bytes) -> RenderedImage:
    clock, stream = StageTimer(), io.BytesIO()
    photo = _framer(settings).load(file, name="photo")
    clock.lap("read")
    small = photo.decoded.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    photo.to_srgb(small).save(stream, "JPEG", quality=88)
    clock.lap("encode")
    return RenderedImage(stream.getvalue(), clock.seconds)


def _analyse(settings: Settings, file: bytes) -> PhotoAnalysis:
    framer, clock = _framer(settings), StageTimer()
    photo = framer.load(file, name="photo")
    clock.lap("read")
    faces = tuple(framer.faces(photo))
    clock.lap("faces")
    suggested = {name: framer.suggest(photo, name, faces=faces) for name in framer.frames}
    main = main_face(faces, photo.size)
    notes = next(iter(suggested.values()))[1]
    crops = {name: crop for name, (crop, _) in suggested.items()}
    number = None if main is None else faces.index(main)
    return PhotoAnalysis(photo.size, faces, number, crops, tuple(notes), clock.seconds)
