"""Table: a staff list's file as sheets of cells, by its content and not by its name."""

import os
from pathlib import Path

from framegen.errors import StaffListNotFound, StaffListTooLarge
from framegen.staff.cells.delimited import sheet_of_text
from framegen.staff.cells.markup import is_markup, sheets_of_markup
from framegen.staff.cells.sheet import MAX_BYTES, Sheet


def read_sheets(path: str | os.PathLike[str]) -> list[Sheet]:
    """All sheets of a workbook or a web page, or the one of a text file.

    Raises:
        StaffListNotFound: no such file, or no right to read it.
        StaffListUnreadable: the bytes are no list.
        StaffListTooLarge: more bytes, rows or cells than the limits allow.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StaffListNotFound(f"{name}: {reason}.") from error
    if len(data) > MAX_BYTES:
        raise StaffListTooLarge(f"{name}: more than {MAX_BYTES >> 20} MB.")
    from framegen.staff.cells.workbook import is_workbook, sheets_of_workbook

    if is_workbook(data):
        return sheets_of_workbook(data, name)
    return sheets_of_markup(data, name) if is_markup(data) else [sheet_of_text(data, name)]
