"""FolderLock: one batch at a time in a folder, by a lock that the system releases on exit."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from framegen.errors import AvatarUnwritable, FolderBusy
from framegen.language.system import reason_of


@contextlib.contextmanager
def locked(path: Path, shown: Path) -> Iterator[None]:
    """Hold the lock file while the block runs.

    Args:
        path: the lock file, created if missing and never removed.
        shown: the folder's name in messages.

    Raises:
        FolderBusy: another process holds the lock.
        AvatarUnwritable: the file cannot be created.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise AvatarUnwritable("{path}: {reason}.", path=shown, reason=reason_of(error)) from error
    try:
        _lock(file, shown)
        yield
    finally:
        os.close(file)


def _lock(file: int, shown: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise FolderBusy("{path}: another batch is at work in this folder.", path=shown) from error
