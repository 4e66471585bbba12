"""UrlAlbum: a batch's photos at a URL, listed once by the process that starts the batch."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from framegen.batch.places.address import open_filesystem, translated_errors
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge
from framegen.staff.match import is_photo

# Details that change with a file, of which each file system has some; the first ones are
# checksums, equal for files of equal bytes.
MARKS = ("ETag", "etag", "md5Hash", "LastModified", "mtime", "created")
CHECKSUMS = MARKS[:3]


@dataclass(frozen=True)
class UrlAlbum:
    """The photos at a URL such as s3://bucket/photos, and in the folders there.

    Attributes:
        url: without a trailing slash.
        without: URLs inside it to skip, because avatars are written there.
    """

    url: str
    without: tuple[str, ...] = ()

    def __getstate__(self) -> dict[str, object]:
        return {"url": self.url, "without": self.without}

    @functools.cached_property
    def _place(self) -> tuple[Any, str]:
        return open_filesystem(self.url, AlbumUnreadable)

    @functools.cached_property
    def _files(self) -> Mapping[str, Mapping[str, object]]:
        system, root = self._place
        with translated_errors(self.url, AlbumUnreadable):
            listed = system.find(root, detail=True)
        # Folder names in a bucket may be empty: "a//b" differs from "a/b".
        names = {path.removeprefix(f"{root}/"): file for path, file in listed.items()}
        return {
            name: file
            for name, file in names.items()
            if is_photo(name) and not self._is_skipped(name)
        }

    def _is_skipped(self, name: str) -> bool:
        return any(f"{self.url}/{name}".startswith(f"{place}/") for place in self.without)

    def names(self) -> Sequence[str]:
        """See Album.

        Raises:
            AlbumUnreadable: it cannot be listed.
        """
        return sorted(self._files)

    def read(self, name: str, max_bytes: int) -> bytes:
        """See Album.

        Raises:
            AlbumUnreadable: this machine cannot open the URL.
            PhotoNotFound: the photo does not exist or may not be read.
            PhotoTooLarge: more than `max_bytes`.
        """
        system, root = self._place
        with translated_errors(name, PhotoNotFound):
            data = _beginning_of(system, f"{root}/{name}", max_bytes + 1)
        if len(data) > max_bytes:
            raise PhotoTooLarge(
                "{photo}: more than {max_bytes:,} bytes.", photo=name, max_bytes=max_bytes
            )
        return data

    def stamp(self, name: str) -> str:
        """See Album."""
        file = self._files.get(name, {})
        marks = [f"{file[mark]}" for mark in MARKS if file.get(mark)]
        return f"{file['size']} {' '.join(marks)}" if marks else ""

    def size(self, name: str) -> int:
        """See Album."""
        return int(str(self._files.get(name, {}).get("size", 0)))

    def sample(self, name: str) -> bytes:
        """See Album; the checksum, if the file system has one."""
        file = self._files.get(name, {})
        return next((f"{file[mark]}" for mark in CHECKSUMS if file.get(mark)), name).encode()


def _beginning_of(system: Any, path: str, length: int) -> bytes:  # noqa: ANN401 - fsspec is untyped
    try:
        data: bytes = system.cat_file(path, start=0, end=length)
    except (FileNotFoundError, PermissionError):
        raise
    except OSError:
        # Object stores reject any range of an empty object.
        if system.size(path):
            raise
        return b""
    return data
