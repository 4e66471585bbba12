"""Catalog: the campaign and its frames, with the pictures that show them, each drawn once."""

import asyncio
import functools
import hashlib
from collections.abc import Callable, Iterable

from framegen import Campaign, Frame, Frames, __version__

from ..errors import Busy
from ..settings import Settings
from . import studio
from .workers import Workers

Draw = Callable[[Settings, str, int], bytes]
Key = tuple[Draw, str, int]

# Pictures in the cache; a large one takes half a megabyte.
CACHED = 64

# Sides of the strip's pictures and of the artwork over the page's canvas.
STRIP_SIDE, OVERLAY_SIDE = 168, 720
# The width of the card that Facebook and Zalo show for a link, 1.91 times its height.
CARD_SIDE = 1200

# Pictures are drawn one at a time, so that they never crowd out members' photos. More than this
# many in the queue are refused.
QUEUE = 16


class Catalog:
    """The frames to choose from; belongs to the event loop and is not thread-safe."""

    def __init__(self, settings: Settings, workers: Workers) -> None:
        """Load frames and campaign; FrameInvalid where one of them is broken."""
        self._settings, self._workers = settings, workers
        self._frames = Frames(settings.frames) if settings.frames else Frames.default()
        self.campaign = Campaign.load(self._frames.folder)
        self.frames = sorted(self._frames.values(), key=lambda frame: (frame.order, frame.name))
        self._pictures: dict[Key, asyncio.Task[bytes]] = {}
        self._one = asyncio.Semaphore(1)

    def frame(self, name: str) -> Frame:
        """The frame of that name, or FrameNotFound."""
        return self._frames[name]

    async def sample(self, frame: Frame, size: int) -> bytes:
        """The frame around a sample photo, as WebP."""
        return await self._drawn(studio.sample, frame.name, size)

    async def strip(self) -> bytes:
        """Every frame around the sample photo, small, side by side, as one WebP."""
        names = ",".join(frame.name for frame in self.frames)
        return await self._drawn(studio.strip, names, STRIP_SIDE)

    async def overlay(self, frame: Frame) -> bytes:
        """What lies over the photo in the page's editor, as WebP with transparency."""
        return await self._drawn(studio.overlay, frame.name, OVERLAY_SIDE)

    async def card(self, frame: Frame) -> bytes:
        """The picture that platforms show beside a link to the page, as JPEG."""
        return await self._drawn(studio.card, frame.name, CARD_SIDE)

    async def artwork(self, frame: Frame, size: int) -> bytes:
        """What lies over the photo, as PNG with transparency; Busy where too many are queued."""
        return await self._drawn(studio.artwork, frame.name, size)

    async def draw_samples(self, sizes: Iterable[int]) -> None:
        """Draw what the page shows of every frame before it is requested."""
        for size in sizes:
            for frame in self.frames:
                await self.sample(frame, size)
        await self.strip()
        for frame in self.frames:
            await self.overlay(frame)

    def etag(self, frame: Frame, size: int) -> str:
        """The artwork's entity tag (RFC 9110, 8.8.3)."""
        drawing = frame.artwork.drawing
        data = drawing.encode() if isinstance(drawing, str) else drawing
        mark = hashlib.sha256(data + f"{size} {__version__}".encode())
        return f'"{mark.hexdigest()[:20]}"'

    async def _drawn(self, draw: Draw, frame: str, size: int) -> bytes:
        """A picture, drawn on the first request; concurrent requests wait for the same task."""
        key = draw, frame, size
        task = self._pictures.pop(key, None)
        if task is None:
            if sum(not task.done() for task in self._pictures.values()) >= QUEUE:
                raise Busy("artwork: many pictures are being drawn.")
            task = asyncio.create_task(self._draw(draw, frame, size))
            task.add_done_callback(functools.partial(self._forget_failure, key))
        self._pictures[key] = task
        while len(self._pictures) > CACHED:
            self._pictures.pop(next(iter(self._pictures)))
        return await asyncio.shield(task)

    def _forget_failure(self, key: Key, task: asyncio.Task[bytes]) -> None:
        # Reading the exception also marks it as retrieved for asyncio.
        if (task.cancelled() or task.exception()) and self._pictures.get(key) is task:
            del self._pictures[key]

    async def _draw(self, draw: Draw, frame: str, size: int) -> bytes:
        async with self._one:
            return await self._workers.run(draw, self._settings, frame, size)
