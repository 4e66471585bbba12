"""Workbook: XLSX, XLS and ODS as sheets of clean text."""

import datetime
import io
from collections.abc import Mapping

import python_calamine

from framegen.errors import StaffListUnreadable
from framegen.staff.cells.merged_cells import merges_of_ods
from framegen.staff.cells.number_formats import zeros_shown
from framegen.staff.cells.ole import check_compound
from framegen.staff.cells.package import check_package
from framegen.staff.cells.sheet import MAX_CELL, MAX_ROWS, Merge, Sheet, check_row_count
from framegen.staff.letters.legacy import CODES, is_western, legacy_code
from framegen.staff.letters.names import clean

PACKAGE, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# So many rows tell in which code a sheet's letters are.
TELLING_ROWS = 400

Value = (
    int
    | float
    | str
    | bool
    | datetime.date
    | datetime.time
    | datetime.datetime
    | datetime.timedelta
)


def is_workbook(data: bytes) -> bool:
    """Whether the first bytes are those of a workbook, whatever the file's name."""
    return data.startswith((PACKAGE, COMPOUND))


def sheets_of_workbook(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a workbook, in its order.

    Raises:
        StaffListUnreadable: locked, damaged or no workbook.
        StaffListTooLarge: beyond the limits of rows or cells.
    """
    valueless, merges = 0, []
    zeros: list[Mapping[str, int]] = []
    if data.startswith(PACKAGE):
        valueless = check_package(data, name)
        merges = merges_of_ods(data)
        zeros = zeros_shown(data)
    else:
        check_compound(data, name)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        told = dict(zip(book.sheet_names, merges, strict=False))
        shown = dict(zip(book.sheet_names, zeros, strict=False))
        return [
            _with_zeros(
                _sheet(
                    book.get_sheet_by_name(each.name), each, valueless, told.get(each.name), name
                ),
                shown.get(each.name, {}),
            )
            for each in book.sheets_metadata
            if each.typ is python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.PasswordError as error:
        raise StaffListUnreadable(f"{name}: the file is locked with a password.") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise StaffListUnreadable(f"{name}: the workbook is damaged ({reason}).") from error
    except BaseException as error:
        # What a panic in the reader's Rust raises is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise StaffListUnreadable(f"{name}: the workbook is damaged.") from error


def _sheet(
    sheet: python_calamine.CalamineSheet,
    about: python_calamine.SheetMetadata,
    valueless: int,
    spans: tuple[Merge, ...] | None,
    name: str,
) -> Sheet:
    margin = ("",) * (sheet.start[1] if sheet.start else 0)
    rows: list[tuple[str, ...]] = []
    blank = 0
    for values in sheet.iter_rows():
        cells = tuple(map(text_of, values))
        if not any(cells):
            blank += 1
            continue
        check_row_count(len(rows) + blank + 1, name)
        rows += [()] * blank
        rows.append(margin + cells)
        blank = 0
    code = legacy_code([cell for row in rows[:TELLING_ROWS] for cell in row])
    merges = sheet.merged_cell_ranges
    return Sheet(
        name=clean(sheet.name),
        rows=rows if code is None else _converted(rows, code),
        encoding=code,
        merges=spans
        if merges is None
        else tuple(
            Merge(top, left, min(bottom, MAX_ROWS), right)
            for (top, left), (bottom, right) in merges
        ),
        hidden=about.visible is not python_calamine.SheetVisibleEnum.Visible,
        valueless=valueless,
    )


def _with_zeros(sheet: Sheet, shown: Mapping[str, int]) -> Sheet:
    """The sheet with numbers as it shows them: 17 in cells of the format 00000 is 00017."""
    rows = sheet.rows
    for place, width in shown.items():
        letters = place.rstrip("0123456789")
        at, column = int(place[len(letters) :]) - 1, 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        row = rows[at] if at < len(rows) else ()
        if column <= len(row) and row[column - 1].isdecimal():
            rows[at] = (*row[: column - 1], row[column - 1].zfill(width), *row[column:])
    return sheet


def text_of(value: Value) -> str:
    """A cell's value as text; a whole number without the ".0" that sheets keep it with."""
    if type(value) is str:
        # The soft hyphen is a letter of TCVN3: such cells are cleaned once they are converted.
        return clean(value[:MAX_CELL]) if "\u00ad" not in value else value[:MAX_CELL]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _converted(rows: list[tuple[str, ...]], code: str) -> list[tuple[str, ...]]:
    """The rows in Unicode; columns that show letters of Unicode's own are so already."""
    convert = CODES[code]
    modern = {column for row in rows for column, cell in enumerate(row) if not is_western(cell)}
    return [
        tuple(
            clean(cell if column in modern or cell.isascii() else convert(cell))
            for column, cell in enumerate(row)
        )
        for row in rows
    ]
