"""LedgerEntry: an avatar made before, and whether its file is still the one that was written."""

import hashlib
from dataclasses import dataclass, replace
from typing import Self

from framegen.avatar.note import Note
from framegen.batch.places.store import Store


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An avatar that was made.

    Attributes:
        path: its name in the store.
        photo_hash: SHA-256 of the photo's bytes.
        mark: hash of everything else it was made from.
        digest: SHA-256 of the avatar's bytes.
        size: the number of these bytes.
        changed: modification time of the file in nanoseconds.
        notes: remarks on the avatar.
    """

    path: str
    photo_hash: str
    mark: str
    digest: str
    size: int
    changed: int
    notes: tuple[Note, ...]

    def as_written(self, store: Store) -> Self:
        """The same with size and time of the file just written.

        Raises:
            AvatarUnwritable: it has gone already.
        """
        info = store.written(self.path, self.size)
        return replace(self, size=info.size, changed=info.changed)

    def is_intact(self, store: Store) -> bool:
        """Whether the store still has the bytes that were written.

        The file is read only if its time differs, for instance after the folder was copied.
        """
        info = store.info(self.path)
        if info is None or info.size != self.size:
            return False
        if info.changed == self.changed:
            return True
        data = store.read(self.path)
        return data is not None and hashlib.sha256(data).hexdigest() == self.digest
