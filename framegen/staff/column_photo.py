"""ColumnPhoto: the files that a list names itself, in its column of photos."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

from framegen.photo.formats import PHOTO_SUFFIXES
from framegen.staff.file_name import FileName
from framegen.staff.letters.names import clean


def named_files(entries: Sequence[str], names: Sequence[FileName]) -> dict[int, tuple[int, ...]]:
    r"""The files that each entry names: by path, else by name, else by name without its ending.

    Case does not matter, nor whether "/" or "\\" divides folders. Entries and files are given by
    their indices; entries that name no file are left out.
    """
    exact: dict[str, list[int]] = defaultdict(list)
    stems: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        parts = name.path.parts
        for start in range(len(parts)):
            exact[_key("/".join(parts[start:]))].append(index)
        stems[_key(name.path.stem)].append(index)
    found = {}
    for person, entry in enumerate(entries):
        if entry and (files := _of(entry, exact, stems)):
            found[person] = tuple(files)
    return found


def _of(entry: str, exact: dict[str, list[int]], stems: dict[str, list[int]]) -> list[int]:
    path = PurePosixPath(entry.strip().strip("\"'").replace("\\", "/"))
    parts = [part for part in path.parts if part not in {"/", ".", ".."}]
    # The list may name more folders than the album has: "D:/anh/an.jpg".
    for start in range(len(parts)):
        if files := exact.get(_key("/".join(parts[start:]))):
            return files
    last = parts[-1] if parts else ""
    is_file = last.lower().endswith(PHOTO_SUFFIXES)
    return stems.get(_key(PurePosixPath(last).stem if is_file else last), [])


def _key(text: str) -> str:
    return clean(text).casefold()
