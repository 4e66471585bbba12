"""Heading: which rows of a sheet are its heading, and what each column holds."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from framegen.staff.cells.sheet import Sheet
from framegen.staff.letters.vocabulary import HEADINGS, LIKELY, SURE, role_of

# A heading stands in the first rows; above it are the office, the title, at most instructions.
LOOK = 120
MAX_ROWS = 3
NAME_PARTS = ("name", "surname", "middle", "given")
_NUMBER = re.compile(r"\(?\d{1,7}(?:\.0+)?\s*[.)]?")
_DIGITS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a sheet's heading is and what it says.

    Attributes:
        top: its first row, from 0; the people stand below row `top + rows - 1`.
        rows: how many rows it takes; 0 where there is none and columns were named by hand.
        columns: of each role its column, from 0.
        labels: what stands above each column, from the top down.
        score: how much of it was understood; compares headings, means nothing by itself.
        others: columns that could have had a role that a better one got: (role, column).
    """

    top: int
    rows: int
    columns: Mapping[str, int]
    labels: tuple[tuple[str, ...], ...]
    score: float
    others: tuple[tuple[str, int], ...] = ()

    @property
    def names_people(self) -> bool:
        """Whether there is a column, or a pair, that names people."""
        return any(role in self.columns for role in ("name", "surname", "given"))

    @property
    def body(self) -> int:
        """The first row below it, from 0."""
        return self.top + self.rows


class _Column(NamedTuple):
    role: str | None
    rank: int


def is_number(cell: str) -> bool:
    """Whether a cell holds what a running number looks like: 7, 07, 7. or (7)."""
    return cell.isdecimal() or (cell != "" and bool(_NUMBER.fullmatch(cell)))


def find_heading(sheet: Sheet) -> Heading | None:
    """The best heading of a sheet; None where no row names a column of names."""
    best = None
    for top in range(min(LOOK, len(sheet.rows))):
        known = sum(role_of(cell) is not None for cell in sheet.rows[top])
        rows = 1
        while known > 1 and rows < MAX_ROWS and _goes_on(sheet, top, top + rows):
            rows += 1
        if known:
            found = _understood(sheet, top, rows)
            if found.names_people and (best is None or found.score > best.score):
                best = found
    return None if best is None else _completed(sheet, best)


def seen_headings(sheet: Sheet) -> list[str]:
    """The texts of the row that looks most like a heading, for a message."""
    rows = sheet.rows[:LOOK]
    return max(
        ([cell for cell in row if cell and not is_number(cell)] for row in rows),
        key=lambda cells: (sum(bool(role_of(cell)) for cell in cells), len(cells)),
        default=[],
    )


def _goes_on(sheet: Sheet, top: int, row: int) -> bool:
    """Whether a row below a heading's first is a part of the heading."""
    if row >= len(sheet.rows):
        return False
    cells = sheet.rows[row]
    filled = [column for column, cell in enumerate(cells) if cell]
    if not filled or any(is_number(cells[column]) for column in filled):
        return False
    known = [column for column in filled if role_of(cells[column])]
    if any(
        merge.top >= top and merge.top < row <= merge.bottom and merge.bottom - top < MAX_ROWS
        for merge in sheet.merges or ()
    ):
        return True
    above = sheet.rows[row - 1]
    for column in set(filled) - set(known):
        over = above[column] if column < len(above) else ""
        # "Họ và" above "tên" is one heading; "Họ và tên" above "An" is a heading and a person.
        if over and role_of(over) and not role_of(f"{over} {cells[column]}"):
            return False
    joined = [
        column
        for column in filled
        if column < len(above)
        and (role_of(f"{above[column]} {cells[column]}") or (9, 999))[1] < SURE
    ]
    if len(filled) == 1 and not joined:
        # "Công đoàn cơ sở A" alone is the first section; a group has two columns or more.
        return False
    return len(set(known) | set(joined)) * 3 >= len(filled) * 2


