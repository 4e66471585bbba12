"""Row: what a row below the heading is: a person, a section, a total, or the foot of the list."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from framegen.staff.cells.sheet import Row, cell_at
from framegen.staff.heading import Heading, is_number
from framegen.staff.letters.names import plain
from framegen.staff.letters.phrases import (
    COUNTER,
    ENUMERATOR,
    FOOT,
    HEAD_COUNT,
    LABEL,
    SURNAMES,
    TOTAL,
    UNIT_WORDS,
)
from framegen.staff.letters.vocabulary import NAME_ROLES, SURE, Role, role_of

_NUMBERED = re.compile(r"^\(?(?:\d{1,5}\s*[.):/–-]+\s*)+")
_ROMAN_WORD = re.compile(r"[IVXLC]{1,6}\s+(?=\w)")


class Kind(Enum):
    """What a row is."""

    BLANK = auto()
    PERSON = auto()
    SECTION = auto()
    HEADING = auto()
    TABLE = auto()
    TOTAL = auto()
    FOOT = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a list look.

    Attributes:
        heading: its heading.
        numbered: whether people have a running number in the column of numbers.
        lonely: whether people often have a name and nothing else.
    """

    heading: Heading
    numbered: bool
    lonely: bool

    @classmethod
    def of(cls, heading: Heading, rows: Iterable[Row]) -> "Layout":
        """The layout that most of the rows with a name have."""
        named = [row for row in rows if name_in(row, heading)]
        number = heading.columns.get(Role.NUMBER)
        counted = [row for row in named if is_number(cell_at(row, number))]
        numbered = len(counted) * 2 >= max(1, len(named))
        typical = counted if numbered else named
        few = sum(not has_more(row, heading) for row in typical)
        return cls(heading, numbered, few * 2 > len(typical))

    def is_numbered(self, row: Row) -> bool:
        """Whether a row has a running number."""
        return is_number(cell_at(row, self.heading.columns.get(Role.NUMBER)))


def name_in(row: Row, heading: Heading) -> str:
    """A row's name: from its column, else joined from its parts; empty where it has none."""
    columns = heading.columns
    whole = cell_at(row, columns.get(Role.NAME))
    if any(map(str.isalpha, whole)):
        return _NUMBERED.sub("", whole) if whole[0] in "(0123456789" else whole
    parts = [cell_at(row, columns.get(role)) for role in (Role.SURNAME, Role.MIDDLE, Role.GIVEN)]
    name = " ".join(filter(None, parts))
    return name if any(map(str.isalpha, name)) else ""


class _Case(NamedTuple):
    """A row with what several rules ask about it."""

    row: Row
    name: str
    layout: Layout


def kind_of(row: Row, layout: Layout) -> Kind:
    """What a row is by itself; body.py decides from its neighbours where the list ends."""
    if not any(row):
        return Kind.BLANK
    case = _Case(row, name_in(row, layout.heading), layout)
    # Nearly all rows end here: no heading has a running number.
    if " " in case.name and layout.is_numbered(row):
        return Kind.SECTION if section_of(row, layout) else Kind.PERSON
    for kind, rule in _RULES:
        if rule(case):
            return kind
    return Kind.PERSON if case.name else Kind.OTHER


def _is_heading(case: _Case) -> bool:
    """Whether a row repeats the heading, as on each printed page, or numbers its columns."""
    filled = repeated = 0
    for column, label in enumerate(case.layout.heading.labels):
        cell = plain(cell_at(case.row, column))
        filled += bool(cell)
        repeated += bool(cell) and cell in map(plain, label)
    return 0 < filled * 2 <= repeated * 3 or _is_numbering(case.row)


def _is_numbering(row: Row) -> bool:
    """Whether a row numbers the columns: (1) (2) (3), or A B 1 2."""
    cells = [cell.strip("()[]. ") for cell in row if cell]
    if len(cells) < 3:
        return False
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 3]
    letters = [cell for cell in cells if len(cell) == 1 and cell.isalpha()]
    if len(numbers) + len(letters) < len(cells):
        return False
    return numbers == list(range(1, len(numbers) + 1))


def _is_other_heading(case: _Case) -> bool:
    """Whether a row begins a table that is not of people: "STT, Đơn vị, Số người"."""
    if case.layout.is_numbered(case.row):
        return False
    known = [role_of(cell) for cell in case.row if cell]
    roles = {found.role for found in known if found and found.rank < SURE}
    return len(roles) > 1 and len(roles) * 3 >= len(known) * 2 and not _may_be_name(case.name)


def _may_be_name(text: str) -> bool:
    """Whether a text in the name column is a name, or a heading of names."""
    meaning = role_of(text)
    return meaning is None or meaning.role in NAME_ROLES or meaning.rank >= SURE


def _is_section(case: _Case) -> bool:
    return bool(section_of(case.row, case.layout))


