"""ColumnPhoto: the file that the list itself names for a person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from framegen.photo.formats import PHOTO_SUFFIXES
from framegen.staff.file_name import FileName
from framegen.staff.letters.names import clean


@dataclass(frozen=True, slots=True)
class Named:
    """The files that an entry of the list can mean, by their index; never none."""

    files: tuple[int, ...]


def named_files(entries: Sequence[str], names: Sequence[FileName]) -> dict[int, Named]:
    r"""Of each entry the files that it names: by path, else by name, else by name without ending.

    Case does not count, nor which of "/" and "\\" divides folders. Entries that name no file are
    left out.
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
            found[person] = Named(tuple(files))
    return found


def _of(entry: str, exact: dict[str, list[int]], stems: dict[str, list[int]]) -> list[int]:
    path = PurePosixPath(entry.strip().strip("\"'").replace("\\", "/"))
    parts = [part for part in path.parts if part not in {"/", ".", ".."}]
    # The list may tell more of the folders than was given here: "D:/anh/an.jpg".
    for start in range(len(parts)):
        if files := exact.get(_key("/".join(parts[start:]))):
            return files
    last = parts[-1] if parts else ""
    is_file = last.lower().endswith(PHOTO_SUFFIXES)
    return stems.get(_key(PurePosixPath(last).stem if is_file else last), [])


def _key(text: str) -> str:
    return clean(text).casefold()