def _understood(sheet: Sheet, top: int, rows: int) -> Heading:
    """What a block of rows says as a heading."""
    labels = tuple(_labels(sheet, top, rows))
    found = [_meaning(label) for label in labels]
    columns: dict[str, int] = {}
    others = []
    for role in HEADINGS:
        holding = [column for column, each in enumerate(found) if each.role == role]
        holding.sort(key=lambda column: found[column].rank)
        if holding:
            columns[role] = holding[0]
            others += [(role, column) for column in holding[1:]]
    score = 0.0
    for each, label in zip(found, labels, strict=True):
        if each.role is None:
            score -= 0.5 * bool(label)
        else:
            score += (1 if each.role == "other" else 2) * (0.4 if each.rank >= LIKELY else 1)
    name = columns.get("name", columns.get("surname", columns.get("given")))
    if name is not None:
        score += 6 if found[name].rank < LIKELY else 1
    return Heading(top, rows, columns, labels, score, tuple(others))


def _labels(sheet: Sheet, top: int, rows: int) -> Iterator[tuple[str, ...]]:
    """What stands above each column, a group's heading above each of its columns."""
    block = [list(row) for row in sheet.rows[top : top + rows]]
    width = max(map(len, block))
    block = [row + [""] * (width - len(row)) for row in block]
    merges = [merge for merge in sheet.merges or () if top <= merge.top < top + rows]
    for merge in merges:
        for column in range(merge.left, min(merge.right + 1, width)):
            block[merge.top - top][column] = block[merge.top - top][merge.left]
    for row, below in itertools.pairwise(block):
        for column in range(1, width):
            unmerged = not any(merge.left <= column <= merge.right for merge in merges)
            if not row[column] and below[column] and unmerged and below[column - 1] != "":
                row[column] = row[column - 1]
    for column in range(width):
        texts = [row[column] for row in block if row[column]]
        yield tuple(dict.fromkeys(texts))


def _meaning(label: tuple[str, ...]) -> _Column:
    """What a column holds, by its heading and the headings of the groups that it is in."""
    if not label:
        return _Column(None, 0)
    leaf = role_of(label[-1])
    if len(label) == 1:
        return _Column(*leaf) if leaf else _Column(None, 0)
    for joined in (" ".join(label), " ".join(reversed(label)), " ".join(label[-2:])):
        whole = role_of(joined)
        if whole and whole[1] < SURE and (leaf is None or leaf[0] != "surname"):
            return _Column(*whole)
    group = next(filter(None, map(role_of, reversed(label[:-1]))), None)
    if group is None or (group[0] == "name" and leaf):
        return _Column(*leaf) if leaf else _Column(None, 0)
    if group[0] == "unit" and leaf and leaf[0] == "code":
        return _Column("other", 0)
    if group[0] == "unit" and leaf and leaf[0] == "title":
        return _Column(*leaf)
    return _Column(*(leaf if leaf and leaf[0] == group[0] else group))


def _completed(sheet: Sheet, heading: Heading) -> Heading:
    """The heading with what only the cells below it tell."""
    columns = dict(heading.columns)
    body = [row for row in sheet.rows[heading.body : heading.body + 300] if any(row)]
    if "stt" in columns:
        # Where people are counted, sections and totals are no example of a name.
        body = [row for row in body if is_number("".join(row[columns["stt"] :][:1]))] or body

    def below(column: int) -> list[str]:
        return [row[column] if column < len(row) else "" for row in body]

    if "stt" not in columns:
        free = [column for column, label in enumerate(heading.labels) if not label]
        counted = next((column for column in free if _counts(below(column))), None)
        columns |= {} if counted is None else {"stt": counted}
    if "given" in columns and "name" not in columns and "surname" not in columns:
        columns["name"] = columns.pop("given")
    # "Họ và tên" over two columns, with the given name in the second; or "Họ tên" over surnames.
    first = columns.get("name", columns.get("surname"))
    if first is not None and "given" not in columns and _is_free(heading, columns, first + 1):
        parts = list(zip(below(first), below(first + 1), strict=True))
        if _is_split(parts):
            columns |= {"given": first + 1}
    if {"name", "given"} <= columns.keys() and "surname" not in columns:
        pairs = zip(below(columns["name"]), below(columns["given"]), strict=True)
        ends = [name.lower().endswith(given.lower()) for name, given in pairs if name and given]
        if ends and sum(ends) * 2 < len(ends):
            columns["surname"] = columns.pop("name")
        else:
            del columns["given"]
    return replace(heading, columns={role: columns[role] for role in HEADINGS if role in columns})


def _is_free(heading: Heading, columns: Mapping[str, int], column: int) -> bool:
    """Whether a column has no heading but its left neighbour's."""
    if column in columns.values():
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
