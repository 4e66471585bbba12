"""Album: the photos of a batch, in a folder or in a ZIP archive that is never unpacked to disk."""

import functools
import os
import platform
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from framegen.address import is_url
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge, PhotoUnreadable
from framegen.staff.match import is_photo
from framegen.url_album import UrlAlbum

MAX_MEMBERS = 1_000_000
KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UTF8_FLAG, LOCKED_FLAG = 0x800, 0x1
# A member's own head: 30 bytes, its name, what is extra.
HEAD = 30
SAMPLE = 4096


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
        return _checked_length(data, name, most)

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


@dataclass(frozen=True)
class ZipAlbum:
    """The photos of a ZIP archive, read where they lie."""

    path: Path

    def __getstate__(self) -> dict[str, object]:
        return {"path": self.path}

    @functools.cached_property
    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except (OSError, zipfile.BadZipFile) as error:
            raise AlbumUnreadable(f"{self.path}: {platform.node()} cannot read it.") from error

    @functools.cached_property
    def _members(self) -> dict[str, zipfile.ZipInfo]:
        return {_name_of(info): info for info in self._archive.infolist() if _is_picture(info)}

    def names(self) -> Sequence[str]:
        """See Album."""
        return sorted(self._members)

    def read(self, name: str, most: int) -> bytes:
        """See Album.

        Raises:
            AlbumUnreadable: this machine does not see the archive.
            PhotoNotFound: the archive has no such member.
            PhotoTooLarge: more bytes than that.
            PhotoUnreadable: it is damaged, or packed in a way that is not read.
        """
        info = self._members.get(name)
        if info is None:
            raise PhotoNotFound(f"{name}: not in {self.path.name}.")
        if info.compress_type not in KINDS:
            raise PhotoUnreadable(f"{name}: packed in a way that is not read.")
        if info.file_size > most:
            raise PhotoTooLarge(f"{name}: {info.file_size:,} bytes; {most:,} are the most.")
        try:
            with self._archive.open(info) as file:
                data = file.read(most + 1)
                # Only at its end a member's checksum is looked at.
                data += file.read(1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
            raise PhotoUnreadable(f"{name}: damaged in the archive ({error}).") from error
        return _checked_length(data, name, most)

    def stamp(self, name: str) -> str:
        """See Album."""
        info = self._members.get(name)
        return f"{info.CRC:08x}-{info.file_size}-{info.compress_size}" if info else ""

    def size(self, name: str) -> int:
        """How many bytes a photo has; 0 where it is not there."""
        info = self._members.get(name)
        return info.file_size if info else 0

    def sample(self, name: str) -> bytes:
        """What tells photos of the same length apart: the checksum."""
        info = self._members.get(name)
        return f"{info.CRC:08x}".encode() if info else name.encode()


def open_album(path: str | os.PathLike[str], *, without: Iterable[str | Path] = ()) -> Album:
    """The photos in a folder, in an archive or at a URL, checked.

    Args:
        path: the folder, the archive or the URL.
        without: places within it that are not looked into, where avatars are written.

    Raises:
        PhotoNotFound: no such folder or file.
        AlbumUnreadable: no photos in it, no archive, locked, damaged, or made to do harm.
    """
    if is_url(path):
        urls = tuple(str(place).rstrip("/") for place in without if is_url(place))
        album: Album = UrlAlbum(os.fspath(path).rstrip("/"), urls)
        return _with_photos(album, path)
    path = Path(path).absolute()
    if path.is_dir():
        album = FolderAlbum(
            path, frozenset(Path(place).resolve() for place in without if not is_url(place))
        )
    elif not path.exists():
        raise PhotoNotFound(f"{path}: there is no such folder or archive.")
    else:
        album = ZipAlbum(path)
        _check_archive(album)
    return _with_photos(album, path)


def _with_photos(album: Album, path: str | os.PathLike[str]) -> Album:
    if not album.names():
        raise AlbumUnreadable(f"{path}: there are no photos in it.")
    return album


def _check_archive(album: ZipAlbum) -> None:
    """Refuse an archive before anything in it is read."""
    name = album.path.name
    try:
        with zipfile.ZipFile(album.path) as archive:
            infos, end = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise AlbumUnreadable(f"{name}: no ZIP archive, or a damaged one ({error}).") from error
    except OSError as error:
        raise PhotoNotFound(f"{album.path}: {error.strerror}.") from error
    if len(infos) > MAX_MEMBERS:
        raise AlbumUnreadable(f"{name}: {len(infos):,} files; {MAX_MEMBERS:,} are the most.")
    for info in infos:
        if _climbs(_name_of(info)):
            raise AlbumUnreadable(f'{name}: the name "{_name_of(info)}" leads out of the archive.')
    pictures = [info for info in infos if _is_picture(info)]
    if not any(info.file_size for info in pictures):
        raise AlbumUnreadable(f"{name}: there are no photos in it, or only empty ones.")
    for info in pictures:
        if info.flag_bits & LOCKED_FLAG:
            raise AlbumUnreadable(f"{name}: it is locked with a password.")
    _check_apart(infos, end, name)
    _check_once(map(_name_of, pictures), name)


def _check_apart(infos: Sequence[zipfile.ZipInfo], end: int, name: str) -> None:
    """Refuse members that share their bytes, which is how a small archive unfolds to gigabytes."""
    placed = sorted(infos, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in placed[1:]), end]
    for info, limit in zip(placed, ends, strict=True):
        if info.header_offset + HEAD + len(info.orig_filename) + info.compress_size > limit:
            raise AlbumUnreadable(f"{name}: its files overlap, as in an archive made to do harm.")


def _check_once(names: Iterable[str], archive: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise AlbumUnreadable(f'{archive}: two files have the name "{name}".')
        seen.add(name)


def _is_picture(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a file, neither folder nor link, that may be a photo."""
    linked = stat.S_ISLNK(info.external_attr >> 16)
    return not info.is_dir() and not linked and is_photo(_name_of(info))


def _name_of(info: zipfile.ZipInfo) -> str:
    """A member's name. Without its flag, what Python took for code page 437 is UTF-8 or Windows'.

    macOS writes UTF-8 and no flag; Windows writes the code page of the machine.
    """
    name = info.filename
    if not info.flag_bits & UTF8_FLAG and not name.isascii():
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
    return name.replace("\\", "/")


def _climbs(name: str) -> bool:
    """Whether a name leads out of the folder that it would be unpacked into."""
    return name.startswith("/") or name[1:2] == ":" or ".." in PurePosixPath(name).parts


def _is_unicode(name: str) -> bool:
    """Whether a file's name is text; others can neither be matched nor reported."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def _checked_length(data: bytes, name: str, most: int) -> bytes:
    if len(data) > most:
        raise PhotoTooLarge(f"{name}: more than {most:,} bytes.")
    return data
