"""Album: the photos of a batch, in a folder, in a ZIP archive or at a URL."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from framegen.batch.places.address import is_url, opened, told
from framegen.batch.places.folder_album import FolderAlbum
from framegen.batch.places.url_album import UrlAlbum
from framegen.batch.places.zip_album import ZipAlbum, check_archive
from framegen.errors import AlbumUnreadable, PhotoNotFound


class Album(Protocol):
    """Photos by their names; other processes get an album of their own by pickle."""

    def names(self) -> Sequence[str]:
        """Every photo's name, with its folders divided by "/", in order."""
        ...

    def read(self, name: str, most: int) -> bytes:
        """A photo's bytes; PhotoTooLarge where they are more than `most`."""
        ...

    def stamp(self, name: str) -> str:
        """What changes when the photo changes, had without reading it; "" where it is not there."""
        ...


def open_album(path: str | os.PathLike[str], *, without: Iterable[str | Path] = ()) -> Album:
    """The photos in a folder, in an archive or at a URL, checked.

    Args:
        path: the folder or the archive, or the URL of either.
        without: places within it that are not looked into, where avatars are written.

    Raises:
        PhotoNotFound: no such folder or file.
        AlbumUnreadable: no photos in it, no archive, locked, damaged, or made to do harm.
    """
    if is_url(path):
        return _with_photos(_album_at(os.fspath(path).rstrip("/"), without), path)
    path = Path(path).absolute()
    if path.is_dir():
        album: Album = FolderAlbum(
            path, frozenset(Path(place).resolve() for place in without if not is_url(place))
        )
    elif not path.exists():
        raise PhotoNotFound(f"{path}: there is no such folder or archive.")
    else:
        album = _archive_at(path)
    return _with_photos(album, path)


def _album_at(url: str, without: Iterable[str | Path]) -> Album:
    if url.lower().endswith(".zip"):
        system, path = opened(url, AlbumUnreadable)
        with told(url, AlbumUnreadable):
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
        raise AlbumUnreadable(f"{path}: there are no photos in it.")
    return album
