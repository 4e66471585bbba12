"""Filling: cells that stand for those below them: merged ones, ditto marks, units written once."""

import re
from collections import Counter
from collections.abc import Sequence

from framegen.staff.cells.sheet import Sheet
from framegen.staff.heading import Heading

Row = tuple[str, ...]

# Below a value these say: the same again.
DITTO = frozenset({'"', "''", "”", "“", "〃", "//", "nt", "-nt-", "- nt -", "như trên", "nhu tren"})
# A list is too short to show a habit below this many people.
FEW = 3
# Two words and more, and a number in brackets.
_COUNTED = re.compile(r"(\w.*\s.*\S)\s*\(\s*(\d{1,4})\s*\)")


def filled_down(sheet: Sheet, heading: Heading) -> list[tuple[int, Row]]:
    """The rows below the heading by their index, units and titles filled.

    Filled are cells that are merged with the one above, and those with a ditto mark.
    """
    columns = [heading.columns[role] for role in ("unit", "title") if role in heading.columns]
    sources = _merged(sheet, heading.body, columns)
    above: dict[int, str] = {}
    filled = []
    for at in range(heading.body, len(sheet.rows)):
        row = sheet.rows[at]
        for column in columns:
            cell = row[column] if column < len(row) else ""
            told = cell
            if not cell and any(row):
                told = sources.get((at, column), "")
            elif cell.lower() in DITTO:
                told = above.get(column, "")
            above[column] = told or above.get(column, "")
            row = row if told == cell else _with_cell(row, column, told)
        filled.append((at, row))
    return filled


def carried_down(units: Sequence[str]) -> list[str] | None:
    """Everyone's unit, where a list writes it only for the first person of each.

    So merged cells come out of CSV and ODS. It is so where each unit stands once, and the first
    person has one; None where it is not so.
    """
    if len(units) < FEW or not units[0]:
        return None
    counts = Counter(units)
    blank = counts.pop("", 0)
    if max(counts.values()) > 1 or blank * 3 < len(units):
        return None
    carried: list[str] = []
    for unit in units:
        carried.append(unit or carried[-1])
    return carried


def without_counts(units: Sequence[str]) -> Sequence[str]:
    """Everyone's unit without a bare number of its people behind it, "Khoa Nội (12)".

    It is one where it holds of each unit that has a number, and of more than a few people;
    "Tổ (2)" is the second.
    """
    sizes = Counter(units)
    counted = {unit: found for unit in sizes if (found := _COUNTED.fullmatch(unit))}
    bare = {unit: found[1] for unit, found in counted.items()}
    holds = all(int(found[2]) == sizes[unit] for unit, found in counted.items())
    if not holds or len({*bare.values()} | sizes.keys() - bare.keys()) < len(sizes):
        return units
    enough = sum(sizes[unit] for unit in bare) >= FEW
    return [bare.get(unit, unit) if enough else unit for unit in units]


def _merged(sheet: Sheet, body: int, columns: Sequence[int]) -> dict[tuple[int, int], str]:
    """The text of each cell below the first one of a merged column."""
    found: dict[tuple[int, int], str] = {}
    for merge in sheet.merges or ():
        if merge.left in columns and body <= merge.top < len(sheet.rows):
            row = sheet.rows[merge.top]
            text = row[merge.left] if merge.left < len(row) else ""
            end = min(merge.bottom + 1, len(sheet.rows))
            found |= {(below, merge.left): text for below in range(merge.top + 1, end)}
    return found


def _with_cell(row: Row, column: int, cell: str) -> Row:
    row = (*row, *("",) * (column - len(row)))
    return (*row[:column], cell, *row[column + 1 :])
