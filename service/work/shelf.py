"""Shelf: photos and avatars in memory, for minutes. Nothing here ever reaches a disk."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from framegen import ImageFormat
from .studio import PhotoAnalysis


@dataclass(frozen=True, slots=True)
class HeldPhoto:
    """A photo's bytes, and what was seen on it."""

    data: bytes
    looked: PhotoAnalysis


@dataclass(frozen=True, slots=True)
class HeldAvatar:
    """An avatar's bytes and format, its frame's name, its notes."""

    data: bytes
    format: ImageFormat
    frame: str
    notes: tuple[str, ...]


Kept = TypeVar("Kept", HeldPhoto, HeldAvatar)


class Shelf:
    """Keeps things for a time and up to a number of bytes; then the oldest go.

    It belongs to the event loop: no two threads may use it at once.
    """

    def __init__(
        self, seconds: float, max_bytes: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.seconds = seconds
        self._max_bytes, self._clock = max_bytes, clock
        self._kept: dict[str, tuple[HeldPhoto | HeldAvatar, float]] = {}
        self.bytes = 0

    def put(self, thing: HeldPhoto | HeldAvatar) -> str:
        """Keep a thing; its token is its address, and cannot be guessed."""
        self.sweep()
        token = secrets.token_urlsafe(16)
        self._kept[token] = thing, self._clock() + self.seconds
        self.bytes += len(thing.data)
        while self.bytes > self._max_bytes and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        return token

    def get(self, token: str, kind: type[Kept]) -> Kept | None:
        """A thing of that kind that is still kept."""
        self.sweep()
        thing = self._kept[token][0] if token in self._kept else None
        return thing if isinstance(thing, kind) else None

    def left(self, token: str) -> float:
        """For how many seconds a thing is still kept; 0 where there is none."""
        return max(0.0, self._kept[token][1] - self._clock()) if token in self._kept else 0.0

    def drop(self, token: str, kind: type[Kept]) -> bool:
        """Forget a thing of that kind now; whether there was one."""
        if self.get(token, kind) is None:
            return False
        self._drop(token)
        return True

    def sweep(self) -> None:
        """Forget what has expired; they stand in the order in which they expire."""
        now = self._clock()
        while self._kept:
            token, (_, expires) = next(iter(self._kept.items()))
            if expires > now:
                return
            self._drop(token)

    def clear(self) -> None:
        """Forget everything now."""
        self._kept.clear()
        self.bytes = 0

    def _drop(self, token: str) -> None:
        thing, _ = self._kept.pop(token)
        self.bytes -= len(thing.data)

    def __len__(self) -> int:
        return len(self._kept)
