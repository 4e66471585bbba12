"""Files: which photos a command names, and where their avatars go."""

import contextlib
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from framegen.avatar.image_format import ImageFormat
from framegen.avatar.output import Avatar
from framegen.errors import AvatarUnwritable, PhotoNotFound, RequestError
from framegen.language.system import reason_of
from framegen.photo.formats import PHOTO_SUFFIXES


def photos_in(named: Iterable[str]) -> Iterator[str]:
    """The photos meant: a folder stands for the pictures in it, the ones in its folders left out.

    Raises:
        PhotoNotFound: a folder without photos. A file that is not there is its reader's concern.
    """
    for name in named:
        if name == "-" or not _is_folder(Path(name)):
            yield name
            continue
        try:
            inside = sorted(
                entry
                for entry in Path(name).iterdir()
                if entry.suffix.lower() in PHOTO_SUFFIXES and not entry.name.startswith(".")
            )
        except OSError as error:
            raise PhotoNotFound("{path}: {reason}.", path=name, reason=reason_of(error)) from error
        if not inside:
            raise PhotoNotFound("{folder}: there are no photos in this folder.", folder=name)
        yield from map(str, inside)


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that no system takes is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


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
        FormatUnknown: the file's ending names no format.
    """

    def __init__(
        self, photos: Sequence[str], output: str | None, frame: str, kind: ImageFormat | None
    ) -> None:
        several = len(photos) > 1
        self._frame, self._kind = frame, kind
        self._file: Path | None = None
        self._folder = Path(output or ("avatars" if several else "."))
        self._taken: set[str] = set()
        self._photos = {os.path.realpath(photo) for photo in photos}
        ends = ("/", os.sep)
        if several or not output or output.endswith(ends) or _is_folder(self._folder):
            return
        self._file = self._folder
        if kind is None:
            ImageFormat.of(self._file.suffix)
        with contextlib.suppress(OSError):
            if self._file.samefile(photos[0]):
                raise RequestError(
                    "{file} would be overwritten by its own avatar.", file=self._file
                )

    def write(self, avatar: Avatar, photo: str, *, quality: int | None = None) -> Path:
        """Write a photo's avatar and say where it is.

        Raises:
            AvatarUnwritable: no right, no room.
        """
        if self._file is not None:
            return avatar.save(self._file, format=self._kind, quality=quality)
        kind = self._kind or ImageFormat.JPEG
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AvatarUnwritable(
                "{path}: {reason}.", path=self._folder, reason=reason_of(error)
            ) from error
        return avatar.save(self._free_path(photo, kind), format=kind, quality=quality)

    def _free_path(self, photo: str, kind: ImageFormat) -> Path:
        """PHOTO-FRAME, with a number where that is a photo or another avatar of this run."""
        wanted = f"{'avatar' if photo == '-' else Path(photo).stem}-{self._frame}"
        for number in itertools.count(1):
            name = wanted if number == 1 else f"{wanted}-{number}"
            path = self._folder / f"{name}{kind.suffix}"
            if name.casefold() not in self._taken and os.path.realpath(path) not in self._photos:
                break
        self._taken.add(name.casefold())
        return path
