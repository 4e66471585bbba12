"""People: a staff list as people, with notes on what was guessed."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from framegen.errors import ColumnMissing, SheetNotFound, StaffListUnreadable
from framegen.language import N_, Message
from framegen.staff.body import kinds_of
from framegen.staff.cells.column_letter import column_of
from framegen.staff.cells.sheet import Row, Sheet, cell_at
from framegen.staff.cells.table import read_sheets
from framegen.staff.filling import carried_down, filled_down, without_counts
from framegen.staff.heading import Heading, find_heading, seen_headings
from framegen.staff.letters.names import clean, plain
from framegen.staff.letters.phrases import LABEL, PUT_ASIDE, last_year
from framegen.staff.letters.vocabulary import FORMER_ROLES, HEADINGS, NAME_ROLES, Role
from framegen.staff.note import Reading, StaffNote, notes_on
from framegen.staff.row import Kind, Layout, name_in, section_of, without_counter

NONE, NOTHING = N_("none"), N_("nothing")
IN_SHEET = N_('{list}: sheet "{sheet}"')
# How many headings a message names, and how much of each.
SHOWN_HEADINGS, SHOWN_LETTERS = 12, 40


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a list, as written there; fields without a value are empty.

    Each field but `row` is named after a Role.

    Attributes:
        row: the row in the file, from 1.
        name: NFC, one space between words, in the list's own capitals.
        code: the staff code as text, with its leading zeros.
        unit: from the person's own row, else from the section or the merged cell around it.
        title: the job title.
        photo: the photo file that the list names.
    """

    row: int
    name: str
    code: str = ""
    unit: str = ""
    title: str = ""
    photo: str = ""

    def value(self, role: Role) -> str:
        """The value of a role in PERSON_ROLES."""
        return str(getattr(self, role))


# The columns that are kept of a person, in the order of Person's fields.
PERSON_ROLES = tuple(Role(each.name) for each in fields(Person) if each.name != "row")


