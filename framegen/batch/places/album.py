"""Album: the photos of a batch, in a folder, in a ZIP archive or at a URL."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from framegen.batch.places.address import is_url, open_filesystem, translated_errors
from framegen.batch.places.folder_album import FolderAlbum
from framegen.batch.places.url_album import UrlAlbum
from framegen.batch.places.zip_album import ZipAlbum, check_archive
from framegen.errors import AlbumUnreadable, PhotoNotFound


class Album(Protocol):
    """Photos by name. Worker processes get a copy by pickle."""

    def names(self) -> Sequence[str]:
        """The sorted names of all photos, with "/" between folders."""
        ...

    def read(self, name: str, max_bytes: int) -> bytes:
        """A photo's bytes.

        Raises:
            PhotoError: this photo cannot be read, or exceeds `max_bytes`.
            AlbumUnreadable: no photo can be read; stops the batch.
        """
        ...

    def stamp(self, name: str) -> str:
        """A text that changes with the photo, found without reading it; "" if there is none."""
        ...

    def size(self, name: str) -> int:
        """The number of bytes of a photo; 0 if it does not exist."""
        ...

    def sample(self, name: str) -> bytes:
        """What tells photos of the same size apart, such as a checksum or the first bytes."""
        ...


def open_album(path: str | os.PathLike[str], *, without: Iterable[str | Path] = ()) -> Album:
    """The photos in a folder, in an archive or at a URL, checked.

    Args:
        path: the folder or the archive, or the URL of either.
        without: places inside it to skip, because avatars are written there.

    Raises:
        PhotoNotFound: no such folder or file.
        AlbumUnreadable: no photos, or an archive that is damaged, encrypted or malicious.
    """
    if is_url(path):
        return _with_photos(_album_at(os.fspath(path).rstrip("/"), without), path)
    path = Path(path).absolute()
    if path.is_dir():
        album: Album = FolderAlbum(
            path, frozenset(Path(place).resolve() for place in without if not is_url(place))
        )
    elif not path.exists():
        raise PhotoNotFound("{path}: there is no such folder or archive.", path=str(path))
    else:
        album = _archive_at(path)
    return _with_photos(album, path)


def _album_at(url: str, without: Iterable[str | Path]) -> Album:
    if url.lower().endswith(".zip"):
        system, path = open_filesystem(url, AlbumUnreadable)
        with translated_errors(url, AlbumUnreadable):
            single = system.isfile(path)
        if single:
            return _archive_at(url)
    return UrlAlbum(url, tuple(str(place).rstrip("/") for place in without if is_url(place)))


def _archive_at(place: Path | str) -> ZipAlbum:
    album = ZipAlbum(place)
    check_archive(album)
    return album


def _with_photos(album: Album, path: str | os.PathLike[str]) -> Album:
    if not album.names():
        raise AlbumUnreadable("{path}: there are no photos in it.", path=os.fspath(path))
    return album
