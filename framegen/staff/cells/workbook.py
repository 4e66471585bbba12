"""Workbook: XLSX, XLS and ODS as sheets of clean text."""

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import python_calamine

from framegen.errors import StaffListUnreadable
from framegen.staff.cells.column_letter import column_of
from framegen.staff.cells.merged_cells import merges_of_ods
from framegen.staff.cells.number_formats import zeros_shown
from framegen.staff.cells.ole import check_ole
from framegen.staff.cells.package import check_package
from framegen.staff.cells.sheet import (
    MAX_CELL,
    MAX_ROWS,
    Merge,
    Row,
    Sheet,
    cell_at,
    check_row_count,
)
from framegen.staff.letters.legacy import CODES, is_western, legacy_code
from framegen.staff.letters.names import clean

PACKAGE, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A sheet's legacy encoding is found from so many rows.
SAMPLE_ROWS = 400

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
    return data.startswith((PACKAGE, OLE))


def sheets_of_workbook(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a workbook, in its order.

    Raises:
        StaffListUnreadable: locked, damaged or no workbook.
        StaffListTooLarge: beyond the limits of rows or cells.
    """
    extras = _Extras.of(data, name)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        merges = dict(zip(book.sheet_names, extras.merges, strict=False))
        zeros = dict(zip(book.sheet_names, extras.zeros, strict=False))
        return [
            replace(
                _with_zeros(sheet, zeros.get(each.name, {})),
                merges=merges.get(each.name) if sheet.merges is None else sheet.merges,
                hidden=each.visible is not python_calamine.SheetVisibleEnum.Visible,
                valueless=extras.valueless,
            )
            for each in book.sheets_metadata
            if each.typ is python_calamine.SheetTypeEnum.WorkSheet
            for sheet in (_sheet(book.get_sheet_by_name(each.name), name),)
        ]
    except python_calamine.PasswordError as error:
        raise StaffListUnreadable(
            "{list}: the file is locked with a password.", list=name
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise StaffListUnreadable("{list}: the workbook is damaged.", list=name) from error
    except BaseException as error:
        # A panic in the reader's Rust is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise StaffListUnreadable("{list}: the workbook is damaged.", list=name) from error


@dataclass(frozen=True, slots=True)
class _Extras:
    """What the reader of cells does not give, found before it reads.

    Attributes:
        valueless: how many formulas have no stored result.
        merges: the merged cells of each sheet of an ODS.
        zeros: the cells of each sheet of an XLSX that show leading zeros.
    """

    valueless: int = 0
    merges: Sequence[tuple[Merge, ...]] = ()
    zeros: Sequence[Mapping[str, int]] = ()

    @classmethod
    def of(cls, data: bytes, name: str) -> "_Extras":
        """Check a workbook's container, and look into it."""
        if not data.startswith(PACKAGE):
            check_ole(data, name)
            return cls()
        return cls(check_package(data, name), merges_of_ods(data), zeros_shown(data))


def _sheet(sheet: python_calamine.CalamineSheet, name: str) -> Sheet:
    margin = ("",) * (sheet.start[1] if sheet.start else 0)
    rows: list[Row] = []
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
    code = legacy_code([cell for row in rows[:SAMPLE_ROWS] for cell in row])
    merges = sheet.merged_cell_ranges
    return Sheet(
        name=clean(sheet.name),
        rows=rows if code is None else _converted(rows, code),
        encoding=code,
        merges=None
        if merges is None
        else tuple(
            Merge(top, left, min(bottom, MAX_ROWS), right)
            for (top, left), (bottom, right) in merges
        ),
    )


def _with_zeros(sheet: Sheet, zeros: Mapping[str, int]) -> Sheet:
    """The sheet with numbers as it shows them: 17 in cells of the format 00000 is 00017."""
    rows = sheet.rows
    for place, width in zeros.items():
        letters = place.rstrip("0123456789")
        at, column = int(place[len(letters) :]) - 1, column_of(letters)
        row = rows[at] if at < len(rows) else ()
        if cell_at(row, column).isdecimal():
            rows[at] = (*row[:column], row[column].zfill(width), *row[column + 1 :])
    return sheet


def text_of(value: Value) -> str:
    """A cell's value as text; a whole number without the ".0" of a float."""
    if type(value) is str:
        # The soft hyphen is a letter of TCVN3: such cells are cleaned after they are converted.
        return clean(value[:MAX_CELL]) if "\u00ad" not in value else value[:MAX_CELL]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _converted(rows: list[Row], code: str) -> list[Row]:
    """The rows in Unicode, but for columns with Vietnamese letters, which are so already."""
    convert = CODES[code]
    modern = {column for row in rows for column, cell in enumerate(row) if not is_western(cell)}
    return [
        tuple(
            clean(cell if column in modern or cell.isascii() else convert(cell))
            for column, cell in enumerate(row)
        )
        for row in rows
    ]
