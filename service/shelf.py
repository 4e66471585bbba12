"""Shelf: finished avatars in memory, for minutes. Nothing here ever reaches a disk."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """An avatar on the shelf: its bytes, its frame's name, its notes, when it goes."""

    data: bytes
    frame: str
    notes: tuple[str, ...]
    expires: float


class Shelf:
    """Keeps avatars for a time and up to a number of bytes; then the oldest go.

    It belongs to the event loop: no two threads may use it at once.
    """

    def __init__(
        self, seconds: float, max_bytes: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._max_bytes, self._clock = seconds, max_bytes, clock
        self._kept: dict[str, Kept] = {}
        self._bytes = 0

    def put(self, data: bytes, frame: str, notes: tuple[str, ...]) -> str:
        """Keep an avatar; its token is its address, and cannot be guessed."""
        self.sweep()
        token = secrets.token_urlsafe(16)
        self._kept[token] = Kept(data, frame, notes, self._clock() + self._seconds)
        self._bytes += len(data)
        while self._bytes > self._max_bytes and len(self._kept) > 1:
            self.drop(next(iter(self._kept)))
        return token

    def get(self, token: str) -> Kept | None:
        """An avatar that is still kept."""
        self.sweep()
        return self._kept.get(token)

    def drop(self, token: str) -> bool:
        """Forget an avatar now; whether there was one."""
        kept = self._kept.pop(token, None)
        if kept is None:
            return False
        self._bytes -= len(kept.data)
        return True

    def sweep(self) -> None:
        """Forget what has expired; they stand in the order in which they expire."""
        now = self._clock()
        while self._kept:
            token, kept = next(iter(self._kept.items()))
            if kept.expires > now:
                return
            self.drop(token)

    def __len__(self) -> int:
        return len(self._kept)
