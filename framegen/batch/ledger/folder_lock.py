"""FolderLock: one batch at a time in a folder, by a lock that the system frees when it dies."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from framegen.errors import AvatarUnwritable, FolderBusy


@contextlib.contextmanager
def locked(path: Path, shown: Path) -> Iterator[None]:
    """Hold the lock file while the block runs.

    Args:
        path: the lock's file, made where it is missing; it stays.
        shown: the folder as messages call it.

    Raises:
        FolderBusy: another process holds it.
        AvatarUnwritable: it cannot be made.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise AvatarUnwritable(f"{shown}: {error.strerror}.") from error
    try:
        _take(file, shown)
        yield
    finally:
        os.close(file)


def _take(file: int, shown: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise FolderBusy(f"{shown}: another batch is at work in this folder.") from error
