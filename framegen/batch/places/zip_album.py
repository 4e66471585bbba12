"""ZipAlbum: a batch's photos in a ZIP archive, here or at a URL, never unpacked to disk."""

import functools
import platform
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from framegen.batch.places.address import is_url, opened, told
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge, PhotoUnreadable
from framegen.staff.match import is_photo

MAX_MEMBERS = 1_000_000
KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UTF8_FLAG, LOCKED_FLAG = 0x800, 0x1
# A member's own head: 30 bytes, its name, what is extra.
HEAD = 30
# Of an archive at a URL so much is fetched at once, about what a small photo takes.
BLOCK = 2**20


@dataclass(frozen=True)
class ZipAlbum:
    """The photos of a ZIP archive, read where they lie.

    Attributes:
        place: the file, or its URL.
    """

    place: Path | str

    def __getstate__(self) -> dict[str, object]:
        return {"place": self.place}

    @property
    def title(self) -> str:
        """What it is called in messages."""
        return PurePosixPath(self.place).name

    @functools.cached_property
    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(_file_of(self.place))
        except (OSError, zipfile.BadZipFile) as error:
            raise AlbumUnreadable(f"{self.place}: {platform.node()} cannot read it.") from error

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
            PhotoNotFound: the archive has no such member, or its disk or URL does not answer.
            PhotoTooLarge: more bytes than that.
            PhotoUnreadable: it is damaged, or packed in a way that is not read.
        """
        info = self._members.get(name)
        if info is None:
            raise PhotoNotFound(f"{name}: not in {self.title}.")
        if info.compress_type not in KINDS:
            raise PhotoUnreadable(f"{name}: packed in a way that is not read.")
        if info.file_size > most:
            raise PhotoTooLarge(f"{name}: {info.file_size:,} bytes; {most:,} are the most.")
        data = self._unfolded(info, name, most + 1)
        if len(data) > most:
            raise PhotoTooLarge(f"{name}: more than {most:,} bytes, of which it told fewer.")
        return data

    def _unfolded(self, info: zipfile.ZipInfo, name: str, most: int) -> bytes:
        archive = self._archive
        with told(name, PhotoNotFound):
            try:
                with archive.open(info) as file:
                    data = file.read(most)
                    # Only at its end a member's checksum is looked at.
                    return data + file.read(1)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
                raise PhotoUnreadable(f"{name}: damaged in the archive ({error}).") from error

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


def _file_of(place: Path | str) -> Path | IO[bytes]:
    """What zipfile opens: a file here, or one that is fetched part by part."""
    if not is_url(place):
        return Path(place)
    system, path = opened(str(place), AlbumUnreadable)
    with told(str(place), AlbumUnreadable):
        file: IO[bytes] = system.open(path, "rb", block_size=BLOCK)
    return file


def check_archive(album: ZipAlbum) -> None:
    """Refuse an archive before anything in it is read."""
    name = album.title
    try:
        with zipfile.ZipFile(_file_of(album.place)) as archive:
            infos, end = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise AlbumUnreadable(f"{name}: no ZIP archive, or a damaged one ({error}).") from error
    except OSError as error:
        raise PhotoNotFound(f"{album.place}: {error.strerror or error}.") from error
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
