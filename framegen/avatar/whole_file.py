"""Whole file: written under a temporary name, then renamed, so that no reader sees half of it."""

import contextlib
import errno
import functools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from framegen.errors import AvatarUnwritable
from framegen.language.system import reason_of


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A binary stream that replaces the file at the end of the block, or leaves no trace.

    An exception inside the block removes what was written and leaves the old file as it was.

    Raises:
        AvatarUnwritable: no such folder, no right to write there, or no room.

    Example:
        >>> with whole_file(Path("avatars.zip")) as stream:
        ...     stream.write(data)
    """
    _check_name(path)
    part = None
    try:
        # In the same folder: only there is renaming atomic.
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=".framegen-", suffix=".part", delete=False
        ) as stream:
            part = Path(stream.name)
            yield stream
        # A temporary file is private to its owner; the finished one follows the user's umask.
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException as error:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(path, error) from error
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, or leave what was there before.

    Raises:
        AvatarUnwritable: no such folder, no right to write there, or no room.
    """
    with whole_file(path) as stream:
        stream.write(data)


def _check_name(path: Path) -> None:
    """Refuse names that no file can have: with a null character, or with lone surrogates."""
    try:
        with contextlib.suppress(OSError):
            path.lstat()
    except ValueError as error:
        raise AvatarUnwritable("{path}: the system does not accept the name.", path=path) from error


def _unwritable(path: Path, error: OSError) -> AvatarUnwritable:
    if error.errno == errno.ENOENT:
        return AvatarUnwritable("{path}: there is no such folder.", path=path)
    if error.errno == errno.ENOSPC:
        return AvatarUnwritable("{path}: the disk is full.", path=path)
    return AvatarUnwritable(
        "{path}: cannot be written ({reason}).", path=path, reason=reason_of(error)
    )


@functools.cache
def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
