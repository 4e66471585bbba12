"""StaffNote: what was guessed or left out while a list was read."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from framegen.language import N_, Message
from framegen.staff.cells.column_letter import letter_of
from framegen.staff.cells.sheet import Sheet
from framegen.staff.heading import Heading
from framegen.staff.letters.vocabulary import ROLE_WORDS, Role

# A sentence names at most this many of many rows, codes or sheets.
SHOWN = 8
MORE = N_("{shown} and {more} more")
# The encodings that are noted; all but the last are called the same in every language.
ENCODING_WORDS = {
    "cp1258": "Windows-1258",
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "cp1252": "Windows-1252",
    "utf-8-twice": N_("UTF-8 encoded twice"),
}


class StaffNoteCode(StrEnum):
    """What a note is about; stable, for programs."""

    LEGACY_ENCODING = "legacy-encoding"
    HIDDEN_SHEET = "hidden-sheet"
    OTHER_SHEETS = "other-sheets"
    QUOTE_NEVER_CLOSED = "quote-never-closed"
    FORMULAS_WITHOUT_VALUES = "formulas-without-values"
    NO_HEADING = "no-heading"
    SEVERAL_COLUMNS = "several-columns"
    UNIT_CARRIED_DOWN = "unit-carried-down"
    ROWS_WITHOUT_NUMBER = "rows-without-number"
    ROWS_LEFT_OUT = "rows-left-out"
    LETTERS_LOST = "letters-lost"
    CODES_REPEATED = "codes-repeated"


SENTENCES: Mapping[StaffNoteCode, str] = {
    StaffNoteCode.LEGACY_ENCODING: N_("The list is in {encoding} and was converted to Unicode."),
    StaffNoteCode.HIDDEN_SHEET: N_('The sheet "{sheet}" is hidden in the file.'),
    StaffNoteCode.OTHER_SHEETS: N_("Other sheets list people too: {sheets}."),
    StaffNoteCode.QUOTE_NEVER_CLOSED: N_(
        "The quotation mark opened in row {row} is not closed where it should be: the rows after "
        "it run into one cell, so people may be missing or wrong; correct that quotation mark."
    ),
    StaffNoteCode.FORMULAS_WITHOUT_VALUES: N_(
        "{count} formulas have no stored result; open the file in Excel and save it again."
    ),
    StaffNoteCode.NO_HEADING: N_("The list has no heading row."),
    StaffNoteCode.SEVERAL_COLUMNS: N_(
        'Several columns hold the {role}: column {column} "{label}" is ignored, only column {used} '
        "is used."
    ),
    StaffNoteCode.UNIT_CARRIED_DOWN: N_("Empty unit cells were read as the unit of the row above."),
    StaffNoteCode.ROWS_WITHOUT_NUMBER: N_("Rows without a running number were read: {rows}."),
    StaffNoteCode.ROWS_LEFT_OUT: N_(
        "Rows with text in the name column that were not read: {rows}."
    ),
    StaffNoteCode.LETTERS_LOST: N_(
        'Names have "?" where letters were lost when the file was saved: row {rows}; save it again '
        'as .xlsx or "CSV UTF-8".'
    ),
    StaffNoteCode.CODES_REPEATED: N_("Codes used for more than one person: {codes}."),
}
SHEET = N_('"{sheet}" ({count} people)')


@dataclass(frozen=True, slots=True)
class StaffNote:
    """Something about a list that a person should check.

    Attributes:
        code: a stable word for programs, such as "rows-left-out".
        values: what the note names, whole and as data: rows from 1, columns from 0, roles and
            encodings by their codes.
    """

    code: StaffNoteCode
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def message(self) -> Message:
        """The note as a sentence; long lists are shortened, roles and encodings in words."""
        shown = {name: _SHOWN_AS.get(name, _as_it_is)(each) for name, each in self.values.items()}
        return Message(SENTENCES[self.code], shown)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sheet was read, for the notes on it.

    Attributes:
        sheet: the sheet.
        heading: its heading.
        lost: rows whose name lacks letters, from 1 as all rows here.
        left_out: rows with text in the name column that are not people.
        unnumbered: rows of people without a running number, where others have one.
        carried: whether units were carried down.
    """

    sheet: Sheet
    heading: Heading
    lost: Sequence[int] = ()
    left_out: Sequence[int] = ()
    unnumbered: Sequence[int] = ()
    carried: bool = False


