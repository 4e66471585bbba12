"""ColumnLetter: columns by their letters, in both directions, in one place."""

import re

import pytest

from framegen.staff.cells.column_letter import column_of, letter_of
from tests.support.places import ROOT


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters_and_letters_columns(column, letters):
    assert letter_of(column) == letters
    assert column_of(letters) == column_of(letters.lower()) == column


def test_every_column_of_a_sheet_comes_back():
    assert all(column_of(letter_of(column)) == column for column in range(16384))


def test_no_letters_are_no_column():
    assert column_of("") == -1


def test_column_letters_are_computed_in_one_place():
    computed = re.compile(r"\* 26\b|divmod\(.*\b26\b|\bord\(.[A-Z]")
    found = [
        path.name
        for path in sorted((ROOT / "framegen").rglob("*.py"))
        if computed.search(path.read_text("utf-8"))
    ]
    assert found == ["column_letter.py"]
