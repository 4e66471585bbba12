"""FolderAlbum: a batch's photos in a folder and its subfolders."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge
from framegen.language import N_, Message
from framegen.language.system import reason_of
from framegen.staff.match import is_photo

# Bytes at the start and at the end of a photo that make its sample.
SAMPLE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class FolderAlbum:
    """The photos of a folder and its subfolders.

    Attributes:
        root: the folder; a name that is an absolute path is read from there.
        without: folders inside it to skip, because avatars are written there.
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

    def read(self, name: str, max_bytes: int) -> bytes:
        """See Album.

        Raises:
            AlbumUnreadable: this machine does not see the folder.
            PhotoNotFound: the photo does not exist or may not be read.
            PhotoTooLarge: more than `max_bytes`.
        """
        try:
            with (self.root / name).open("rb") as file:
                data = file.read(max_bytes + 1)
        except (OSError, ValueError) as error:
            if not self.root.is_dir():
                raise AlbumUnreadable(
                    "{folder}: {machine} sees no such folder.",
                    folder=str(self.root),
                    machine=platform.node(),
                ) from error
            raise PhotoNotFound("{photo}: {reason}.", photo=name, reason=_reason(error)) from error
        if len(data) > max_bytes:
            raise PhotoTooLarge(
                "{photo}: more than {max_bytes:,} bytes.", photo=name, max_bytes=max_bytes
            )
        return data

    def stamp(self, name: str) -> str:
        """See Album."""
        try:
            status = (self.root / name).stat()
        except (OSError, ValueError):
            return ""
        return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"

    def size(self, name: str) -> int:
        """See Album."""
        try:
            return (self.root / name).stat().st_size
        except (OSError, ValueError):
            return 0

    def sample(self, name: str) -> bytes:
        """See Album; the first and the last bytes."""
        try:
            with (self.root / name).open("rb") as file:
                begin = file.read(SAMPLE_BYTES)
                file.seek(-min(SAMPLE_BYTES, len(begin)), os.SEEK_END)
                return begin + file.read(SAMPLE_BYTES)
        except (OSError, ValueError):
            # An unreadable photo equals no other; the reason is reported when it is framed.
            return name.encode()


def _reason(error: OSError | ValueError) -> Message:
    # A name with a null byte is a ValueError.
    if isinstance(error, OSError):
        return reason_of(error)
    return Message(N_("the system does not accept the name"))


def _is_unicode(name: str) -> bool:
    """Whether a file name is valid Unicode; others can be neither matched nor reported."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)
