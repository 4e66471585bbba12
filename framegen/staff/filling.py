"""Filling: cells that stand for those below them: merged ones, ditto marks, units written once."""

import re
from collections import Counter
from collections.abc import Sequence

from framegen.staff.cells.sheet import Row, Sheet, cell_at
from framegen.staff.heading import Heading
from framegen.staff.letters.phrases import DITTO
from framegen.staff.letters.vocabulary import Role

# The least number of people from which a list's pattern is inferred.
FEW = 3
# Two words or more, and a number in brackets.
_COUNTED = re.compile(r"(\w.*\s.*\S)\s*\(\s*(\d{1,4})\s*\)")


def filled_down(sheet: Sheet, heading: Heading) -> list[tuple[int, Row]]:
    """The rows below the heading by their index, units and titles filled.

    Filled are cells that are merged with the one above, and those with a ditto mark.
    """
    roles = (Role.UNIT, Role.TITLE)
    columns = [heading.columns[role] for role in roles if role in heading.columns]
    sources = _merged(sheet, heading.body, columns)
    above: dict[int, str] = {}
    filled = []
    for at in range(heading.body, len(sheet.rows)):
        row = sheet.rows[at]
        for column in columns:
            row = _filled(row, column, sources.get((at, column), ""), above)
        filled.append((at, row))
    return filled


def _filled(row: Row, column: int, merged: str, above: dict[int, str]) -> Row:
    """A row with a cell filled, if it is empty or has a ditto mark; `above` is kept up to date."""
    cell = text = cell_at(row, column)
    if not cell and any(row):
        text = merged
    elif cell.lower() in DITTO:
        text = above.get(column, "")
    above[column] = text or above.get(column, "")
    return row if text == cell else _with_cell(row, column, text)


def carried_down(units: Sequence[str]) -> list[str] | None:
    """Everyone's unit, where a list writes it only for the first person of each.

    Merged cells look like this in CSV and ODS. Each unit must stand once, and the first person
    must have one; None where that is not so.
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
    """Everyone's unit without a number of its people behind it, "Khoa Nội (12)".

    The number is a count where it is right for each unit that has one, and for more than a few
    people; "Tổ (2)" may be the second team.
    """
    sizes = Counter(units)
    counted = {unit: found for unit in sizes if (found := _COUNTED.fullmatch(unit))}
    bare = {unit: found[1] for unit, found in counted.items()}
    are_right = all(int(found[2]) == sizes[unit] for unit, found in counted.items())
    if not are_right or len({*bare.values()} | sizes.keys() - bare.keys()) < len(sizes):
        return units
    enough = sum(sizes[unit] for unit in bare) >= FEW
    return [bare.get(unit, unit) if enough else unit for unit in units]


def _merged(sheet: Sheet, body: int, columns: Sequence[int]) -> dict[tuple[int, int], str]:
    """The text of each cell below the first one of a merged column."""
    found: dict[tuple[int, int], str] = {}
    for merge in sheet.merges or ():
        if merge.left in columns and body <= merge.top < len(sheet.rows):
            text = cell_at(sheet.rows[merge.top], merge.left)
            end = min(merge.bottom + 1, len(sheet.rows))
            found |= {(below, merge.left): text for below in range(merge.top + 1, end)}
    return found


def _with_cell(row: Row, column: int, cell: str) -> Row:
    row = (*row, *("",) * (column - len(row)))
    return (*row[:column], cell, *row[column + 1 :])