def notes_on(
    reading: Reading, codes: Sequence[str], others: Mapping[str, int]
) -> tuple[StaffNote, ...]:
    """The notes on a sheet that was read.

    Args:
        reading: how it was read.
        codes: everyone's staff code.
        others: the other sheets with people, and how many they have.
    """
    notes = (_on_sheet(reading.sheet, others), _on_columns(reading.heading), _on_rows(reading))
    repeated = [code for code, count in Counter(filter(None, codes)).items() if count > 1]
    found = [note for each in notes for note in each]
    if repeated:
        found.append(StaffNote(StaffNoteCode.CODES_REPEATED, {"codes": repeated}))
    return tuple(found)


def _on_sheet(sheet: Sheet, others: Mapping[str, int]) -> Iterator[StaffNote]:
    if sheet.encoding in ENCODING_WORDS:
        yield StaffNote(StaffNoteCode.LEGACY_ENCODING, {"encoding": sheet.encoding})
    if sheet.hidden:
        yield StaffNote(StaffNoteCode.HIDDEN_SHEET, {"sheet": sheet.name})
    if others:
        yield StaffNote(StaffNoteCode.OTHER_SHEETS, {"sheets": others})
    if sheet.open_quote:
        yield StaffNote(StaffNoteCode.QUOTE_NEVER_CLOSED, {"row": sheet.open_quote})
    if sheet.valueless:
        yield StaffNote(StaffNoteCode.FORMULAS_WITHOUT_VALUES, {"count": sheet.valueless})


def _on_columns(heading: Heading) -> Iterator[StaffNote]:
    if not heading.rows:
        yield StaffNote(StaffNoteCode.NO_HEADING)
    for role, column in heading.others:
        used = heading.columns.get(role)
        if used is not None and column not in heading.columns.values():
            label = " ".join(heading.labels[column])
            values = {"role": role, "column": column, "label": label, "used": used}
            yield StaffNote(StaffNoteCode.SEVERAL_COLUMNS, values)


def _on_rows(reading: Reading) -> Iterator[StaffNote]:
    if reading.carried:
        yield StaffNote(StaffNoteCode.UNIT_CARRIED_DOWN)
    for code, rows in (
        (StaffNoteCode.ROWS_WITHOUT_NUMBER, reading.unnumbered),
        (StaffNoteCode.ROWS_LEFT_OUT, reading.left_out),
        (StaffNoteCode.LETTERS_LOST, reading.lost),
    ):
        if rows:
            yield StaffNote(code, {"rows": list(rows)})


def _as_it_is(value: object) -> object:
    return value


def _few(words: Sequence[object]) -> object:
    """The first of many, and how many more there are."""
    if len(words) <= SHOWN:
        return words
    return Message(MORE, {"shown": words[:SHOWN], "more": len(words) - SHOWN})


def _sheets(others: Mapping[str, int]) -> object:
    return _few([Message(SHEET, {"sheet": each, "count": others[each]}) for each in others])


def _role(role: Role) -> Message:
    return Message(ROLE_WORDS[role])


def _encoding(code: str) -> Message:
    return Message(ENCODING_WORDS[code])


# How a sentence shows a value, by the value's name.
_SHOWN_AS: Mapping[str, Callable[..., object]] = {
    "codes": _few,
    "rows": _few,
    "sheets": _sheets,
    "role": _role,
    "encoding": _encoding,
    "column": letter_of,
    "used": letter_of,
}