@dataclass(frozen=True, slots=True)
class StaffList:
    """A staff list as it was understood.

    Attributes:
        list: the file.
        sheet: the sheet that was read; None for a text file.
        encoding: of a text file, or the legacy encoding that was converted; None for Unicode.
        header_row: the heading's first row, from 1; 0 where there is none.
        header_rows: how many rows the heading takes.
        columns: the column of each role, from 0.
        people: in the list's order.
        notes: what was guessed or left out.
    """

    list: str
    sheet: str | None
    encoding: str | None
    header_row: int
    header_rows: int
    columns: Mapping[Role, int]
    people: tuple[Person, ...]
    notes: tuple[StaffNote, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The people of a sheet, and how it was read."""

    reading: Reading
    people: tuple[Person, ...]

    @property
    def sheet(self) -> Sheet:
        return self.reading.sheet

    def promise(self, year: int) -> float:
        """How likely this sheet is meant, where the latest year that sheets name is given."""
        score = self.reading.heading.score * len(self.people).bit_length()
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
    """Read an office's staff list: CSV or text in any encoding, XLSX, XLS, ODS.

    Args:
        path: the file; its kind is recognised by its bytes.
        sheet: the sheet to read; by default the one that looks most like a list of people.
        columns: a role (see Role) and its column, as a letter or as its heading, where columns
            are not understood by themselves.

    Raises:
        StaffListNotFound: no such file.
        StaffListUnreadable: no list, damaged, locked, or without people.
        StaffListTooLarge: beyond the limits.
        SheetNotFound: no sheet of that name.
        ColumnMissing: no column of names, or not the one that was named.
    """
    name = str(path)
    sheets = _named(read_sheets(path), sheet, name)
    given = {_role(role, name): column for role, column in (columns or {}).items()}
    found = [people for each in sheets if (people := _read(each, given, name))]
    if not found:
        raise _without_names(sheets, name)
    year = max(last_year(each.sheet.name or "") for each in found)
    best = max(found, key=lambda each: each.promise(year))
    if not best.people:
        raise _without_people(best.reading, name)
    return _list_of(best, [each for each in found if each is not best and each.people], name)


def _list_of(best: _Found, others: Sequence[_Found], name: str) -> StaffList:
    """The list, with notes on how it was read and on the other sheets with people."""
    sheet, heading = best.sheet, best.reading.heading
    codes = [person.code for person in best.people]
    counts = {each.sheet.name or "": len(each.people) for each in others}
    return StaffList(
        list=name,
        sheet=sheet.name,
        encoding=sheet.encoding,
        header_row=heading.top + 1 if heading.rows else 0,
        header_rows=heading.rows,
        columns=heading.columns,
        people=best.people,
        notes=notes_on(best.reading, codes, counts),
    )


def _role(role: str, name: str) -> Role:
    """The role of that name, also by a former one."""
    if role not in HEADINGS and role not in FORMER_ROLES:
        roles = list(map(str, HEADINGS))
        raise ColumnMissing(
            "{list}: no role {role}; there are: {roles}.", list=name, role=role, roles=roles
        )
    return Role(role)


def _named(sheets: Sequence[Sheet], wanted: str | None, name: str) -> Sequence[Sheet]:
    """The sheets that may be read."""
    if wanted is None:
        return sheets
    found = [each for each in sheets if plain(each.name or "") == plain(wanted)]
    exact = [each for each in found if each.name == clean(wanted)]
    if not found:
        raise SheetNotFound(
            '{list}: no sheet "{sheet}"; there are: {sheets}.',
            list=name,
            sheet=wanted,
            sheets=[f'"{each.name}"' for each in sheets if each.name] or Message(NONE),
        )
    return exact or found


def _without_names(sheets: Sequence[Sheet], name: str) -> ColumnMissing:
    """The error where no sheet has a column of names."""
    seen = [heading for sheet in sheets for heading in seen_headings(sheet)]
    quoted = [f'"{heading[:SHOWN_LETTERS]}"' for heading in seen[:SHOWN_HEADINGS]]
    shown = quoted or Message(NOTHING)
    if sum("?" in heading for heading in seen) > 1:
        return ColumnMissing(
            "{list}: no column is headed as people's names are; the headings seen: {headings}. "
            'Letters were lost when it was saved; save it as .xlsx or as "CSV UTF-8".',
            list=name,
            headings=shown,
        )
    return ColumnMissing(
        "{list}: no column is headed as people's names are; the headings seen: {headings}.",
        list=name,
        headings=shown,
    )


def _without_people(reading: Reading, name: str) -> StaffListUnreadable:
    """The error where there are no people below the heading."""
    sheet, row = reading.sheet, reading.heading.top + 1
    place = Message(IN_SHEET, {"list": name, "sheet": sheet.name}) if sheet.name else name
    if sheet.valueless:
        return StaffListUnreadable(
            "{place}: a heading in row {row}, but no people; "
            "{count} formulas have no value stored.",
            place=place,
            row=row,
            count=sheet.valueless,
        )
    return StaffListUnreadable(
        "{place}: a heading in row {row}, but no people.", place=place, row=row
    )


def _read(sheet: Sheet, given: Mapping[Role, str], name: str) -> _Found | None:
    """The people of one sheet; None where it has no column of names."""
    heading = find_heading(sheet)
    if given:
        heading = _with_columns(heading or _no_heading(sheet), given, sheet, name)
    if heading is None or not sheet.rows:
        return None
    layout = Layout.of(heading, sheet.rows[heading.body :])
    people, left_out = _people(sheet, layout)
    units = [person.unit for person in people]
    carried = carried_down(units)
    pairs = zip(people, without_counts(carried or units), strict=True)
    reading = Reading(
        sheet=sheet,
        heading=heading,
        lost=[person.row for person in people if "?" in person.name],
        left_out=left_out,
        unnumbered=_unnumbered(people, sheet, layout),
        carried=carried is not None,
    )
    return _Found(
        reading,
        tuple(
            person if unit == person.unit else replace(person, unit=unit) for person, unit in pairs
        ),
    )


def _people(sheet: Sheet, layout: Layout) -> tuple[list[Person], list[int]]:
    """The people of a sheet, and the rows with text in the name column that are not people."""
    heading = layout.heading
    people, left_out = [], []
    unit = _unit_above(sheet, heading)
    for at, kind, row in kinds_of(filled_down(sheet, heading), layout):
        if kind is Kind.SECTION:
            unit = section_of(row, layout)
        elif kind is Kind.PERSON:
            people.append(_person(at + 1, row, heading, unit))
        elif kind is Kind.OTHER and name_in(row, heading):
            left_out.append(at + 1)
    return people, left_out


def _unnumbered(people: Sequence[Person], sheet: Sheet, layout: Layout) -> list[int]:
    """The rows of people without a running number, where others have one."""
    if not layout.numbered:
        return []
    return [person.row for person in people if not layout.is_numbered(sheet.rows[person.row - 1])]


def _unit_above(sheet: Sheet, heading: Heading) -> str:
    """The unit named above the first of several tables: "Đơn vị: Phòng A", if the others do so."""
    above = [row for row in sheet.rows[: heading.top] if any(row)][-1:]
    cells = [cell for row in above for cell in row if cell]
    if len(cells) != 1 or not LABEL.match(cells[0]):
        return ""
    rows = sheet.rows[heading.body :]
    again = any(LABEL.match(cell) for row in rows for cell in row if cell)
    return without_counter(cells[0]) if again else ""


def _no_heading(sheet: Sheet) -> Heading:
    """A heading of no rows, above the first row that holds anything."""
    first = next((at for at, row in enumerate(sheet.rows) if any(row)), 0)
    return Heading(first, 0, {}, ((),) * sheet.width, 1.0)


def _with_columns(heading: Heading, given: Mapping[Role, str], sheet: Sheet, name: str) -> Heading:
    """The heading with the columns that were named by hand."""
    named = {role: _column(column, heading, sheet, name) for role, column in given.items()}
    # A named column of whole names makes guessed parts void, and the other way round.
    void = set(NAME_ROLES) if named.keys() & set(NAME_ROLES) else set()
    kept = {
        role: column
        for role, column in heading.columns.items()
        if column not in named.values() and role not in void
    }
    return heading.with_columns({**kept, **named})


def _column(wanted: str, heading: Heading, sheet: Sheet, name: str) -> int:
    """A column by its heading, or by its letter."""
    for column, label in enumerate(heading.labels):
        if wanted and plain(wanted) in map(plain, (*label, " ".join(label))):
            return column
    if re.fullmatch("[A-Za-z]{1,2}", wanted) and column_of(wanted) < sheet.width:
        return column_of(wanted)
    raise ColumnMissing(
        '{list}: no column "{column}" among the {count} there are.',
        list=name,
        column=wanted,
        count=sheet.width,
    )


def _person(row: int, cells: Row, heading: Heading, unit: str) -> Person:
    """A person; the unit is that of the section."""
    columns = heading.columns
    values = {role: cell_at(cells, columns[role]) for role in PERSON_ROLES if role in columns}
    values[Role.NAME] = name_in(cells, heading)
    values[Role.UNIT] = values.get(Role.UNIT) or unit
    return Person(row, **values)
