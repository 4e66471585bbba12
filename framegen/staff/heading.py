"""Heading: which rows of a sheet are its heading, and what each column holds."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from framegen.staff.cells.sheet import Row, Sheet, cell_at
from framegen.staff.letters.vocabulary import HEADINGS, LIKELY, SURE, Meaning, Role, role_of

# A heading is looked for in the first rows; the office, the title and instructions stand above it.
TOP_ROWS = 120
MAX_HEADING_ROWS = 3
# How many rows below a heading show what its columns hold.
EXAMPLES = 300
_NUMBER = re.compile(r"\(?\d{1,7}(?:\.0+)?\s*[.)]?")
_DIGITS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a sheet's heading is and what it says.

    Attributes:
        top: its first row, from 0.
        rows: how many rows it takes; 0 where there is none and columns were named by hand.
        columns: the column of each role, from 0.
        labels: the headings above each column, from the top down.
        score: how much of it was understood; only to compare headings.
        others: columns of a role that a better column got: (role, column).
    """

    top: int
    rows: int
    columns: Mapping[Role, int]
    labels: tuple[tuple[str, ...], ...]
    score: float
    others: tuple[tuple[Role, int], ...] = ()

    @property
    def names_people(self) -> bool:
        """Whether there is a column, or a pair, that names people."""
        return not self.columns.keys().isdisjoint({Role.NAME, Role.SURNAME, Role.GIVEN})

    @property
    def body(self) -> int:
        """The first row below it, from 0."""
        return self.top + self.rows

    def with_columns(self, columns: Mapping[Role, int]) -> "Heading":
        """The heading with other columns, in the order of the roles."""
        return replace(self, columns={role: columns[role] for role in HEADINGS if role in columns})


def is_number(cell: str) -> bool:
    """Whether a cell looks like a running number: 7, 07, 7. or (7)."""
    return cell.isdecimal() or (cell != "" and bool(_NUMBER.fullmatch(cell)))


def find_heading(sheet: Sheet) -> Heading | None:
    """The best heading of a sheet; None where no row names a column of names."""
    best = None
    for top in range(min(TOP_ROWS, len(sheet.rows))):
        known = sum(role_of(cell) is not None for cell in sheet.rows[top])
        found = _understood(sheet, top, _height(sheet, top) if known > 1 else 1) if known else None
        if found and found.names_people and (best is None or found.score > best.score):
            best = found
    return None if best is None else _completed(sheet, best)


def seen_headings(sheet: Sheet) -> list[str]:
    """The texts of the row that looks most like a heading, for a message."""
    rows = sheet.rows[:TOP_ROWS]
    return max(
        ([cell for cell in row if cell and not is_number(cell)] for row in rows),
        key=lambda cells: (sum(bool(role_of(cell)) for cell in cells), len(cells)),
        default=[],
    )


def _height(sheet: Sheet, top: int) -> int:
    """How many rows a heading takes that begins with a row."""
    rows = 1
    while rows < MAX_HEADING_ROWS and _goes_on(sheet, top, top + rows):
        rows += 1
    return rows


def _goes_on(sheet: Sheet, top: int, at: int) -> bool:
    """Whether a row below a heading's first row is part of the heading."""
    row = sheet.rows[at] if at < len(sheet.rows) else ()
    filled = {column: cell for column, cell in enumerate(row) if cell}
    if not filled or any(map(is_number, filled.values())):
        return False
    if _is_merged_over(sheet, top, at):
        return True
    above = sheet.rows[at - 1]
    known = {column for column, cell in filled.items() if role_of(cell)}
    joined = {column for column, cell in filled.items() if _completes(above, column, cell)}
    if any(_is_a_value(above, column, filled[column]) for column in filled.keys() - known):
        return False
    if len(filled) == 1 and not joined:
        # "Công đoàn cơ sở A" alone is the first section; a group has two columns or more.
        return False
    return len(known | joined) * 3 >= len(filled) * 2


def _is_merged_over(sheet: Sheet, top: int, at: int) -> bool:
    """Whether a cell of the heading above is merged down into a row."""
    return any(
        top <= merge.top < at <= merge.bottom < top + MAX_HEADING_ROWS
        for merge in sheet.merges or ()
    )


