"""Store: where a batch's avatars are written: a folder or a URL."""

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from framegen.avatar.whole_file import write_whole
from framegen.batch.places.address import is_url, open_filesystem, translated_errors
from framegen.errors import AvatarUnwritable
from framegen.language.system import reason_of


@dataclass(frozen=True, slots=True)
class FileInfo:
    """Details of a written avatar, found without reading it.

    Attributes:
        size: in bytes.
        changed: modification time in nanoseconds; 0 where the store has none.
    """

    size: int
    changed: int = 0


class Store(Protocol):
    """Avatars by name, with "/" between folders. Worker processes get a copy by pickle."""

    @property
    def root(self) -> Path | str:
        """The folder or the URL."""
        ...

    def where(self, name: str) -> Path | str:
        """The path or URL of an avatar."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write an avatar, atomically where the store can; may raise AvatarUnwritable."""
        ...

    def read(self, name: str) -> bytes | None:
        """An avatar's bytes; None if it does not exist."""
        ...

    def info(self, name: str) -> FileInfo | None:
        """Details of an avatar; None if it does not exist."""
        ...

    def written(self, name: str, size: int) -> FileInfo:
        """Details of an avatar just written; AvatarUnwritable if it has gone already."""
        ...

    def remove(self, name: str) -> None:
        """Remove an avatar, if it exists."""
        ...

    def clear(self) -> None:
        """Remove partial files that a killed run left behind."""
        ...


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A local folder, or one that all machines see under the same path."""

    root: Path

    def where(self, name: str) -> Path:
        """See Store."""
        return self.root / name

    def write(self, name: str, data: bytes) -> None:
        """See Store.

        Raises:
            AvatarUnwritable: no permission or no space.
        """
        path = self.root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AvatarUnwritable(
                "{path}: {reason}.", path=str(path.parent), reason=reason_of(error)
            ) from error
        write_whole(path, data)

    def read(self, name: str) -> bytes | None:
        """See Store."""
        try:
            return (self.root / name).read_bytes()
        except OSError:
            return None

    def info(self, name: str) -> FileInfo | None:
        """See Store."""
        try:
            state = (self.root / name).stat()
        except OSError:
            return None
        return FileInfo(state.st_size, state.st_mtime_ns)

    def written(self, name: str, size: int) -> FileInfo:
        """See Store.

        Raises:
            AvatarUnwritable: it has gone already.
        """
        del size
        if info := self.info(name):
            return info
        raise AvatarUnwritable(
            "{path}: it was removed as soon as it was written.", path=str(self.root / name)
        )

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
        root: the URL, without a trailing slash.
    """

    root: str

    def __getstate__(self) -> dict[str, object]:
        return {"root": self.root}

    @functools.cached_property
    def _place(self) -> tuple[Any, str]:
        return open_filesystem(self.root, AvatarUnwritable)

    @functools.cached_property
    def _sizes(self) -> Mapping[str, int]:
        """The sizes on first use: one listing instead of one request per avatar."""
        system, root = self._place
        with translated_errors(self.root, AvatarUnwritable):
            try:
                listed = system.find(root, detail=True)
            except FileNotFoundError:
                return {}
        return {path.removeprefix(root).lstrip("/"): file["size"] for path, file in listed.items()}

    def where(self, name: str) -> str:
        """See Store."""
        return f"{self.root}/{name}"

    def write(self, name: str, data: bytes) -> None:
        """See Store; atomic on object stores.

        Raises:
            AvatarUnwritable: no permission, no space, or no connection.
        """
        system, root = self._place
        with translated_errors(self.where(name), AvatarUnwritable):
            try:
                system.pipe_file(f"{root}/{name}", data)
            except FileNotFoundError:
                # Only some file systems need folders; buckets are never created.
                if not system.exists(root.rpartition("/")[0] or root):
                    raise
                system.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
                system.pipe_file(f"{root}/{name}", data)

    def read(self, name: str) -> bytes | None:
        """See Store.

        Raises:
            AvatarUnwritable: no permission or no connection.
        """
        system, root = self._place
        with translated_errors(self.where(name), AvatarUnwritable):
            try:
                data: bytes = system.cat_file(f"{root}/{name}")
            except FileNotFoundError:
                return None
        return data

    def info(self, name: str) -> FileInfo | None:
        """See Store; files written since the first listing are not included."""
        size = self._sizes.get(name)
        return None if size is None else FileInfo(size)

    def written(self, name: str, size: int) -> FileInfo:
        """See Store; without a request, the given size is trusted."""
        del name
        return FileInfo(size)

    def remove(self, name: str) -> None:
        """See Store.

        Raises:
            AvatarUnwritable: no permission or no connection.
        """
        system, root = self._place
        with translated_errors(self.where(name), AvatarUnwritable):
            try:
                system.rm_file(f"{root}/{name}")
            except FileNotFoundError:
                return

    def clear(self) -> None:
        """See Store; there are no partial files."""


def open_store(place: str | os.PathLike[str]) -> Store:
    """The store in a folder or at a URL; it is created when something is written."""
    return UrlStore(str(place).rstrip("/")) if is_url(place) else FolderStore(Path(place))
