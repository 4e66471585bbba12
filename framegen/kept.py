"""Kept: an avatar that was made before, and whether its file still is what was made."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from framegen.avatar import Note
from framegen.errors import AvatarUnwritable


@dataclass(frozen=True, slots=True)
class Kept:
    """An avatar that was made.

    Attributes:
        path: within the folder of avatars.
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

    def as_written(self, file: Path) -> Self:
        """The same with size and time of a file that was just written.

        Raises:
            AvatarUnwritable: it is gone already.
        """
        try:
            told = file.stat()
        except OSError as error:
            raise AvatarUnwritable(f"{file}: {error.strerror}.") from error
        return replace(self, size=told.st_size, changed=told.st_mtime_ns)

    def is_whole(self, file: Path) -> bool:
        """Whether a file still has the bytes that were written.

        They are read only where the time differs, as after copying the folder.
        """
        try:
            told = file.stat()
            if told.st_size != self.size:
                return False
            if told.st_mtime_ns == self.changed:
                return True
            return hashlib.sha256(file.read_bytes()).hexdigest() == self.digest
        except OSError:
            return False
