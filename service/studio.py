"""Studio: the library at work for the web, in as many threads as there are processors."""

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import anyio
import anyio.to_thread

from framegen import (
    SAMPLE_PHOTO,
    Campaign,
    Crop,
    Frame,
    Framer,
    ImageFormat,
    Limits,
    RequestError,
)
from service.settings import Settings

T = TypeVar("T")
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for besides the photo; None is the usual."""

    format: ImageFormat = ImageFormat.JPEG
    size: int | None = None
    crop: Crop | None = None
    text: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Wish":
        """The wish of a request's fields; RequestError names the field that makes no sense."""
        crop = fields.get("crop")
        if fields.get("turn") and not crop:
            raise RequestError("turn: it goes with crop.")
        return cls(
            format=ImageFormat.of(fields.get("format") or "jpeg"),
            size=_number(int, fields, "size") if fields.get("size") else None,
            crop=Crop.parse(crop, _number(float, fields, "turn")) if crop else None,
            text={
                key.removeprefix("text."): value
                for key, value in fields.items()
                if key.startswith("text.")
            },
        )


def _number(kind: type[N], fields: Mapping[str, str], name: str) -> N:
    """A field as a number, 0 where it is empty."""
    text = fields.get(name) or "0"
    try:
        return kind(text)
    except ValueError:
        wanted = "a whole number" if kind is int else "a number"
        raise RequestError(f'{name}: expected {wanted}, got "{text[:40]}".') from None


@dataclass(frozen=True, slots=True)
class Made:
    """An avatar's bytes, and what is to be said about it."""

    data: bytes
    media_type: str
    notes: tuple[str, ...]


class Studio:
    """Makes avatars for requests; holds the one Framer."""

    def __init__(self, settings: Settings) -> None:
        """Raises FrameInvalid where the folder of frames, a frame or the campaign is broken."""
        limits = Limits(
            max_bytes=settings.max_megabytes * 2**20,
            max_pixels=settings.max_megapixels * 1_000_000,
        )
        self._framer = Framer(settings.frames or None, limits=limits)
        self.campaign = Campaign.load(self._framer.frames.folder)
        self.frames = sorted(
            self._framer.frames.values(), key=lambda frame: (frame.order, frame.name)
        )
        self._threads = anyio.CapacityLimiter(os.cpu_count() or 1)
        self._sample = functools.cache(self._make_sample)

    def frame(self, name: str) -> Frame:
        """The frame of that name, or FrameNotFound."""
        return self._framer.frames[name]

    async def make(self, photo: bytes, frame: str, wish: Wish) -> Made:
        """An avatar, made in a thread."""
        return await self._in_thread(functools.partial(self._make, photo, frame, wish))

    async def sample(self, frame: str, size: int) -> bytes:
        """The frame around a sample photo, as WebP."""
        return await self._in_thread(functools.partial(self._sample, frame, size))

    async def _in_thread(self, work: "functools.partial[T]") -> T:
        return await anyio.to_thread.run_sync(work, limiter=self._threads)

    def _make(self, photo: bytes, frame: str, wish: Wish) -> Made:
        avatar = self._framer.make(photo, frame, crop=wish.crop, text=wish.text, size=wish.size)
        return Made(avatar.encode(wish.format), wish.format.media_type, tuple(avatar.notes))

    def _make_sample(self, frame: str, size: int) -> bytes:
        return self._framer.make(SAMPLE_PHOTO, frame, size=size).encode("webp", quality=80)
