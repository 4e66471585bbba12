"""Kept: an avatar that was made before, and whether its file still is what was made."""

import hashlib
from dataclasses import dataclass, replace
from typing import Self

from framegen.avatar.note import Note
from framegen.batch.places.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """An avatar that was made.

    Attributes:
        path: its name in the store.
        photo_hash: of the photo's bytes.
        mark: of all else that it was made with.
        digest: of the file's bytes.
        size: the file's, in bytes.
        changed: when the file was written, in nanoseconds.
        notes: the doubts about it.
    """

    path: str
    photo_hash: str
    mark: str
    digest: str
    size: int
    changed: int
    notes: tuple[Note, ...]

    def as_written(self, store: Store) -> Self:
        """The same with size and time of what was just written.

        Raises:
            AvatarUnwritable: it is gone already.
        """
        seen = store.written(self.path, self.size)
        return replace(self, size=seen.size, changed=seen.changed)

    def is_whole(self, store: Store) -> bool:
        """Whether a store still has the bytes that were written.

        They are read only where the time differs, as after copying the folder.
        """
        seen = store.seen(self.path)
        if seen is None or seen.size != self.size:
            return False
        if seen.changed == self.changed:
            return True
        data = store.read(self.path)
        return data is not None and hashlib.sha256(data).hexdigest() == self.digest
