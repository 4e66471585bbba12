"""FolderAlbum: a batch's photos in a folder and in the folders in it."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge
from framegen.staff.match import is_photo

SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class FolderAlbum:
    """The photos of a folder and of the folders in it.

    Attributes:
        root: the folder; a name that is a whole path is read from there.
        without: folders within it that are not looked into, where avatars are written.
    """

    root: Path
    without: frozenset[Path] = frozenset()

    def names(self) -> Sequence[str]:
        """See Album."""
        return sorted(self._found())

    def _found(self) -> Iterator[str]:
        for folder, inner, files in os.walk(self.root):
            inner[:] = [name for name in inner if Path(folder, name).resolve() not in self.without]
            for file in files:
                name = Path(folder, file).relative_to(self.root).as_posix()
                if is_photo(name) and _is_unicode(name):
                    yield name

    def read(self, name: str, most: int) -> bytes:
        """See Album.

        Raises:
            AlbumUnreadable: this machine does not see the folder.
            PhotoNotFound: it is not there, or may not be read.
            PhotoTooLarge: more bytes than that.
        """
        try:
            with (self.root / name).open("rb") as file:
                data = file.read(most + 1)
        except (OSError, ValueError) as error:
            if not self.root.is_dir():
                raise AlbumUnreadable(
                    f"{self.root}: {platform.node()} sees no such folder."
                ) from error
            reason = getattr(error, "strerror", None) or error
            raise PhotoNotFound(f"{name}: {reason}.") from error
        if len(data) > most:
            raise PhotoTooLarge(f"{name}: more than {most:,} bytes.")
        return data

    def stamp(self, name: str) -> str:
        """See Album."""
        try:
            told = (self.root / name).stat()
        except (OSError, ValueError):
            return ""
        return f"{told.st_size}-{told.st_mtime_ns}-{told.st_ctime_ns}-{told.st_ino}"

    def size(self, name: str) -> int:
        """How many bytes a photo has; 0 where it is not there."""
        try:
            return (self.root / name).stat().st_size
        except (OSError, ValueError):
            return 0

    def sample(self, name: str) -> bytes:
        """What tells photos of the same length apart: how they begin and end."""
        try:
            with (self.root / name).open("rb") as file:
                begin = file.read(SAMPLE)
                file.seek(-min(SAMPLE, len(begin)), os.SEEK_END)
                return begin + file.read(SAMPLE)
        except (OSError, ValueError):
            # What cannot be read is like nothing else; why, is told when it is to be framed.
            return name.encode()


def _is_unicode(name: str) -> bool:
    """Whether a file's name is text; others can neither be matched nor reported."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)