def _completes(above: Row, column: int, cell: str) -> bool:
    """Whether a cell ends what the cell above begins: "Họ và" above "tên"."""
    meaning = role_of(f"{above[column]} {cell}") if column < len(above) else None
    return meaning is not None and meaning.rank < SURE


def _is_a_value(above: Row, column: int, cell: str) -> bool:
    """Whether a cell is what the heading above it announces: "Họ và tên" above "An"."""
    over = cell_at(above, column)
    return bool(over and role_of(over) and not role_of(f"{over} {cell}"))


def _understood(sheet: Sheet, top: int, rows: int) -> Heading:
    """A block of rows read as a heading."""
    labels = tuple(_labels(sheet, top, rows))
    meanings = [_meaning(label) for label in labels]
    by_role = {role: _columns_of(role, meanings) for role in HEADINGS}
    columns = {role: found[0] for role, found in by_role.items() if found}
    others = tuple((role, column) for role, found in by_role.items() for column in found[1:])
    score = sum(map(_score, meanings, labels))
    name = columns.get(Role.NAME, columns.get(Role.SURNAME, columns.get(Role.GIVEN)))
    if name is not None and (meaning := meanings[name]):
        score += 6 if meaning.rank < LIKELY else 1
    return Heading(top, rows, columns, labels, score, others)


def _columns_of(role: Role, meanings: Sequence[Meaning | None]) -> list[int]:
    """The columns that may have a role, the best first."""
    found = ((each.rank, at) for at, each in enumerate(meanings) if each and each.role is role)
    return [column for _, column in sorted(found)]


def _score(meaning: Meaning | None, label: tuple[str, ...]) -> float:
    """What a column adds to the score of its heading."""
    if meaning is None:
        return -0.5 if label else 0.0
    return (1 if meaning.role is Role.OTHER else 2) * (0.4 if meaning.rank >= LIKELY else 1)


def _labels(sheet: Sheet, top: int, rows: int) -> Iterator[tuple[str, ...]]:
    """The headings above each column; a group's heading is above each of its columns."""
    block = [list(row) for row in sheet.rows[top : top + rows]]
    width = max(map(len, block))
    block = [row + [""] * (width - len(row)) for row in block]
    merges = [merge for merge in sheet.merges or () if top <= merge.top < top + rows]
    merged = {column for merge in merges for column in range(merge.left, merge.right + 1)}
    for merge in merges:
        row, end = block[merge.top - top], min(merge.right + 1, width)
        row[merge.left : end] = row[merge.left : merge.left + 1] * (end - merge.left)
    for row, below in itertools.pairwise(block):
        _spread(row, below, merged)
    for texts in zip(*block, strict=True):
        yield tuple(dict.fromkeys(filter(None, texts)))


def _spread(row: list[str], below: Sequence[str], merged: set[int]) -> None:
    """Repeat a group's heading above the columns to its right that have headings of their own."""
    for column in range(1, len(row)):
        is_grouped = below[column] and below[column - 1] and column not in merged
        if not row[column] and is_grouped:
            row[column] = row[column - 1]


def _meaning(label: tuple[str, ...]) -> Meaning | None:
    """What a column holds, by its heading and the headings of the groups that it is in."""
    leaf = role_of(label[-1]) if label else None
    if len(label) < 2:
        return leaf
    return _joined_meaning(label, leaf) or _grouped_meaning(label, leaf)


def _joined_meaning(label: tuple[str, ...], leaf: Meaning | None) -> Meaning | None:
    """What the texts above a column mean together: "Họ và" above "tên"."""
    if leaf and leaf.role is Role.SURNAME:
        return None
    texts = (" ".join(label), " ".join(reversed(label)), " ".join(label[-2:]))
    return next((each for each in map(role_of, texts) if each and each.rank < SURE), None)


def _grouped_meaning(label: tuple[str, ...], leaf: Meaning | None) -> Meaning | None:
    """What a column means within its group: "Mã" below "Đơn vị" is not a person's code."""
    group = next(filter(None, map(role_of, reversed(label[:-1]))), None)
    if group is None or (leaf and group.role in {Role.NAME, leaf.role}):
        return leaf
    if leaf and group.role is Role.UNIT:
        of_unit = {Role.CODE: Meaning(Role.OTHER, 0), Role.TITLE: leaf}
        return of_unit.get(leaf.role, group)
    return group


