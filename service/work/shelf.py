"""Shelf: photos and avatars in memory, for minutes; nothing here ever reaches a disk."""

import datetime
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from framegen import ImageFormat

from ..errors import AvatarGone, PhotoGone
from .studio import PhotoAnalysis


@dataclass(frozen=True, slots=True)
class HeldPhoto:
    """A photo's bytes, and what was found on it."""

    data: bytes
    analysis: PhotoAnalysis


@dataclass(frozen=True, slots=True)
class HeldAvatar:
    """An avatar's bytes and format, its frame's name, its notes."""

    data: bytes
    format: ImageFormat
    frame: str
    notes: tuple[str, ...]


Held = TypeVar("Held", HeldPhoto, HeldAvatar)


class Shelf:
    """Holds photos and avatars for a time and up to a number of bytes; the oldest go first.

    It belongs to the event loop and is not thread-safe.
    """

    def __init__(
        self, seconds: float, max_bytes: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.seconds = seconds
        self._max_bytes, self._clock = max_bytes, clock
        self._held: dict[str, tuple[HeldPhoto | HeldAvatar, float]] = {}
        self.bytes = 0

    def put(self, item: HeldPhoto | HeldAvatar) -> str:
        """Hold an item; its token, which cannot be guessed, is its address."""
        self.sweep()
        token = secrets.token_urlsafe(16)
        self._held[token] = item, self._clock() + self.seconds
        self.bytes += len(item.data)
        while self.bytes > self._max_bytes and len(self._held) > 1:
            self._drop(next(iter(self._held)))
        return token

    def get(self, token: str, kind: type[Held]) -> Held | None:
        """The item of that kind and token, None where it is gone."""
        self.sweep()
        item = self._held[token][0] if token in self._held else None
        return item if isinstance(item, kind) else None

    def photo(self, token: str) -> HeldPhoto:
        """A held photo, or PhotoGone."""
        held = self.get(token, HeldPhoto)
        if held is None:
            raise PhotoGone("photo: there is no such photo, or no longer.")
        return held

    def avatar(self, token: str) -> HeldAvatar:
        """A held avatar, or AvatarGone."""
        held = self.get(token, HeldAvatar)
        if held is None:
            raise AvatarGone("avatar: there is no such avatar, or no longer.")
        return held

    def left(self, token: str) -> float:
        """For how many more seconds an item is held; 0 where there is none."""
        return max(0.0, self._held[token][1] - self._clock()) if token in self._held else 0.0

    def expiry(self) -> datetime.datetime:
        """When an item that is put here now expires."""
        return datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=self.seconds)

    def drop(self, token: str, kind: type[Held]) -> bool:
        """Forget an item of that kind now; whether there was one."""
        if self.get(token, kind) is None:
            return False
        self._drop(token)
        return True

    def drop_photo(self, token: str) -> None:
        """Forget a photo now, or raise PhotoGone."""
        self.photo(token)
        self._drop(token)

    def drop_avatar(self, token: str) -> None:
        """Forget an avatar now, or raise AvatarGone."""
        self.avatar(token)
        self._drop(token)

    def sweep(self) -> None:
        """Forget what has expired; items stand in the order in which they expire."""
        now = self._clock()
        while self._held:
            token, (_, expires) = next(iter(self._held.items()))
            if expires > now:
                return
            self._drop(token)

    def clear(self) -> None:
        """Forget everything now."""
        self._held.clear()
        self.bytes = 0

    def _drop(self, token: str) -> None:
        item, _ = self._held.pop(token)
        self.bytes -= len(item.data)

    def __len__(self) -> int:
        return len(self._held)
