"""People: a staff list as people, with what was understood of it and what is in doubt."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from framegen.errors import ColumnMissing, SheetNotFound, StaffListUnreadable
from framegen.staff.cells.sheet import Sheet
from framegen.staff.cells.table import read_sheets
from framegen.staff.filling import carried_down, filled_down, without_counts
from framegen.staff.heading import Heading, find_heading, seen_headings
from framegen.staff.letters.names import clean, plain
from framegen.staff.letters.phrases import LABEL, PUT_ASIDE, last_year
from framegen.staff.letters.vocabulary import HEADINGS
from framegen.staff.row import Kind, Layout, has_more, kind_of, name_in, section_of, without_counter
from framegen.staff.staff_note import StaffNote, notes_on


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a list, as written there; what the list does not tell is empty.

    Attributes:
        row: the row in the file, from 1.
        name: NFC, one space between words, in the list's own capitals.
        code: the staff code as text, with its leading zeros.
        unit: of the person's own row, else of the section or of the merged cell that it is in.
        title: the office held.
        photo: what the list says of the photo file.
    """

    row: int
    name: str
    code: str = ""
    unit: str = ""
    title: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class StaffList:
    """A staff list as it was understood.

    Attributes:
        list: the file.
        sheet: the sheet that was read; None for a text file.
        encoding: of a text file, or the legacy code that was converted; None for plain Unicode.
        header_row: the heading's first row, from 1; 0 where there is none.
        header_rows: how many rows the heading takes.
        columns: of each role its column, from 0; see HEADINGS for the roles.
        people: in the list's order.
        notes: all that was guessed or left out.
    """

    list: str
    sheet: str | None
    encoding: str | None
    header_row: int
    header_rows: int
    columns: Mapping[str, int]
    people: tuple[Person, ...]
    notes: tuple[StaffNote, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one sheet gives."""

    sheet: Sheet
    heading: Heading
    people: tuple[Person, ...]
    left_out: tuple[int, ...] = ()
    unnumbered: tuple[int, ...] = ()
    carried: bool = False

    def promise(self, year: int) -> float:
        """How likely this is the sheet that is meant, where others tell of that year."""
        score = self.heading.score * len(self.people).bit_length()
        name = self.sheet.name or ""
        if 0 < last_year(name) < year or PUT_ASIDE.search(plain(name)):
            score *= 0.3
        return score * (0.1 if self.sheet.hidden else 1)


def read_staff(
    path: str | os.PathLike[str],
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> StaffList:
    """Read an office's staff list: CSV or text in any code, XLSX, XLS, ODS.

    Args:
        path: the file; what it is, its bytes tell.
        sheet: the sheet to read; by default the one that reads most like a list of people.
        columns: a role (name, surname, given, code, unit, title, photo, stt) and its column, as a
            letter or as its heading, where they are not understood by themselves.

    Raises:
        StaffListNotFound: no such file.
        StaffListUnreadable: no list, damaged, locked, or without people.
        StaffListTooLarge: beyond the limits.
        SheetNotFound: no sheet of that name.
        ColumnMissing: no column of names, or not the one that was named.
    """
    name = str(path)
    sheets = _named(read_sheets(path), sheet, name)
    readings = [reading for each in sheets if (reading := _read(each, columns or {}, name))]
    if not readings:
        raise ColumnMissing(_what_was_seen(sheets, name))
    year = max(last_year(each.sheet.name or "") for each in readings)
    best = max(readings, key=lambda reading: reading.promise(year))
    if not best.people:
        raise StaffListUnreadable(_nobody(best, name))
    others = [each for each in readings if each is not best and each.people]
    return StaffList(
        list=name,
        sheet=best.sheet.name,
        encoding=best.sheet.encoding,
        header_row=best.heading.top + 1 if best.heading.rows else 0,
        header_rows=best.heading.rows,
        columns=best.heading.columns,
        people=best.people,
        notes=notes_on(
            sheet=best.sheet,
            heading=best.heading,
            codes=[person.code for person in best.people],
            lost=[person.row for person in best.people if "?" in person.name],
            left_out=best.left_out,
            unnumbered=best.unnumbered,
            carried=best.carried,
            others={each.sheet.name or "": len(each.people) for each in others},
        ),
    )


def _named(sheets: Sequence[Sheet], wanted: str | None, name: str) -> Sequence[Sheet]:
    """The sheets that may be read."""
    if wanted is None:
        return sheets
    found = [each for each in sheets if plain(each.name or "") == plain(wanted)]
    exact = [each for each in found if each.name == clean(wanted)]
    if not found:
        names = ", ".join(f'"{each.name}"' for each in sheets if each.name) or "none"
        raise SheetNotFound(f'{name}: no sheet "{wanted}"; there are: {names}.')
    return exact or found


def _what_was_seen(sheets: Sequence[Sheet], name: str) -> str:
    seen = [heading for sheet in sheets for heading in seen_headings(sheet)]
    shown = ", ".join(f'"{heading[:40]}"' for heading in seen[:12]) or "nothing"
    told = f"{name}: no column is headed as people's names are; the headings seen: {shown}."
    if sum("?" in heading for heading in seen) > 1:
        told += ' Letters were lost when it was saved; save it as .xlsx or as "CSV UTF-8".'
    return told


def _nobody(reading: _Reading, name: str) -> str:
    at = f' sheet "{reading.sheet.name}":' if reading.sheet.name else ""
    formulas = reading.sheet.valueless
    more = f"; {formulas} formulas have no value stored" if formulas else ""
    return f"{name}:{at} a heading in row {reading.heading.top + 1}, but no people{more}."


def _read(sheet: Sheet, columns: Mapping[str, str], name: str) -> _Reading | None:
    """The people of one sheet; None where it has no column of names."""
    heading = find_heading(sheet)
    if columns:
        heading = _with_columns(heading, columns, sheet, name)
    if heading is None or not sheet.rows:
        return None
    rows = sheet.rows[heading.body :]
    layout = Layout.of(heading, rows)
    filled = filled_down(sheet, heading)
    people, left_out, unnumbered, unit = [], [], [], _unit_above(sheet, heading)
    for at, kind, row in _kinds(filled, layout):
        if kind is Kind.SECTION:
            unit = section_of(row, layout)
        elif kind is Kind.PERSON:
            people.append(_person(at + 1, row, heading, unit))
            if layout.numbered and not layout.number(row):
                unnumbered.append(at + 1)
        elif kind is Kind.OTHER and name_in(row, heading):
            left_out.append(at + 1)
    written = [person.unit for person in people]
    carried = carried_down(written)
    pairs = zip(people, without_counts(carried or written), strict=True)
    return _Reading(
        sheet,
        heading,
        tuple(replace(person, unit=unit) for person, unit in pairs),
        tuple(left_out),
        tuple(unnumbered),
        carried is not None,
    )


def _unit_above(sheet: Sheet, heading: Heading) -> str:
    """The unit that a list of tables names above the first: "Đơn vị: Phòng A", as of the others."""
    above = [row for row in sheet.rows[: heading.top] if any(row)][-1:]
    cells = [cell for row in above for cell in row if cell]
    if len(cells) != 1 or not LABEL.match(cells[0]):
        return ""
    rows = sheet.rows[heading.body :]
    again = any(LABEL.match(cell) for row in rows for cell in row if cell)
    return without_counter(cells[0]) if again else ""


def _with_columns(
    heading: Heading | None, columns: Mapping[str, str], sheet: Sheet, name: str
) -> Heading | None:
    """The heading, with the columns that somebody named by hand."""
    unknown = sorted(columns.keys() - HEADINGS.keys())
    if unknown:
        raise ColumnMissing(f"{name}: no role {unknown[0]}; there are: {', '.join(HEADINGS)}.")
    if heading is None:
        first = next((at for at, row in enumerate(sheet.rows) if any(row)), 0)
        heading = Heading(first, 0, {}, ((),) * max(map(len, sheet.rows), default=0), 1.0)
    given = {role: _column(column, heading, sheet, name) for role, column in columns.items()}
    parts = {"name", "surname", "middle", "given"}
    # A column of whole names that is named makes guessed parts void, and the other way round.
    void = parts if parts & given.keys() else set()
    kept = {
        role: column
        for role, column in heading.columns.items()
        if column not in given.values() and role not in void
    }
    both = {**kept, **given}
    return replace(heading, columns={role: both[role] for role in HEADINGS if role in both})


def _column(wanted: str, heading: Heading, sheet: Sheet, name: str) -> int:
    """A column by its heading, or by its letter."""
    for column, label in enumerate(heading.labels):
        if plain(wanted) in map(plain, (*label, " ".join(label))) and wanted:
            return column
    width = max(map(len, sheet.rows), default=0)
    if re.fullmatch("[A-Za-z]{1,2}", wanted):
        number = 0
        for letter in wanted.upper():
            number = number * 26 + ord(letter) - 64
        if number <= width:
            return number - 1
    raise ColumnMissing(f'{name}: no column "{wanted}" among the {width} there are.')


def _kinds(
    rows: Sequence[tuple[int, tuple[str, ...]]], layout: Layout
) -> Iterator[tuple[int, Kind, tuple[str, ...]]]:
    """Each row below the heading with what it is, the list's foot told from its body."""
    last = max((at for at, row in rows if layout.number(row)), default=-1)
    foot = gap = other = False
    for at, row in rows:
        kind = kind_of(row, layout)
        other = kind is Kind.TABLE or (other and kind is not Kind.HEADING)
        if other:
            yield at, Kind.OTHER, row
            continue
        beyond = at > last if layout.numbered else True
        if kind is Kind.BLANK:
            gap = True
            continue
        if kind is Kind.HEADING or (kind is Kind.PERSON and layout.number(row)):
            foot = gap = False
        elif kind in {Kind.FOOT, Kind.TOTAL} and beyond:
            foot = foot or kind is Kind.FOOT or layout.numbered
        elif kind is Kind.SECTION and foot:
            kind = Kind.FOOT
        elif kind is Kind.PERSON:
            more = has_more(row, layout.heading)
            stray = (gap or layout.numbered) and not more and not layout.lonely
            if foot or (beyond and (stray or (gap and layout.numbered))):
                kind = Kind.OTHER
        yield at, kind, row


def _person(row: int, cells: tuple[str, ...], heading: Heading, unit: str) -> Person:
    def told(role: str) -> str:
        column = heading.columns.get(role)
        return cells[column] if column is not None and column < len(cells) else ""

    return Person(
        row=row,
        name=name_in(cells, heading),
        code=told("code"),
        unit=told("unit") or unit,
        title=told("title"),
        photo=told("photo"),
    )
