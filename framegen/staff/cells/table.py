"""Table: a staff list's file as sheets of cells, by its content and not by its name."""

import os
from pathlib import Path

from framegen.errors import StaffListNotFound, StaffListTooLarge
from framegen.language import N_, Message
from framegen.language.system import reason_of
from framegen.staff.cells.delimited import sheet_of_text
from framegen.staff.cells.markup import is_markup, sheets_of_markup
from framegen.staff.cells.sheet import MAX_BYTES, Sheet

NO_NAME = N_("it is no name for a file")


def read_sheets(path: str | os.PathLike[str]) -> list[Sheet]:
    """All sheets of a workbook or a web page, or the one of a text file.

    Raises:
        StaffListNotFound: no such file, or no right to read it.
        StaffListUnreadable: the bytes are no list.
        StaffListTooLarge: more bytes, rows or cells than the limits allow.
    """
    name = str(path)
    data = _bytes_of(path, name)
    if len(data) > MAX_BYTES:
        raise StaffListTooLarge("{list}: more than {most} MB.", list=name, most=MAX_BYTES >> 20)
    from framegen.staff.cells.workbook import is_workbook, sheets_of_workbook

    if is_workbook(data):
        return sheets_of_workbook(data, name)
    return sheets_of_markup(data, name) if is_markup(data) else [sheet_of_text(data, name)]


def _bytes_of(path: str | os.PathLike[str], name: str) -> bytes:
    """The file's bytes, one more than the limit at most."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = reason_of(error)
        raise StaffListNotFound("{list}: {reason}.", list=name, reason=reason) from error
    except ValueError as error:
        raise StaffListNotFound("{list}: {reason}.", list=name, reason=Message(NO_NAME)) from error
