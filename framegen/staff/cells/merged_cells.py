"""MergedCells: the merged cells of an ODS, which the reader of cells does not give."""

import io
import zipfile

from framegen.staff.cells.ods import CELLS, ROW, TABLE, Tag, tags_of
from framegen.staff.cells.sheet import MAX_ROWS, Merge

CONTENT = "content.xml"


def merges_of_ods(data: bytes) -> list[tuple[Merge, ...]]:
    """The merged cells of each sheet of an ODS, in its order; empty for other workbooks."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read(CONTENT) if CONTENT in package.namelist() else b""
    if b"-spanned" not in content:
        return []
    sheets = _Sheets()
    for tag in tags_of(content):
        sheets.take(tag)
    return sheets.merges


class _Sheets:
    """The sheets up to a tag, and where in the last of them the next cell is."""

    def __init__(self) -> None:
        self.merges: list[tuple[Merge, ...]] = []
        self._found: list[Merge] = []
        self._row = self._column = self._times = 0

    def take(self, tag: Tag) -> None:
        """Go on by a tag."""
        if tag.kind == TABLE:
            if tag.is_end:
                self.merges.append(tuple(self._found))
            self._found, self._row = [], 0
        elif tag.kind == ROW:
            self._take_row(tag)
        elif tag.kind in CELLS and not tag.is_end:
            self._take_cell(tag)

    def _take_row(self, tag: Tag) -> None:
        if tag.is_end:
            self._row += self._times
            return
        self._column, self._times = 0, tag.counts.times
        if tag.is_closed:
            self._row += self._times

    def _take_cell(self, tag: Tag) -> None:
        counts = tag.counts
        if counts.rows > 1 or counts.columns > 1:
            bottom, right = self._row + counts.rows - 1, self._column + counts.columns - 1
            self._found.append(Merge(self._row, self._column, min(bottom, MAX_ROWS), right))
        self._column += counts.times
