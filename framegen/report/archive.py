"""Parcel: all avatars of a batch in one ZIP, as it can be handed on."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_STORED

from framegen.batch.result import Result
from framegen.errors import AvatarUnwritable


def write_parcel(path: Path, results: Iterable[Result]) -> int:
    """Write the avatars as they are, for pictures do not pack; say how many there are.

    Args:
        path: the archive.
        results: whose avatars go in, where they are there.

    Raises:
        AvatarUnwritable: no right or no room.
    """
    from zipstream import ZipStream

    archive, count = ZipStream(compress_type=ZIP_STORED), 0
    for result in results:
        if isinstance(result.path, Path) and result.path.is_file():
            archive.add_path(result.path, result.name)
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