def _is_total(case: _Case) -> bool:
    """Whether a row holds a sum; in the title of a person "Tổng phụ trách" is no sum."""
    columns = case.layout.heading.columns
    last = max((columns[role] for role in NAME_ROLES if role in columns), default=0)
    aside = {columns.get(Role.TITLE), columns.get(Role.UNIT)}
    return any(
        TOTAL.match(cell)
        for column, cell in enumerate(case.row)
        if not case.name or (column <= last and column not in aside)
    )


def _is_foot(case: _Case) -> bool:
    """Whether a row belongs to the signatures; a name in it decides."""
    cells = (case.name,) if case.name else case.row
    return any(FOOT.match(plain(cell)) for cell in cells)


# The first rule that holds decides what a row is.
_RULES: tuple[tuple[Kind, Callable[[_Case], bool]], ...] = (
    (Kind.HEADING, _is_heading),
    (Kind.TABLE, _is_other_heading),
    (Kind.SECTION, _is_section),
    (Kind.TOTAL, _is_total),
    (Kind.FOOT, _is_foot),
)


class _LoneText(NamedTuple):
    """The only text of a row, and the cell in the column of running numbers."""

    column: int
    text: str
    counter: str

    @property
    def is_counted(self) -> bool:
        """Whether the column of running numbers has a section's counter, such as II."""
        return bool(COUNTER.fullmatch(self.counter))

    @property
    def counts_by_number(self) -> bool:
        """Whether the counter, or what the text begins with, is a number such as 1.2."""
        counter = self.counter if self.is_counted else self.text
        return counter.lstrip("(")[:1].isdigit()


def section_of(row: Row, layout: Layout) -> str:
    """The unit that a row names as the heading of a section; empty where it is no such row."""
    lone = _lone_text(row, layout.heading.columns.get(Role.NUMBER))
    if lone is None or not _may_be_section(lone, layout.heading):
        return ""
    bare = without_counter(lone.text)
    return bare if _names_section(lone, bare, layout) else ""


def _lone_text(row: Row, number: int | None) -> _LoneText | None:
    """The only text of a row beside numbers and a section's counter; None where there are more."""
    counter = cell_at(row, number)
    if is_number(counter) and sum(map(bool, row)) != 2:
        return None
    aside = number if COUNTER.fullmatch(counter) else None
    texts = {
        column: cell
        for column, cell in enumerate(row)
        if cell and not is_number(cell) and column != aside
    }
    if len(set(texts.values())) != 1:
        return None
    column, text = next(iter(texts.items()))
    return _LoneText(column, text, counter)


def _may_be_section(lone: _LoneText, heading: Heading) -> bool:
    """Whether a text is no total or signature, and in a column of sections."""
    if TOTAL.match(lone.text) or FOOT.match(plain(lone.text)):
        return False
    columns = heading.columns
    names = (columns[role] for role in (Role.NAME, Role.SURNAME) if role in columns)
    return lone.column <= min(names, default=0) or lone.column == columns.get(Role.UNIT)


def _names_section(lone: _LoneText, bare: str, layout: Layout) -> bool:
    """Whether a text names a section and not a person; `bare` is without its counter."""
    is_unit = bool(UNIT_WORDS.match(bare))
    if is_number(lone.counter):
        return is_unit and not layout.lonely
    if is_unit or _has_section_counter(lone, bare, layout):
        return True
    if not layout.numbered or layout.lonely:
        return False
    columns = layout.heading.columns
    first = min((columns[role] for role in (Role.NAME, Role.SURNAME) if role in columns), default=0)
    return lone.column < first or not looks_like_name(lone.text)


def _has_section_counter(lone: _LoneText, bare: str, layout: Layout) -> bool:
    """Whether a counter stands before a text that does not count people."""
    numbers_count_people = layout.lonely or not layout.numbered
    is_counted = lone.is_counted or bare != lone.text
    return is_counted and not (lone.counts_by_number and numbers_count_people)


def without_counter(text: str) -> str:
    """A section's text without its number before and its head count behind."""
    found = ENUMERATOR.match(text)
    bare = text[found.end() :] if found and found.end() < len(text) else text
    if roman := _ROMAN_WORD.match(bare):
        rest = bare[roman.end() :]
        bare = rest if UNIT_WORDS.match(rest) else bare
    if label := LABEL.match(bare):
        bare = bare[label.end() :]
    return HEAD_COUNT.sub("", bare).strip(" :.-–") or text


def looks_like_name(text: str) -> bool:
    """Whether a text is formed like a Vietnamese name: a surname and one to five words."""
    words = plain(text).split()
    return 2 <= len(words) <= 6 and words[0] in SURNAMES and not re.search(r"\d", text)


def has_more(row: Row, heading: Heading) -> bool:
    """Whether a row has more about a person than a number and a name."""
    names = {heading.columns.get(role) for role in (Role.NUMBER, *NAME_ROLES)}
    return any(
        cell
        for column, cell in enumerate(row)
        if column not in names and column < len(heading.labels) and heading.labels[column]
    )
