"""UrlAlbum: a batch's photos at a URL. They are listed once; other machines only read."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from framegen.batch.places.address import opened, told
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge
from framegen.staff.match import is_photo

# What says that a file has changed, whichever of them a file system tells; and of these, what two
# files with the same bytes have in common.
MARKS = ("ETag", "etag", "md5Hash", "LastModified", "mtime", "created")
CHECKSUMS = MARKS[:3]


@dataclass(frozen=True)
class UrlAlbum:
    """The photos at a URL such as s3://bucket/photos, and in the folders there.

    Attributes:
        url: without an end stroke.
        without: URLs within it that are not looked into, where avatars are written.
    """

    url: str
    without: tuple[str, ...] = ()

    def __getstate__(self) -> dict[str, object]:
        return {"url": self.url, "without": self.without}

    @functools.cached_property
    def _place(self) -> tuple[Any, str]:
        return opened(self.url, AlbumUnreadable)

    @functools.cached_property
    def _files(self) -> Mapping[str, Mapping[str, object]]:
        system, root = self._place
        with told(self.url, AlbumUnreadable):
            listed = system.find(root, detail=True)
        # In a bucket a folder's name may be empty: "a//b" is not "a/b".
        names = {path.removeprefix(f"{root}/"): file for path, file in listed.items()}
        return {
            name: file
            for name, file in names.items()
            if is_photo(name) and not self._is_apart(name)
        }

    def _is_apart(self, name: str) -> bool:
        return any(f"{self.url}/{name}".startswith(f"{place}/") for place in self.without)

    def names(self) -> Sequence[str]:
        """See Album.

        Raises:
            AlbumUnreadable: it cannot be listed.
        """
        return sorted(self._files)

    def read(self, name: str, most: int) -> bytes:
        """See Album.

        Raises:
            AlbumUnreadable: this machine has no way to the URL.
            PhotoNotFound: it is not there, or may not be read.
            PhotoTooLarge: more bytes than that.
        """
        system, root = self._place
        with told(name, PhotoNotFound):
            data = _beginning_of(system, f"{root}/{name}", most + 1)
        if len(data) > most:
            raise PhotoTooLarge(f"{name}: more than {most:,} bytes.")
        return data

    def stamp(self, name: str) -> str:
        """See Album."""
        file = self._files.get(name, {})
        marks = [f"{file[mark]}" for mark in MARKS if file.get(mark)]
        return f"{file['size']} {' '.join(marks)}" if marks else ""

    def size(self, name: str) -> int:
        """How many bytes a photo has; 0 where it is not there."""
        return int(str(self._files.get(name, {}).get("size", 0)))

    def sample(self, name: str) -> bytes:
        """What tells photos of the same length apart: the checksum, where there is one."""
        file = self._files.get(name, {})
        return next((f"{file[mark]}" for mark in CHECKSUMS if file.get(mark)), name).encode()


def _beginning_of(system: Any, path: str, length: int) -> bytes:  # noqa: ANN401 - fsspec has no types
    try:
        data: bytes = system.cat_file(path, start=0, end=length)
    except (FileNotFoundError, PermissionError):
        raise
    except OSError:
        # An object store finds no part, not even the first, in what is empty.
        if system.size(path):
            raise
        return b""
    return data
