"""Store: where a batch's avatars go, by their names in it: a folder, or a place at a URL."""

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from framegen.avatar.whole_file import write_whole
from framegen.batch.places.address import is_url, opened, told
from framegen.errors import AvatarUnwritable


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an avatar without reading it.

    Attributes:
        size: in bytes.
        changed: when it was written, in nanoseconds; 0 where that is not told.
    """

    size: int
    changed: int = 0


class Store(Protocol):
    """Avatars by their names, with folders divided by "/"; it travels by pickle."""

    @property
    def root(self) -> Path | str:
        """The folder, or the URL."""
        ...

    def where(self, name: str) -> Path | str:
        """The avatar's own path or URL."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write an avatar, whole or not at all; AvatarUnwritable where that cannot be done."""
        ...

    def read(self, name: str) -> bytes | None:
        """An avatar's bytes; None where it is not there."""
        ...

    def seen(self, name: str) -> Seen | None:
        """What is there under a name; None for nothing."""
        ...

    def written(self, name: str, size: int) -> Seen:
        """What is there after an avatar of a size was written; AvatarUnwritable for nothing."""
        ...

    def remove(self, name: str) -> None:
        """Remove an avatar, if it is there."""
        ...

    def clear(self) -> None:
        """Remove the halves of avatars that a killed run left behind."""
        ...


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder of this machine, or one that all machines see under the same path."""

    root: Path

    def where(self, name: str) -> Path:
        """See Store."""
        return self.root / name

    def write(self, name: str, data: bytes) -> None:
        """See Store.

        Raises:
            AvatarUnwritable: no right or no room.
        """
        path = self.root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AvatarUnwritable(f"{path.parent}: {error.strerror}.") from error
        write_whole(path, data)

    def read(self, name: str) -> bytes | None:
        """See Store."""
        try:
            return (self.root / name).read_bytes()
        except OSError:
            return None

    def seen(self, name: str) -> Seen | None:
        """See Store."""
        try:
            state = (self.root / name).stat()
        except OSError:
            return None
        return Seen(state.st_size, state.st_mtime_ns)

    def written(self, name: str, size: int) -> Seen:
        """See Store.

        Raises:
            AvatarUnwritable: it is gone already.
        """
        del size
        if seen := self.seen(name):
            return seen
        raise AvatarUnwritable(f"{self.root / name}: it was removed as soon as it was written.")

    def remove(self, name: str) -> None:
        """See Store."""
        (self.root / name).unlink(missing_ok=True)

    def clear(self) -> None:
        """See Store."""
        for part in self.root.rglob(".framegen-*.part"):
            part.unlink(missing_ok=True)


@dataclass(frozen=True)
class UrlStore:
    """The avatars at a URL such as s3://bucket/avatars.

    Attributes:
        root: the URL, without an end stroke.
    """

    root: str

    def __getstate__(self) -> dict[str, object]:
        return {"root": self.root}

    @functools.cached_property
    def _place(self) -> tuple[Any, str]:
        return opened(self.root, AvatarUnwritable)

    @functools.cached_property
    def _sizes(self) -> Mapping[str, int]:
        """What was there when it was first asked for: one look for all, not one for each."""
        system, root = self._place
        with told(self.root, AvatarUnwritable):
            try:
                listed = system.find(root, detail=True)
            except FileNotFoundError:
                return {}
        return {path.removeprefix(root).lstrip("/"): file["size"] for path, file in listed.items()}

    def where(self, name: str) -> str:
        """See Store."""
        return f"{self.root}/{name}"

    def write(self, name: str, data: bytes) -> None:
        """See Store; whole or not at all where the file system does so, as object stores do.

        Raises:
            AvatarUnwritable: no right, no room, or no way to it.
        """
        system, root = self._place
        with told(self.where(name), AvatarUnwritable):
            try:
                system.pipe_file(f"{root}/{name}", data)
            except FileNotFoundError:
                # Object stores have no folders, others have; a bucket is not ours to make.
                if not system.exists(root.rpartition("/")[0] or root):
                    raise
                system.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
                system.pipe_file(f"{root}/{name}", data)

    def read(self, name: str) -> bytes | None:
        """See Store.

        Raises:
            AvatarUnwritable: no right, or no way to it.
        """
        system, root = self._place
        with told(self.where(name), AvatarUnwritable):
            try:
                data: bytes = system.cat_file(f"{root}/{name}")
            except FileNotFoundError:
                return None
        return data

    def seen(self, name: str) -> Seen | None:
        """See Store; of what this run has written itself it knows nothing."""
        size = self._sizes.get(name)
        return None if size is None else Seen(size)

    def written(self, name: str, size: int) -> Seen:
        """See Store; who wrote it is believed."""
        del name
        return Seen(size)

    def remove(self, name: str) -> None:
        """See Store.

        Raises:
            AvatarUnwritable: no right, or no way to it.
        """
        system, root = self._place
        with told(self.where(name), AvatarUnwritable):
            try:
                system.rm_file(f"{root}/{name}")
            except FileNotFoundError:
                return

    def clear(self) -> None:
        """See Store; what is written whole leaves no halves."""


def open_store(place: str | os.PathLike[str]) -> Store:
    """The store in a folder or at a URL; it is made when something is written."""
    return UrlStore(str(place).rstrip("/")) if is_url(place) else FolderStore(Path(place))
