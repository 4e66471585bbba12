"""ZipAlbum: a batch's photos in a ZIP archive, a file or a URL, never unpacked to disk."""

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

from framegen.batch.places.address import is_url, open_filesystem, translated_errors
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge, PhotoUnreadable
from framegen.language.system import reason_of
from framegen.staff.match import is_photo

MAX_MEMBERS = 1_000_000
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
# A local file header is 30 bytes, then the name and the extra field.
HEADER_BYTES = 30
# Read-ahead for an archive at a URL, about the size of a small photo.
BLOCK_BYTES = 2**20


@dataclass(frozen=True)
class ZipAlbum:
    """The photos of a ZIP archive, read in place.

    Attributes:
        place: the file, or its URL.
    """

    place: Path | str

    def __getstate__(self) -> dict[str, object]:
        return {"place": self.place}

    @property
    def title(self) -> str:
        """Its name in messages."""
        return PurePosixPath(self.place).name

    @functools.cached_property
    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(_file_of(self.place))
        except (OSError, zipfile.BadZipFile) as error:
            raise AlbumUnreadable(
                "{archive}: {machine} cannot read it.",
                archive=str(self.place),
                machine=platform.node(),
            ) from error

    @functools.cached_property
    def _members(self) -> dict[str, zipfile.ZipInfo]:
        return {_name_of(info): info for info in self._archive.infolist() if _is_picture(info)}

    def names(self) -> Sequence[str]:
        """See Album."""
        return sorted(self._members)

    def read(self, name: str, max_bytes: int) -> bytes:
        """See Album.

        Raises:
            AlbumUnreadable: this machine does not see the archive.
            PhotoNotFound: the archive has no such member, or cannot be read any more.
            PhotoTooLarge: more than `max_bytes`.
            PhotoUnreadable: damaged, or of an unsupported compression.
        """
        info = self._members.get(name)
        if info is None:
            raise PhotoNotFound("{photo}: not in {archive}.", photo=name, archive=self.title)
        if info.compress_type not in COMPRESSIONS:
            raise PhotoUnreadable("{photo}: its compression is not supported.", photo=name)
        if info.file_size > max_bytes:
            raise PhotoTooLarge(
                "{photo}: {size:,} bytes; {max_bytes:,} are the most.",
                photo=name,
                size=info.file_size,
                max_bytes=max_bytes,
            )
        data = self._extracted(info, name, max_bytes + 1)
        if len(data) > max_bytes:
            raise PhotoTooLarge(
                "{photo}: more than {max_bytes:,} bytes, although the archive says fewer.",
                photo=name,
                max_bytes=max_bytes,
            )
        return data

    def _extracted(self, info: zipfile.ZipInfo, name: str, max_bytes: int) -> bytes:
        archive = self._archive
        with translated_errors(name, PhotoNotFound):
            try:
                with archive.open(info) as file:
                    data = file.read(max_bytes)
                    # zipfile checks the CRC only at the end of a member.
                    return data + file.read(1)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
                raise PhotoUnreadable("{photo}: damaged in the archive.", photo=name) from error

    def stamp(self, name: str) -> str:
        """See Album."""
        info = self._members.get(name)
        return f"{info.CRC:08x}-{info.file_size}-{info.compress_size}" if info else ""

    def size(self, name: str) -> int:
        """See Album."""
        info = self._members.get(name)
        return info.file_size if info else 0

    def sample(self, name: str) -> bytes:
        """See Album; the checksum."""
        info = self._members.get(name)
        return f"{info.CRC:08x}".encode() if info else name.encode()


def _file_of(place: Path | str) -> Path | IO[bytes]:
    """What zipfile opens: a path, or a remote file that is fetched in blocks."""
    if not is_url(place):
        return Path(place)
    system, path = open_filesystem(str(place), AlbumUnreadable)
    with translated_errors(str(place), AlbumUnreadable):
        file: IO[bytes] = system.open(path, "rb", block_size=BLOCK_BYTES)
    return file


def check_archive(album: ZipAlbum) -> None:
    """Check an archive before anything in it is read.

    Raises:
        PhotoNotFound: the file cannot be opened.
        AlbumUnreadable: damaged, encrypted, without photos, or malicious.
    """
    name = album.title
    try:
        with zipfile.ZipFile(_file_of(album.place)) as archive:
            infos, end = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise AlbumUnreadable(
            "{archive}: no ZIP archive, or a damaged one.", archive=name
        ) from error
    except OSError as error:
        raise PhotoNotFound(
            "{path}: {reason}.", path=str(album.place), reason=reason_of(error)
        ) from error
    if len(infos) > MAX_MEMBERS:
        raise AlbumUnreadable(
            "{archive}: {count:,} files; {max_count:,} are the most.",
            archive=name,
            count=len(infos),
            max_count=MAX_MEMBERS,
        )
    pictures = [info for info in infos if _is_picture(info)]
    _check_names(map(_name_of, infos), name)
    if not any(info.file_size for info in pictures):
        raise AlbumUnreadable(
            "{archive}: there are no photos in it, or only empty ones.", archive=name
        )
    if any(info.flag_bits & ENCRYPTED_FLAG for info in pictures):
        raise AlbumUnreadable("{archive}: it is locked with a password.", archive=name)
    _check_apart(infos, end, name)
    _check_unique(map(_name_of, pictures), name)


def _check_names(names: Iterable[str], archive: str) -> None:
    for name in names:
        if _leaves(name):
            raise AlbumUnreadable(
                '{archive}: the name "{name}" leads out of the archive.', archive=archive, name=name
            )


def _check_apart(infos: Sequence[zipfile.ZipInfo], end: int, archive: str) -> None:
    """Reject members that overlap, by which a small archive can expand to gigabytes."""
    placed = sorted(infos, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in placed[1:]), end]
    for info, limit in zip(placed, ends, strict=True):
        size = HEADER_BYTES + len(info.orig_filename) + info.compress_size
        if info.header_offset + size > limit:
            raise AlbumUnreadable(
                "{archive}: its files overlap, as in an archive made to do harm.", archive=archive
            )


def _check_unique(names: Iterable[str], archive: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise AlbumUnreadable(
                '{archive}: two files have the name "{name}".', archive=archive, name=name
            )
        seen.add(name)


def _is_picture(info: zipfile.ZipInfo) -> bool:
    """Whether a member may be a photo; folders and symbolic links are not."""
    linked = stat.S_ISLNK(info.external_attr >> 16)
    return not info.is_dir() and not linked and is_photo(_name_of(info))


def _name_of(info: zipfile.ZipInfo) -> str:
    """A member's name, with its real encoding where the archive does not flag UTF-8.

    Python decodes such names as code page 437, but macOS writes UTF-8 and Windows the code page of
    the machine.
    """
    name = info.filename
    if not info.flag_bits & UTF8_FLAG and not name.isascii():
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
    return name.replace("\\", "/")


def _leaves(name: str) -> bool:
    """Whether a name leads out of the folder that it would be extracted to."""
    return name.startswith("/") or name[1:2] == ":" or ".." in PurePosixPath(name).parts
