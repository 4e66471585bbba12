"""Parcel: all avatars of a batch in one ZIP, as it can be handed on."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_STORED

from framegen.errors import AvatarUnwritable
from framegen.result import Result


def write_parcel(path: Path, results: Iterable[Result], folder: Path) -> int:
    """Write the avatars as they are, for pictures do not pack; say how many there are.

    Args:
        path: the archive.
        results: whose avatars go in, where they are there.
        folder: that the names in the archive are relative to.

    Raises:
        AvatarUnwritable: no right or no room.
    """
    from zipstream import ZipStream

    archive, count = ZipStream(compress_type=ZIP_STORED), 0
    for result in results:
        if result.path and result.path.is_file():
            archive.add_path(result.path, result.path.relative_to(folder).as_posix())
            count += 1
    part = path.with_name(f".framegen-{path.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(archive)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise AvatarUnwritable(f"{path}: cannot be written ({error.strerror}).") from error
    return count
