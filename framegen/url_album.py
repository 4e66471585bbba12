"""UrlAlbum: a batch's photos at a URL. They are listed once; other machines only read."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from framegen.address import opened, told
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge
from framegen.staff.match import is_photo

# What says that a file has changed, whichever of them a file system tells.
MARKS = ("ETag", "etag", "md5Hash", "LastModified", "mtime", "created")


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
    def _stamps(self) -> Mapping[str, str]:
        system, root = self._place
        with told(self.url, AlbumUnreadable):
            listed = system.find(root, detail=True)
        names = {path.removeprefix(root).lstrip("/"): file for path, file in listed.items()}
        return {
            name: _stamp_of(file)
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
        return sorted(self._stamps)

    def read(self, name: str, most: int) -> bytes:
        """See Album.

        Raises:
            PhotoNotFound: it is not there, or may not be read.
            PhotoTooLarge: more bytes than that.
        """
        system, root = self._place
        with told(name, PhotoNotFound):
            data: bytes = system.cat_file(f"{root}/{name}", start=0, end=most + 1)
        if len(data) > most:
            raise PhotoTooLarge(f"{name}: more than {most:,} bytes.")
        return data

    def stamp(self, name: str) -> str:
        """See Album."""
        return self._stamps.get(name, "")


def _stamp_of(file: Mapping[str, object]) -> str:
    """What changes when a file does; empty where its file system tells nothing of the kind."""
    marks = [f"{file[mark]}" for mark in MARKS if file.get(mark)]
    return f"{file['size']} {' '.join(marks)}" if marks else ""