class _Below:
    """The cells below a heading; only of numbered rows where people are numbered.

    Sections and totals are no examples of names.
    """

    def __init__(self, sheet: Sheet, heading: Heading) -> None:
        rows = [row for row in sheet.rows[heading.body : heading.body + EXAMPLES] if any(row)]
        number = heading.columns.get(Role.NUMBER)
        numbered = [row for row in rows if is_number(cell_at(row, number))]
        self._rows = numbered or rows

    def cells(self, column: int) -> list[str]:
        """The cells of a column."""
        return [cell_at(row, column) for row in self._rows]

    def pairs(self, first: int, second: int) -> list[tuple[str, str]]:
        """The cells of two columns, row by row."""
        return list(zip(self.cells(first), self.cells(second), strict=True))


def _completed(sheet: Sheet, heading: Heading) -> Heading:
    """The heading with the columns that only the cells below it show."""
    below = _Below(sheet, heading)
    for step in (_with_numbers, _with_whole_names, _with_given_names, _with_surnames):
        heading = heading.with_columns(step(heading, below))
    return heading


def _with_numbers(heading: Heading, below: _Below) -> Mapping[Role, int]:
    """The columns with one of running numbers that has no heading."""
    if Role.NUMBER in heading.columns:
        return heading.columns
    free = (column for column, label in enumerate(heading.labels) if not label)
    counting = next((column for column in free if _counts(below.cells(column))), None)
    return heading.columns if counting is None else {**heading.columns, Role.NUMBER: counting}


def _with_whole_names(heading: Heading, below: _Below) -> Mapping[Role, int]:
    """The columns with "Tên" as whole names, where there is no other part of names."""
    del below
    columns = dict(heading.columns)
    if Role.GIVEN in columns and columns.keys().isdisjoint({Role.NAME, Role.SURNAME}):
        columns[Role.NAME] = columns.pop(Role.GIVEN)
    return columns


def _with_given_names(heading: Heading, below: _Below) -> Mapping[Role, int]:
    """The columns with the given names that stand beside "Họ và tên" or "Họ" without a heading."""
    columns = heading.columns
    first = columns.get(Role.NAME, columns.get(Role.SURNAME))
    if first is None or Role.GIVEN in columns or not _is_free(heading, first + 1):
        return columns
    is_split = _is_split(below.pairs(first, first + 1))
    return {**columns, Role.GIVEN: first + 1} if is_split else columns


def _with_surnames(heading: Heading, below: _Below) -> Mapping[Role, int]:
    """The columns with "Họ và tên" as surnames where given names stand apart from them.

    Where the whole names end with the given names, these are only there to sort by.
    """
    columns = dict(heading.columns)
    if not {Role.NAME, Role.GIVEN} <= columns.keys() or Role.SURNAME in columns:
        return columns
    pairs = below.pairs(columns[Role.NAME], columns[Role.GIVEN])
    ends = [name.lower().endswith(given.lower()) for name, given in pairs if name and given]
    if ends and sum(ends) * 2 < len(ends):
        columns[Role.SURNAME] = columns.pop(Role.NAME)
    else:
        del columns[Role.GIVEN]
    return columns


def _is_free(heading: Heading, column: int) -> bool:
    """Whether a column has no heading but its left neighbour's."""
    if column in heading.columns.values():
        return False
    label = heading.labels[column] if column < len(heading.labels) else ()
    return not label or label == heading.labels[column - 1]


def _is_split(parts: list[tuple[str, str]]) -> bool:
    """Whether most rows with a first part have a word or two, and no number, in the second."""
    both = [given for first, given in parts if first and given]
    words = [given for given in both if given.count(" ") <= 1 and not re.search(r"\d", given)]
    return bool(both) and len(words) * 10 >= sum(bool(first) for first, _ in parts) * 6


def _counts(cells: list[str]) -> bool:
    """Whether a column counts: 1, 2, 3."""
    numbers = [int(_DIGITS.findall(cell)[0]) for cell in cells if is_number(cell)]
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    return len(numbers) > 1 and numbers[0] == 1 and steps.count(1) * 10 >= len(steps) * 8
