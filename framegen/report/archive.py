"""ZipArchive: all avatars of a batch in one ZIP file, to hand on."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_STORED

from framegen.avatar.whole_file import whole_file
from framegen.batch.result import Result


def write_archive(path: Path, results: Iterable[Result]) -> int:
    """Write the avatars uncompressed, since pictures do not compress; return how many.

    Args:
        path: the archive.
        results: the people whose avatars are included, if the files exist.

    Raises:
        AvatarUnwritable: no permission or no space.
    """
    from zipstream import ZipStream

    archive, count = ZipStream(compress_type=ZIP_STORED), 0
    for result in results:
        if isinstance(result.path, Path) and result.path.is_file():
            archive.add_path(result.path, result.name)
            count += 1
    with whole_file(path) as file:
        file.writelines(archive)
    return count
