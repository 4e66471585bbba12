"""Files: which photos a command line names, and where their avatars go."""

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from framegen.avatar import Avatar, ImageFormat
from framegen.errors import AvatarUnwritable, PhotoNotFound, RequestError

PHOTO_SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif"),
    *(".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff"),
)


def photos_in(named: Iterable[str]) -> Iterator[str]:
    """The photos meant: a folder stands for the pictures in it, the ones in its folders left out.

    Raises:
        PhotoNotFound: a folder without photos. A file that is not there is its reader's concern.
    """
    for name in named:
        path = Path(name)
        if name == "-" or not path.is_dir():
            yield name
            continue
        inside = sorted(
            entry
            for entry in path.iterdir()
            if entry.suffix.lower() in PHOTO_SUFFIXES and not entry.name.startswith(".")
        )
        if not inside:
            raise PhotoNotFound(f"{name}: there are no photos in this folder.")
        yield from map(str, inside)


class AvatarFiles:
    """Where avatars go: one file, or a folder in which each photo's avatar gets a name.

    Args:
        photos: all photos of this run.
        output: a file, or a folder, which is made where it is missing. Without it one photo's
            avatar goes into the current folder, several go into ./avatars.
        frame: the frame's name, a part of each avatar's.
        kind: the format; by the file's ending, or JPEG, when None.

    Raises:
        RequestError: an avatar would take the place of its own photo.
    """

    def __init__(
        self, photos: Sequence[str], output: str | None, frame: str, kind: ImageFormat | None
    ) -> None:
        several = len(photos) > 1
        self._frame, self._kind = frame, kind
        self._file: Path | None = None
        self._folder = Path(output or ("avatars" if several else "."))
        self._taken: set[str] = set()
        is_folder = several or not output or output.endswith(("/", os.sep)) or self._folder.is_dir()
        if is_folder:
            return
        self._file = self._folder
        with contextlib.suppress(OSError):
            if self._file.samefile(photos[0]):
                raise RequestError(f"{self._file} would be overwritten by its own avatar.")

    def write(self, avatar: Avatar, photo: str, *, quality: int | None = None) -> Path:
        """Write a photo's avatar and say where it is.

        Raises:
            FormatUnknown: the file's ending names no format.
            AvatarUnwritable: no right, no room.
        """
        if self._file is not None:
            return avatar.save(self._file, format=self._kind, quality=quality)
        kind = self._kind or ImageFormat.JPEG
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AvatarUnwritable(f"{self._folder}: {error.strerror}.") from error
        path = self._folder / (self._free_name(photo) + kind.suffix)
        return avatar.save(path, format=kind, quality=quality)

    def _free_name(self, photo: str) -> str:
        """PHOTO-FRAME, with a number where two photos of a run would get the same name."""
        wanted = f"{'avatar' if photo == '-' else Path(photo).stem}-{self._frame}"
        name, number = wanted, 2
        while name.casefold() in self._taken:
            name, number = f"{wanted}-{number}", number + 1
        self._taken.add(name.casefold())
        return name
